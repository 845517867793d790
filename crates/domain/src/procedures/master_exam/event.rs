//! Events of a master's exam application: their names, and their payloads.

use serde::{Deserialize, Serialize};

use crate::procedure::Word;
use crate::rules::papers::PaperKind;

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
    /// The window is open again, because it was extended for all.
    Reopen,
    /// The applicant asks to withdraw it.
    AskWithdrawal,
    /// An officer withdraws it at the person's request.
    GrantWithdrawal,
    /// An officer refuses the withdrawal; it stays valid.
    RefuseWithdrawal,
}

impl Word for MasterExamOn {
    const ALL: &'static [MasterExamOn] = &[
        MasterExamOn::Confirm,
        MasterExamOn::Send,
        MasterExamOn::Seen,
        MasterExamOn::Return,
        MasterExamOn::Close,
        MasterExamOn::Reopen,
        MasterExamOn::AskWithdrawal,
        MasterExamOn::GrantWithdrawal,
        MasterExamOn::RefuseWithdrawal,
    ];

    fn word(self) -> &'static str {
        match self {
            MasterExamOn::Confirm => "confirm",
            MasterExamOn::Send => "send",
            MasterExamOn::Seen => "seen",
            MasterExamOn::Return => "return",
            MasterExamOn::Close => "close",
            MasterExamOn::Reopen => "reopen",
            MasterExamOn::AskWithdrawal => "askWithdrawal",
            MasterExamOn::GrantWithdrawal => "grantWithdrawal",
            MasterExamOn::RefuseWithdrawal => "refuseWithdrawal",
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
    Seen {
        /// What was presented; all of the list or nothing (2.1.1–2.1.3, 2.2).
        documents: Vec<PaperKind>,
    },
    /// See [`MasterExamOn::Return`].
    Return {
        /// What the applicant has to correct, as written by the officer.
        reason: String,
        /// The steps that may be changed; empty = all.
        #[serde(default)]
        steps: Vec<String>,
    },
    /// See [`MasterExamOn::Close`].
    Close {},
    /// See [`MasterExamOn::Reopen`].
    Reopen {},
    /// See [`MasterExamOn::AskWithdrawal`].
    AskWithdrawal {},
    /// See [`MasterExamOn::GrantWithdrawal`].
    GrantWithdrawal {},
    /// See [`MasterExamOn::RefuseWithdrawal`].
    RefuseWithdrawal {
        /// Why it stays valid, as written by the officer.
        reason: String,
    },
}

impl MasterExamEvent {
    /// The name of the event.
    pub const fn name(&self) -> MasterExamOn {
        match self {
            MasterExamEvent::Confirm {} => MasterExamOn::Confirm,
            MasterExamEvent::Send {} => MasterExamOn::Send,
            MasterExamEvent::Seen { .. } => MasterExamOn::Seen,
            MasterExamEvent::Return { .. } => MasterExamOn::Return,
            MasterExamEvent::Close {} => MasterExamOn::Close,
            MasterExamEvent::Reopen {} => MasterExamOn::Reopen,
            MasterExamEvent::AskWithdrawal {} => MasterExamOn::AskWithdrawal,
            MasterExamEvent::GrantWithdrawal {} => MasterExamOn::GrantWithdrawal,
            MasterExamEvent::RefuseWithdrawal { .. } => MasterExamOn::RefuseWithdrawal,
        }
    }
}
