//! Reads JSON from a caller and reports the position of an error.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use validator::Validate;

use super::PROCEDURES;
use crate::declared;
use crate::problem::{ApiError, Code, Line};

/// Reads a JSON body and holds it to the limits of its type.
///
/// # Errors
/// As [`read_json`]; a list in place of an object; every member beyond its limits.
pub fn read_body<T: DeserializeOwned + Serialize + Validate>(bytes: &[u8]) -> Result<T, ApiError> {
    let request: T = read_json(bytes)?;
    if bytes.contains(&b'[') {
        let sent = serde_json::from_slice(bytes).map_err(|_| Code::BrokenJson)?;
        let read = serde_json::to_value(&request).map_err(ApiError::internal)?;
        let mut wrong = Vec::new();
        lists_for_objects(&sent, &read, "", &mut wrong);
        if !wrong.is_empty() {
            return Err(ApiError::new(Code::Validation).with_all(wrong));
        }
    }
    declared::hold(&request)?;
    Ok(request)
}

/// The step some answers are for.
///
/// # Errors
/// No step is named.
pub fn step_named(patch: &[u8]) -> Result<String, ApiError> {
    // The answers themselves are read as their kind; here only the tag.
    #[derive(serde::Deserialize)]
    struct Tag {
        step: String,
    }
    Ok(read_json::<Tag>(patch)?.step)
}

/// Holds one step's answers to the limits of the kind that has the step, before any application is looked for.
///
/// # Errors
/// As [`read_body`]; a step no kind has.
pub fn hold_answers(patch: &[u8]) -> Result<(), ApiError> {
    let step = step_named(patch)?;
    let kind = PROCEDURES.iter().find(|kind| kind.steps().contains(&step.as_str()));
    kind.ok_or_else(|| ApiError::field("/step", "fieldUnreadable"))?.hold(patch)
}

/// `serde` reads a structure from a list of its values too. Written again it is an object, which tells the two apart without
/// knowing the type.
fn lists_for_objects(sent: &Value, read: &Value, pointer: &str, wrong: &mut Vec<Line>) {
    match (sent, read) {
        (Value::Array(_), Value::Object(_)) => wrong.push(Line::field(pointer, "fieldUnreadable")),
        (Value::Array(sent), Value::Array(read)) => {
            for (at, (sent, read)) in sent.iter().zip(read).enumerate() {
                lists_for_objects(sent, read, &format!("{pointer}/{at}"), wrong);
            }
        }
        (Value::Object(sent), Value::Object(read)) => {
            for (name, sent) in sent {
                let read = read.get(name).unwrap_or(&Value::Null);
                lists_for_objects(sent, read, &format!("{pointer}/{}", part(name)), wrong);
            }
        }
        _ => {}
    }
}

/// Reads JSON from a caller; the position of an error becomes a JSON pointer.
///
/// # Errors
/// Malformed JSON, or fields that are missing, unknown or of the wrong type.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // Everything a caller sends is an object. `serde` would also accept an array with the values in the order of the
    // fields.
    if bytes.trim_ascii_start().first() == Some(&b'[') {
        return Err(ApiError::field("", "fieldUnreadable"));
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let pointer = pointer_of(error.path());
        let inner = error.into_inner();
        if inner.is_data() {
            let code = if inner.to_string().starts_with("unknown field") {
                "unknownField"
            } else if inner.to_string().starts_with("missing field") {
                "fieldRequired"
            } else {
                "fieldUnreadable"
            };
            ApiError::field(&pointer, code)
        } else {
            ApiError::new(Code::BrokenJson)
        }
    })?;
    reader.end().map_err(|_| ApiError::new(Code::BrokenJson))?;
    Ok(value)
}

/// A path such as `answers.section` as a JSON pointer.
fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = String::new();
    for segment in path {
        let name = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part(&name));
    }
    pointer
}

/// A member's name as a part of a JSON pointer.
pub fn part(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}
