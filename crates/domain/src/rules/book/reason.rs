//! All reasons of the act: those of registration, and those of the later stages.

use super::told::{choice, closing, competition, scores};
use crate::decision::Explain;
use crate::language::Lang;
use crate::rules::{applications, exam, general, policy, reach};

/// A reason of the act, grouped by the module with its texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// Chapter 1 at registration.
    General(general::Reason),
    /// Chapter 2.
    Applications(applications::Reason),
    /// Chapter 3 at registration.
    Exam(exam::Reason),
    /// Conditions of campaign and portal.
    Policy(policy::Reason),
    /// Why a row is closed, as advised at registration.
    Row(reach::Reason),
    /// Results.
    Scores(scores::Reason),
    /// Wishes and the form.
    Choice(choice::Reason),
    /// Placement.
    Competition(competition::Reason),
    /// Exam day, enrolment, appeals.
    Closing(closing::Reason),
}

impl Reason {
    fn told(&self) -> &dyn Explain {
        match self {
            Reason::General(reason) => reason,
            Reason::Applications(reason) => reason,
            Reason::Exam(reason) => reason,
            Reason::Policy(reason) => reason,
            Reason::Row(reason) => reason,
            Reason::Scores(reason) => reason,
            Reason::Choice(reason) => reason,
            Reason::Competition(reason) => reason,
            Reason::Closing(reason) => reason,
        }
    }
}

impl Explain for Reason {
    fn code(&self) -> &'static str {
        self.told().code()
    }
    fn text(&self, lang: Lang) -> String {
        self.told().text(lang)
    }
}
