//! The migration register: a foreigner by series and number of the permit card (PORTAL-3).

use chrono::NaiveDate;
use qabul_domain::calendar::Micros;
use qabul_domain::facts::PersonFacts;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::line::{Call, Cause, Heard, Line};
use crate::person_record::{PersonRecord, text};
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// The holder of a permit.
#[derive(Clone, PartialEq)]
pub struct PermitHolder {
    /// FIN printed on the card, where there is one; the key to TMMS and TKTA.
    pub fin: Option<String>,
    /// The person.
    pub facts: PersonFacts,
    /// Last day the permit is valid; `None` for a permanent one.
    pub valid_until: Option<NaiveDate>,
}

impl std::fmt::Debug for PermitHolder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PermitHolder(…)")
    }
}

/// Client of the migration register.
#[derive(Debug)]
pub struct MigrationRegister {
    line: Line,
}

#[derive(Serialize)]
struct Question<'a> {
    series: &'a str,
    number: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    series: String,
    number: String,
    #[serde(default)]
    fin: Option<String>,
    #[serde(default)]
    valid_until: Option<NaiveDate>,
    #[serde(flatten)]
    person: PersonRecord,
}

impl MigrationRegister {
    /// A client for the register at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<MigrationRegister, SetUpError> {
        Ok(MigrationRegister { line: Line::new("migration", wire, endpoint)? })
    }

    /// The holder of the permit with this series (`MYI`, `DYI`) and number.
    pub async fn holder_by_permit(&self, series: &str, number: &str, now: Micros) -> Answer<PermitHolder> {
        let question = Question { series, number };
        let call = Call::post("holderByPermit", "/v1/permit-holder", &question, &["notFound"]);
        let heard = self.line.ask(call, now, |reply: Reply| {
            if reply.series != series || reply.number != number {
                return Err(Cause::AboutAnother);
            }
            let fin = reply.fin.map(|fin| text("fin", fin, 7, 7)).transpose()?;
            Ok(PermitHolder { fin, facts: reply.person.checked(now)?, valid_until: reply.valid_until })
        });
        match heard.await {
            Heard::Said(holder) => Answer::Found(holder),
            Heard::Declined(_) => Answer::NotFound,
            Heard::Silent => Answer::Unavailable,
        }
    }
}
