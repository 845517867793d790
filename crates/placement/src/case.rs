//! A case as read: the market the engines take, and what they need not know.

use std::collections::HashMap;

use qabul_domain::placement::{Absence, Market};

/// Ids or codes, in the order of their bytes.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
}

impl Names {
    /// The name of this number.
    pub fn get(&self, number: usize) -> &str {
        let from = if number == 0 { 0 } else { self.ends[number - 1] as usize };
        &self.text[from..self.ends[number] as usize]
    }
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }
    /// All, in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).map(|number| self.get(number))
    }
    /// Adds one; `None` beyond 4 GiB of text.
    pub(crate) fn push(&mut self, name: &str) -> Option<()> {
        let end = u32::try_from(self.text.len() + name.len()).ok()?;
        self.text.push_str(name);
        self.ends.push(end);
        Some(())
    }
    /// Where each name belongs: the numbers of the names, in the order of the names; none if they are in order already.
    pub(crate) fn order(&self) -> Option<Vec<u32>> {
        if (1..self.len()).all(|number| self.get(number - 1) < self.get(number)) {
            return None;
        }
        let mut order: Vec<u32> = (0..self.len() as u32).collect();
        order.sort_by(|one, other| self.get(*one as usize).cmp(self.get(*other as usize)));
        Some(order)
    }
    /// The same names in another order.
    pub(crate) fn in_order(&self, order: &[u32]) -> Names {
        let mut names =
            Names { text: String::with_capacity(self.text.len()), ends: Vec::with_capacity(self.ends.len()) };
        for number in order {
            names.text.push_str(self.get(*number as usize));
            names.ends.push(names.text.len() as u32);
        }
        names
    }
    /// From name to number.
    pub(crate) fn index(&self) -> HashMap<&str, u32> {
        self.iter().zip(0..).collect()
    }
}

/// Which components anybody has; one that nobody has does not apply.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Applies {
    /// The average.
    pub uomg: bool,
    /// The specialty exam.
    pub specialty: bool,
    /// The logic test.
    pub logic: bool,
    /// The foreign language.
    pub language: bool,
}

/// What went before the round for vacant seats, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct WentBefore {
    /// Persons placed by the previous `placements.csv`, also those who are excluded.
    pub placed: u32,
    /// Persons excluded with 6.1.
    pub forfeited: u32,
    /// Persons excluded with 6.5.
    pub annulled: u32,
    /// Persons excluded for any other reason.
    pub other: u32,
}

/// The files of a placement, read and checked.
#[derive(Debug, Clone)]
pub struct Case {
    /// What the engines take.
    pub market: Market,
    /// Ids of the candidates, by number.
    pub ids: Names,
    /// Codes of the rows, by number.
    pub codes: Names,
    /// Position of each wish, as given.
    pub positions: Vec<u32>,
    /// Which components apply.
    pub applies: Applies,
    /// What went before; none in the main round.
    pub before: Option<WentBefore>,
    /// For each candidate why he takes no part in this round; empty in the main one.
    pub(crate) absences: Vec<Option<Absence>>,
    /// For each wish the number of its list in `lists`; 0 for none.
    pub(crate) clauses: Vec<u32>,
    /// Lists of clauses in the order of the file, without duplicates.
    pub(crate) lists: Vec<Vec<String>>,
}

impl Case {
    /// The clauses that exclude a wish, in output order.
    pub fn clauses(&self, candidate: usize, wish: usize) -> Vec<&str> {
        let mut all: Vec<&str> = self.lists[self.clauses[wish] as usize].iter().map(String::as_str).collect();
        let mut add = |clause: &'static str| {
            if !all.contains(&clause) {
                all.push(clause);
            }
        };
        let row = self.market.wishes()[wish].row();
        if self.market.is_own(row) && self.market.score(wish).is_blank() {
            add(qabul_domain::placement::OWN_RANKING.0);
        }
        if let Some(absence) = self.absences.get(candidate).copied().flatten() {
            add(absence.clause().0);
        }
        all
    }
}
