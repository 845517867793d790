//! The parts that differ between kinds, one folder per kind: the names of the sections and the forms of the steps.

pub mod master_exam;

use qabul_contract::applications::{AnswersBody, Application, Draft};

use crate::i18n::Key;
use crate::wizard::StepForm;

/// The last part of a step's id, used in its address: `masterExam.exam` → `exam`.
pub fn word(step: &str) -> &str {
    step.rsplit('.').next().unwrap_or(step)
}

/// Name of a section.
pub fn step_name(draft: &Draft, step: &str) -> Key {
    match draft {
        Draft::MasterExam(_) => master_exam::step_name(word(step)),
    }
}

/// The stored answers of one step.
pub fn answers_of(draft: &Draft, step: &str) -> Option<AnswersBody> {
    match draft {
        Draft::MasterExam(draft) => master_exam::answers_of(draft, word(step)).map(AnswersBody::MasterExam),
    }
}

/// The form of a step, filled with the stored answers.
pub fn form(application: &Application, step: &str) -> Option<StepForm> {
    match &application.draft {
        Draft::MasterExam(draft) => master_exam::form(draft, word(step)),
    }
}
