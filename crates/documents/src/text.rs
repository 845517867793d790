//! Makes any text printable with the fonts at hand.
//!
//! PDF/UA forbids a glyph that stands for nothing, so one letter of a foreign script in a name would refuse the whole
//! paper. Such a letter prints as `�`; the original stays in the register and in the cabinet.

use serde_json::Value;
use typst::text::Font;

/// Longest run without a space that is left alone; longer ones get invisible places to break.
const LONGEST_WORD: usize = 24;
const BREAK: char = '\u{200B}';
const UNKNOWN: char = '\u{FFFD}';

/// Replaces every text inside `value`, keys untouched, by its printable form.
pub(crate) fn make_printable(value: &mut Value, fonts: &[Font]) {
    match value {
        Value::String(text) => *text = printable(text, |c| covered(c, fonts)),
        Value::Array(items) => items.iter_mut().for_each(|item| make_printable(item, fonts)),
        Value::Object(fields) => fields.values_mut().for_each(|item| make_printable(item, fonts)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Whether every font has a glyph: a heading must not lose a letter that the body shows.
fn covered(c: char, fonts: &[Font]) -> bool {
    fonts.iter().all(|font| font.info().coverage.contains(c.into()))
}

fn printable(text: &str, covered: impl Fn(char) -> bool) -> String {
    let shown = text.chars().filter_map(|c| match c {
        '\u{2212}' => Some('–'), // the minus sign of money; the text fonts have only the dash
        _ if c.is_whitespace() && !is_no_break(c) => Some(' '),
        _ if c.is_control() || is_invisible(c) => None,
        _ if covered(c) => Some(c),
        _ => Some(UNKNOWN),
    });
    let shown: String = shown.collect();
    shown.split(' ').map(breakable).collect::<Vec<_>>().join(" ")
}

/// A word longer than a column may be cut: after its punctuation (an e-mail address), else anywhere.
fn breakable(word: &str) -> String {
    if word.chars().count() <= LONGEST_WORD {
        return word.to_owned();
    }
    let mut out = String::with_capacity(word.len() + 16);
    let mut run = 0;
    for c in word.chars() {
        if run == LONGEST_WORD {
            out.push(BREAK);
            run = 0;
        }
        out.push(c);
        run += 1;
        if matches!(c, '.' | '@' | '_' | ',' | ';') {
            out.push(BREAK);
            run = 0;
        }
    }
    out
}

fn is_no_break(c: char) -> bool {
    matches!(c, '\u{A0}' | '\u{202F}')
}

/// Characters without a shape, among them the ones that turn the direction of writing and can make a paper read
/// differently from what was stored.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn any(text: &str) -> String {
        printable(text, |_| true)
    }

    #[test]
    fn markup_and_quotes_stay_as_they_are() {
        let text = r##"#panic("x") *a* _b_ \ "c" -- $d$ @e <f> `g`"##;
        assert_eq!(any(text), text);
    }

    #[test]
    fn a_letter_without_a_glyph_becomes_a_visible_sign() {
        assert_eq!(printable("Li 李", |c| c.is_ascii()), "Li \u{FFFD}");
    }

    #[test]
    fn signs_that_turn_the_writing_direction_and_controls_are_dropped() {
        assert_eq!(any("50\u{202E}00\u{0} AZN\u{FEFF}"), "5000 AZN");
        assert_eq!(any("bir\niki\tüç"), "bir iki üç");
        assert_eq!(any("50,00\u{A0}AZN"), "50,00\u{A0}AZN");
    }

    #[test]
    fn a_very_long_word_gets_places_to_break_and_no_other_word_does() {
        let long = "a".repeat(60);
        assert_eq!(any(&long).replace(BREAK, ""), long);
        assert!(any(&long).split(BREAK).all(|part| part.len() <= LONGEST_WORD));
        assert_eq!(any("first.second@university.example"), "first.\u{200B}second@\u{200B}university.\u{200B}example");
        assert!(!any("Azərbaycan Dövlət İqtisad Universiteti").contains(BREAK));
    }
}
