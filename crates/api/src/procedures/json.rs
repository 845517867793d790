//! Reading what a caller sent, with the place of a mistake.

use serde::de::DeserializeOwned;

use crate::problem::{ApiError, Code};

/// Reads JSON of a caller; the position of a mistake becomes a JSON pointer.
///
/// # Errors
/// Broken JSON, or fields that are missing, unknown or of the wrong type.
pub fn read_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ApiError> {
    // Everything a caller sends is an object. `serde` takes a list of the values in the order of the fields as well.
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
        let part = match segment {
            Segment::Seq { index } => index.to_string(),
            Segment::Map { key } => key.clone(),
            Segment::Enum { .. } | Segment::Unknown => continue,
        };
        pointer.push('/');
        pointer.push_str(&part.replace('~', "~0").replace('/', "~1"));
    }
    pointer
}
