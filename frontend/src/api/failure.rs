//! Failures of a call, distinguished by what the person can do about them.

use qabul_contract::problem::{Problem, ProblemError};

use crate::i18n::{keys, t};

/// Why there is no value.
#[derive(Clone, PartialEq)]
pub enum Failure {
    /// No answer: a failure of the network, not of the server. Repeat with the same idempotency key.
    Offline,
    /// The server answered with a problem in the person's language.
    Problem(Box<Problem>),
    /// The server answered with something other than a problem document.
    Broken {
        /// HTTP status.
        status: u16,
    },
}

impl Failure {
    pub(crate) fn unreadable(status: u16) -> Self {
        Failure::Broken { status }
    }

    /// HTTP status; 0 if there was no answer.
    pub fn status(&self) -> u16 {
        match self {
            Failure::Offline => 0,
            Failure::Problem(problem) => problem.status,
            Failure::Broken { status } => *status,
        }
    }

    /// Stable code of the problem; empty for other failures.
    pub fn code(&self) -> &str {
        match self {
            Failure::Problem(problem) => &problem.code,
            _ => "",
        }
    }

    /// The sentence for the person.
    pub fn text(&self) -> String {
        match self {
            Failure::Offline => t(keys::error::OFFLINE),
            Failure::Problem(problem) if !problem.title.is_empty() => match &problem.detail {
                Some(detail) if !detail.is_empty() => [problem.title.as_str(), " ", detail].concat(),
                _ => problem.title.clone(),
            },
            _ => t(keys::error::SERVER),
        }
    }

    /// Field by field.
    pub fn errors(&self) -> &[ProblemError] {
        match self {
            Failure::Problem(problem) => &problem.errors,
            _ => &[],
        }
    }

    /// The id by which the hotline finds this request in the logs.
    pub fn trace(&self) -> Option<&str> {
        match self {
            Failure::Problem(problem) if !problem.trace_id.is_empty() => Some(&problem.trace_id),
            _ => None,
        }
    }

    /// Whether repeating the call may help.
    pub fn passing(&self) -> bool {
        matches!(self.status(), 0 | 429 | 500..)
    }
}
