use chrono::Months;
use qabul_contract::registrations::{FillPerson, Registration as Shown, WayIn};
use qabul_domain::calendar::{Micros, baku_date};
use qabul_domain::facts::{Citizenship, PersonFacts};
use qabul_domain::person::{PersonName, ProtectionDocument, Residence};
use qabul_store::registrations::RegistrationState::IdentityConfirmed;

use super::check_identity::OPEN;
use super::{born, found_on, save, shown};
use crate::context::Context;
use crate::problem::{ApiError, Code, Line};

/// Minimum age for opening an account with hand-typed data, in months.
const YOUNGEST_MONTHS: u32 = 14 * 12;

/// A person under the protection of UNHCR types their own data (PORTAL-4). Nothing is looked up and nothing is proven:
/// the account will wait for an officer.
///
/// # Errors
/// Missing or unreadable data, all fields at once.
pub async fn fill_person(context: &Context, secret: [u8; 32], typed: &FillPerson) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    let person = read_person(typed, now)?;
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

/// Reads the typed personal data.
///
/// # Errors
/// Missing or unreadable data, all fields at once.
pub fn read_person(typed: &FillPerson, now: Micros) -> Result<PersonFacts, ApiError> {
    let mut wrong = Vec::new();
    // As on the document, which is a foreign one.
    let mut name = |pointer: &'static str, text: &str| match PersonName::of_document(text) {
        Ok(name) => name.as_str().to_owned(),
        Err(reason) => {
            wrong.push(Line::reason(Some(pointer), None, &reason));
            String::new()
        }
    };
    let surname = name("/surname", &typed.surname);
    // Some people have only one name; registers store it as the surname.
    let one = typed.one_name && typed.name.trim().is_empty();
    let given = if one { String::new() } else { name("/name", &typed.name) };
    let none = typed.no_patronymic && typed.patronymic.trim().is_empty();
    let patronymic = if none { String::new() } else { name("/patronymic", &typed.patronymic) };
    let youngest = baku_date(now).checked_sub_months(Months::new(YOUNGEST_MONTHS));
    let birth_date = match typed.birth_date.as_deref().map(|text| born(text, now)) {
        None => {
            wrong.push(Line::field("/birthDate", "fieldRequired"));
            None
        }
        Some(Err(error)) => {
            wrong.extend(error.errors);
            None
        }
        Some(Ok(date)) if youngest.is_some_and(|youngest| date > youngest) => {
            wrong.push(Line::field("/birthDate", "birthDateImpossible"));
            None
        }
        Some(Ok(date)) => Some(date),
    };
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
    match (wrong.is_empty(), birth_date, document) {
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
