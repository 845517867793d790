//! The round before: who takes no part now, and which seats are left.

use std::collections::HashMap;

use crate::fault::{Fault, Unusable};
use crate::files::Folder;
use crate::number::whole;
use crate::people::People;
use crate::table::{Header, Table, name};

/// Clauses that keep persons out of a round for vacant seats.
pub const OUT_BY: [&str; 3] = ["6.1", "6.5", "5.5"];

/// What the files of the round before mean for this one.
#[derive(Default)]
pub struct Previous {
    /// Seats taken at each row.
    taken: Vec<u32>,
    /// What keeps a person out, as a number in [`OUT_BY`]; by id, for persons need not take part in both rounds.
    out: HashMap<String, u8>,
}

impl Previous {
    /// Reads both files.
    ///
    /// # Errors
    /// The faults of the one that has some.
    pub fn read(placements: &str, excluded: &str, people: &People) -> Result<Self, Vec<Unusable>> {
        let mut previous = Self { taken: vec![0; people.codes.len()], out: HashMap::new() };
        let mut reasons = HashMap::new();
        let mut table = Table::open(Folder::Previous, "excluded.csv", &["id", "reason"], Header::Any, excluded)?;
        while table.next() {
            let read = name(table.get(0)).map_err(|fault| (0, fault)).and_then(|id| {
                let had = reasons.insert(id.to_owned(), reason(table.get(1)));
                if had.is_some() { Err((0, Fault::Twice)) } else { Ok(()) }
            });
            if let Err(fault) = read {
                table.fault(fault);
            }
        }
        table.end()?;
        previous.placements(placements, people, &reasons)?;
        // An exclusion has priority over an earlier place.
        previous.out.extend(reasons);
        Ok(previous)
    }

    fn placements(&mut self, text: &str, people: &People, reasons: &HashMap<String, u8>) -> Result<(), Vec<Unusable>> {
        const COLUMNS: &[&str] = &["id", "position", "code"];
        let mut had = std::collections::HashSet::new();
        let mut table = Table::open(Folder::Previous, "placements.csv", COLUMNS, Header::Any, text)?;
        while table.next() {
            let read = placement(&table, people).and_then(|(id, row)| {
                if !had.insert(id.to_owned()) {
                    return Err((0, Fault::Twice));
                }
                let Some(row) = row else { return Ok(()) };
                self.out.insert(id.to_owned(), 2);
                // A place that was forfeited or annulled is vacant again.
                if reasons.get(id).is_none_or(|reason| *reason == 2) {
                    self.taken[row as usize] += 1;
                }
                Ok(())
            });
            if let Err(fault) = read {
                table.fault(fault);
            }
        }
        table.end()
    }

    /// Seats of this round at a row of so many.
    pub fn left(&self, row: usize, capacity: u32) -> u32 {
        capacity.saturating_sub(self.taken.get(row).copied().unwrap_or(0))
    }

    /// What keeps a person out, as a number in [`OUT_BY`].
    pub fn out(&self, id: &str) -> Option<u8> {
        self.out.get(id).copied()
    }
}

fn reason(text: &str) -> u8 {
    match text.to_ascii_uppercase().as_str() {
        "6.1" | "FORFEITED" => 0,
        "6.5" | "ANNULLED" => 1,
        _ => 2,
    }
}

fn placement<'t>(table: &'t Table, people: &People) -> Result<(&'t str, Option<u32>), (usize, Fault)> {
    let id = name(table.get(0)).map_err(|fault| (0, fault))?;
    match (table.get(1), table.get(2)) {
        ("", "") => Ok((id, None)),
        ("", _) => Err((1, Fault::HalfPlace)),
        (_, "") => Err((2, Fault::HalfPlace)),
        (position, code) => {
            whole(position).ok().filter(|position| *position > 0).ok_or((1, Fault::Position))?;
            Ok((id, Some(people.codes.find(code).ok_or((2, Fault::UnknownCode))?)))
        }
    }
}
