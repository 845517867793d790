//! The social-status register: statuses that give help in the exam (Rules 3.7) or freedom from the fee (PORTAL-16).

use chrono::NaiveDate;
use qabul_domain::calendar::Micros;
use serde::Deserialize;

use crate::answer::Answer;
use crate::degree_record::ByFin;
use crate::line::{Call, Cause, Heard, Line};
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// One status of a person.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SocialStatus {
    /// Category as in the exemption list, `IDP`, `DISABILITY`.
    pub category: String,
    /// First day.
    pub since: NaiveDate,
    /// Last day; `None` where the status has no end.
    #[serde(default)]
    pub until: Option<NaiveDate>,
}

impl std::fmt::Debug for SocialStatus {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SocialStatus(…)")
    }
}

/// Client of the social-status register.
#[derive(Debug)]
pub struct SocialStatusRegister {
    line: Line,
}

#[derive(Deserialize)]
struct Reply {
    fin: String,
    statuses: Vec<SocialStatus>,
}

impl SocialStatusRegister {
    /// A client for the register at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<SocialStatusRegister, SetUpError> {
        Ok(SocialStatusRegister { line: Line::new("socialStatus", wire, endpoint)? })
    }

    /// The statuses of the person with this FIN.
    pub async fn statuses(&self, fin: &str, now: Micros) -> Answer<Vec<SocialStatus>> {
        let question = ByFin { fin };
        let call = Call::post("statusesByFin", "/v1/statuses", &question, &["notFound"]);
        let heard = self.line.ask(call, now, |reply: Reply| {
            if reply.fin != fin {
                return Err(Cause::AboutAnother);
            }
            let ordered = |status: &SocialStatus| status.until.is_none_or(|until| status.since <= until);
            if reply.statuses.iter().all(ordered) { Ok(reply.statuses) } else { Err(Cause::Nonsense("until")) }
        });
        match heard.await {
            Heard::Said(statuses) if statuses.is_empty() => Answer::NotFound,
            Heard::Said(statuses) => Answer::Found(statuses),
            Heard::Declined(_) => Answer::NotFound,
            Heard::Silent => Answer::Unavailable,
        }
    }
}
