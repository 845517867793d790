//! Reads JSON into the types sent to the browser.
//!
//! On the server `serde` does it. In the browser its code, which tells in words what is wrong, reads structures written as
//! lists and frees what was read half-way, was a sixth of the program. An answer of our own server needs none of that: here a
//! member is one call, and whether everything fitted is asked once at the end.

use chrono::{DateTime, NaiveDate, Utc};
use qabul_domain::money::Qepik;
use serde::de::{DeserializeOwned, IntoDeserializer, value};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::page::Page;

/// A type that is read from JSON in the browser.
pub trait Decode: Sized {
    /// Reads a value; a member that is absent counts as null. Where something does not fit, sets `wrong` and gives any value
    /// of the type: [`decode`] throws the whole away.
    fn read(value: Value, wrong: &mut bool) -> Self;
}

/// The text as a `T`; `None` = it is no JSON, or something in it does not fit. Members this program does not know are passed
/// over: the server may be newer than an open page.
#[inline(never)]
pub fn decode<T: Decode>(text: &str) -> Option<T> {
    let mut wrong = false;
    let read = T::read(serde_json::from_str(text).ok()?, &mut wrong);
    (!wrong).then_some(read)
}

/// The members of an object.
pub struct Members(Map<String, Value>);

impl Members {
    /// Of a value that should be an object.
    #[inline(never)]
    pub fn of(value: Value, wrong: &mut bool) -> Self {
        match value {
            Value::Object(members) => Self(members),
            _ => {
                *wrong = true;
                Self(Map::new())
            }
        }
    }

    /// The member of a field: `fee_text` is `feeText`.
    #[inline(never)]
    pub fn take(&mut self, field: &str) -> Value {
        let mut name = String::with_capacity(field.len());
        let mut raise = false;
        for letter in field.chars() {
            match letter {
                '_' => raise = true,
                _ if raise => {
                    raise = false;
                    name.push(letter.to_ascii_uppercase());
                }
                _ => name.push(letter),
            }
        }
        self.0.get_mut(&name).map(Value::take).unwrap_or_default()
    }

    /// The member of a field, as its type.
    #[inline(never)]
    pub fn read<T: Decode>(&mut self, field: &str, wrong: &mut bool) -> T {
        T::read(self.take(field), wrong)
    }
}

/// Structures: every field by its name.
macro_rules! decodes {
    ($($name:path { $($field:ident),+ $(,)? })+) => { $(
        impl $crate::decode::Decode for $name {
            fn read(value: serde_json::Value, wrong: &mut bool) -> Self {
                let mut members = $crate::decode::Members::of(value, wrong);
                Self { $($field: members.read(stringify!($field), wrong)),+ }
            }
        }
    )+ };
}

/// Words: enumerations without content. `serde` knows the spelling of each; what is named here stands in for a wrong one.
macro_rules! words {
    ($($name:ident :: $any:ident),+ $(,)?) => { $(
        impl $crate::decode::Decode for $name {
            fn read(value: serde_json::Value, wrong: &mut bool) -> Self {
                $crate::decode::word(&value).unwrap_or_else(|| {
                    *wrong = true;
                    $name::$any
                })
            }
        }
    )+ };
}

mod domain;

pub(crate) fn word<T: DeserializeOwned>(value: &Value) -> Option<T> {
    let word: value::StrDeserializer<'_, value::Error> = value.as_str()?.into_deserializer();
    T::deserialize(word).ok()
}

/// The value, or a default and the note that something was wrong.
fn or_wrong<T: Default>(found: Option<T>, wrong: &mut bool) -> T {
    *wrong |= found.is_none();
    found.unwrap_or_default()
}

impl Decode for String {
    fn read(value: Value, wrong: &mut bool) -> Self {
        match value {
            Value::String(text) => text,
            _ => or_wrong(None, wrong),
        }
    }
}

impl Decode for bool {
    fn read(value: Value, wrong: &mut bool) -> Self {
        or_wrong(value.as_bool(), wrong)
    }
}

macro_rules! numbers {
    ($($name:ty)+) => { $(
        impl Decode for $name {
            fn read(value: Value, wrong: &mut bool) -> Self {
                or_wrong(value.as_i64().and_then(|number| number.try_into().ok()), wrong)
            }
        }
    )+ };
}

numbers!(u8 u16 u32 i32 i64);

impl Decode for Qepik {
    fn read(value: Value, wrong: &mut bool) -> Self {
        Qepik(i64::read(value, wrong))
    }
}

impl Decode for Uuid {
    fn read(value: Value, wrong: &mut bool) -> Self {
        or_wrong(value.as_str().and_then(|text| text.parse().ok()), wrong)
    }
}

impl Decode for NaiveDate {
    fn read(value: Value, wrong: &mut bool) -> Self {
        or_wrong(value.as_str().and_then(date), wrong)
    }
}

impl Decode for DateTime<Utc> {
    fn read(value: Value, wrong: &mut bool) -> Self {
        or_wrong(value.as_str().and_then(instant), wrong)
    }
}

impl<T: Decode> Decode for Option<T> {
    fn read(value: Value, wrong: &mut bool) -> Self {
        if value.is_null() { None } else { Some(T::read(value, wrong)) }
    }
}

/// A list that is absent is empty: empty ones are left out of some answers.
impl<T: Decode> Decode for Vec<T> {
    fn read(value: Value, wrong: &mut bool) -> Self {
        match value {
            Value::Array(items) => items.into_iter().map(|item| T::read(item, wrong)).collect(),
            other => {
                *wrong |= !other.is_null();
                Vec::new()
            }
        }
    }
}

impl<T: Decode> Decode for Page<T> {
    fn read(value: Value, wrong: &mut bool) -> Self {
        let mut members = Members::of(value, wrong);
        Self { items: members.read("items", wrong), next: members.read("next", wrong) }
    }
}

/// `2026-01-26`.
fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let year = parts.next()?.parse().ok()?;
    let month = parts.next()?.parse().ok()?;
    NaiveDate::from_ymd_opt(year, month, parts.next()?.parse().ok()?)
}

/// `2026-01-26T20:00:00Z` or `2026-01-26T20:00:00.5Z`: the one form the server writes.
fn instant(text: &str) -> Option<DateTime<Utc>> {
    let (day, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (whole, fraction) = time.split_once('.').unwrap_or((time, ""));
    let mut parts = whole.splitn(3, ':').map(|part| part.parse::<u32>().ok());
    let (hour, minute, second) = (parts.next()??, parts.next()??, parts.next()??);
    let mut micros = 0;
    for at in 0..6 {
        let digit = fraction.as_bytes().get(at).copied().unwrap_or(b'0');
        micros = micros * 10 + char::from(digit).to_digit(10)?;
    }
    Some(date(day)?.and_hms_micro_opt(hour, minute, second, micros)?.and_utc())
}

#[cfg(test)]
mod tests {
    use qabul_domain::facts::Degree;

    use super::*;
    use crate::applications::Draft;
    use crate::campaigns::{CampaignPhase, Tone};
    use crate::problem::Problem;
    use crate::reference::Catalogue;
    use crate::sessions::Session;

    const SESSION: &str = r#"{"accessToken":"t","expiresAt":"2026-01-26T20:00:00Z","sessionEndsAt":"2026-01-26T20:20:00.5Z",
        "me":{"id":"01a1fc5e-726d-7000-9c2b-b9a5757f2c2b","cabinetNumber":"7","givenName":"Aysel","fullName":"Nümunəyeva Aysel",
        "state":"active","balance":-1250,"balanceText":"− 12,50 AZN","unreadNotices":2,"lang":"az"}}"#;
    const PROBLEM: &str = r#"{"type":"/p","title":"t","status":422,"code":"validation","traceId":"x",
        "errors":[{"code":"c","text":"s","pointer":"/fin"}]}"#;
    const DRAFT: &str = r#"{"kind":"masterExam","answers":{"personal":{"namesChanged":true,"previousSurname":"A"},
        "education":{"degreeId":"manual","averageScale":100,"average":"91,4","priorMaster":"stateFunded","manual":
        {"inAzerbaijan":false,"country":"TR","level":"baseMedical","status":"studying","admissionYear":2020,"specialtyCode":"1"}},
        "exam":{"section":"ru","foreignLanguage":"fa","specializationLanguage":"none"}}}"#;
    const DEGREE: &str = r#"{"id":"1","source":"tmms","level":"master","status":"onLeave","funding":null,"institutionCode":"11703",
        "institution":"i","inAzerbaijan":true,"recognised":null,"admissionYear":2019,"admissionWorkNumber":null,"finishYear":2023,
        "specialtyCode":"050632","specialty":"s","specializationLanguage":"en","diploma":null,"average":"4,5","averageScale":5}"#;
    const CATALOGUE: &str = r#"{"official":false,"items":[{"code":"c","title":"t","specialty":"060203","institution":"i","conditions":
        {"teachingLanguage":"de","class":"foreignLanguage","specializationLanguage":"de","section":"joint","funding":"paid"},
        "capacity":12,"ranking":"own"}]}"#;

    fn alike<T: Decode + DeserializeOwned + PartialEq>(text: &str) -> bool {
        let by_serde = serde_json::from_str::<T>(text).ok();
        by_serde.is_some() && decode::<T>(text) == by_serde
    }

    #[test]
    fn what_serde_reads_is_read_alike() {
        assert!(alike::<Session>(SESSION), "session");
        assert!(alike::<Problem>(PROBLEM), "problem");
        assert!(alike::<Draft>(DRAFT), "draft");
        assert!(alike::<Degree>(DEGREE), "degree");
        assert!(alike::<Catalogue>(CATALOGUE), "catalogue");
        assert!(alike::<Page<Tone>>(r#"{"items":["good","bad"],"next":"2"}"#), "page");
        assert!(alike::<Vec<Option<u8>>>("[1,null,255]"), "list");
    }

    #[test]
    fn what_does_not_fit_is_nothing() {
        assert_eq!(decode::<u8>("256"), None);
        assert_eq!(decode::<Vec<u8>>("\"no\""), None);
        assert_eq!(decode::<CampaignPhase>("\"later\""), None);
        assert_eq!(decode::<String>("not json"), None);
        for (had, wrong) in
            [("\"state\":\"active\"", "\"state\":7"), ("\"accessToken\":\"t\",", ""), ("T20:20:00.5Z", "")]
        {
            assert!(decode::<Session>(&SESSION.replace(had, wrong)).is_none(), "{wrong}");
        }
        assert!(decode::<Draft>(&DRAFT.replace("masterExam", "residency")).is_none());
    }

    #[test]
    fn what_a_newer_server_adds_is_passed_over_and_an_absent_list_is_empty() {
        assert!(decode::<Session>(&SESSION.replace("\"lang\":\"az\"", "\"lang\":\"az\",\"more\":1")).is_some());
        assert_eq!(decode::<Page<Tone>>("{}"), Some(Page { items: Vec::new(), next: None }));
    }

    #[test]
    fn instants_and_dates_are_read_as_chrono_reads_them() {
        for text in ["2026-01-26T20:00:00Z", "2026-01-26T20:20:00.5Z", "1999-12-31T23:59:59.000001Z"] {
            assert_eq!(instant(text), text.parse().ok(), "{text}");
        }
        for text in ["2026-01-26", "2026-13-26T20:00:00Z", "2026-01-26T20:61:00Z", "2026-01-26T20:00:00.xZ", ""] {
            assert_eq!(instant(text), None, "{text}");
        }
        assert_eq!(date("2002-03-14"), "2002-03-14".parse().ok());
        assert_eq!(date("2002-02-30"), None);
    }
}
