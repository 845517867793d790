//! The outcome of each wish, and the reason.

use std::cmp::Ordering;

use super::market::{Market, Placing, Vector};
use super::merit::Merit;
use super::standing::Standing;
use crate::decision::Clause;

/// The outcome of a wish.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// He is placed here.
    Placed,
    /// Those strictly ahead of him took the seats (5.2).
    Capacity,
    /// A clause excludes it.
    Ineligible,
    /// He is placed at a wish before this one (4.6).
    NotNeeded,
}

impl Verdict {
    /// Stable word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Verdict::Placed => "PLACED",
            Verdict::Capacity => "CAPACITY",
            Verdict::Ineligible => "INELIGIBLE",
            Verdict::NotNeeded => "NOT_NEEDED",
        }
    }
}

/// A component in which two candidates can differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Criterion {
    /// Total score.
    Total,
    /// Average on its scale.
    Uomg,
    /// Specialty exam.
    Specialty,
    /// Logic test.
    Logic,
    /// Foreign language.
    Language,
    /// A row's own score.
    Score,
}

impl Criterion {
    /// Stable word in files.
    pub const fn word(self) -> &'static str {
        match self {
            Criterion::Total => "total",
            Criterion::Uomg => "uomg",
            Criterion::Specialty => "specialty",
            Criterion::Logic => "logic",
            Criterion::Language => "language",
            Criterion::Score => "score",
        }
    }

    /// The clause that names it.
    pub const fn clause(self) -> Clause {
        Clause(match self {
            Criterion::Total => "5.1",
            Criterion::Uomg => "5.3.1",
            Criterion::Specialty => "5.3.2",
            Criterion::Logic => "5.3.3",
            Criterion::Language => "5.3.4",
            Criterion::Score => "3.5",
        })
    }

    /// The first in which two vectors differ; none if they are equal.
    pub fn between(one: &Vector, other: &Vector) -> Option<Criterion> {
        let marks =
            |vector: &Vector| [vector.specialty(), vector.logic(), vector.language()].map(|mark| mark.or_zero());
        let (mine, theirs) = (marks(one), marks(other));
        [
            (Criterion::Total, one.total() != other.total()),
            (Criterion::Uomg, one.compare_uomg(other) != Ordering::Equal),
            (Criterion::Specialty, mine[0] != theirs[0]),
            (Criterion::Logic, mine[1] != theirs[1]),
            (Criterion::Language, mine[2] != theirs[2]),
        ]
        .into_iter()
        .find_map(|(criterion, differs)| differs.then_some(criterion))
    }
}

/// One wish explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// The outcome.
    pub verdict: Verdict,
    /// The first component in which the candidate and the last one placed differ; none if they are equal, nobody is placed, or the
    /// candidate has no score.
    pub criterion: Option<Criterion>,
    /// How many of the placed are strictly ahead of him; none if he has no score.
    pub ahead: Option<u32>,
}

/// A finished placing, with all that is needed to explain it.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The order of merit.
    pub merit: Merit,
    /// Who is placed where.
    pub placing: Placing,
    /// The rows.
    pub standing: Standing,
}

impl Outcome {
    /// Explains one wish of a candidate.
    pub fn explain(&self, market: &Market, candidate: usize, wish: usize) -> Explanation {
        let row = market.wishes()[wish].row();
        let rank = market.rank(&self.merit, candidate, wish);
        let verdict = match self.placing.wish(candidate) {
            _ if !market.wishes()[wish].is_open() => Verdict::Ineligible,
            Some(placed) if placed == wish => Verdict::Placed,
            Some(placed) if placed < wish => Verdict::NotNeeded,
            _ => Verdict::Capacity,
        };
        let criterion = self.standing.last(row).and_then(|last| {
            if market.is_own(row) {
                let limit = market.rank(&self.merit, last, self.placing.wish(last)?)?;
                (rank? != limit).then_some(Criterion::Score)
            } else if self.merit.class(candidate) == self.merit.class(last) {
                None
            } else {
                Criterion::between(&market.candidates()[candidate], &market.candidates()[last])
            }
        });
        Explanation { verdict, criterion, ahead: rank.map(|rank| self.standing.ahead(row, rank)) }
    }
}
