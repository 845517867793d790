//! An answer as JSON, for programs that are not written in Rust.

use crate::fault::Unusable;
use crate::files::Progress;
use crate::json::push_string;
use crate::number::push_whole;
use crate::report::Report;

/// Writes members of an object one after another.
struct Object(String);

impl Object {
    fn new() -> Self {
        Self("{".to_owned())
    }

    fn name(&mut self, name: &str) {
        if !self.0.ends_with('{') {
            self.0.push(',');
        }
        push_string(&mut self.0, name);
        self.0.push(':');
    }

    fn text(mut self, name: &str, text: &str) -> Self {
        self.name(name);
        push_string(&mut self.0, text);
        self
    }

    fn number(mut self, name: &str, number: u64) -> Self {
        self.name(name);
        match u32::try_from(number) {
            Ok(small) => push_whole(&mut self.0, small),
            Err(_) => self.0.push_str(&number.to_string()),
        }
        self
    }

    fn list(mut self, name: &str, all: impl Iterator<Item = String>) -> Self {
        self.name(name);
        self.0.push('[');
        for (number, one) in all.enumerate() {
            if number > 0 {
                self.0.push(',');
            }
            self.0.push_str(&one);
        }
        self.0.push(']');
        self
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// How far a check has come: `{"step":"input","percent":42}`.
pub fn progress_json(progress: &Progress) -> String {
    let percent = (progress.read * 100).checked_div(progress.of).unwrap_or(100);
    Object::new().text("step", progress.step.word()).number("percent", percent).end()
}

/// The answer: `total`, `counts`, `digest` and `violations`, or `faults` of a file that cannot be used.
pub fn answer_json(answer: &Result<Report, Vec<Unusable>>) -> String {
    match answer {
        Ok(report) => {
            let counts = &report.counts;
            let violations = report.violations.iter().map(|violation| {
                Object::new()
                    .text("finding", violation.finding.word())
                    .text("invariant", violation.finding.invariant())
                    .text("candidate", &violation.candidate)
                    .text("code", &violation.code)
                    .text("expected", &violation.expected)
                    .text("found", &violation.found)
                    .end()
            });
            Object::new()
                .number("total", report.total)
                .number("rows", counts.rows as u64)
                .number("seats", counts.seats)
                .number("persons", counts.persons as u64)
                .number("wishes", counts.wishes as u64)
                .number("placed", counts.placed as u64)
                .text("digest", &report.digest)
                .list("violations", violations)
                .end()
        }
        Err(faults) => {
            let faults = faults.iter().map(|fault| {
                Object::new()
                    .text("folder", fault.folder.word())
                    .text("file", fault.file)
                    .number("line", fault.line)
                    .text("column", fault.column)
                    .text("fault", fault.fault.word())
                    .text("text", &fault.text)
                    .end()
            });
            Object::new().list("faults", faults).end()
        }
    }
}
