//! The round for seats that stayed vacant (Rules 5.5, 6.1, 6.5).

use crate::decision::Clause;

/// Why somebody takes no part in the round for vacant seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// Placed before, or excluded for a reason that leaves his place taken.
    Settled,
    /// Did not register in ten days: that is a refusal of the place (6.1).
    Forfeited,
    /// Results annulled (6.5).
    Annulled,
}

impl Absence {
    /// Reads the reason of an exclusion: `6.1` or `FORFEITED`, `6.5` or `ANNULLED`, anything else; not case-sensitive.
    pub fn of_reason(reason: &str) -> Absence {
        let says = |words: [&str; 2]| words.iter().any(|word| reason.eq_ignore_ascii_case(word));
        if says(["6.1", "FORFEITED"]) {
            Absence::Forfeited
        } else if says(["6.5", "ANNULLED"]) {
            Absence::Annulled
        } else {
            Absence::Settled
        }
    }

    /// The clause that excludes the person.
    pub const fn clause(self) -> Clause {
        Clause(match self {
            Absence::Settled => "5.5",
            Absence::Forfeited => "6.1",
            Absence::Annulled => "6.5",
        })
    }

    /// Whether the place he had is vacant again.
    pub const fn frees_the_seat(self) -> bool {
        matches!(self, Absence::Forfeited | Absence::Annulled)
    }
}

/// Seats of a row in the round: an overfilled row has none, not fewer.
pub const fn open_seats(capacity: u32, taken: u32) -> u32 {
    capacity.saturating_sub(taken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_forfeited_or_annulled_place_is_vacant_again_and_any_other_stays_taken_6_1_6_5() {
        for (reason, clause, frees) in [
            ("6.1", "6.1", true),
            ("forfeited", "6.1", true),
            ("6.5", "6.5", true),
            ("Annulled", "6.5", true),
            ("ENROLLED", "5.5", false),
            ("", "5.5", false),
            ("6.1 ", "5.5", false),
        ] {
            let absence = Absence::of_reason(reason);
            assert_eq!((absence.clause(), absence.frees_the_seat()), (Clause(clause), frees), "{reason}");
        }
    }

    #[test]
    fn an_overfilled_row_has_no_vacant_seats_5_5() {
        assert_eq!([open_seats(3, 1), open_seats(3, 3), open_seats(3, 7)], [2, 0, 0]);
    }
}
