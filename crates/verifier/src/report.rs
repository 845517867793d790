//! What a check came to.

use std::fmt;

use crate::fault::{quoted, visible};

/// The answer about files that can be used.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Report {
    /// Violations, the first thousand.
    pub violations: Vec<Violation>,
    /// How many there are in all.
    pub total: u64,
    /// What was checked.
    pub counts: Counts,
    /// The digest of the output, as computed here: what a run is announced by.
    pub digest: String,
}

/// How much was checked.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// Seat rows.
    pub rows: usize,
    /// Seats of this round.
    pub seats: u64,
    /// Persons.
    pub persons: usize,
    /// Wishes.
    pub wishes: usize,
    /// Persons placed by the published files.
    pub placed: usize,
}

impl Report {
    /// Violations kept; the rest are only counted.
    pub const KEPT: usize = 1000;

    /// Is everything as it must be?
    pub fn accepted(&self) -> bool {
        self.total == 0
    }

    /// Notes a violation.
    pub fn add(&mut self, violation: impl FnOnce() -> Violation) {
        self.total += 1;
        if self.violations.len() < Self::KEPT {
            self.violations.push(violation());
        }
    }
}

/// One thing that is not as it must be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Violation {
    /// What it is.
    pub finding: Finding,
    /// Whom it concerns; may be empty.
    pub candidate: String,
    /// Which row it concerns; may be empty.
    pub code: String,
    /// What the check expects there; may be empty.
    pub expected: String,
    /// What is published; may be empty.
    pub found: String,
}

impl Violation {
    /// A violation that needs no values to be understood.
    pub fn new(finding: Finding, candidate: &str, code: &str) -> Self {
        let [candidate, code] = [candidate, code].map(crate::fault::shown);
        Self { finding, candidate, code, expected: String::new(), found: String::new() }
    }

    /// The same with what is expected and what is published.
    pub fn values(mut self, expected: &str, found: &str) -> Self {
        self.expected = long(expected);
        self.found = long(found);
        self
    }
}

/// Values are whole vectors at times; what hostile files hold is longer still.
fn long(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}

/// One line: invariant, candidate and code in quotes, and why.
impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or_none = |text: &str, told: fn(&str) -> String| if text.is_empty() { "-".to_owned() } else { told(text) };
        let (candidate, code) = (or_none(&self.candidate, quoted), or_none(&self.code, quoted));
        write!(f, "{} {candidate} {code}: {}", self.finding.invariant(), self.finding.sentence())?;
        if self.expected.is_empty() && self.found.is_empty() {
            return Ok(());
        }
        write!(f, "; expected {}, found {}", or_none(&self.expected, visible), or_none(&self.found, visible))
    }
}

macro_rules! findings {
    ($($(#[$doc:meta])* $name:ident $invariant:literal $word:literal $sentence:literal),* $(,)?) => {
        /// Kinds of violations. Invariants I3 and I11–I16 cannot be seen in one run's files: they are tests of the engine.
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
        pub enum Finding {
            $($(#[$doc])* $name,)*
        }

        impl Finding {
            /// All of them.
            pub const ALL: &[Finding] = &[$(Finding::$name),*];

            /// The invariant that is broken, by its short name.
            pub fn invariant(self) -> &'static str {
                match self { $(Finding::$name => $invariant,)* }
            }

            /// Its word, for programs.
            pub fn word(self) -> &'static str {
                match self { $(Finding::$name => $word,)* }
            }

            /// What to tell a person at the command line.
            pub fn sentence(self) -> &'static str {
                match self { $(Finding::$name => $sentence,)* }
            }
        }
    };
}

findings! {
    /// A second line for one person.
    TwoPlaces "I1" "twoPlaces" "the candidate has more than one line",
    /// A place that is no wish of the person.
    NotWished "I1" "notWished" "the place is not among the candidate's wishes",
    /// A place at a closed wish.
    Closed "I2" "closed" "the candidate is not eligible for the place held",
    /// An earlier wish had a free seat, counting those strictly ahead.
    Claim "I4" "claim" "an earlier wish of the candidate has room: fewer than its seats are strictly ahead",
    /// As `Claim`, of somebody without a place.
    Unplaced "I5" "unplaced" "the candidate has no place, and a wish has room: fewer than its seats are strictly ahead",
    /// More placed than seats, and not only by equals of the last.
    Overfilled "I6" "overfilled" "more are placed than there are seats, and not only by equals of the last one",
    /// Of two equals one is in and the other, who wants in, is not.
    Unequal "I7" "unequal" "somebody equal is placed here and the candidate is not",
    /// The published limit is not the vector of the last placed.
    Limit "I8" "limit" "the published limit is not that of the last placed",
    /// The place is not the first wish whose published limit is reached.
    LimitReached "I8" "limitReached" "the place is not the first wish whose published limit the candidate reaches",
    /// A row with vacant seats refuses somebody eligible.
    Vacant "I9" "vacant" "the row has vacant seats and refuses an eligible candidate",
    /// A lower wish is given while a higher one has vacant seats.
    Wasted "I10" "wasted" "the candidate holds a later wish while an earlier one has vacant seats",
    /// No line for a person.
    NoLine "I17" "noLine" "the candidate has no line",
    /// A line for somebody who is no candidate.
    Stranger "I17" "stranger" "the id is none of the candidates",
    /// A row without a limit line, with two, or one for no row.
    RowLine "I17" "rowLine" "the seat row does not have exactly one line of limits",
    /// The published number of seats.
    Seats "I17" "seats" "the published number of seats is not that of the round",
    /// The published number of placed persons.
    Count "I17" "count" "the published number of placed candidates is not that of the placements",
    /// The published overflow.
    Overflow "I17" "overflow" "the published overflow is not what the placements come to",
    /// A place for somebody who takes no part in the round.
    TakesPart "I18" "takesPart" "the candidate was placed before or is excluded, and holds a place of this round",
    /// More wishes than the rules of the run allow.
    Wishes "I19" "wishes" "the candidate has more wishes than the rules of the run allow",
    /// The input is not the one announced.
    InputDigest "I20" "inputDigest" "the digest of the input is another one",
    /// The output is not the one announced.
    OutputDigest "I20" "outputDigest" "the digest of the output is another one",
    /// The rules are not those known here.
    RulesDigest "I20" "rulesDigest" "the run was made by other rules",
    /// The recomputed placement differs.
    Place "PLACE" "place" "the placement computed anew gives another place",
    /// A member of an explanation is not true.
    Explanation "EXPLAIN" "explanation" "the explanation is not true",
    /// A wish without an explanation.
    NoExplanation "EXPLAIN" "noExplanation" "the wish has no explanation",
    /// An explanation too many, or out of order.
    OddExplanation "EXPLAIN" "oddExplanation" "an explanation of no wish, a second one, or one out of order",
    /// Right values written another way.
    Form "FORM" "form" "not written as the format prescribes",
}
