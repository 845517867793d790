//! A person as the registers write them, and the checks before the record is believed.

use chrono::{DateTime, NaiveDate, Utc};
use qabul_domain::calendar::Micros;
use qabul_domain::facts::{Citizenship, PersonFacts};
use serde::Deserialize;

use crate::line::Cause;

/// `PersonRecord` of the contract; unknown members are ignored, since a register may add some.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PersonRecord {
    surname: String,
    name: String,
    #[serde(default)]
    patronymic: String,
    birth_date: NaiveDate,
    citizenship: Citizenship,
    document: String,
    registered_place: String,
    actual_place: String,
}

impl PersonRecord {
    /// The facts, or the name of the first member with an impossible value.
    pub(crate) fn checked(self, now: Micros) -> Result<PersonFacts, Cause> {
        let facts = PersonFacts {
            surname: text("surname", self.surname, 0, 100)?,
            name: text("name", self.name, 0, 100)?,
            patronymic: text("patronymic", self.patronymic, 0, 100)?,
            birth_date: self.birth_date,
            citizenship: self.citizenship,
            document: text("document", self.document, 1, 30)?,
            registered_place: text("registeredPlace", self.registered_place, 1, 300)?,
            actual_place: text("actualPlace", self.actual_place, 1, 300)?,
        };
        // Some people have one name only; nobody has none.
        if facts.surname.is_empty() && facts.name.is_empty() {
            return Err(Cause::Nonsense("surname"));
        }
        let today = DateTime::<Utc>::from(now).date_naive();
        let oldest = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(NaiveDate::MIN);
        if facts.birth_date < oldest || facts.birth_date > today {
            return Err(Cause::Nonsense("birthDate"));
        }
        Ok(facts)
    }
}

/// A text without surrounding space and control characters, within its length in characters.
pub(crate) fn text(field: &'static str, value: String, shortest: usize, longest: usize) -> Result<String, Cause> {
    let trimmed = value.trim();
    let length = trimmed.chars().count();
    if length < shortest || length > longest || trimmed.chars().any(char::is_control) {
        return Err(Cause::Nonsense(field));
    }
    Ok(if trimmed.len() == value.len() { value } else { trimmed.to_owned() })
}
