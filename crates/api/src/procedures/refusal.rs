//! A procedure's refusal as a problem of the API.

use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain, Need};
use qabul_domain::facts::{CampaignFacts, FactBook};
use qabul_domain::procedure::{Procedure, Refused};
use qabul_domain::rules::policy::WINDOWS;

use super::AnyProcedure;
use crate::problem::{ApiError, Code, Line, Told};

/// Outside the window: the answer gives the announced window and where to complain.
pub fn window_closed(campaign: &CampaignFacts, now: Micros) -> ApiError {
    let line = Line { pointer: None, clause: Some(WINDOWS.0), ..Line::field("", "windowClosed") };
    // If the window is still open, it is the commission that no longer accepts documents.
    let closes = if campaign.is_open_at(now) { campaign.desk_closes() } else { campaign.closes };
    ApiError::new(Code::WindowClosed)
        .value("deadline", Told::Deadline(closes))
        .value("opens", Told::Instant(campaign.opens))
        .value("received", Told::Second(now))
        .with(line)
        .decision()
}

/// Why answers are no longer accepted in this state: the state's deadline has passed, whether or not the sweep has
/// recorded it. `None` = the deadline has not passed.
pub fn too_late(kind: &dyn AnyProcedure, state: &str, campaign: &CampaignFacts, now: Micros) -> Option<ApiError> {
    let over = kind.overdue(campaign, now).contains(&state);
    let swept = kind.reopened().contains(&state) && !campaign.is_open_at(now);
    (over || swept).then(|| window_closed(campaign, now))
}

/// Turns a refusal into a problem.
pub(super) fn refusal<P: Procedure>(refused: &Refused<P::Reason>, facts: &FactBook, now: Micros) -> ApiError {
    match refused {
        Refused::NotOffered => Code::NotOffered.into(),
        Refused::Closed => window_closed(&facts.campaign, now),
        Refused::Incomplete(gaps) => ApiError::new(Code::Incomplete).with_all(gaps.iter().map(Line::gap)),
        Refused::Broken(broken) => {
            let only_money = broken.iter().all(|(_, reason)| reason.code() == "insufficientFunds");
            let code = if only_money { Code::InsufficientFunds } else { Code::RulesBroken };
            ApiError::new(code)
                .with_all(broken.iter().map(|(Clause(clause), reason)| Line::reason(None, Some(clause), reason)))
                .decision()
        }
        Refused::TryLater(silent) => {
            // Data that a register does not have cannot be obtained by asking again.
            let missing = silent.iter().any(|(_, need)| *need == Need::GraduationYear);
            let (error, code) = if missing {
                (ApiError::new(Code::RecordIncomplete), "recordIncomplete")
            } else {
                (ApiError::new(Code::RegisterSilent).retry_after(30), "registerSilent")
            };
            error.with_all(silent.iter().map(|(Clause(clause), need)| {
                let mut line = Line::field("", &format!("silent.{}", need.word()));
                line.pointer = None;
                line.clause = Some(clause);
                line.code = code.to_owned();
                line
            }))
        }
    }
}
