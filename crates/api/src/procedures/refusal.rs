//! A procedure's refusal as a problem of the API.

use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain, Need};
use qabul_domain::facts::{CampaignFacts, FactBook};
use qabul_domain::procedure::{Procedure, Refused};
use qabul_domain::rules::policy::WINDOWS;

use super::AnyProcedure;
use crate::problem::{ApiError, Code, Line, Told};

/// Outside the window, which the campaign announces: from when to when it is open, and where to complain.
pub fn window_closed(campaign: &CampaignFacts, now: Micros) -> ApiError {
    let line = Line { pointer: None, clause: Some(WINDOWS.0), ..Line::field("", "windowClosed") };
    // While the window is open it is the commission that takes nothing any more.
    let closes = if campaign.is_open_at(now) { campaign.desk_closes() } else { campaign.closes };
    ApiError::new(Code::WindowClosed)
        .value("deadline", Told::Deadline(closes))
        .value("opens", Told::Instant(campaign.opens))
        .value("received", Told::Second(now))
        .with(line)
        .decision()
}

/// Why answers in this state are not taken any more: the deadline of the state has passed, whether or not the sweep has been
/// there yet. `None` = they are taken as far as time goes.
pub fn too_late(kind: &dyn AnyProcedure, state: &str, campaign: &CampaignFacts, now: Micros) -> Option<ApiError> {
    let over = kind.overdue(campaign, now).contains(&state);
    let swept = kind.reopened().contains(&state) && !campaign.is_open_at(now);
    (over || swept).then(|| window_closed(campaign, now))
}

/// A refusal as a problem.
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
            // What a register was never told does not come by asking it again.
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
