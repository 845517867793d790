//! Text that is printed: addresses, names of institutions, titles.

use super::{is_invisible, plain_sign};

/// A character that does not belong in such a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strange {
    /// An invisible character; some of them change the direction of the text around them.
    Invisible,
    /// A tab: a table was pasted.
    Tab,
    /// An emoji or another picture, or a character of markup.
    Picture,
}

impl Strange {
    /// What to do, in az, en, ru; used before or after a sentence about the field.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            Strange::Invisible => [
                "Mətni klaviaturada yenidən yazın: köçürdüyünüz mətndə gözə görünməyən işarə var.",
                "Type the text anew: what was pasted holds a sign that cannot be seen.",
                "Наберите текст заново: в скопированном есть невидимый знак.",
            ],
            Strange::Tab => [
                "Tabulyasiya işarəsinin yerinə boşluq və ya vergül qoyun.",
                "Put a space or a comma in place of the tab.",
                "Поставьте пробел или запятую вместо знака табуляции.",
            ],
            Strange::Picture => [
                "Yalnız hərf, rəqəm və durğu işarələri yazın: emoji və digər simvollar olmaz.",
                "Use only letters, digits and punctuation: no emoji or other symbols.",
                "Используйте только буквы, цифры и знаки препинания, без эмодзи и других символов.",
            ],
        }
    }
}

/// Punctuation of the portal's languages in addition to ASCII.
fn is_punctuation(sign: char) -> bool {
    matches!(
        sign,
        '«' | '»'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | 'ʼ'
            | '‐'
            | '‑'
            | '–'
            | '—'
            | '−'
            | '№'
            | '°'
            | '…'
            | '§'
            | '·'
    ) || (sign.is_ascii_punctuation() && !matches!(sign, '<' | '>'))
}

fn is_combining(sign: char) -> bool {
    matches!(sign, '\u{300}'..='\u{36f}')
}

/// The first character that does not belong in the text, if there is one. Line ends count as blanks.
pub fn strange(text: &str) -> Option<Strange> {
    text.chars().find_map(|sign| match sign {
        '\t' | '\u{b}' | '\u{c}' => Some(Strange::Tab),
        _ if is_invisible(sign) => Some(Strange::Invisible),
        _ if sign.is_alphanumeric() || sign.is_whitespace() || is_punctuation(sign) || is_combining(sign) => None,
        _ => Some(Strange::Picture),
    })
}

/// The text in printable form: characters stored before they were refused are left out.
pub fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        let keeps = match strange(sign.encode_utf8(&mut [0; 4])) {
            None => Some(sign),
            Some(Strange::Tab) => Some(' '),
            Some(Strange::Invisible) => None,
            // ASCII characters are in every font.
            Some(Strange::Picture) => plain_sign(sign).filter(char::is_ascii),
        };
        if let Some(sign) = keeps.filter(|sign| *sign != ' ' || !out.ends_with(' ')) {
            out.push(sign);
        }
    }
    out.truncate(out.trim_end_matches(' ').len());
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_of_our_languages_is_not_strange() {
        for text in [
            "Bakı şəhəri, Nümunə küç. 7, m. 12/3",
            "г. Баку, ул. «Пример», д. 5 – кв. № 8",
            "12\u{a0}Saint-Denis, D’Artagnan’s “court”, apt #4 & co.",
            "İ\u{307}zmir\nTürkiyə",
            "北京市 3-5",
            "",
        ] {
            assert_eq!(strange(text), None, "{text}");
        }
    }

    #[test]
    fn tabs_invisible_signs_and_pictures_are_told_apart() {
        assert_eq!(strange("Bakı\tNizami"), Some(Strange::Tab));
        for sign in ['\u{202e}', '\u{feff}', '\u{200b}', '\u{ad}', '\u{0}', '\u{2066}'] {
            assert_eq!(strange(&format!("Bakı{sign} 7")), Some(Strange::Invisible), "{sign:?}");
        }
        for sign in ["🏠", "☎", "✅", "🇦🇿", "<", "\u{e000}", "→", "\u{fffd}"] {
            assert_eq!(strange(&format!("Bakı {sign} 7")), Some(Strange::Picture), "{sign}");
        }
    }

    #[test]
    fn what_was_stored_before_is_printed_without_them() {
        assert_eq!(printable("Bakı\u{202e},\tNizami 🏠 7\u{feff}"), "Bakı, Nizami 7");
        assert_eq!(printable("<b>7</b>"), "<b>7</b>");
        for text in ["Bakı şəhəri, m. 7", "1\u{a0}250,00 AZN", "12–15"] {
            assert_eq!(printable(text), text);
        }
    }
}
