//! Codes that people copy: from an SMS, an app, a printed document.

use super::{compact, plain};
use crate::decision::Explain;
use crate::language::Lang;

/// Number of digits of a one-time code.
const DIGITS: usize = 6;

/// The six digits of a one-time code in a typed or pasted text: `123 456`, `123-456`, or the whole message that
/// contains it. `None` = the text contains no such number.
pub fn one_time_code(text: &str) -> Option<String> {
    let text = plain(text);
    if text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'.')) {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        return (digits.len() == DIGITS).then_some(digits);
    }
    // A message: the first number of six digits, in one piece or in two groups of three. Digits next to a letter, a
    // plus sign or other digits belong to something else, such as a phone number or a link.
    let words: Vec<&str> =
        text.split(' ').map(|word| word.trim_matches(|c: char| ".,;:!?()[]\"«»“”".contains(c))).collect();
    let is_number = |word: &str, length: usize| word.len() == length && word.bytes().all(|byte| byte.is_ascii_digit());
    words.iter().enumerate().find_map(|(at, word)| {
        let halves = word.split_once('-').filter(|(a, b)| is_number(a, DIGITS / 2) && is_number(b, DIGITS / 2));
        if let Some((first, second)) = halves {
            return Some([first, second].concat());
        }
        if is_number(word, DIGITS) {
            return Some((*word).to_owned());
        }
        let alone = |at: Option<usize>| {
            let word = at.and_then(|at| words.get(at)).copied().unwrap_or_default();
            !word.bytes().any(|byte| byte.is_ascii_digit())
        };
        let second = words.get(at + 1).filter(|second| is_number(second, DIGITS / 2) && is_number(word, DIGITS / 2))?;
        (alone(at.checked_sub(1)) && alone(Some(at + 2))).then(|| [*word, *second].concat())
    })
}

/// The last four digits of a mobile number, typed alone or inside the whole number. `None` = fewer digits, or letters.
pub fn last_digits(text: &str) -> Option<String> {
    let plain: String =
        compact(text).chars().filter(|sign| !matches!(sign, '-' | '(' | ')' | '.' | '+' | '*' | '•')).collect();
    let start = plain.len().checked_sub(4)?;
    plain.bytes().all(|byte| byte.is_ascii_digit()).then(|| plain.get(start..).map(str::to_owned))?
}

/// Number of characters of the code for the public check: 130 bits as digits and capital letters without `I`, `L`, `O`
/// and `U`.
pub const CODE_LENGTH: usize = 26;

/// Why a typed code of the public check is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckCodeError {
    /// Nothing was typed.
    Empty,
    /// More or fewer than [`CODE_LENGTH`] letters and digits; the number.
    Length(usize),
    /// A character that never occurs in a code.
    Sign(char),
}

impl Explain for CheckCodeError {
    fn code(&self) -> &'static str {
        match self {
            CheckCodeError::Empty => "checkCodeRequired",
            CheckCodeError::Length(_) => "checkCodeLength",
            CheckCodeError::Sign(_) => "checkCodeSign",
        }
    }
    fn text(&self, lang: Lang) -> String {
        match self {
            CheckCodeError::Empty => lang
                .pick(["Sənəddəki kodu yazın.", "Enter the code printed on the document.", "Введите код с документа."])
                .to_owned(),
            CheckCodeError::Length(count) => {
                let [before, after] = lang.pick([
                    ["Kodda 26 işarə var, siz ", " işarə yazmısınız. Kodu sənədlə tutuşdurun."],
                    ["The code has 26 characters; you entered ", ". Check it against the document."],
                    ["В коде 26 знаков, введено знаков: ", ". Сверьте код с документом."],
                ]);
                format!("{before}{count}{after}")
            }
            CheckCodeError::Sign(sign) => {
                let [before, after] = lang.pick([
                    ["Kodda “", "” işarəsi olmur. Kod rəqəmlərdən və ingilis hərflərindən ibarətdir."],
                    ["The code never has “", "”. It is made of digits and English letters."],
                    ["В коде не бывает знака «", "». Он состоит из цифр и английских букв."],
                ]);
                format!("{before}{sign}{after}")
            }
        }
    }
}

/// The character of a code that looks like the typed one: a code never contains `O`, `I` and `L`, so these are read as
/// digits, and letters of other alphabets as similar Latin letters.
const fn meant(sign: char) -> char {
    match sign {
        'O' | 'o' | 'О' | 'о' | 'Ο' | 'ο' => '0',
        'I' | 'i' | 'L' | 'l' | 'İ' | 'ı' | 'І' | 'і' | 'Ι' | 'ι' | '|' => '1',
        'А' | 'а' | 'Α' => 'A',
        'В' | 'в' | 'Β' => 'B',
        'С' | 'с' => 'C',
        'Е' | 'е' | 'Ε' => 'E',
        'Н' | 'н' | 'Η' => 'H',
        'Ј' | 'ј' => 'J',
        'К' | 'к' | 'Κ' | '\u{212a}' => 'K',
        'М' | 'м' | 'Μ' => 'M',
        'Ν' => 'N',
        'Р' | 'р' | 'Ρ' => 'P',
        'Ѕ' | 'ѕ' => 'S',
        'Т' | 'т' | 'Τ' => 'T',
        'У' | 'у' | 'Υ' => 'Y',
        'Х' | 'х' | 'Χ' => 'X',
        'Ζ' => 'Z',
        'З' | 'з' => '3',
        other => other.to_ascii_uppercase(),
    }
}

/// Parses the code of the public check as printed, with or without groups, typed on any keyboard, or the address in the
/// QR code.
///
/// # Errors
/// A character that never occurs in a code, or a wrong number of characters; both can be shown to the person.
pub fn check_code(text: &str) -> Result<String, CheckCodeError> {
    let text = text.rsplit_once("/check/").map_or(text, |(_, code)| code);
    let text = text.split(['?', '#']).next().unwrap_or_default();
    let joint = |sign: &char| matches!(sign, '-' | '.' | ',' | ':' | '_' | '/');
    let code: String = compact(text).chars().filter(|sign| !joint(sign)).map(meant).collect();
    if code.is_empty() {
        return Err(CheckCodeError::Empty);
    }
    let known = |sign: char| matches!(sign, '0'..='9' | 'A'..='Z') && sign != 'U';
    match code.chars().find(|sign| !known(*sign)) {
        Some(sign) => Err(CheckCodeError::Sign(sign)),
        None if code.len() == CODE_LENGTH => Ok(code),
        None => Err(CheckCodeError::Length(code.len())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_one_time_code_is_read_in_every_way_it_is_pasted() {
        for text in [
            "123456",
            " 123456 ",
            "123 456",
            "123-456",
            "123\u{a0}456",
            "12 34 56",
            "123\u{2011}456",
            "\u{200e}123456",
            "Qəbul: kod 123456. Heç kimə deməyin.",
            "123456 – qeydiyyat kodu. 5 dəqiqə etibarlıdır.",
            "Код входа: 123-456. Никому не сообщайте",
            "Your code is 123 456, valid for 10 minutes.",
            "G 2026: \u{ab}123456\u{bb}",
            "kod:\n123456\nQəbul",
            "Call +994505550117 or use 123456",
        ] {
            assert_eq!(one_time_code(text).as_deref(), Some("123456"), "{text}");
        }
    }

    #[test]
    fn what_holds_no_code_gives_none() {
        for text in
            ["", "12345", "1234567", "kod", "+994 50 555 01 17", "0505550117", "kod 12345", "12 345 678", "x123456y"]
        {
            assert_eq!(one_time_code(text), None, "{text}");
        }
    }

    #[test]
    fn the_last_digits_may_be_typed_with_the_number_around_them() {
        for text in ["0117", " 01 17 ", "01-17", "+994 50 555 01 17", "•• 01 17"] {
            assert_eq!(last_digits(text).as_deref(), Some("0117"), "{text}");
        }
        for text in ["", "117", "01l7", "O117"] {
            assert_eq!(last_digits(text), None, "{text}");
        }
    }

    #[test]
    fn look_alikes_in_a_check_code_are_read() {
        let code = "01ABCEHKMPTXY3456789DFGJQR";
        for text in [
            code,
            "O1AB CEHK MPTX Y345 6789 DFGJ QR",
            "olabcehkmptxy3456789dfgjqr",
            "0IАВСЕНКМРТХУЗ456789DFGJQR",
            "https://qabul.example/check/01ABCEHKMPTXY3456789DFGJQR?lang=en",
            "01ABCEHKMPTXY3456789DFGJQR/",
            "\u{202a}01ABCEHKMPTXY-3456789DFGJQR\u{202c}",
            "01ABCEHKMPTXY3456789DFGJQR.",
        ] {
            assert_eq!(check_code(text).as_deref(), Ok(code), "{text}");
        }
    }

    #[test]
    fn what_no_check_code_has_is_named() {
        assert_eq!(check_code(" - "), Err(CheckCodeError::Empty));
        assert_eq!(check_code("7K2M"), Err(CheckCodeError::Length(4)));
        assert_eq!(check_code("7K2Mü"), Err(CheckCodeError::Sign('ü')));
        assert_eq!(check_code("7K2MU"), Err(CheckCodeError::Sign('U')));
        assert!(CheckCodeError::Sign('Ж').text(Lang::Ru).contains('Ж'));
        assert!(CheckCodeError::Length(4).text(Lang::En).contains('4'));
    }
}
