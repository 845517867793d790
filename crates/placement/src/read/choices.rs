//! `choices.csv`: the wishes of each candidate in order, and the clauses that exclude them.

use std::collections::HashMap;

use qabul_domain::placement::Wish;

use super::{CODE, ID, Known};
use crate::MostChoices;
use crate::fault::{Faults, shown};
use crate::table;

const FILE: &str = "choices.csv";

/// The wishes of all candidates, each candidate's in the order of their positions.
pub(super) struct Choices {
    pub(super) starts: Vec<u32>,
    pub(super) rows: Vec<Wish>,
    pub(super) positions: Vec<u32>,
    pub(super) clauses: Vec<u32>,
    pub(super) lists: Vec<Vec<String>>,
}

/// One line.
#[derive(Clone, Copy)]
struct Line {
    candidate: u32,
    position: u32,
    row: u32,
    clauses: u32,
    line: u32,
}

/// Reads the file.
pub(super) fn read(
    bytes: &[u8],
    ids: &Known<'_>,
    codes: &Known<'_>,
    most: MostChoices,
    faults: &mut Faults,
) -> Choices {
    let mut lines: Vec<Line> = Vec::new();
    let mut lists = Lists::default();
    let mut starts = vec![0_u32; ids.count + 1];
    // A candidate's lines mostly follow each other.
    let mut last: (String, u32) = Default::default();
    table::rows(
        FILE,
        bytes,
        ["id", "position", "code", "ineligible"],
        faults,
        |line, [id, position, code, clauses], faults| {
            let at = (FILE, line);
            if lines.len() + 1 >= u32::MAX as usize {
                return faults.of_line(FILE, line, "is one line too many");
            }
            if last.0 != id || id.is_empty() {
                last = ids.number(at, ID, id, faults).map(|number| (id.to_owned(), number)).unwrap_or_default();
            }
            let candidate = (last.0 == id && !id.is_empty()).then_some(last.1);
            let position = table::integer(at, "position", position, 1, faults);
            let row = codes.number(at, CODE, code, faults);
            let clauses = lists.read(at, clauses, faults);
            let (Some(candidate), Some(position), Some(row), Some(clauses)) = (candidate, position, row, clauses)
            else {
                return;
            };
            starts[candidate as usize + 1] += 1;
            if starts[candidate as usize + 1] == most.get() + 1 {
                let says = format!("{} has more than {} wishes", shown(id), most.get());
                faults.of_field(at, "id", says);
            }
            lines.push(Line { candidate, position, row, clauses, line });
        },
    );
    for candidate in 0..ids.count {
        starts[candidate + 1] += starts[candidate];
    }
    let lines = grouped(lines, &starts);
    twice(&lines, codes.count, faults);
    Choices {
        starts,
        rows: lines.iter().map(|line| Wish::new(line.row, true)).collect(),
        positions: lines.iter().map(|line| line.position).collect(),
        clauses: lines.iter().map(|line| line.clauses).collect(),
        lists: lists.all,
    }
}

/// Lines by candidate and position.
fn grouped(lines: Vec<Line>, starts: &[u32]) -> Vec<Line> {
    let key = |line: &Line| (line.candidate, line.position);
    if lines.is_sorted_by_key(key) {
        return lines;
    }
    let mut free = starts.to_vec();
    let mut all = lines.clone();
    for line in lines {
        let place = &mut free[line.candidate as usize];
        all[*place as usize] = line;
        *place += 1;
    }
    for ends in starts.windows(2) {
        all[ends[0] as usize..ends[1] as usize].sort_by_key(|line| line.position);
    }
    all
}

/// Reports duplicate positions and codes of a candidate, in the order of the file.
fn twice(lines: &[Line], rows: usize, faults: &mut Faults) {
    let mut found: Vec<(u32, &str, u32, u32)> = Vec::new();
    let mut note = |column, what, one: u32, other: u32| found.push((one.max(other), column, what, one.min(other)));
    // Who wanted each row last, and on which line.
    let mut wanted: Vec<Option<(u32, u32)>> = vec![None; rows];
    for (number, line) in lines.iter().enumerate() {
        let before = number.checked_sub(1).map(|before| lines[before]);
        if let Some(before) = before.filter(|one| (one.candidate, one.position) == (line.candidate, line.position)) {
            note("position", line.position, before.line, line.line);
        }
        let last = wanted[line.row as usize].replace((line.candidate, line.line));
        if let Some((_, before)) = last.filter(|(candidate, _)| *candidate == line.candidate) {
            note("code", 0, before, line.line);
        }
    }
    found.sort_unstable();
    for (line, column, what, before) in found {
        let what = if column == "position" { format!("{what}") } else { "the code".to_owned() };
        let says = format!("{what} stands in line {before} already for this candidate");
        faults.of_field((FILE, line), if column == "position" { "position" } else { "code" }, says);
    }
}

/// The different lists of clauses; the first is the empty one.
struct Lists {
    all: Vec<Vec<String>>,
    numbers: HashMap<String, u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Lists { all: vec![Vec::new()], numbers: HashMap::new() }
    }
}

impl Lists {
    /// The number of a list.
    fn read(&mut self, at: (&'static str, u32), text: &str, faults: &mut Faults) -> Option<u32> {
        if text.is_empty() {
            return Some(0);
        }
        if let Some(number) = self.numbers.get(text) {
            return Some(*number);
        }
        let mut clauses: Vec<String> = Vec::new();
        for clause in text.split(' ').filter(|clause| !clause.is_empty()) {
            let letters = |b: u8| b.is_ascii_alphanumeric() || b == b'.' || b == b'-';
            if clause.len() > 20 || !clause.bytes().all(letters) {
                faults.of_field(at, "ineligible", format!("{} is not the number of a clause", shown(clause)));
                return None;
            }
            if !clauses.iter().any(|known| known == clause) {
                clauses.push(clause.to_owned());
            }
        }
        let number = if clauses.is_empty() { 0 } else { self.all.len() as u32 };
        if number != 0 {
            self.all.push(clauses);
        }
        self.numbers.insert(text.to_owned(), number);
        Some(number)
    }
}
