//! The examination centre: places a person was admitted to earlier (PORTAL-13).

use qabul_domain::calendar::Micros;
use qabul_domain::facts::{Funding, Level};
use serde::Deserialize;

use crate::answer::Answer;
use crate::degree_record::ByFin;
use crate::line::{Call, Cause, Heard, Line};
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// One admission of a person.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Admission {
    /// Calendar year of the admission.
    pub year: i32,
    /// Work number of the application, six digits.
    pub work_number: String,
    /// Level admitted to.
    pub level: Level,
    /// Code of the institution at the centre, where known.
    #[serde(default)]
    pub institution_code: Option<String>,
    /// Name of the institution.
    pub institution: String,
    /// Code of the specialty.
    pub specialty_code: String,
    /// Name of the specialty.
    pub specialty: String,
    /// State order or fee-paying.
    pub funding: Funding,
}

impl std::fmt::Debug for Admission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Admission({:?}, …)", self.level)
    }
}

/// Client of the examination centre's register.
#[derive(Debug)]
pub struct ExamCentreRegister {
    line: Line,
}

#[derive(Deserialize)]
struct Reply {
    fin: String,
    admissions: Vec<Admission>,
}

impl ExamCentreRegister {
    /// A client for the register at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<ExamCentreRegister, SetUpError> {
        Ok(ExamCentreRegister { line: Line::new("examCentre", wire, endpoint)? })
    }

    /// The admissions of the person with this FIN.
    pub async fn admissions(&self, fin: &str, now: Micros) -> Answer<Vec<Admission>> {
        let question = ByFin { fin };
        let call = Call::post("admissionsByFin", "/v1/admissions", &question, &["notFound"]);
        let heard = self.line.ask(call, now, |reply: Reply| {
            if reply.fin != fin {
                return Err(Cause::AboutAnother);
            }
            if reply.admissions.iter().any(|admission| !(1940..=2200).contains(&admission.year)) {
                return Err(Cause::Nonsense("year"));
            }
            Ok(reply.admissions)
        });
        match heard.await {
            Heard::Said(admissions) if admissions.is_empty() => Answer::NotFound,
            Heard::Said(admissions) => Answer::Found(admissions),
            Heard::Declined(_) => Answer::NotFound,
            Heard::Silent => Answer::Unavailable,
        }
    }
}
