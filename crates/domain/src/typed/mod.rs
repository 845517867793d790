//! Normalises typed and pasted text, in the browser and on the server.
//!
//! A value copied from a message, a document or a contact list contains more than the person sees: direction marks,
//! no-break spaces, other dashes, digits of another script, a label before it. Every parser of the domain reads its
//! text through this module, so that text that looks correct is accepted in every field.
//!
//! Letters are not composed here (NFC), because the tables for it would double the size of the browser program. A
//! caller that reads longer texts composes them first: the server with [`crate::az::nfc`], the browser with its own
//! `String.normalize`.

mod code;
mod prose;

pub use code::{CODE_LENGTH, CheckCodeError, check_code, last_digits, one_time_code};
pub use prose::{Strange, printable, strange};

/// Whether a character is invisible and has no meaning in typed text: direction marks, joiners, soft hyphens, variation
/// selectors, byte order marks, control characters other than white space.
pub const fn is_invisible(sign: char) -> bool {
    matches!(sign,
        '\0'..='\u{8}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}'
        | '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

/// One character in its plain form: every dash becomes `-`, every apostrophe `'`, every space a blank; full-width
/// characters and digits of other scripts become the plain ones. `None` = invisible.
pub fn plain_sign(sign: char) -> Option<char> {
    let of = |sign: char, first: char, plain: char| {
        char::from_u32(u32::from(plain) + u32::from(sign).saturating_sub(u32::from(first)))
    };
    match sign {
        ' '..='~' => Some(sign),
        _ if is_invisible(sign) => None,
        '\u{2010}'..='\u{2015}' | '\u{2043}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => Some('-'),
        '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bb}' | '\u{2bc}' | '\u{2032}' | '\u{b4}' | '\u{ff07}' => Some('\''),
        '\u{660}'..='\u{669}' => of(sign, '\u{660}', '0'),
        '\u{6f0}'..='\u{6f9}' => of(sign, '\u{6f0}', '0'),
        '\u{ff01}'..='\u{ff5e}' => of(sign, '\u{ff01}', '!'),
        '\u{2800}' | '\u{3164}' => Some(' '),
        _ if sign.is_whitespace() => Some(' '),
        _ => Some(sign),
    }
}

/// The text in plain form, with single blanks between words and none around them.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars().filter_map(plain_sign) {
        if sign != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(sign);
        }
    }
    if out.ends_with(' ') {
        out.pop();
    }
    out
}

/// The same without blanks.
pub fn compact(text: &str) -> String {
    text.chars().filter_map(plain_sign).filter(|sign| *sign != ' ').collect()
}

/// A document number as typed or pasted: without blanks, without a label before a colon (`FİN: 5NM4K37`) and without
/// the number sign; English letters in upper case.
pub fn identifier(text: &str) -> String {
    let mut plain = compact(text);
    if let Some((_, value)) = plain.rsplit_once(':')
        && !value.is_empty()
    {
        plain = value.to_owned();
    }
    plain.retain(|sign| sign != '№');
    plain.make_ascii_uppercase();
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_nobody_sees_are_left_out_and_kinds_of_one_sign_are_one_sign() {
        assert_eq!(plain("\u{202a}+994\u{a0}50\u{2011}555\u{2212}01\u{2013}17\u{202c}"), "+994 50-555-01-17");
        assert_eq!(plain("\u{feff} a\u{ad}b\u{200b}\tc\u{3000}d\n"), "ab c d");
        assert_eq!(plain("５Ｎ\u{661}\u{6f2}’"), "5N12'");
        assert_eq!(compact(" 1 2\u{202f}3 "), "123");
        assert_eq!(plain(" \u{200e} "), "");
    }

    #[test]
    fn a_label_before_a_number_is_not_part_of_it() {
        assert_eq!(identifier("FİN: 5nm\u{200e}4k37"), "5NM4K37");
        assert_eq!(identifier("№ aa 123"), "AA123");
        assert_eq!(identifier("AA123:"), "AA123:");
    }

    #[test]
    fn letters_are_left_alone() {
        for text in ["Şəhla Əliyeva", "Müller", "Вася", "李", "e\u{301}"] {
            assert_eq!(plain(text), text);
        }
    }
}
