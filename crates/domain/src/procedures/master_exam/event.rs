//! Events of a master's exam application: their names, and what arrives with them.

use serde::{Deserialize, Serialize};

use crate::procedure::Word;

/// The name of an event, the key of [`super::MASTER_EXAM`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MasterExamOn {
    /// The applicant confirms ("Təsdiq et").
    Confirm,
    /// The applicant sends to the commission.
    Send,
    /// The commission saw the originals and confirms.
    Seen,
    /// The commission gives back.
    Return,
    /// The window has ended.
    Close,
    /// An officer takes back at the person's request.
    Withdraw,
}

impl Word for MasterExamOn {
    const ALL: &'static [MasterExamOn] = &[
        MasterExamOn::Confirm,
        MasterExamOn::Send,
        MasterExamOn::Seen,
        MasterExamOn::Return,
        MasterExamOn::Close,
        MasterExamOn::Withdraw,
    ];

    fn word(self) -> &'static str {
        match self {
            MasterExamOn::Confirm => "confirm",
            MasterExamOn::Send => "send",
            MasterExamOn::Seen => "seen",
            MasterExamOn::Return => "return",
            MasterExamOn::Close => "close",
            MasterExamOn::Withdraw => "withdraw",
        }
    }
}

/// What arrives: `{"event": "confirm"}`, `{"event": "return", "reason": "…"}`.
///
/// The variants without a payload are written with braces: serde overlooks unknown fields of unit variants, and an unknown
/// field must be refused. No `Debug`: a reason is about a person.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "camelCase", deny_unknown_fields)]
pub enum MasterExamEvent {
    /// See [`MasterExamOn::Confirm`].
    Confirm {},
    /// See [`MasterExamOn::Send`].
    Send {},
    /// See [`MasterExamOn::Seen`].
    Seen {},
    /// See [`MasterExamOn::Return`].
    Return {
        /// What the applicant has to mend, in the officer's words.
        reason: String,
    },
    /// See [`MasterExamOn::Close`].
    Close {},
    /// See [`MasterExamOn::Withdraw`].
    Withdraw {
        /// Why, in the officer's words.
        #[serde(default)]
        reason: String,
    },
}

impl MasterExamEvent {
    /// The name of the event.
    pub const fn name(&self) -> MasterExamOn {
        match self {
            MasterExamEvent::Confirm {} => MasterExamOn::Confirm,
            MasterExamEvent::Send {} => MasterExamOn::Send,
            MasterExamEvent::Seen {} => MasterExamOn::Seen,
            MasterExamEvent::Return { .. } => MasterExamOn::Return,
            MasterExamEvent::Close {} => MasterExamOn::Close,
            MasterExamEvent::Withdraw { .. } => MasterExamOn::Withdraw,
        }
    }
}
