//! Parts shared by every wizard: an application that is loaded once, a step that is saved automatically, the choice
//! after a conflict. The forms are defined per kind ([`crate::procedures`]); this module does not depend on their
//! questions.

mod case;
mod conflict;
mod findings;
mod guidance;
mod keeper;
mod saver;
mod shell;

pub use case::{Case, with_case};
pub use findings::{Finding, advice, finding_list};
pub use guidance::{
    in_hand, is_marked, is_open, remaining, sends, step_address, submission, target, top_up_address, waits_for,
};
pub use shell::step;

use leptos::prelude::*;
use qabul_contract::applications::AnswersBody;

use crate::i18n::Key;
use crate::ui::{Answer, Form};

/// The form of one step, created by its kind.
pub struct StepForm {
    /// The h1.
    pub question: Key,
    /// The sentence under it.
    pub lead: Key,
    /// Its fields; their ids are the pointers of the server's findings.
    pub form: Form,
    /// The typed values in the form of the interface.
    pub typed: Signal<AnswersBody>,
    /// Puts other answers into the fields.
    pub fill: Callback<AnswersBody>,
    /// Answers as text, for comparing two versions.
    pub words: Callback<(AnswersBody, Case), Vec<Answer>>,
    /// Whether saving may change what is advised about the application.
    pub advises: bool,
    /// Code of the advice that its own view gives at once, so that it is not given twice.
    pub says: Option<&'static str>,
    /// The fields.
    pub view: Box<dyn FnOnce(Case) -> AnyView>,
}
