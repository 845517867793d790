//! `ranks.csv`: rows that rank by scores of their own (clause 3.5).

use crate::fault::{Fault, Unusable};
use crate::files::Folder;
use crate::number::{Hundredths, decimal};
use crate::people::People;
use crate::table::{Header, Table};

/// Own scores of rows.
#[derive(Default)]
pub struct Ranks {
    /// Row, person, score; sorted.
    lines: Vec<(u32, u32, Hundredths)>,
    /// Per row its different scores, the highest first; `None` for rows of the common order.
    pub scores: Vec<Option<Vec<Hundredths>>>,
}

impl Ranks {
    /// Reads the file; `None` = there is none.
    ///
    /// # Errors
    /// The faults of the file.
    pub fn read(text: Option<&str>, people: &People) -> Result<Self, Vec<Unusable>> {
        let mut ranks = Self { lines: Vec::new(), scores: vec![None; people.codes.len()] };
        let Some(text) = text else { return Ok(ranks) };
        let open = || Table::open(Folder::Input, "ranks.csv", &["code", "id", "score"], Header::Any, text);
        let mut table = open()?;
        while table.next() {
            match line(&table, people) {
                Ok(line) => ranks.lines.push(line),
                Err(fault) => table.fault(fault),
            }
        }
        table.end()?;
        ranks.lines.sort_unstable();
        let same = |pair: &[(u32, u32, Hundredths)]| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1);
        if ranks.lines.windows(2).any(same) {
            return Err(twice(open()?, people));
        }
        for (row, _, score) in &ranks.lines {
            ranks.scores[*row as usize].get_or_insert_default().push(*score);
        }
        for scores in ranks.scores.iter_mut().flatten() {
            scores.sort_unstable_by(|a, b| b.cmp(a));
            scores.dedup();
        }
        Ok(ranks)
    }

    /// The place of a person in the order of a row with scores of its own, 0 the best.
    pub fn rank(&self, row: u32, person: u32) -> Option<u32> {
        let line = self.lines.binary_search_by_key(&(row, person), |line| (line.0, line.1)).ok()?;
        let score = self.lines[line].2;
        let scores = self.scores[row as usize].as_ref()?;
        scores.binary_search_by(|other| score.cmp(other)).ok().map(|rank| rank as u32)
    }
}

fn line(table: &Table, people: &People) -> Result<(u32, u32, Hundredths), (usize, Fault)> {
    let row = people.codes.find(table.get(0)).ok_or((0, Fault::UnknownCode))?;
    let person = people.ids.find(table.get(1)).ok_or((1, Fault::UnknownPerson))?;
    Ok((row, person, decimal(table.get(2)).map_err(|fault| (2, fault))?))
}

/// Finds duplicate lines.
fn twice(mut table: Table, people: &People) -> Vec<Unusable> {
    let mut had = std::collections::HashSet::new();
    while table.next() {
        if line(&table, people).is_ok_and(|(row, person, _)| !had.insert((row, person))) {
            table.fault((1, Fault::Twice));
        }
    }
    table.end().err().unwrap_or_default()
}
