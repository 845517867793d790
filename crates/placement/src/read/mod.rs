//! From the bytes of the input to a case.

mod candidates;
mod choices;
mod previous;
mod ranks;
mod seats;

use std::collections::HashMap;

use qabul_domain::placement::{Absence, Market, Parts, Wish, open_seats};

use crate::fault::{Fault, Faults, shown};
use crate::{Case, Files, MostChoices, Names, table};

/// Reads the files of a placement. All of them are looked at before anything is refused.
///
/// # Errors
/// The first twenty faults, with file, line and column.
pub fn read(files: &Files, most: MostChoices) -> Result<Case, Vec<Fault>> {
    let mut faults = Faults::default();
    let seats = seats::read(&files.seats, &mut faults);
    let codes = Known::of(&seats.codes, faults.count() == 0);
    let before = faults.count();
    let people = candidates::read(&files.candidates, &mut faults);
    let ids = Known::of(&people.ids, faults.count() == before);
    let before = files.previous.as_ref().map(|files| previous::read(files, &codes, &mut faults));
    let choices = choices::read(&files.choices, &ids, &codes, most, &mut faults);
    let ranks = files.ranks.as_deref().map(|bytes| ranks::read(bytes, &ids, &codes, &mut faults));
    faults.end()?;
    drop((ids, codes));

    let absences: Vec<Option<Absence>> = match &before {
        None => Vec::new(),
        Some(before) => people.ids.iter().map(|id| before.absences.get(id).copied()).collect(),
    };
    let open = |row: usize| match &before {
        None => seats.capacities[row],
        Some(before) => open_seats(seats.capacities[row], before.taken[row]),
    };
    let own = ranks.as_ref().map(|ranks| ranks.own.clone()).unwrap_or_default();
    let scores = ranks.map(|ranks| ranks.of_wishes(&choices)).unwrap_or_default();
    let mut parts = Parts {
        seats: (0..seats.capacities.len()).map(open).collect(),
        own,
        candidates: people.vectors,
        starts: choices.starts,
        wishes: choices.rows,
        scores,
    };
    close(&mut parts, &choices.clauses, &absences);
    let market = Market::new(parts).map_err(|malformed| {
        let mut faults = Faults::default();
        faults.of_file("choices.csv", format!("cannot be placed: {malformed:?}"));
        faults.end().err().unwrap_or_default()
    })?;
    Ok(Case {
        market,
        ids: people.ids,
        codes: seats.codes,
        positions: choices.positions,
        applies: people.applies,
        before: before.map(|before| before.counts),
        absences,
        clauses: choices.clauses,
        lists: choices.lists,
    })
}

/// Names of another file, by number. Where that file has faults, a name it lacks here is no further one.
struct Known<'n> {
    numbers: HashMap<&'n str, u32>,
    /// All names, including duplicates.
    count: usize,
    whole: bool,
}

impl<'n> Known<'n> {
    fn of(names: &'n Names, whole: bool) -> Known<'n> {
        Known { numbers: names.index(), count: names.len(), whole }
    }

    /// The number of a name, or a fault with the file in which it is missing.
    fn number(
        &self,
        at: (&'static str, u32),
        (column, file): (&'static str, &str),
        name: &str,
        faults: &mut Faults,
    ) -> Option<u32> {
        if let Some(number) = self.numbers.get(name) {
            return Some(*number);
        }
        if table::name(at, column, name, faults).is_some() && self.whole {
            faults.of_field(at, column, format!("{} is not in {file}", shown(name)));
        }
        None
    }
}

/// Where codes and ids come from.
const CODE: (&str, &str) = ("code", "seats.csv");
const ID: (&str, &str) = ("id", "candidates.csv");

/// Closes the wishes that name clauses, lack a score, or belong to somebody who takes no part.
fn close(parts: &mut Parts, clauses: &[u32], absences: &[Option<Absence>]) {
    for (candidate, ends) in parts.starts.windows(2).enumerate() {
        let absent = absences.get(candidate).is_some_and(Option::is_some);
        let wishes = ends[0] as usize..ends[1] as usize;
        for (place, wish) in parts.wishes[wishes.clone()].iter_mut().enumerate() {
            let number = wishes.start + place;
            let unranked = parts.own.get(wish.row()) == Some(&true) && parts.scores[number].is_blank();
            if absent || unranked || clauses[number] != 0 {
                *wish = Wish::new(wish.row() as u32, false);
            }
        }
    }
}
