//! Registration for the master's exam (MAG-4 to MAG-13).

mod education;
mod exam;
mod personal;

use leptos::prelude::*;
use qabul_contract::applications::AnswersBody;
use qabul_domain::procedures::master_exam::{MasterExamDraft, MasterExamPatch};

use crate::i18n::{Key, keys};
use crate::ui::Input;
use crate::ui::memo;
use crate::wizard::StepForm;

/// Name of a section.
pub fn step_name(word: &str) -> Key {
    match word {
        "education" => keys::masterExam::EDUCATION,
        "exam" => keys::masterExam::EXAM,
        _ => keys::masterExam::PERSONAL,
    }
}

/// The answers of a step; `None` if there is no such step.
pub fn answers_of(draft: &MasterExamDraft, word: &str) -> Option<MasterExamPatch> {
    match word {
        "personal" => Some(MasterExamPatch::Personal(draft.personal.clone())),
        "education" => Some(MasterExamPatch::Education(draft.education.clone())),
        "exam" => Some(MasterExamPatch::Exam(draft.exam.clone())),
        _ => None,
    }
}

/// The form of a step; `None` if there is no such step.
pub fn form(draft: &MasterExamDraft, word: &str) -> Option<StepForm> {
    match word {
        "personal" => Some(personal::form(&draft.personal)),
        "education" => Some(education::form(&draft.education)),
        "exam" => Some(exam::form(&draft.exam)),
        _ => None,
    }
}

/// The typed values in the form of the interface.
fn typed(read: impl Fn() -> MasterExamPatch + Send + Sync + 'static) -> Signal<AnswersBody> {
    memo(move || AnswersBody::MasterExam(read())).into()
}

/// A field's text as typed; `None` if it is empty. Tracked.
fn text(input: Input) -> Option<String> {
    input.value.with(|value| (!value.trim().is_empty()).then(|| value.clone()))
}

/// Shows an optional text in a field.
fn show(input: Input, text: Option<&str>) {
    input.set(text.unwrap_or_default());
}
