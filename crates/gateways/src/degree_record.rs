//! A study as TMMS and TKTA write it, and the checks before the record is believed (MAG-7).

use chrono::{DateTime, Datelike, Utc};
use qabul_domain::calendar::Micros;
use qabul_domain::facts::{Degree, Funding, Level, Source, StudyStatus};
use serde::{Deserialize, Serialize};

use crate::answer::Answer;
use crate::line::{Call, Cause, Heard, Line};
use crate::person_record::text;

/// More studies than anybody has; a longer list is a broken answer.
const MOST_RECORDS: usize = 50;

#[derive(Serialize)]
pub(crate) struct ByFin<'a> {
    pub fin: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    fin: String,
    records: Vec<DegreeRecord>,
}

/// `DegreeRecord` of the contract.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
struct DegreeRecord {
    id: String,
    level: Level,
    status: StudyStatus,
    #[serde(default)]
    funding: Option<Funding>,
    #[serde(default)]
    institution_code: Option<String>,
    institution: String,
    in_azerbaijan: bool,
    #[serde(default)]
    recognised: Option<bool>,
    #[serde(default)]
    admission_year: Option<i32>,
    #[serde(default)]
    admission_work_number: Option<String>,
    #[serde(default)]
    finish_year: Option<i32>,
    specialty_code: String,
    specialty: String,
    #[serde(default)]
    specialization_language: Option<String>,
    #[serde(default)]
    diploma: Option<String>,
    #[serde(default)]
    average: Option<String>,
    #[serde(default)]
    average_scale: Option<u8>,
    #[serde(default)]
    holder_surname: Option<String>,
}

/// Asks one of the two education registers; an empty list is the same as "nothing about this person".
pub(crate) async fn degrees(
    line: &Line,
    operation: &'static str,
    source: Source,
    fin: &str,
    now: Micros,
) -> Answer<Vec<Degree>> {
    let question = ByFin { fin };
    let call = Call::post(operation, "/v1/degrees", &question, &["notFound"]);
    let heard = line.ask(call, now, |reply: Reply| {
        if reply.fin != fin {
            return Err(Cause::AboutAnother);
        }
        if reply.records.len() > MOST_RECORDS {
            return Err(Cause::Nonsense("records"));
        }
        reply.records.into_iter().map(|record| record.checked(source, now)).collect::<Result<Vec<_>, _>>()
    });
    match heard.await {
        Heard::Said(degrees) if degrees.is_empty() => Answer::NotFound,
        Heard::Said(degrees) => Answer::Found(degrees),
        Heard::Declined(_) => Answer::NotFound,
        Heard::Silent => Answer::Unavailable,
    }
}

impl DegreeRecord {
    fn checked(self, source: Source, now: Micros) -> Result<Degree, Cause> {
        let this_year = DateTime::<Utc>::from(now).year();
        let short = |field, value: Option<String>| value.map(|value| text(field, value, 1, 40)).transpose();
        let degree = Degree {
            id: text("id", self.id, 1, 64)?,
            source,
            level: self.level,
            status: self.status,
            funding: self.funding,
            institution_code: short("institutionCode", self.institution_code)?,
            institution: text("institution", self.institution, 1, 300)?,
            in_azerbaijan: self.in_azerbaijan,
            recognised: self.recognised,
            admission_year: self.admission_year,
            admission_work_number: short("admissionWorkNumber", self.admission_work_number)?,
            finish_year: self.finish_year,
            specialty_code: text("specialtyCode", self.specialty_code, 4, 12)?,
            specialty: text("specialty", self.specialty, 1, 300)?,
            specialization_language: short("specializationLanguage", self.specialization_language)?,
            diploma: short("diploma", self.diploma)?,
            average: short("average", self.average)?,
            average_scale: self.average_scale,
            holder_surname: self.holder_surname.map(|name| text("holderSurname", name, 1, 60)).transpose()?,
        };
        // A present student's end year lies ahead; nobody was admitted in the future.
        let possible =
            |year: Option<i32>, ahead: i32| year.is_none_or(|year| (1940..=this_year + ahead).contains(&year));
        if !possible(degree.admission_year, 1) {
            return Err(Cause::Nonsense("admissionYear"));
        }
        let in_order = degree.admission_year.is_none_or(|from| degree.finish_year.is_none_or(|to| from <= to));
        if !possible(degree.finish_year, 12) || !in_order {
            return Err(Cause::Nonsense("finishYear"));
        }
        if degree.status == StudyStatus::Finished && degree.finish_year.is_none() {
            return Err(Cause::Nonsense("finishYear"));
        }
        match (&degree.average, degree.average_scale) {
            (None, None) => Ok(degree),
            (Some(printed), Some(scale @ (4 | 5 | 100))) if fits_scale(printed, scale) => Ok(degree),
            _ => Err(Cause::Nonsense("average")),
        }
    }
}

/// Whether a printed average (`91,4`, at most two decimals) lies within its scale. Hundredths as integers: no float.
fn fits_scale(printed: &str, scale: u8) -> bool {
    let (whole, part) = printed.split_once([',', '.']).unwrap_or((printed, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let comma = printed.len() > whole.len();
    if whole.is_empty()
        || whole.len() > 3
        || part.len() > 2
        || (comma && part.is_empty())
        || !digits(whole)
        || !digits(part)
    {
        return false;
    }
    let hundredths = format!("{whole}{part:0<2}").parse::<u32>();
    hundredths.is_ok_and(|value| value > 0 && value <= u32::from(scale) * 100)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(patch: serde_json::Value) -> Result<Degree, Cause> {
        let mut whole = serde_json::json!({
            "id": "T-1", "level": "bachelor", "status": "finished", "institution": "Sınaq Universiteti",
            "inAzerbaijan": true, "admissionYear": 2020, "finishYear": 2024, "specialtyCode": "050632",
            "specialty": "Sınaq ixtisası", "average": "91,4", "averageScale": 100,
        });
        if let (Some(members), Some(patches)) = (whole.as_object_mut(), patch.as_object()) {
            members.extend(patches.clone());
        }
        let record: DegreeRecord = serde_json::from_value(whole).unwrap();
        record.checked(Source::Tmms, Micros(1_790_000_000 * Micros::SECOND))
    }

    #[test]
    fn an_empty_average_is_an_answer_mag_7() {
        let degree = record(serde_json::json!({"average": null, "averageScale": null})).unwrap();
        assert_eq!((degree.average, degree.average_scale), (None, None));
    }

    #[test]
    fn an_average_and_its_scale_come_together_and_fit() {
        for (average, scale) in
            [("91,4", None), ("101", Some(100)), ("4,6", Some(4)), ("4,5", Some(10)), ("a", Some(5))]
        {
            let answer = record(serde_json::json!({"average": average, "averageScale": scale}));
            assert_eq!(answer, Err(Cause::Nonsense("average")), "{average} of {scale:?}");
        }
        for (average, scale) in [("100", 100), ("4,88", 5), ("3.7", 4)] {
            assert!(
                record(serde_json::json!({"average": average, "averageScale": scale})).is_ok(),
                "{average}/{scale}"
            );
        }
    }

    #[test]
    fn impossible_years_make_the_answer_unusable() {
        for years in [
            serde_json::json!({"admissionYear": 3020}),
            serde_json::json!({"admissionYear": 2024, "finishYear": 2020}),
            serde_json::json!({"finishYear": null}),
        ] {
            assert!(record(years.clone()).is_err(), "{years}");
        }
    }
}
