use chrono::{Months, NaiveDate};
use qabul_contract::registrations::{FillPerson, Registration as Shown, WayIn};
use qabul_domain::calendar::{Micros, baku_date};
use qabul_domain::facts::{Citizenship, PersonFacts};
use qabul_domain::person::{PersonName, ProtectionDocument, Residence};
use qabul_store::registrations::RegistrationState::IdentityConfirmed;

use super::check_identity::OPEN;
use super::{found_on, save, shown};
use crate::context::Context;
use crate::problem::{ApiError, Code, Line};

/// Nobody younger opens a cabinet by hand, in months.
const YOUNGEST_MONTHS: u32 = 14 * 12;

/// A person under the protection of UNHCR says by hand who they are (PORTAL-4). Nothing is looked up and nothing is proven:
/// the account will wait for an officer.
///
/// # Errors
/// What is missing or unreadable, all fields at once.
pub async fn fill_person(context: &Context, secret: [u8; 32], typed: &FillPerson) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    let person = read(typed, now)?;
    context
        .db
        .transact(async move |tx| {
            let mut found = found_on(tx, &secret, WayIn::Protection, &OPEN, now).await?;
            found.answers.person = Some(person.clone());
            found.answers.asked_at = Some(now);
            save(tx, &found, IdentityConfirmed, now).await?;
            Ok(shown(&found.answers, IdentityConfirmed, found.row.expires_at))
        })
        .await
}

fn read(typed: &FillPerson, now: Micros) -> Result<PersonFacts, ApiError> {
    let mut wrong = Vec::new();
    let mut name = |pointer: &'static str, text: &str| match PersonName::parse(text) {
        Ok(name) => name.as_str().to_owned(),
        Err(reason) => {
            wrong.push(Line::reason(Some(pointer), None, &reason));
            String::new()
        }
    };
    let surname = name("/surname", &typed.surname);
    let given = name("/name", &typed.name);
    let none = typed.no_patronymic && typed.patronymic.trim().is_empty();
    let patronymic = if none { String::new() } else { name("/patronymic", &typed.patronymic) };
    match typed.birth_date {
        None => wrong.push(Line::field("/birthDate", "fieldRequired")),
        Some(date) if !plausible(date, now) => wrong.push(Line::field("/birthDate", "birthDateImpossible")),
        Some(_) => {}
    }
    let document = ProtectionDocument::parse(&typed.document);
    if let Err(reason) = &document {
        wrong.push(Line::reason(Some("/document"), None, reason));
    }
    let mut place = |pointer: &'static str, text: &str| match Residence::parse(text) {
        Ok(place) => place.as_str().to_owned(),
        Err(reason) => {
            wrong.push(Line::reason(Some(pointer), None, &reason));
            String::new()
        }
    };
    let registered_place = place("/registeredPlace", &typed.registered_place);
    let actual_place = place("/actualPlace", &typed.actual_place);
    match (wrong.is_empty(), typed.birth_date, document) {
        (true, Some(birth_date), Ok(document)) => Ok(PersonFacts {
            surname,
            name: given,
            patronymic,
            birth_date,
            citizenship: Citizenship::Protected,
            document: document.as_str().to_owned(),
            registered_place,
            actual_place,
        }),
        _ => Err(ApiError::new(Code::Validation).with_all(wrong)),
    }
}

fn plausible(date: NaiveDate, now: Micros) -> bool {
    let today = baku_date(now);
    let oldest = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN);
    let youngest = today.checked_sub_months(Months::new(YOUNGEST_MONTHS)).unwrap_or(today);
    (oldest..=youngest).contains(&date)
}
