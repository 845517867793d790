//! What the OpenAPI document declares of a request, held before a handler sees it.
//!
//! The document is the one place where a limit is written: lengths, ranges, numbers of items, and that an object is an object.
//! (`serde` reads a structure from a list too.) A limit that is declared runs; one that is not declared does not exist.

use std::sync::LazyLock;

use actix_web::HttpRequest;
use qabul_domain::language::Lang;
use serde_json::{Map, Value};

use crate::problem::{ApiError, Code, Line};
use crate::{openapi, texts};

/// The document, made once.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| serde_json::to_value(openapi::document()).unwrap_or_default());

/// Members whose range is told in a sentence of their own.
const TOLD: [(&str, &str); 2] = [("/amount", "amountRange"), ("/limit", "limitOutOfRange")];

/// The operation a request is for; nothing for pages outside the document.
fn operation(request: &HttpRequest) -> Option<&'static Value> {
    let method = request.method().as_str().to_ascii_lowercase();
    DOCUMENT.get("paths")?.get(request.match_pattern()?)?.get(method)
}

/// Holds a JSON body to what is declared for the route it came to.
///
/// # Errors
/// Broken JSON; every member beyond its limits, by JSON pointer.
pub fn body(request: &HttpRequest, bytes: &[u8]) -> Result<(), ApiError> {
    let schema =
        operation(request).and_then(|operation| operation.pointer("/requestBody/content/application~1json/schema"));
    // A body that is declared as anything is read, and signed, by the route itself.
    let Some(schema) = schema.filter(|schema| schema.as_object().is_some_and(|members| !members.is_empty())) else {
        return Ok(());
    };
    let value: Value = serde_json::from_slice(bytes).map_err(|_| Code::BrokenJson)?;
    hold(schema, &value)
}

/// The query as a JSON object, each member of its declared type. Empty members count as absent; a member that comes twice is
/// refused. Members that are not declared are left to the reader, who refuses them.
///
/// # Errors
/// A query that cannot be read; every member beyond its limits, by JSON pointer.
pub fn query(request: &HttpRequest, pairs: Vec<(String, String)>) -> Result<Map<String, Value>, ApiError> {
    let declared = operation(request).and_then(|operation| operation.get("parameters")?.as_array());
    let mut members = Map::new();
    let mut wrong = Vec::new();
    for (name, text) in pairs {
        let schema = declared
            .and_then(|all| all.iter().find(|one| one["in"] == "query" && one["name"] == name.as_str()))
            .map(|parameter| &parameter["schema"]);
        let pointer = format!("/{}", part(&name));
        let value = match schema {
            _ if text.is_empty() => Value::Null,
            Some(schema) if is(schema, "array") => {
                text.split(',').map(str::trim).filter(|part| !part.is_empty()).collect()
            }
            Some(schema) if is(schema, "integer") => match text.parse::<i64>() {
                Ok(number) => number.into(),
                Err(_) => {
                    wrong.push(Line::field(&pointer, "fieldUnreadable"));
                    continue;
                }
            },
            _ => Value::String(text),
        };
        if let Some(schema) = schema {
            check(schema, &value, &pointer, &mut wrong);
        }
        if members.insert(name, value).is_some() {
            return Err(ApiError::field(&pointer, "fieldTwice"));
        }
    }
    if wrong.is_empty() { Ok(members) } else { Err(ApiError::new(Code::Validation).with_all(wrong)) }
}

fn hold(schema: &Value, value: &Value) -> Result<(), ApiError> {
    let mut wrong = Vec::new();
    check(schema, value, "", &mut wrong);
    if wrong.is_empty() { Ok(()) } else { Err(ApiError::new(Code::Validation).with_all(wrong)) }
}

/// A member's name as a part of a JSON pointer.
fn part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

/// Follows a reference into the document.
fn resolved(schema: &Value) -> &Value {
    match schema.get("$ref").and_then(Value::as_str).and_then(|to| to.strip_prefix('#')) {
        Some(pointer) => DOCUMENT.pointer(pointer).map_or(schema, resolved),
        None => schema,
    }
}

/// Whether a schema is of this type, perhaps among others.
fn is(schema: &Value, kind: &str) -> bool {
    match resolved(schema).get("type") {
        Some(Value::String(one)) => one == kind,
        Some(Value::Array(several)) => several.iter().any(|one| one == kind),
        _ => false,
    }
}

/// Whether one of several alternatives is the one this value is written as: by the words that tell them apart.
fn means(schema: &Value, value: &Value) -> bool {
    let schema = resolved(schema);
    let told = |name: &str, property: &Value| {
        let words = property.get("enum").and_then(Value::as_array);
        words.is_none_or(|words| value.get(name).is_some_and(|said| words.contains(said)))
    };
    match schema.get("properties").and_then(Value::as_object) {
        Some(properties) => properties.iter().all(|(name, property)| told(name, property)),
        None => !is(schema, "null"),
    }
}

fn check(schema: &Value, value: &Value, pointer: &str, wrong: &mut Vec<Line>) {
    let schema = resolved(schema);
    if value.is_null() {
        return; // whether it may be absent is the reader's to say
    }
    if let Some(several) = schema.get("oneOf").and_then(Value::as_array) {
        if !value.is_object() && !several.iter().any(|one| means(one, value) && !is(one, "object")) {
            wrong.push(Line::field(pointer, "fieldUnreadable"));
        } else if let Some(one) = several.iter().find(|one| means(one, value)) {
            check(one, value, pointer, wrong);
        }
        return;
    }
    match value {
        Value::Object(members) => {
            let Some(properties) = schema.get("properties") else { return };
            for (name, member) in members {
                if let Some(property) = properties.get(name) {
                    check(property, member, &format!("{pointer}/{}", part(name)), wrong);
                }
            }
        }
        Value::Array(_) if is(schema, "object") => wrong.push(Line::field(pointer, "fieldUnreadable")),
        Value::Array(items) => {
            beyond(schema, "maxItems", items.len()).into_iter().for_each(|most| {
                wrong.push(filled(pointer, "listTooLong", &[("most", most.to_string())]));
            });
            if let Some(schema) = schema.get("items") {
                for (at, item) in items.iter().enumerate() {
                    check(schema, item, &format!("{pointer}/{at}"), wrong);
                }
            }
        }
        Value::String(text) => {
            if let Some(most) = beyond(schema, "maxLength", text.chars().count()) {
                wrong.push(filled(pointer, "fieldTooLong", &[("most", most.to_string())]));
            }
        }
        Value::Number(number) => {
            let limit = |name: &str| schema.get(name).and_then(Value::as_f64);
            let number = number.as_f64().unwrap_or_default();
            let (least, most) = (limit("minimum"), limit("maximum"));
            if least.is_some_and(|least| number < least) || most.is_some_and(|most| number > most) {
                wrong.push(out_of_range(pointer, least, most));
            }
        }
        Value::Bool(_) | Value::Null => {}
    }
}

/// The limit of this name, where a count is beyond it.
fn beyond(schema: &Value, name: &str, count: usize) -> Option<u64> {
    let most = schema.get(name)?.as_u64()?;
    (u64::try_from(count).unwrap_or(u64::MAX) > most).then_some(most)
}

fn out_of_range(pointer: &str, least: Option<f64>, most: Option<f64>) -> Line {
    if let Some((_, code)) = TOLD.iter().find(|(own, _)| *own == pointer) {
        return Line::field(pointer, code);
    }
    match (least, most) {
        (Some(least), Some(most)) => {
            filled(pointer, "fieldOutOfRange", &[("least", least.to_string()), ("most", most.to_string())])
        }
        _ => Line::field(pointer, "fieldUnreadable"),
    }
}

/// A line whose text has values in it.
fn filled(pointer: &str, code: &str, values: &[(&str, String)]) -> Line {
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let key = format!("fields.{code}");
    Line { says: Lang::ALL.map(|lang| texts::fill(lang, &key, &values)), ..Line::field(pointer, code) }
}
