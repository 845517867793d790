//! Typed text that is not saved yet is stored in the tab, so that a reload, a lost connection or an ended session loses
//! nothing. It never leaves the device, and signing out deletes it.

use uuid::Uuid;

use crate::dom;

/// Separator between two fields; it cannot be typed.
const FIELD: char = '\u{1e}';
/// Separator between a field's name and its text.
const VALUE: char = '\u{1f}';

fn name(id: Uuid, step: &str) -> String {
    ["qabul.typed.", &id.to_string(), ".", step].concat()
}

/// Stores the typed fields of a step, with the revision they are based on.
pub(super) fn keep(id: Uuid, step: &str, revision: i64, fields: &[(&str, String)]) {
    let mut text = revision.to_string();
    for (field, typed) in fields {
        text.push(FIELD);
        text.push_str(field);
        text.push(VALUE);
        text.push_str(typed);
    }
    dom::keep(&name(id, step), &text);
}

/// The stored revision and fields, if there are any.
pub(super) fn kept(id: Uuid, step: &str) -> Option<(i64, Vec<(String, String)>)> {
    read(&dom::kept(&name(id, step))?)
}

fn read(text: &str) -> Option<(i64, Vec<(String, String)>)> {
    let mut parts = text.split(FIELD);
    let revision = parts.next()?.parse().ok()?;
    let fields = parts.filter_map(|part| part.split_once(VALUE));
    Some((revision, fields.map(|(field, typed)| (field.to_owned(), typed.to_owned())).collect()))
}

pub(super) fn let_go(id: Uuid, step: &str) {
    dom::let_go(&name(id, step));
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn what_was_kept_is_read_back_field_by_field() {
        let text = "7\u{1e}section\u{1f}az\u{1e}average\u{1f}91,4 \"x\"\u{1e}degreeId\u{1f}";
        let fields = [("section", "az"), ("average", "91,4 \"x\""), ("degreeId", "")];
        let fields = fields.map(|(field, typed)| (field.to_owned(), typed.to_owned()));
        assert_eq!(read(text), Some((7, fields.to_vec())));
        assert_eq!(read("no number"), None);
    }
}
