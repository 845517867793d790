//! The published places, limits and digests.

use crate::fault::{Fault, Unusable};
use crate::files::Folder;
use crate::names::NONE;
use crate::number::{decimal, push_whole, whole};
use crate::report::{Finding, Report, Violation};
use crate::round::Round;
use crate::table::{Header, Table, push_field};
use crate::text::whole_file;
use crate::vector::{Vector, push_fields};

type Result<T> = std::result::Result<T, Vec<Unusable>>;

/// Reads `placements.csv`: the wish of each person, [`NONE`] where unplaced. Impossible values are reported.
///
/// # Errors
/// The faults of the file.
pub fn places(text: &str, round: &Round, report: &mut Report) -> Result<Vec<u32>> {
    let mut places = vec![NONE; round.people.ids.len()];
    let mut seen = vec![false; places.len()];
    let mut table = Table::open(Folder::Output, "placements.csv", &["id", "position", "code"], Header::Exact, text)?;
    let mut form = Form::of("placements.csv", "id,position,code", text);
    while table.next() {
        let (id, code) = (table.get(0), table.get(2));
        let position = match place(&table) {
            Ok(position) => position,
            Err(fault) => {
                table.fault(fault);
                continue;
            }
        };
        form.line(&table, |line| {
            push_field(line, id);
            line.push(',');
            position.iter().for_each(|position| push_whole(line, *position));
            line.push(',');
            push_field(line, code);
        });
        let Some(person) = round.people.ids.find(id) else {
            report.add(|| Violation::new(Finding::Stranger, id, code));
            continue;
        };
        let person = person as usize;
        if std::mem::replace(&mut seen[person], true) {
            report.add(|| Violation::new(Finding::TwoPlaces, id, code));
            continue;
        }
        let Some(position) = position else { continue };
        let wishes = round.choices.wishes.of(person);
        match wishes.into_iter().find(|wish| round.code(*wish) == code) {
            Some(wish) if round.choices.position[wish] == position => places[person] = wish as u32,
            Some(wish) => {
                places[person] = wish as u32;
                let (expected, found) = (round.choices.position[wish].to_string(), position.to_string());
                report.add(|| Violation::new(Finding::NotWished, id, code).values(&expected, &found));
            }
            None => report.add(|| Violation::new(Finding::NotWished, id, code)),
        }
    }
    table.end()?;
    for (person, _) in seen.iter().enumerate().filter(|(_, seen)| !**seen) {
        report.add(|| Violation::new(Finding::NoLine, round.id(person), ""));
    }
    form.end(report);
    Ok(places)
}

/// The position in a line of `placements.csv`; `None` where the person is unplaced.
fn place(table: &Table) -> std::result::Result<Option<u32>, (usize, Fault)> {
    match (table.get(1), table.get(2)) {
        ("", "") => Ok(None),
        ("", _) => Err((1, Fault::HalfPlace)),
        (_, "") => Err((2, Fault::HalfPlace)),
        (position, _) => match whole(position) {
            Ok(position) if position > 0 => Ok(Some(position)),
            _ => Err((1, Fault::Position)),
        },
    }
}

/// A line of `cutoffs.csv`.
#[derive(Clone, Copy)]
pub struct Cutoff {
    /// Capacity, placed and overflow.
    pub numbers: [u32; 3],
    /// The limit.
    pub limit: Vector,
}

/// Reads `cutoffs.csv`: the line of each row.
///
/// # Errors
/// The faults of the file.
pub fn cutoffs(text: &str, round: &Round, report: &mut Report) -> Result<Vec<Option<Cutoff>>> {
    const COLUMNS: &[&str] = &[
        "code",
        "capacity",
        "placed",
        "overflow",
        "total",
        "uomg",
        "uomg_scale",
        "specialty",
        "logic",
        "language",
        "score",
    ];
    let mut cutoffs = vec![None; round.seats.len()];
    let mut table = Table::open(Folder::Output, "cutoffs.csv", COLUMNS, Header::Exact, text)?;
    let mut form = Form::of("cutoffs.csv", &COLUMNS.join(","), text);
    while table.next() {
        let code = table.get(0);
        let cutoff = match cutoff(&table) {
            Ok(cutoff) => cutoff,
            Err(fault) => {
                table.fault(fault);
                continue;
            }
        };
        form.line(&table, |line| {
            push_field(line, code);
            for number in cutoff.numbers {
                line.push(',');
                push_whole(line, number);
            }
            push_fields(line, &cutoff.limit);
        });
        match round.people.codes.find(code) {
            Some(row) if cutoffs[row as usize].is_none() => cutoffs[row as usize] = Some(cutoff),
            _ => report.add(|| Violation::new(Finding::RowLine, "", code)),
        }
    }
    table.end()?;
    for (row, _) in (0_u32..).zip(&cutoffs).filter(|(_, cutoff)| cutoff.is_none()) {
        report.add(|| Violation::new(Finding::RowLine, "", round.people.codes.get(row)));
    }
    form.end(report);
    Ok(cutoffs)
}

fn cutoff(table: &Table) -> std::result::Result<Cutoff, (usize, Fault)> {
    let mut cutoff = Cutoff { numbers: [0; 3], limit: [None; 7] };
    for (column, number) in (1..).zip(&mut cutoff.numbers) {
        *number = whole(table.get(column)).map_err(|fault| (column, fault))?;
    }
    for (column, value) in (4..).zip(&mut cutoff.limit) {
        if !table.get(column).is_empty() {
            *value = Some(decimal(table.get(column)).map_err(|fault| (column, fault))?);
        }
    }
    Ok(cutoff)
}

/// Checks that an output file is written in its only permitted form.
struct Form {
    file: &'static str,
    last: String,
    written: String,
    /// The first line that is written another way; 0 = the ends of lines.
    odd: Option<(u64, String, String)>,
}

impl Form {
    fn of(file: &'static str, header: &str, text: &str) -> Self {
        let ends = text.starts_with('\n') || text.contains("\n\n") || !text.ends_with('\n');
        let first = text.lines().next().unwrap_or_default();
        let odd = if ends {
            Some((0, String::new(), String::new()))
        } else {
            (first != header).then(|| (1, header.to_owned(), first.to_owned()))
        };
        Self { file, last: String::new(), written: String::new(), odd }
    }

    fn line(&mut self, table: &Table, write: impl FnOnce(&mut String)) {
        self.written.clear();
        write(&mut self.written);
        let ordered = self.last.as_str() < table.get(0);
        if self.odd.is_none() && (self.written != table.raw() || !ordered) {
            self.odd = Some((table.number(), self.written.clone(), table.raw().to_owned()));
        }
        self.last.clear();
        self.last.push_str(table.get(0));
    }

    fn end(self, report: &mut Report) {
        let Some((line, expected, found)) = self.odd else { return };
        let place = format!("{}:{line}", self.file);
        report.add(|| Violation::new(Finding::Form, "", &place).values(&expected, &found));
    }
}

/// The four digests of `digest.txt`: input, output, rules, code.
///
/// # Errors
/// The file is not four lines with them.
pub fn digests(text: &str, report: &mut Report) -> Result<[String; 4]> {
    let fault = |line: u64, text: &str| {
        let fault = whole_file(Folder::Output, "digest.txt", Fault::Digest, text);
        vec![Unusable { line, ..fault }]
    };
    let mut digests = [const { String::new() }; 4];
    if !text.ends_with('\n') {
        report.add(|| Violation::new(Finding::Form, "", "digest.txt:4"));
    }
    let mut lines = text.split_terminator('\n');
    for (number, (word, digest)) in (1..).zip(["input", "output", "rules", "code"].iter().zip(&mut digests)) {
        let line = lines.next().unwrap_or_default();
        let hex = line
            .strip_prefix(word)
            .and_then(|rest| rest.strip_prefix(' '))
            .filter(|hex| hex.len() == 64 && hex.bytes().all(|digit| matches!(digit, b'0'..=b'9' | b'a'..=b'f')));
        hex.ok_or_else(|| fault(number, line))?.clone_into(digest);
    }
    match lines.next() {
        None => Ok(digests),
        Some(line) => Err(fault(5, line)),
    }
}
