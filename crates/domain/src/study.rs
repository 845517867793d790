//! One study without names and numbers: what rules look at in a degree.

use serde::{Deserialize, Serialize};

use crate::catalogue::Code;
use crate::facts::{Funding, Level, StudyStatus};

/// What the rules look at in one study; nothing of it names the person.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Study {
    /// Level.
    pub level: Level,
    /// State.
    pub status: StudyStatus,
    /// Funding; unknown for some foreign studies.
    pub funding: Option<Funding>,
    /// Whether the institution is located in Azerbaijan (Rules 2.1).
    pub in_azerbaijan: bool,
    /// Whether recognition and equivalence of a foreign degree are confirmed (Rules 2.1.3).
    pub recognised: Option<bool>,
    /// Year of graduation, expected for present students.
    pub finish_year: Option<i32>,
    /// Code of the specialty, where it can be read; decides what it corresponds to (Rules 4.2).
    pub specialty: Option<Code>,
    /// Whole academic years studied at state expense, where an officer or a register has told them (Rules 1.4).
    #[serde(default)]
    pub state_years: Option<u8>,
}

impl Study {
    /// Whether it is higher education in the sense of Rules 1.2. Sub-bachelor is not; base medical education is.
    pub const fn is_higher(&self) -> bool {
        matches!(self.level, Level::Bachelor | Level::BaseMedical | Level::Master)
    }

    /// Whether it is ended, or will be ended by the summer admission is for. `None` where the register gives no year.
    pub fn is_ended_by(&self, year: i32) -> Option<bool> {
        match self.status {
            StudyStatus::Finished => Some(true),
            StudyStatus::Left => Some(false),
            StudyStatus::Studying | StudyStatus::OnLeave => self.finish_year.map(|finish| finish <= year),
        }
    }

    /// Whether it uses the right to free education at master's level (Rules 1.4): a master's at state expense that is finished or
    /// going on, or of which a year was completed. `None` = it was left, after less or after nobody knows how long: people decide.
    pub fn uses_state_funding(&self) -> Option<bool> {
        if self.level != Level::Master || self.funding != Some(Funding::State) {
            return Some(false);
        }
        match (self.status, self.state_years) {
            (StudyStatus::Left, None | Some(0)) => None,
            _ => Some(true),
        }
    }
}
