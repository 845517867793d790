//! Words such as "FİN-iniz", "E-poçt" and "146-ya" stay whole at the end of a line: no property of CSS forbids a break
//! after a hyphen, so the texts are packed with the non-breaking one (U+2011). The files in the repository keep the plain
//! hyphen, and so do the texts of the server, which also go into SMS, e-mails and prints.

use serde_json::Value;

/// A part of a word with at most this many letters must not be alone in a line.
const SHORT: usize = 4;

/// The keys whose values are addresses, not texts.
const ADDRESSES: [&str; 3] = ["id", "to", "live"];

/// Replaces the hyphens in all texts of a tree.
pub fn join(tree: &mut Value) {
    match tree {
        Value::Object(map) => {
            map.iter_mut().filter(|(key, _)| !ADDRESSES.contains(&key.as_str())).for_each(|(_, inner)| join(inner));
        }
        Value::Array(items) => items.iter_mut().for_each(join),
        Value::String(text) => *text = joined(text),
        _ => {}
    }
}

/// The text with U+2011 between two parts of a word if one of them is short. A hyphen that stands beside anything but a
/// letter or a digit is left alone.
fn joined(text: &str) -> String {
    let parts: Vec<&str> = text.split('-').collect();
    // A placeholder becomes a number or a date, whose last part is short.
    let last = |part: &str| match part.ends_with('}') {
        true => 1,
        false => part.chars().rev().take_while(|letter| letter.is_alphanumeric()).count(),
    };
    let first = |part: &str| part.chars().take_while(|letter| letter.is_alphanumeric()).count();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, part) in parts.iter().enumerate() {
        out.push_str(part);
        if let Some(next) = parts.get(at + 1) {
            let (before, after) = (last(part), first(next));
            let short = before > 0 && after > 0 && before.min(after) <= SHORT;
            out.push(if short { '\u{2011}' } else { '-' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_short_part_stays_with_its_word_and_a_long_compound_may_break() {
        let whole = "FİN\u{2011}iniz, E\u{2011}poçt, {date}\u{2011}dək, QR\u{2011}код, step\u{2011}by\u{2011}step";
        assert_eq!(joined("FİN-iniz, E-poçt, {date}-dək, QR-код, step-by-step"), whole);
        for text in ["Tələbə-Məzun", "приложение-аутентификатор", "a - b", "-5", "–"] {
            assert_eq!(joined(text), text);
        }
    }

    #[test]
    fn addresses_are_left_alone() {
        let mut page = json!({ "id": "how-long", "p": ["SMS-də", { "a": "E-poçt", "to": "/a-b" }] });
        join(&mut page);
        assert_eq!(page, json!({ "id": "how-long", "p": ["SMS\u{2011}də", { "a": "E\u{2011}poçt", "to": "/a-b" }] }));
    }
}
