//! Simulates the state registers.

use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::persons::{Permit, Person, persons, resolve_years};
use crate::problem::{invalid, not_found, parse};
use crate::shared::Shared;
use crate::switches::System;

type Answered = Result<HttpResponse, HttpResponse>;

fn whole(answered: Answered) -> HttpResponse {
    match answered {
        Ok(response) | Err(response) => response,
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct PersonQuestion {
    fin: String,
    birth_date: Option<NaiveDate>,
    document: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FinQuestion {
    fin: String,
}

/// `POST /population/v1/person`
pub(crate) async fn person(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    async fn answer(shared: &Shared, request: &HttpRequest, body: &[u8]) -> Answered {
        let wrong = shared.gate(System::Population, request).await?;
        let question: PersonQuestion = parse(body)?;
        if !is_fin(&question.fin) || question.birth_date.is_some() == question.document.is_some() {
            return Err(invalid());
        }
        let agrees = |person: &&Person| {
            person.permit.is_none()
                && person.fin == question.fin
                && question.birth_date.is_none_or(|date| date == person.birth_date)
                && question.document.as_ref().is_none_or(|document| *document == person.document)
        };
        let found = persons().iter().find(agrees).ok_or_else(not_found)?;
        let shown = if wrong { another(found, |person| person.permit.is_none()) } else { found };
        let mut record = shown.record();
        record["fin"] = json!(shown.fin);
        Ok(HttpResponse::Ok().json(record))
    }
    whole(answer(&shared, &request, &body).await)
}

/// `POST /migration/v1/permit-holder`
pub(crate) async fn permit_holder(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    async fn answer(shared: &Shared, request: &HttpRequest, body: &[u8]) -> Answered {
        let wrong = shared.gate(System::Migration, request).await?;
        let Permit { series, number, .. } = parse(body)?;
        let holds = |permit: &Permit| permit.series == series && permit.number == number;
        let found = persons().iter().find(|person| person.permit.as_ref().is_some_and(holds)).ok_or_else(not_found)?;
        let shown = if wrong { another(found, |person| person.permit.is_some()) } else { found };
        let permit = shown.permit.as_ref().ok_or_else(not_found)?;
        let mut record = shown.record();
        record["series"] = json!(permit.series);
        record["number"] = json!(permit.number);
        record["fin"] = json!(shown.fin);
        record["validUntil"] = json!(permit.valid_until);
        Ok(HttpResponse::Ok().json(record))
    }
    whole(answer(&shared, &request, &body).await)
}

/// `POST /tmms/v1/degrees`
pub(crate) async fn tmms(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    whole(rows(&shared, System::Tmms, &request, &body, "records", |person| &person.tmms).await)
}

/// `POST /tkta/v1/degrees`
pub(crate) async fn tkta(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    whole(rows(&shared, System::Tkta, &request, &body, "records", |person| &person.tkta).await)
}

/// `POST /exam-centre/v1/admissions`
pub(crate) async fn admissions(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    whole(rows(&shared, System::ExamCentre, &request, &body, "admissions", |person| &person.admissions).await)
}

/// `POST /social-status/v1/statuses`
pub(crate) async fn statuses(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    whole(rows(&shared, System::SocialStatus, &request, &body, "statuses", |person| &person.statuses).await)
}

/// The rows about the person with a FIN, under the contract's name for the list.
async fn rows(
    shared: &Shared,
    system: System,
    request: &HttpRequest,
    body: &[u8],
    list: &str,
    of: fn(&Person) -> &Vec<Value>,
) -> Answered {
    let wrong = shared.gate(system, request).await?;
    let FinQuestion { fin } = parse(body)?;
    if !is_fin(&fin) {
        return Err(invalid());
    }
    let has_rows = |person: &&Person| person.fin == fin && !of(person).is_empty();
    let found = persons().iter().find(has_rows).ok_or_else(not_found)?;
    let shown = if wrong { another(found, |person| !of(person).is_empty()) } else { found };
    let mut records = json!(of(shown));
    resolve_years(&mut records, shared.academic_year());
    Ok(HttpResponse::Ok().json(json!({"fin": shown.fin, list: records})))
}

/// Another person of the same kind; the same person if there is no other.
fn another<'a>(person: &'a Person, fits: impl Fn(&Person) -> bool) -> &'a Person
where
    'static: 'a,
{
    persons().iter().find(|other| other.fin != person.fin && fits(other)).unwrap_or(person)
}

fn is_fin(fin: &str) -> bool {
    fin.len() == 7
        && fin.bytes().all(|byte| byte.is_ascii_digit() || (byte.is_ascii_uppercase() && !matches!(byte, b'I' | b'O')))
}
