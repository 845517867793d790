//! Numbers as each language writes them: `1 250,75` in Azerbaijani and Russian, `1,250.75` in English. Every sum, score and
//! count that a person reads goes through here, on pages, in messages and on paper.

use crate::language::Lang;

/// Between thousands and before a unit: a line never breaks there.
pub const NO_BREAK: char = '\u{a0}';

/// What separates the whole from its decimals.
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

/// A count or the whole part of a number: `12 450`, `12,450`. Four digits are grouped too, as sums are.
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

/// A number of hundredths without needless zeros: `72,5`, `100`, `91.45`.
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
