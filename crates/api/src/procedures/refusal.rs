//! A procedure's refusal as a problem of the API.

use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain, Need};
use qabul_domain::facts::FactBook;
use qabul_domain::procedure::{Procedure, Refused};
use qabul_domain::rules::policy::WINDOWS;

use crate::problem::{ApiError, Code, Line, Told};

/// A refusal as a problem.
pub(super) fn refusal<P: Procedure>(refused: &Refused<P::Reason>, facts: &FactBook, now: Micros) -> ApiError {
    match refused {
        Refused::NotOffered => Code::NotOffered.into(),
        Refused::Closed => {
            let mut line = Line::field("", "windowClosed");
            line.pointer = None;
            line.clause = Some(WINDOWS.0);
            // While the window is open it is the commission that takes nothing any more.
            let campaign = &facts.campaign;
            let closes = if campaign.is_open_at(now) { campaign.desk_closes() } else { campaign.closes };
            ApiError::new(Code::WindowClosed)
                .value("deadline", Told::Deadline(closes))
                .value("opens", Told::Instant(campaign.opens))
                .value("received", Told::Second(now))
                .with(line)
                .decision()
        }
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
