//! The population register: a citizen by FIN and a second fact (PORTAL-2).

use chrono::NaiveDate;
use qabul_domain::calendar::Micros;
use qabul_domain::facts::PersonFacts;
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::line::{Call, Cause, Heard, Line};
use crate::person_record::PersonRecord;
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// What the person knows besides the FIN. A name by FIN alone would leak personal data.
#[derive(Clone, PartialEq, Eq)]
pub enum SecondFact {
    /// Date of birth.
    BirthDate(NaiveDate),
    /// Series and number of the identity document, written together: `AA1000001`.
    Document(String),
}

impl std::fmt::Debug for SecondFact {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            SecondFact::BirthDate(_) => "BirthDate(…)",
            SecondFact::Document(_) => "Document(…)",
        })
    }
}

/// Client of the population register.
#[derive(Debug)]
pub struct PopulationRegister {
    line: Line,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    fin: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    birth_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<&'a str>,
}

#[derive(Deserialize)]
struct Reply {
    fin: String,
    #[serde(flatten)]
    person: PersonRecord,
}

impl PopulationRegister {
    /// A client for the register at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<PopulationRegister, SetUpError> {
        Ok(PopulationRegister { line: Line::new("population", wire, endpoint)? })
    }

    /// The person with this FIN, if the second fact agrees. `NotFound` says both "no such FIN" and "the fact does not
    /// agree", so that nobody can learn which FINs exist.
    pub async fn person_by_fin(&self, fin: &str, second: &SecondFact, now: Micros) -> Answer<PersonFacts> {
        let (birth_date, document) = match second {
            SecondFact::BirthDate(date) => (Some(*date), None),
            SecondFact::Document(document) => (None, Some(document.as_str())),
        };
        let question = Question { fin, birth_date, document };
        let call = Call::post("personByFin", "/v1/person", &question, &["notFound"]);
        let heard = self.line.ask(call, now, |reply: Reply| {
            if reply.fin != fin {
                return Err(Cause::AboutAnother);
            }
            let facts = reply.person.checked(now)?;
            let agrees = match second {
                SecondFact::BirthDate(date) => facts.birth_date == *date,
                SecondFact::Document(document) => facts.document == *document,
            };
            if agrees { Ok(facts) } else { Err(Cause::AboutAnother) }
        });
        match heard.await {
            Heard::Said(facts) => Answer::Found(facts),
            Heard::Declined(_) => Answer::NotFound,
            Heard::Silent => Answer::Unavailable,
        }
    }
}
