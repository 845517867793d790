//! Editions of these tables. There is one act, of 2017; an edition is this program's reading of it. A stored decision
//! is judged again by the edition it was made with. A clause that was read wrongly is thus corrected in a new edition,
//! and the old decision does not appear as a difference.

use super::policy;
use crate::decision::Clause;

/// An edition of the tables of one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Edition {
    /// Required translations from everybody except citizens (2.2), accepted the answer "no master's" although a
    /// fee-paying or an abandoned one was recorded (1.4), refused if no graduating year was recorded (1.2, 1.6), and
    /// cited the rule about Russian in the Russian section as a point of the manual.
    First,
    /// The present one.
    #[default]
    Second,
}

impl Edition {
    /// All, the oldest first.
    pub const ALL: [Edition; 2] = [Edition::First, Edition::Second];

    /// The name stored with decisions.
    pub const fn id(self) -> &'static str {
        match self {
            Edition::First => "qaydalar-2017/1",
            Edition::Second => "qaydalar-2017/2",
        }
    }

    /// The edition with a stored name.
    pub fn of(id: &str) -> Option<Edition> {
        Edition::ALL.into_iter().find(|edition| edition.id() == id)
    }

    /// The clause number under which a row of registration was stored.
    pub(super) fn stored(self, clause: Clause) -> Clause {
        if self == Edition::First && clause == policy::NO_RUSSIAN { policy::MAG_13 } else { clause }
    }

    /// The present clause for a stored number.
    pub fn read(self, stored: &str) -> &str {
        if self == Edition::First && stored == policy::MAG_13.0 { policy::NO_RUSSIAN.0 } else { stored }
    }
}
