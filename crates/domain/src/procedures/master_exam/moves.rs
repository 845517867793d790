//! The table of moves of a master's exam application; `docs/states.md` is generated from it.

use super::MasterExam;
use crate::decision::Clause;
use crate::procedure::Move;

/// Every transition, in the usual order.
pub const MASTER_EXAM: &[Move<MasterExam>] = {
    use super::{ExamState as S, MasterExamOn as On};
    use crate::procedure::By::{Applicant, Officer, System};
    use crate::procedure::Effect::{Charge, Claim, Document, Mark, Notice, Release, Reopen, Revoke, Snapshot};
    use crate::procedure::Role::{Commission, ExamCentre};
    use crate::procedure::When::{AfterBoth, AfterDesk, AfterWindow, AtDesk, InWindowAndDesk};
    const WHO: Clause = Clause("2.1");
    const CONFIRMED: Clause = Clause("MAG-15");
    &[
        Move::row(
            &[S::Draft, S::CommissionReturned],
            On::Confirm,
            S::Confirmed,
            Applicant,
            WHO,
            &[Claim, Charge, Snapshot, Document("application"), Notice("confirmed")],
        )
        .judged_in_window(),
        // The fee is neither charged nor reserved here; it is charged when the commission has seen the originals.
        Move::row(
            &[S::Draft],
            On::Send,
            S::AwaitingCommission,
            Applicant,
            WHO,
            &[Claim, Snapshot, Notice("bringDocuments")],
        )
        .judged()
        .when(InWindowAndDesk),
        // An application returned in time may be sent again as long as the commission can examine it.
        Move::row(
            &[S::CommissionReturned],
            On::Send,
            S::AwaitingCommission,
            Applicant,
            WHO,
            &[Claim, Snapshot, Notice("bringDocuments")],
        )
        .judged()
        .when(AtDesk),
        Move::row(
            &[S::AwaitingCommission],
            On::Seen,
            S::Confirmed,
            Officer(Commission),
            WHO,
            &[Charge, Snapshot, Document("application"), Notice("confirmed")],
        )
        .when(AtDesk),
        // The claim stays: the person continues with this application and must not open a second one.
        Move::row(
            &[S::AwaitingCommission],
            On::Return,
            S::CommissionReturned,
            Officer(Commission),
            WHO,
            &[Snapshot, Mark, Notice("returned")],
        )
        .when(AtDesk),
        Move::row(&[S::Draft], On::Close, S::NotConfirmedInTime, System, WHO, &[Release, Notice("notConfirmed")])
            .when(AfterWindow),
        Move::row(
            &[S::AwaitingCommission],
            On::Close,
            S::NotConfirmedInTime,
            System,
            WHO,
            &[Release, Notice("notConfirmed")],
        )
        .when(AfterDesk),
        Move::row(
            &[S::CommissionReturned],
            On::Close,
            S::NotConfirmedInTime,
            System,
            WHO,
            &[Release, Notice("notConfirmed")],
        )
        .when(AfterBoth),
        // The deadline was extended for all: persons who had missed it continue with the answers they had entered.
        Move::row(&[S::NotConfirmedInTime], On::Reopen, S::Draft, System, WHO, &[Reopen, Notice("reopened")])
            .in_window(),
        // The person must ask in time, an officer may decide later; the fee is not refunded.
        Move::row(
            &[S::Confirmed],
            On::AskWithdrawal,
            S::WithdrawalRequested,
            Applicant,
            CONFIRMED,
            &[Notice("withdrawalAsked")],
        )
        .in_window(),
        Move::row(
            &[S::WithdrawalRequested],
            On::GrantWithdrawal,
            S::Withdrawn,
            Officer(ExamCentre),
            CONFIRMED,
            &[Release, Revoke("application"), Notice("withdrawn")],
        ),
        Move::row(
            &[S::WithdrawalRequested],
            On::RefuseWithdrawal,
            S::Confirmed,
            Officer(ExamCentre),
            CONFIRMED,
            &[Notice("withdrawalRefused")],
        ),
    ]
};
