//! The limits a request type declares by `validator`, held before a handler sees the request.

use qabul_domain::language::Lang;
use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors, ValidationErrorsKind};

use crate::problem::{ApiError, Code, Line};
use crate::texts;

/// Members whose range is told in a sentence of their own.
const TOLD: [(&str, &str); 2] = [("/amount", "amountRange"), ("/limit", "limitOutOfRange")];

/// Holds a request to its limits.
///
/// # Errors
/// Every member beyond its limits, by JSON pointer.
pub fn hold(request: &impl Validate) -> Result<(), ApiError> {
    let Err(errors) = request.validate() else { return Ok(()) };
    let mut wrong = Vec::new();
    collect(&errors, "", &mut wrong);
    // `validator` keeps the members in no order.
    wrong.sort_by(|one, other| one.pointer.cmp(&other.pointer));
    Err(ApiError::new(Code::Validation).with_all(wrong))
}

fn collect(errors: &ValidationErrors, pointer: &str, wrong: &mut Vec<Line>) {
    for (field, kind) in errors.errors() {
        let pointer = format!("{pointer}/{}", member(field));
        match kind {
            ValidationErrorsKind::Struct(errors) => collect(errors, &pointer, wrong),
            ValidationErrorsKind::List(items) => {
                items.iter().for_each(|(at, errors)| collect(errors, &format!("{pointer}/{at}"), wrong));
            }
            ValidationErrorsKind::Field(errors) => wrong.extend(errors.iter().map(|error| line(&pointer, error))),
        }
    }
}

/// The JSON name of a field, as `serde` makes it by `rename_all = "camelCase"`.
fn member(field: &str) -> String {
    let mut parts = field.split('_');
    let mut name = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let mut letters = part.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

fn line(pointer: &str, error: &ValidationError) -> Line {
    let param = |name: &str| error.params.get(name).map(Value::to_string);
    match (&*error.code, param("min"), param("max")) {
        ("length", _, Some(most)) => {
            let list = error.params.get("value").is_some_and(Value::is_array);
            filled(pointer, if list { "listTooLong" } else { "fieldTooLong" }, &[("most", &most)])
        }
        ("range", Some(least), Some(most)) => match TOLD.iter().find(|(own, _)| *own == pointer) {
            Some((_, code)) => Line::field(pointer, code),
            None => filled(pointer, "fieldOutOfRange", &[("least", &least), ("most", &most)]),
        },
        _ => Line::field(pointer, "fieldUnreadable"),
    }
}

/// A line whose text has values in it.
fn filled(pointer: &str, code: &str, values: &[(&str, &str)]) -> Line {
    let key = format!("fields.{code}");
    Line { says: Lang::ALL.map(|lang| texts::fill(lang, &key, values)), ..Line::field(pointer, code) }
}

#[cfg(test)]
mod tests {
    use serde::Serialize;

    use super::*;

    #[derive(Serialize, Validate)]
    #[serde(rename_all = "camelCase")]
    struct Inner {
        #[validate(length(max = 2))]
        given_name: String,
        #[validate(range(min = -1, max = 1))]
        amount: Option<i64>,
    }

    #[derive(Serialize, Validate)]
    #[serde(rename_all = "camelCase")]
    struct Outer {
        #[validate(nested)]
        only_one: Option<Inner>,
        #[validate(nested, length(max = 2))]
        some_2_or_more: Vec<Inner>,
        #[validate(length(max = 1))]
        codes: Vec<String>,
        #[validate(range(min = 100, max = 200))]
        amount: i64,
    }

    fn inner(name: &str, amount: i64) -> Inner {
        Inner { given_name: name.to_owned(), amount: Some(amount) }
    }

    fn told(request: &impl Validate) -> Vec<(String, String, String)> {
        let lines = hold(request).err().map(|error| error.errors).unwrap_or_default();
        lines.into_iter().map(|line| (line.pointer.unwrap_or_default(), line.code, line.says[1].clone())).collect()
    }

    #[test]
    fn every_member_beyond_its_limits_is_named_by_its_json_pointer_and_told_the_limit() {
        let request = Outer {
            only_one: Some(inner("abc", 2)),
            some_2_or_more: vec![inner("şə", 0), inner("abc", 0)],
            codes: vec![String::new(), String::new()],
            amount: 99,
        };
        let text = "Shorten the text: no more than 2 characters.";
        let expected = [
            ("/amount", "amountRange", "The amount must be between 1.00\u{a0}AZN and 5,000.00\u{a0}AZN."),
            ("/codes", "listTooLong", "Shorten the list: no more than 1 items."),
            ("/onlyOne/amount", "fieldOutOfRange", "Enter a number from -1 to 1."),
            ("/onlyOne/givenName", "fieldTooLong", text),
            ("/some2OrMore/1/givenName", "fieldTooLong", text),
        ];
        assert_eq!(told(&request), expected.map(|(pointer, code, says)| (pointer.into(), code.into(), says.into())));
        // The members have the names `serde` gives them.
        let json = serde_json::to_value(&request).unwrap();
        assert!(expected.iter().all(|(pointer, ..)| json.pointer(pointer).is_some()), "{json}");
    }

    #[test]
    fn a_request_within_its_limits_passes() {
        let request = Outer { only_one: None, some_2_or_more: vec![inner("şə", 1)], codes: vec![], amount: 200 };
        assert_eq!(told(&request), []);
    }
}
