//! `seats.csv` and `candidates.csv`.

use crate::fault::{Fault, Unusable};
use crate::files::Folder;
use crate::merit::Merit;
use crate::names::Names;
use crate::number::{Hundredths, decimal, whole};
use crate::table::{Header, Table, name};

/// What `seats.csv` and `candidates.csv` say. Rows and persons are numbered in the order of their texts.
#[derive(Default)]
pub struct People {
    /// Codes of the seat rows.
    pub codes: Names,
    /// Capacity of each row.
    pub capacity: Vec<u32>,
    /// Ids of the persons.
    pub ids: Names,
    /// What each person is compared by.
    pub merits: Vec<Merit>,
    /// Does anybody have an average (5.3.1)?
    pub has_average: bool,
    /// Does anybody have a specialty, logic, language score (5.3.2–5.3.4)?
    pub has_score: [bool; 3],
    /// Each person's place in the common order, 0 the best.
    pub ranks: Vec<u32>,
    /// One person of each place.
    pub firsts: Vec<u32>,
}

/// Persons that a run can have.
const MOST_PERSONS: usize = 1 << 25;

type Result<T> = std::result::Result<T, Vec<Unusable>>;

impl People {
    /// Reads `seats.csv`.
    ///
    /// # Errors
    /// The faults of the file.
    pub fn read_seats(&mut self, text: &str) -> Result<()> {
        let mut table = Table::open(Folder::Input, "seats.csv", &["code", "capacity"], Header::Any, text)?;
        let mut codes = Names::default();
        let mut capacity = Vec::new();
        while table.next() {
            let read = name(table.get(0)).map_err(|fault| (0, fault)).and_then(|code| {
                let seats = whole(table.get(1)).map_err(|fault| (1, fault))?;
                codes.add(code).ok_or((0, Fault::Twice))?;
                capacity.push(seats);
                Ok(())
            });
            if let Err(fault) = read {
                table.fault(fault);
            }
        }
        table.end()?;
        for number in codes.in_order() {
            self.codes.add(codes.get(number));
            self.capacity.push(capacity[number as usize]);
        }
        Ok(())
    }

    /// Reads `candidates.csv`.
    ///
    /// # Errors
    /// The faults of the file.
    pub fn read_candidates(&mut self, text: &str) -> Result<()> {
        const COLUMNS: &[&str] = &["id", "total", "uomg", "uomg_scale", "specialty", "logic", "language"];
        let mut table = Table::open(Folder::Input, "candidates.csv", COLUMNS, Header::Any, text)?;
        let mut ids = Names::default();
        let mut merits = Vec::new();
        while table.next() {
            let read = name(table.get(0)).map_err(|fault| (0, fault)).and_then(|id| {
                let merit = merit(&table)?;
                ids.add(id).ok_or((0, Fault::Twice))?;
                merits.push(merit);
                if merits.len() > MOST_PERSONS { Err((0, Fault::TooLarge)) } else { Ok(()) }
            });
            if let Err(fault) = read {
                table.fault(fault);
            }
        }
        table.end()?;
        self.merits.reserve(merits.len());
        for number in ids.in_order() {
            self.ids.add(ids.get(number));
            self.merits.push(merits[number as usize]);
        }
        self.has_average = self.merits.iter().any(|merit| merit.average.is_some());
        self.has_score = [0, 1, 2].map(|which| self.merits.iter().any(|merit| merit.scores[which].is_some()));
        (self.ranks, self.firsts) = crate::merit::ranks(&self.merits);
        Ok(())
    }
}

fn merit(table: &Table) -> std::result::Result<Merit, (usize, Fault)> {
    let number = |column| decimal(table.get(column)).map_err(|fault| (column, fault));
    let if_any = |column| -> std::result::Result<Option<Hundredths>, (usize, Fault)> {
        if table.get(column).is_empty() { Ok(None) } else { number(column).map(Some) }
    };
    let average = match (if_any(2)?, if_any(3)?) {
        (None, None) => None,
        (None, Some(_)) => return Err((2, Fault::HalfAverage)),
        (Some(_), None) => return Err((3, Fault::HalfAverage)),
        (Some(_), Some(0)) => return Err((3, Fault::Scale)),
        (Some(mark), Some(scale)) if mark > scale => return Err((2, Fault::AboveScale)),
        (Some(mark), Some(scale)) => Some((mark, scale)),
    };
    Ok(Merit { total: number(1)?, average, scores: [if_any(4)?, if_any(5)?, if_any(6)?] })
}
