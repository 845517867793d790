//! The table of moves of a master's exam application; `docs/states.md` is printed from it.

use super::MasterExam;
use crate::decision::Clause;
use crate::procedure::Move;

/// Every move, in the order of the way through.
pub const MASTER_EXAM: &[Move<MasterExam>] = {
    use super::{ExamState as S, MasterExamOn as On};
    use crate::procedure::By::{Applicant, Officer, System};
    use crate::procedure::Effect::{Charge, Claim, Document, Notice, Release, Snapshot};
    use crate::procedure::Role::{Commission, ExamCentre};
    &[
        Move::row(
            &[S::Draft, S::CommissionReturned],
            On::Confirm,
            S::Confirmed,
            Applicant,
            Clause("2.1"),
            &[Claim, Charge, Snapshot, Document("application"), Notice("confirmed")],
        )
        .judged_in_window(),
        // The fee is neither taken nor reserved here; the desk charges when it has seen the originals.
        Move::row(
            &[S::Draft, S::CommissionReturned],
            On::Send,
            S::AwaitingCommission,
            Applicant,
            Clause("2.1"),
            &[Claim, Snapshot, Notice("bringDocuments")],
        )
        .judged_in_window(),
        Move::row(
            &[S::AwaitingCommission],
            On::Seen,
            S::Confirmed,
            Officer(Commission),
            Clause("2.1"),
            &[Charge, Document("application"), Notice("confirmed")],
        )
        .in_window(),
        // The claim stays: the person goes on with this application, and must not open another beside it.
        Move::row(
            &[S::AwaitingCommission],
            On::Return,
            S::CommissionReturned,
            Officer(Commission),
            Clause("2.1"),
            &[Notice("returned")],
        )
        .in_window(),
        Move::row(
            &[S::Draft, S::AwaitingCommission, S::CommissionReturned],
            On::Close,
            S::NotConfirmedInTime,
            System,
            Clause("2.1"),
            &[Release, Notice("notConfirmed")],
        )
        .after_window(),
        // The person asks, an officer decides; the fee stays paid.
        Move::row(
            &[S::Confirmed],
            On::Withdraw,
            S::Withdrawn,
            Officer(ExamCentre),
            Clause("MAG-15"),
            &[Release, Notice("withdrawn")],
        )
        .in_window(),
    ]
};
