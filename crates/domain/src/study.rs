//! One study without names and numbers: the data of a degree that rules use.

use serde::{Deserialize, Serialize};

use crate::catalogue::Code;
use crate::facts::{Funding, Level, StudyStatus};

/// The data of one study that rules use; it does not identify the person.
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
    /// Code of the specialty, if it is readable; decides what it corresponds to (Rules 4.2).
    pub specialty: Option<Code>,
    /// Complete academic years with state funding, if an officer or a register has entered them (Rules 1.4).
    #[serde(default)]
    pub state_years: Option<u8>,
}

impl Study {
    /// Whether it is higher education in the sense of Rules 1.2. Sub-bachelor is not; basic medical education is.
    pub const fn is_higher(&self) -> bool {
        matches!(self.level, Level::Bachelor | Level::BaseMedical | Level::Master)
    }

    /// Whether it has ended, or will end by the summer of the admission. `None` if the register gives no year.
    pub fn is_ended_by(&self, year: i32) -> Option<bool> {
        match self.status {
            StudyStatus::Finished => Some(true),
            StudyStatus::Left => Some(false),
            StudyStatus::Studying | StudyStatus::OnLeave => self.finish_year.map(|finish| finish <= year),
        }
    }

    /// Whether it uses the right to state-funded master's studies (Rules 1.4): a state-funded master's study that is
    /// completed or current, or of which one year was completed. `None` = it was abandoned earlier or after an unknown
    /// time, so people decide.
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
