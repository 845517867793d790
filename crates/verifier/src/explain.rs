//! Checks `explanations.ndjson` line by line against the expected content; the file may be larger than memory.

use std::cmp::Ordering;
use std::io::{BufRead as _, BufReader, Read as _};

use sha2::{Digest as _, Sha256};

use crate::checks::limit;
use crate::fault::{Fault, Unusable};
use crate::files::{Folder, Step};
use crate::json::{members, push_string, string};
use crate::names::NONE;
use crate::number::push_whole;
use crate::report::{Finding, Report, Violation};
use crate::round::Round;
use crate::standing::Standing;
use crate::text::{Reading, hex, whole_file};
use crate::vector::{Vector, differ, push_json, vector};

const FILE: &str = "explanations.ndjson";

/// What the explanations must be under a placement.
struct Truth<'a> {
    round: &'a Round,
    places: &'a [u32],
    standing: Standing,
    limits: Vec<Vector>,
    /// Code and limit of each row as JSON.
    rows: Vec<(String, String)>,
    person: usize,
    wish: usize,
    /// Id and own vector of the present person as JSON.
    own: (String, String),
    line: String,
}

impl<'a> Truth<'a> {
    fn of(round: &'a Round, places: &'a [u32]) -> Self {
        let rows = round.seats.len();
        let standing = Standing::of(places, &round.choices.wishes, rows);
        let limits: Vec<Vector> = (0..rows).map(|row| limit(round, &standing, row)).collect();
        let texts = limits.iter().enumerate().map(|(row, limit)| {
            let (mut code, mut json) = (String::new(), String::new());
            push_string(&mut code, round.people.codes.get(row as u32));
            if standing.last[row] == NONE {
                json.push_str("null");
            } else {
                push_json(&mut json, limit, round.ranks.scores[row].is_some());
            }
            (code, json)
        });
        let rows = texts.collect();
        let (own, line) = ((String::new(), String::new()), String::new());
        let mut truth = Self { round, places, standing, limits, rows, person: 0, wish: 0, own, line };
        truth.enter();
        truth
    }

    fn over(&self) -> bool {
        self.person >= self.places.len()
    }

    /// Goes to the next wish and writes its line.
    fn next(&mut self) {
        self.wish += 1;
        if self.wish >= self.round.choices.wishes.of(self.person).end {
            self.person += 1;
            self.enter();
        } else {
            self.write();
        }
    }

    /// Skips persons without wishes, to the first wish of the next person who has one.
    fn enter(&mut self) {
        while !self.over() && self.round.choices.wishes.of(self.person).is_empty() {
            self.person += 1;
        }
        if self.over() {
            return;
        }
        self.wish = self.round.choices.wishes.of(self.person).start;
        let (id, own) = &mut self.own;
        id.clear();
        own.clear();
        push_string(id, self.round.id(self.person));
        push_json(own, &common_vector(self.round, self.person), false);
        self.write();
    }

    fn write(&mut self) {
        let (round, wish) = (self.round, self.wish);
        let (row, rank) = (round.choices.wishes.row[wish] as usize, round.choices.wishes.rank[wish]);
        let own = vector(round, self.person, row, rank);
        let (place, closed) = (self.places[self.person], round.choices.wishes.closed[wish]);
        let verdict = match place as usize {
            _ if closed => "INELIGIBLE",
            placed if placed == wish => "PLACED",
            placed if placed < wish => "NOT_NEEDED",
            _ => "CAPACITY",
        };
        let line = &mut self.line;
        line.clear();
        line.push_str("{\"id\":");
        line.push_str(&self.own.0);
        line.push_str(",\"position\":");
        push_whole(line, round.choices.position[wish]);
        line.push_str(",\"code\":");
        line.push_str(&self.rows[row].0);
        line.push_str(",\"verdict\":\"");
        line.push_str(verdict);
        line.push_str("\",\"clauses\":[");
        if closed {
            for (number, clause) in round.clauses(self.person, wish).into_iter().enumerate() {
                line.push_str(if number == 0 { "\"" } else { ",\"" });
                line.push_str(clause);
                line.push('"');
            }
        }
        line.push_str("],\"own\":");
        if round.ranks.scores[row].is_some() {
            push_json(line, &own, true);
        } else {
            line.push_str(&self.own.1);
        }
        line.push_str(",\"limit\":");
        line.push_str(&self.rows[row].1);
        line.push_str(",\"criterion\":");
        let compared = self.standing.last[row] != NONE && rank != NONE;
        match compared.then(|| differ(&own, &self.limits[row])).flatten() {
            None => line.push_str("null"),
            Some(criterion) => {
                line.push('"');
                line.push_str(criterion);
                line.push('"');
            }
        }
        line.push_str(",\"ahead\":");
        if rank == NONE {
            line.push_str("null");
        } else {
            push_whole(line, self.standing.ahead(row, rank));
        }
        line.push_str(",\"capacity\":");
        push_whole(line, round.seats[row]);
        line.push_str("}\n");
    }
}

/// The vector of a person at any row of the common order.
fn common_vector(round: &Round, person: usize) -> Vector {
    // Any such row is sufficient; if there is none, the value is not used.
    let row = round.ranks.scores.iter().position(Option::is_none);
    row.map_or([None; 7], |row| vector(round, person, row, 0))
}

/// Reads the explanations and reports what is not true under the placement. Returns the digest of the file.
///
/// # Errors
/// The file cannot be read, or a line is no explanation.
pub fn check(
    reading: &mut Reading,
    round: &Round,
    places: &[u32],
    report: &mut Report,
) -> Result<String, Vec<Unusable>> {
    const LONGEST: u64 = 1 << 20;
    reading.begin(Step::Explain);
    let mut file = BufReader::with_capacity(1 << 18, reading.open(Folder::Output, FILE).map_err(|fault| vec![fault])?);
    let mut truth = Truth::of(round, places);
    let mut hash = Sha256::new();
    let (mut line, mut number, mut untold) = (Vec::new(), 0_u64, 0);
    loop {
        line.clear();
        let longest = LONGEST.max(truth.line.len() as u64 + 2);
        let read = (&mut file).take(longest).read_until(b'\n', &mut line);
        let read =
            read.map_err(|error| vec![whole_file(Folder::Output, FILE, Fault::Unreadable, &error.to_string())])?;
        if read == 0 {
            break;
        }
        hash.update(&line);
        number += 1;
        untold += read;
        if untold > 1 << 20 {
            reading.count(std::mem::take(&mut untold));
        }
        if !truth.over() && line == truth.line.as_bytes() {
            truth.next();
        } else {
            compare(&line, number, &mut truth, report).map_err(|fault| vec![fault])?;
        }
    }
    reading.count(untold);
    while !truth.over() {
        report.add(|| Violation::new(Finding::NoExplanation, round.id(truth.person), round.code(truth.wish)));
        truth.next();
    }
    Ok(hex(hash))
}

/// A line that is not the expected one: what of it is not true, or which lines are missing before it.
fn compare(line: &[u8], number: u64, truth: &mut Truth, report: &mut Report) -> Result<(), Unusable> {
    let fault = |text: &str| Unusable { line: number, ..whole_file(Folder::Output, FILE, Fault::Json, text) };
    let text = std::str::from_utf8(line)
        .map_err(|_| Unusable { fault: Fault::NotUtf8, ..fault(&String::from_utf8_lossy(line)) })?;
    let found = members(text).ok_or_else(|| fault(text))?;
    let value = |name: &str| found.iter().find(|(had, _)| had == name).map_or("", |(_, value)| value);
    let id = string(value("id")).ok_or_else(|| fault(text))?;
    let position = crate::number::whole(value("position")).map_err(|_| fault(text))?;
    let code = string(value("code")).ok_or_else(|| fault(text))?;
    let round = truth.round;
    loop {
        let key = (!truth.over()).then(|| (round.id(truth.person), round.choices.position[truth.wish]));
        match key.map(|key| key.cmp(&(id.as_str(), position))) {
            Some(Ordering::Equal) => break,
            Some(Ordering::Less) => {
                let (id, code) = (round.id(truth.person), round.code(truth.wish));
                report.add(|| Violation::new(Finding::NoExplanation, id, code));
                truth.next();
            }
            Some(Ordering::Greater) | None => {
                report.add(|| Violation::new(Finding::OddExplanation, &id, &code));
                return Ok(());
            }
        }
    }
    let told = report.total;
    let expected = members(&truth.line).unwrap_or_default();
    for (name, expected) in &expected {
        if value(name) != *expected {
            let values = [*expected, value(name)].map(|value| format!("{name} {value}"));
            report.add(|| Violation::new(Finding::Explanation, &id, &code).values(&values[0], &values[1]));
        }
    }
    if report.total == told && text.as_bytes() != truth.line.as_bytes() {
        let place = format!("{FILE}:{number}");
        report.add(|| Violation::new(Finding::Form, &id, &place).values(truth.line.trim_end(), text.trim_end()));
    }
    truth.next();
    Ok(())
}
