//! States of a master's exam application.

use crate::procedure::Word;

/// State of an application for the master's exam.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ExamState {
    /// Being filled in; not confirmed.
    Draft,
    /// Sent; the commission has not seen the originals yet (2.1).
    AwaitingCommission,
    /// The commission returned it with a reason; the applicant corrects it.
    CommissionReturned,
    /// Confirmed and paid.
    Confirmed,
    /// The window ended before anyone confirmed it.
    NotConfirmedInTime,
    /// The person asked to withdraw it; an officer decides. It is valid until then.
    WithdrawalRequested,
    /// Withdrawn by an officer's decision at the person's request.
    Withdrawn,
}

impl Word for ExamState {
    const ALL: &'static [ExamState] = &[
        ExamState::Draft,
        ExamState::AwaitingCommission,
        ExamState::CommissionReturned,
        ExamState::Confirmed,
        ExamState::NotConfirmedInTime,
        ExamState::WithdrawalRequested,
        ExamState::Withdrawn,
    ];

    fn word(self) -> &'static str {
        match self {
            ExamState::Draft => "draft",
            ExamState::AwaitingCommission => "awaitingCommission",
            ExamState::CommissionReturned => "commissionReturned",
            ExamState::Confirmed => "confirmed",
            ExamState::NotConfirmedInTime => "notConfirmedInTime",
            ExamState::WithdrawalRequested => "withdrawalRequested",
            ExamState::Withdrawn => "withdrawn",
        }
    }
}
