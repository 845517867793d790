//! The invented persons.

use std::sync::OnceLock;

use chrono::NaiveDate;
use qabul_domain::facts::Citizenship;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// A residence permit (PORTAL-3).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Permit {
    /// `MYI` (temporary) or `DYI` (permanent).
    pub series: String,
    /// Number.
    pub number: String,
    /// Last valid day.
    #[serde(default)]
    pub valid_until: Option<NaiveDate>,
}

/// An invented person. The names show that they are invented, and so are the FINs and documents.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Person {
    /// FIN, fixed.
    pub fin: String,
    /// Surname.
    pub surname: String,
    /// Given name.
    pub name: String,
    /// Father's name without oğlu/qızı; may be empty.
    #[serde(default)]
    pub patronymic: String,
    /// Date of birth.
    pub birth_date: NaiveDate,
    /// Citizenship.
    pub citizenship: Citizenship,
    /// Series and number of the identity document.
    pub document: String,
    /// The permit by which the migration register finds the person; then the population register does not contain the
    /// person.
    #[serde(default)]
    pub permit: Option<Permit>,
    /// Registered address.
    pub registered_place: String,
    /// Address where the person lives.
    pub actual_place: String,
    /// Rows of TMMS as transmitted, except that years may be relative: `"Y"` is the campaign's academic year.
    #[serde(default)]
    pub tmms: Vec<Value>,
    /// Rows of TKTA.
    #[serde(default)]
    pub tkta: Vec<Value>,
    /// Rows of the examination centre.
    #[serde(default)]
    pub admissions: Vec<Value>,
    /// Rows of the social-status register.
    #[serde(default)]
    pub statuses: Vec<Value>,
    /// What the person demonstrates, in Azerbaijani.
    pub shows_az: String,
    /// The same in English.
    pub shows_en: String,
}

impl Person {
    /// `PersonRecord` of the contract, without the key.
    pub(crate) fn record(&self) -> Value {
        json!({
            "surname": self.surname,
            "name": self.name,
            "patronymic": self.patronymic,
            "birthDate": self.birth_date,
            "citizenship": self.citizenship,
            "document": self.document,
            "registeredPlace": self.registered_place,
            "actualPlace": self.actual_place,
        })
    }
}

/// All invented persons, in the order of the demonstration table.
pub fn persons() -> &'static [Person] {
    static PERSONS: OnceLock<Vec<Person>> = OnceLock::new();
    #[allow(clippy::expect_used, reason = "compiled in and read by a test; a broken file must stop the start")]
    PERSONS.get_or_init(|| {
        serde_json::from_str(include_str!("../data/persons.json")).expect("data/persons.json follows its struct")
    })
}

/// Replaces years relative to the campaign's academic year (`"Y"`, `"Y-4"`, `"Y+1"`) by numbers.
pub(crate) fn resolve_years(value: &mut Value, academic_year: i32) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| resolve_years(item, academic_year)),
        Value::Object(members) => {
            for (name, member) in members.iter_mut() {
                let year = name == "year" || name.ends_with("Year");
                match member.as_str().and_then(|text| text.strip_prefix('Y')) {
                    Some(offset) if year => *member = json!(academic_year + offset.parse::<i32>().unwrap_or(0)),
                    _ => resolve_years(member, academic_year),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn fins_and_documents_are_different_and_well_formed() {
        let fins: BTreeSet<_> = persons().iter().map(|person| person.fin.as_str()).collect();
        let documents: BTreeSet<_> = persons().iter().map(|person| person.document.as_str()).collect();
        assert_eq!((fins.len(), documents.len()), (persons().len(), persons().len()));
        assert!(persons().len() >= 24);
        for fin in fins {
            assert!(
                fin.len() == 7
                    && fin.chars().all(|c| c.is_ascii_digit() || (c.is_ascii_uppercase() && !"IO".contains(c)))
            );
        }
    }

    #[test]
    fn every_person_says_in_both_languages_what_they_show() {
        for person in persons() {
            assert!(person.shows_az.len() > 20 && person.shows_en.len() > 20);
        }
    }

    #[test]
    fn only_the_two_institutions_with_an_official_code_carry_one() {
        for row in persons().iter().flat_map(|person| person.tmms.iter().chain(&person.tkta).chain(&person.admissions))
        {
            let code = row.get("institutionCode").and_then(Value::as_str);
            let official = match row["institution"].as_str().unwrap() {
                "Azərbaycan Texniki Universiteti" => Some("11703"),
                "“Odlar Yurdu” Universiteti" => Some("11726"),
                _ => None,
            };
            assert_eq!(code, official);
        }
    }

    #[test]
    fn relative_years_follow_the_campaign() {
        let mut row = json!([{"admissionYear": "Y-4", "finishYear": "Y", "diploma": "Y-4", "year": "Y+2"}]);
        resolve_years(&mut row, 2027);
        assert_eq!(row, json!([{"admissionYear": 2023, "finishYear": 2027, "diploma": "Y-4", "year": 2029}]));
    }
}
