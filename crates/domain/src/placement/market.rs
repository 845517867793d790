//! The input of a placement: seats, candidates, wishes; compact, and validated once.

use std::cmp::Ordering;

use super::mark::Mark;
use super::merit::Merit;

/// What a candidate competes with under the common order (Rules 5.1, 5.3.1–5.3.4). 24 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vector {
    total: Mark,
    uomg: Mark,
    scale: Mark,
    specialty: Mark,
    logic: Mark,
    language: Mark,
}

impl Vector {
    /// A total of 0 and nothing else.
    pub const NOTHING: Vector = Vector {
        total: Mark::ZERO,
        uomg: Mark::BLANK,
        scale: Mark::BLANK,
        specialty: Mark::BLANK,
        logic: Mark::BLANK,
        language: Mark::BLANK,
    };

    /// A vector; none where the total is blank, or the average (`uomg`, value and scale) is half blank, above its scale, or on a scale of 0.
    pub fn new(total: Mark, uomg: (Mark, Mark), specialty: Mark, logic: Mark, language: Mark) -> Option<Vector> {
        let (value, scale) = uomg;
        let average = match (value.known(), scale.known()) {
            (None, None) => true,
            (Some(value), Some(scale)) => scale > 0 && value <= scale,
            _ => false,
        };
        (average && !total.is_blank()).then_some(Vector { total, uomg: value, scale, specialty, logic, language })
    }

    /// Total score, never blank.
    pub const fn total(&self) -> Mark {
        self.total
    }
    /// Average and its scale; both blank if unknown.
    pub const fn uomg(&self) -> (Mark, Mark) {
        (self.uomg, self.scale)
    }
    /// Score of the specialty exam.
    pub const fn specialty(&self) -> Mark {
        self.specialty
    }
    /// Score of the logic test.
    pub const fn logic(&self) -> Mark {
        self.logic
    }
    /// Score of the foreign language.
    pub const fn language(&self) -> Mark {
        self.language
    }

    /// Which of two averages is higher, as exact fractions; an unknown one is below every known one (5.3.1).
    pub fn compare_uomg(&self, other: &Vector) -> Ordering {
        let cross = |a: &Vector, b: &Vector| match (a.uomg.known(), b.scale.known()) {
            (Some(value), Some(scale)) => u64::from(value) * u64::from(scale),
            _ => 0,
        };
        match (self.uomg.known(), other.uomg.known()) {
            (Some(_), Some(_)) => cross(self, other).cmp(&cross(other, self)),
            (one, two) => one.is_some().cmp(&two.is_some()),
        }
    }
}

/// One wish: a row, and whether the way to it is closed. 4 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish(u32);

impl Wish {
    const CLOSED: u32 = 1 << 31;

    /// A wish for the row of this number, below 2³¹.
    pub const fn new(row: u32, open: bool) -> Wish {
        Wish(if open { row & !Self::CLOSED } else { row | Self::CLOSED })
    }
    /// Number of its row.
    pub const fn row(self) -> usize {
        (self.0 & !Self::CLOSED) as usize
    }
    /// Whether the candidate is eligible.
    pub const fn is_open(self) -> bool {
        self.0 & Self::CLOSED == 0
    }
}

/// The parts of a [`Market`].
#[derive(Debug, Clone, Default)]
pub struct Parts {
    /// Seats of each row in this round.
    pub seats: Vec<u32>,
    /// Which rows rank by scores of their own (3.5); empty if none does.
    pub own: Vec<bool>,
    /// Candidates in the order of their ids: of equal ones the first is named as the last placed.
    pub candidates: Vec<Vector>,
    /// Where the wishes of each candidate begin, and one more: where all end.
    pub starts: Vec<u32>,
    /// The wishes of all candidates, one after another, each candidate's in his order (4.6).
    pub wishes: Vec<Wish>,
    /// For each wish the candidate's own score at the row; empty if no row has such scores.
    pub scores: Vec<Mark>,
}

/// Why the parts are not a valid market.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// More than [`Market::MOST_CANDIDATES`], or more wishes or rows than can be numbered.
    TooMany,
    /// Lengths of lists do not fit each other, or offsets go back.
    Lengths,
    /// A wish for a row that does not exist.
    UnknownRow,
    /// An open wish for a row with scores of its own, without a score.
    NoScore,
}

/// Seats, candidates and wishes that fit each other.
#[derive(Debug, Clone)]
pub struct Market(Parts);

impl Market {
    /// The most candidates: 2²⁵.
    pub const MOST_CANDIDATES: usize = 1 << 25;

    /// Checks the parts.
    ///
    /// # Errors
    /// They do not fit each other.
    pub fn new(parts: Parts) -> Result<Market, Malformed> {
        let (rows, candidates, wishes) = (parts.seats.len(), parts.candidates.len(), parts.wishes.len());
        if candidates > Self::MOST_CANDIDATES || wishes >= NOWHERE as usize || rows >= Wish::CLOSED as usize {
            return Err(Malformed::TooMany);
        }
        let own = parts.own.iter().any(|own| *own);
        let fits = parts.starts.len() == candidates + 1
            && parts.starts.first() == Some(&0)
            && parts.starts.last().is_some_and(|end| *end as usize == wishes)
            && parts.starts.is_sorted()
            && (parts.own.is_empty() || parts.own.len() == rows)
            && parts.scores.len() == if own { wishes } else { 0 };
        if !fits {
            return Err(Malformed::Lengths);
        }
        if parts.wishes.iter().any(|wish| wish.row() >= rows) {
            return Err(Malformed::UnknownRow);
        }
        let scored = |(wish, score): (&Wish, &Mark)| !wish.is_open() || !parts.own[wish.row()] || !score.is_blank();
        if own && !parts.wishes.iter().zip(&parts.scores).all(scored) {
            return Err(Malformed::NoScore);
        }
        Ok(Market(Parts { own: if own { parts.own } else { Vec::new() }, ..parts }))
    }

    /// Seats of each row.
    pub fn seats(&self) -> &[u32] {
        &self.0.seats
    }
    /// All candidates.
    pub fn candidates(&self) -> &[Vector] {
        &self.0.candidates
    }
    /// All wishes; those of a candidate are in [`Market::range`].
    pub fn wishes(&self) -> &[Wish] {
        &self.0.wishes
    }
    /// The range of a candidate's wishes among all.
    pub fn range(&self, candidate: usize) -> std::ops::Range<usize> {
        self.0.starts[candidate] as usize..self.0.starts[candidate + 1] as usize
    }
    /// Whether any row ranks by scores of its own.
    pub fn has_own(&self) -> bool {
        !self.0.own.is_empty()
    }
    /// Whether this row does.
    pub fn is_own(&self, row: usize) -> bool {
        self.0.own.get(row).copied().unwrap_or(false)
    }
    /// The candidate's score for a wish at a row with scores of its own; blank at other rows and where there is no score.
    pub fn score(&self, wish: usize) -> Mark {
        if self.is_own(self.0.wishes[wish].row()) { self.0.scores[wish] } else { Mark::BLANK }
    }
    /// The candidate's rank at the row of a wish: lower numbers are ahead, equal numbers are equal. None where the row has scores of
    /// its own and the candidate has none.
    pub fn rank(&self, merit: &Merit, candidate: usize, wish: usize) -> Option<u32> {
        if self.is_own(self.0.wishes[wish].row()) {
            self.0.scores[wish].known().map(|score| Mark::MOST - score)
        } else {
            Some(merit.class(candidate))
        }
    }
}

/// The value in [`Placing`] for a candidate who is not placed.
const NOWHERE: u32 = u32::MAX;

/// Who is placed at which of his wishes. 4 bytes a candidate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placing(Vec<u32>);

impl Placing {
    /// Nobody placed yet.
    pub fn nobody(candidates: usize) -> Placing {
        Placing(vec![NOWHERE; candidates])
    }
    /// The wish, by its number among all, a candidate is placed at.
    pub fn wish(&self, candidate: usize) -> Option<usize> {
        let wish = self.0[candidate];
        (wish != NOWHERE).then_some(wish as usize)
    }
    /// The row he is placed at.
    pub fn row(&self, market: &Market, candidate: usize) -> Option<usize> {
        self.wish(candidate).map(|wish| market.wishes()[wish].row())
    }
    /// Places him at a wish, or nowhere.
    pub(super) fn set(&mut self, candidate: usize, wish: Option<usize>) {
        self.0[candidate] = wish.map_or(NOWHERE, |wish| wish as u32);
    }
}
