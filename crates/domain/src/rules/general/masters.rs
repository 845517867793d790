//! Clauses 1.4 and 1.6: state funding only once, and no current master's students.

use super::Reason;
use crate::decision::{Finding, Need};
use crate::exam::PriorMaster;
use crate::facts::{Degree, Level, Study, StudyStatus};
use crate::rules::Evidence;
use crate::rules::edition::Edition;

/// The recorded master's studies of a person (1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Masters {
    /// Whether a state-funded one uses the right: completed, current, or abandoned after a completed year.
    pub state_funded: bool,
    /// Whether a state-funded one was abandoned; people decide whether it uses the right.
    pub left: bool,
    /// Whether there is another one than such an abandoned one, whoever paid.
    pub other: bool,
}

impl Masters {
    /// From the recorded studies.
    pub fn of(studies: impl IntoIterator<Item = Study>) -> Masters {
        let mut known = Masters::default();
        for study in studies {
            match study.uses_state_funding() {
                Some(uses) => {
                    known.state_funded |= uses;
                    known.other |= study.level == Level::Master;
                }
                None => known.left = true,
            }
        }
        known
    }
}

/// The recorded master's studies of a case.
pub fn masters(evidence: &Evidence<'_>) -> Result<Masters, Need> {
    evidence.degrees().map(|degrees| Masters::of(degrees.iter().map(Degree::study)))
}

pub(super) fn state_funded_once(evidence: &Evidence<'_>) -> Finding<Reason> {
    let known = masters(evidence).map(|known| match evidence.edition() {
        Edition::First => Masters { left: false, other: false, ..known },
        Edition::Second => known,
    });
    declared_once(evidence.prior_master, known)
}

/// Clause 1.4 at registration: compares the answer with the registers.
pub fn declared_once(declared: Option<PriorMaster>, known: Result<Masters, Need>) -> Finding<Reason> {
    match (declared, known) {
        // This never excludes a person from the exam: state-order rows are closed later, at the choice.
        (Some(PriorMaster::StateFunded), _) => Finding::Holds,
        (_, Err(need)) => Finding::Unknown(need),
        (None, Ok(_)) => Finding::NotConcerned,
        (Some(_), Ok(Masters { state_funded: true, .. })) => Finding::Broken(Reason::PriorMasterMismatch),
        (Some(PriorMaster::None), Ok(Masters { other: true, .. })) => Finding::Broken(Reason::PriorMasterOnRecord),
        (Some(_), Ok(Masters { left: true, .. })) => Finding::LeftToPeople,
        (Some(PriorMaster::None | PriorMaster::Paid), Ok(_)) => Finding::Holds,
    }
}

/// Whether these studies exclude the person by 1.6; `None` = the register does not say when they end. A person on leave
/// is still a student and not in the graduating year.
pub fn bars(study: Study, year: i32) -> Option<bool> {
    if study.level != Level::Master {
        return Some(false);
    }
    match study.status {
        StudyStatus::OnLeave => Some(true),
        StudyStatus::Studying => study.is_ended_by(year).map(|ended| !ended),
        StudyStatus::Finished | StudyStatus::Left => Some(false),
    }
}

/// Clause 1.6 for several studies, each judged by [`bars`]: one that excludes decides; otherwise one with an unknown
/// end.
pub fn no_student(bars: impl IntoIterator<Item = Option<bool>>) -> Finding<Reason> {
    let mut found = Finding::Holds;
    for bars in bars {
        match bars {
            Some(true) => return Finding::Broken(Reason::CurrentMasterStudent),
            Some(false) => {}
            None => found = Finding::Unknown(Need::GraduationYear),
        }
    }
    found
}

/// Clause 1.6 when registering.
pub fn no_current_master_student(evidence: &Evidence<'_>) -> Finding<Reason> {
    let year = evidence.facts.campaign.academic_year;
    let bars = |degree: &Degree| match (bars(degree.study(), year), evidence.edition()) {
        (None, Edition::First) => Some(true),
        (bars, _) => bars,
    };
    let typed = evidence.manual.map(bars);
    match evidence.degrees() {
        Err(_) if typed == Some(Some(true)) => Finding::Broken(Reason::CurrentMasterStudent),
        Err(need) => Finding::Unknown(need),
        Ok(degrees) => no_student(typed.into_iter().chain(degrees.iter().map(bars))),
    }
}
