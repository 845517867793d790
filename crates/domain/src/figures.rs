//! Numbers in the format of each language: `1 250,75` in Azerbaijani and Russian, `1,250.75` in English. Every amount,
//! score and count shown to a person is formatted here, on pages, in messages and on prints.

use crate::language::Lang;

/// Used between thousands and before a unit, so that no line breaks there.
pub const NO_BREAK: char = '\u{a0}';

/// The sign between the whole part and the decimals.
pub const fn decimal_sign(lang: Lang) -> char {
    match lang {
        Lang::En => '.',
        Lang::Az | Lang::Ru => ',',
    }
}

const fn group_sign(lang: Lang) -> char {
    match lang {
        Lang::En => ',',
        Lang::Az | Lang::Ru => NO_BREAK,
    }
}

/// A count or the whole part of a number: `12 450`, `12,450`. Four-digit numbers are grouped too, like amounts of
/// money.
pub fn grouped(number: u64, lang: Lang) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + 8);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(group_sign(lang));
        }
        out.push(digit);
    }
    out
}

/// A number given in hundredths, without trailing zeros: `72,5`, `100`, `91.45`.
pub fn hundredths(number: u32, lang: Lang) -> String {
    let (whole, part) = (number / 100, number % 100);
    let sign = decimal_sign(lang);
    match (part, part % 10) {
        (0, _) => format!("{whole}"),
        (_, 0) => format!("{whole}{sign}{}", part / 10),
        _ => format!("{whole}{sign}{part:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grouped_by_thousands_as_the_language_does() {
        assert_eq!(Lang::ALL.map(|lang| grouped(12_450, lang)), ["12\u{a0}450", "12,450", "12\u{a0}450"]);
        assert_eq!(grouped(0, Lang::En), "0");
        assert_eq!(grouped(999, Lang::Az), "999");
        assert_eq!(grouped(1_234_567, Lang::Ru), "1\u{a0}234\u{a0}567");
    }

    #[test]
    fn decimals_stand_after_a_comma_in_azerbaijani_and_russian_and_after_a_point_in_english() {
        assert_eq!(Lang::ALL.map(|lang| hundredths(7_250, lang)), ["72,5", "72.5", "72,5"]);
        assert_eq!(hundredths(9_145, Lang::En), "91.45");
        assert_eq!(hundredths(405, Lang::Ru), "4,05");
        assert_eq!(hundredths(10_000, Lang::En), "100");
    }
}
