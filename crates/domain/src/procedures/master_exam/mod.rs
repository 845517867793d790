//! Registration for the master's exam (Rules 1.2–3.6; the examination centre's manual MAG-1 to MAG-18).
//!
//! The application ends as Confirmed, Withdrawn or NotConfirmedInTime. Slip, attendance, scores and annulment belong to
//! sittings and results, which are separate modules with their own lifecycles.

mod answers;
mod event;
mod judge;
mod manual;
mod moves;
mod state;
mod steps;
mod summary;

pub use answers::*;
pub use event::{MasterExamEvent, MasterExamOn};
pub use judge::Reason;
pub use manual::{ManualDegree, specialty_code};
pub use moves::MASTER_EXAM;
pub use state::ExamState;
pub use steps::{EDUCATION, EXAM, PERSONAL};
pub use summary::LABELS;

use crate::calendar::Micros;
use crate::decision::{Clause, Finding, Need};
use crate::facts::Degree;
use crate::language::Lang;
use crate::money::Qepik;
use crate::procedure::{Answer, Case, Confirmer, Lifecycle, Move, Procedure, Step, Tone};
use crate::rules::Evidence;
use crate::rules::edition::Edition;
use crate::rules::papers::Paper;

/// The kind `masterExam`. It has no values; it only names the types.
#[derive(Debug)]
pub enum MasterExam {}

impl Lifecycle for MasterExam {
    type State = ExamState;
    type On = MasterExamOn;
}

impl Procedure for MasterExam {
    const KIND: &'static str = "masterExam";
    const DRAFT_VERSION: u16 = 1;
    /// The Rules of 2017, second edition of these tables.
    const RULE_SET: &'static str = Edition::Second.id();
    const NEEDS: &'static [Need] = &[Need::Person, Need::Education];
    const STEPS: &'static [Step<Self>] = steps::STEPS;
    const MOVES: &'static [Move<Self>] = MASTER_EXAM;
    const START: ExamState = ExamState::Draft;
    type Draft = MasterExamDraft;
    type Patch = MasterExamPatch;
    type Event = MasterExamEvent;
    type Reason = Reason;

    fn save(draft: &mut MasterExamDraft, patch: MasterExamPatch) -> &'static str {
        match patch {
            MasterExamPatch::Personal(answers) => {
                draft.personal = answers;
                PERSONAL
            }
            MasterExamPatch::Education(answers) => {
                draft.education = answers;
                EDUCATION
            }
            MasterExamPatch::Exam(answers) => {
                draft.exam = answers;
                EXAM
            }
        }
    }

    fn on(event: &MasterExamEvent) -> MasterExamOn {
        event.name()
    }

    fn judge(case: &Case<'_, Self>) -> Vec<(Clause, Finding<Reason>)> {
        judge::judge(case)
    }

    fn fee(case: &Case<'_, Self>) -> Qepik {
        case.facts.campaign.fee
    }

    /// One live application per academic year and attempt, whatever campaign it was opened under (MAG-12). Contains no
    /// personal data: the server scopes it by person.
    fn claim(case: &Case<'_, Self>) -> Option<String> {
        let campaign = &case.facts.campaign;
        Some(format!("{}/{}/{}", Self::KIND, campaign.academic_year, campaign.attempt))
    }

    fn route(case: &Case<'_, Self>, on: MasterExamOn) -> Option<(Clause, Reason)> {
        judge::ground_against(case, on)
    }

    fn against(event: &MasterExamEvent, case: &Case<'_, Self>) -> Vec<(Clause, Reason)> {
        judge::against(case, event)
    }

    fn due(state: ExamState, case: &Case<'_, Self>) -> Option<Micros> {
        judge::due(state, case)
    }

    fn papers(case: &Case<'_, Self>) -> Vec<Paper> {
        judge::papers(case)
    }

    fn tone(state: ExamState) -> Tone {
        match state {
            ExamState::Draft | ExamState::CommissionReturned => Tone::Waiting,
            ExamState::AwaitingCommission | ExamState::WithdrawalRequested => Tone::Progress,
            ExamState::Confirmed => Tone::Good,
            ExamState::NotConfirmedInTime => Tone::Bad,
            ExamState::Withdrawn => Tone::Neutral,
        }
    }

    fn editable(state: ExamState) -> bool {
        matches!(state, ExamState::Draft | ExamState::CommissionReturned)
    }

    fn advice(case: &Case<'_, Self>) -> Vec<(Clause, Reason)> {
        judge::advice(case)
    }

    fn confirmer(case: &Case<'_, Self>) -> Option<Confirmer<Reason>> {
        judge::confirmer(case)
    }

    fn answers(case: &Case<'_, Self>, lang: Lang) -> Vec<Answer> {
        summary::answers(case, lang)
    }

    fn facets(case: &Case<'_, Self>) -> Vec<(&'static str, String)> {
        summary::facets(case)
    }
}

/// The data used by the Rules, from a draft as typed. `typed` are the studies typed by hand ([`manual::typed`]).
fn evidence<'a>(case: &Case<'a, MasterExam>, typed: Option<&'a Degree>) -> Evidence<'a> {
    let draft = case.draft;
    Evidence {
        facts: case.facts,
        degree_id: draft.education.degree_id.as_deref(),
        manual: typed,
        average_typed: !steps::is_blank(draft.education.average.as_deref()),
        prior_master: draft.education.prior_master,
        section: draft.exam.section,
        foreign_language: draft.exam.foreign_language,
        specialization_language: draft.exam.specialization_language,
    }
}
