//! Editions of these tables. The act is one, of 2017; an edition is how this program reads it. A stored decision is judged once
//! more by the edition it was made by, so that what was read wrongly is seen where it was decided, and not as a difference.

use super::policy;
use crate::decision::Clause;

/// An edition of the tables of one act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Edition {
    /// Asked everybody but citizens for translations (2.2), let an answer of "no master's" stand beside a fee-paying or a left
    /// one on record (1.4), refused where no graduating year was on record (1.2, 1.6), and cited Russian in the Russian section
    /// as a point of the manual.
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

    /// The edition of a stored name.
    pub fn of(id: &str) -> Option<Edition> {
        Edition::ALL.into_iter().find(|edition| edition.id() == id)
    }

    /// The clause a row of registration was stored under.
    pub(super) fn stored(self, clause: Clause) -> Clause {
        if self == Edition::First && clause == policy::NO_RUSSIAN { policy::MAG_13 } else { clause }
    }

    /// The clause a stored number is read as today.
    pub fn read(self, stored: &str) -> &str {
        if self == Edition::First && stored == policy::MAG_13.0 { policy::NO_RUSSIAN.0 } else { stored }
    }
}
