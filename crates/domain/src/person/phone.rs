//! Mobile numbers of Azerbaijan.

use super::{DOT, explains, redacted};
use crate::typed::compact;

/// A mobile operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operator {
    /// Azercell.
    Azercell,
    /// Bakcell.
    Bakcell,
    /// Nar (Azerfon).
    Nar,
    /// Naxtel.
    Naxtel,
}

/// Prefixes in use, with the operator each was assigned to.
pub const PREFIXES: [(&str, Operator); 8] = [
    ("50", Operator::Azercell),
    ("51", Operator::Azercell),
    ("10", Operator::Azercell),
    ("55", Operator::Bakcell),
    ("99", Operator::Bakcell),
    ("70", Operator::Nar),
    ("77", Operator::Nar),
    ("60", Operator::Naxtel),
];

/// A mobile number in the form `+994501234567`. A number belongs to one account (PORTAL-5).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Phone(String);

redacted!(Phone);

/// Why a typed number is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhoneError {
    /// Nothing was typed.
    Empty,
    /// Letters or other characters in it.
    Sign,
    /// Too few or too many digits, or another country.
    Length,
    /// No operator has this prefix.
    Prefix,
}

impl PhoneError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            PhoneError::Empty => "phoneRequired",
            PhoneError::Sign | PhoneError::Length | PhoneError::Prefix => "phoneFormat",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            PhoneError::Empty => ["Mobil nömrəni daxil edin.", "Enter the mobile number.", "Введите мобильный номер."],
            PhoneError::Sign => [
                "Nömrəni rəqəmlərlə yazın, məsələn, 50 555 01 17.",
                "Write the number in digits, for example 50 555 01 17.",
                "Введите номер цифрами, например 50 555 01 17.",
            ],
            PhoneError::Length => [
                "Nömrə prefikslə birlikdə 9 rəqəmdən ibarətdir, məsələn, 50 555 01 17.",
                "The number has 9 digits with the prefix, for example 50 555 01 17.",
                "Номер вместе с префиксом состоит из 9 цифр, например 50 555 01 17.",
            ],
            PhoneError::Prefix => [
                "Azərbaycan mobil nömrəsi daxil edin. Prefiks 10, 50, 51, 55, 60, 70, 77 və ya 99 olur.",
                "Enter an Azerbaijani mobile number. Its prefix is 10, 50, 51, 55, 60, 70, 77 or 99.",
                "Введите мобильный номер Азербайджана. Префикс: 10, 50, 51, 55, 60, 70, 77 или 99.",
            ],
        }
    }
}

explains!(PhoneError);

impl Phone {
    /// Parses `050…`, `50…`, `+994…`, `994…` or `00994…`, with spaces, hyphens, points and brackets, and a label such
    /// as `Tel:` before it.
    pub fn parse(text: &str) -> Result<Phone, PhoneError> {
        let mut plain = compact(text);
        plain.retain(|c| !matches!(c, '-' | '(' | ')' | '.' | ',' | ';' | '/'));
        if plain.is_empty() {
            return Err(PhoneError::Empty);
        }
        // A label contains only letters; letters among the digits are an error.
        let number = plain.trim_start_matches(|c: char| !(c == '+' || c.is_ascii_digit()));
        if !number.is_empty() {
            plain = number.to_owned();
        }
        let digits = plain.strip_prefix('+').unwrap_or(&plain);
        if !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PhoneError::Sign);
        }
        let own = match digits.len() {
            9 => Some(digits),
            10 => digits.strip_prefix('0'),
            12 => digits.strip_prefix("994"),
            // "+994 (0)50 …" is a common notation.
            13 => digits.strip_prefix("9940"),
            14 => digits.strip_prefix("00994"),
            _ => None,
        };
        // A plus sign announces the country code, so the code must follow.
        let own = own.filter(|_| !plain.starts_with('+') || digits.starts_with("994")).ok_or(PhoneError::Length)?;
        if !PREFIXES.iter().any(|(prefix, _)| own.starts_with(prefix)) {
            return Err(PhoneError::Prefix);
        }
        Ok(Phone(format!("+994{own}")))
    }

    fn own(&self) -> &str {
        self.0.strip_prefix("+994").unwrap_or(&self.0)
    }

    /// The operator that the prefix was assigned to. The number may have been transferred to another operator since.
    pub fn operator(&self) -> Option<Operator> {
        PREFIXES.iter().find(|(prefix, _)| self.own().starts_with(prefix)).map(|(_, operator)| *operator)
    }

    /// `50 555 01 17`, shown beside the fixed `+994` of the field.
    pub fn display(&self) -> String {
        let mut out = String::with_capacity(12);
        for (place, digit) in self.own().chars().enumerate() {
            if matches!(place, 2 | 5 | 7) {
                out.push(' ');
            }
            out.push(digit);
        }
        out
    }

    /// `50 ••• •• 17`.
    pub fn masked(&self) -> String {
        self.display()
            .chars()
            .enumerate()
            .map(|(place, c)| if (3..10).contains(&place) && c.is_ascii_digit() { DOT } else { c })
            .collect()
    }

    /// The last four digits, required when a password is reset (PORTAL-8).
    pub fn last_four(&self) -> &str {
        let start = self.0.len().saturating_sub(4);
        self.0.get(start..).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_way_of_writing_a_number_gives_one_number() {
        for typed in [
            "050 555 01 17",
            "50 555 01 17",
            "+994 50 555-01-17",
            "994505550117",
            "00994505550117",
            "(050) 555.01.17",
            "+994 (0)50 555 01 17",
            "\u{202a}+994 50 555 01 17\u{202c}",
            "+994\u{a0}50\u{2011}555\u{2011}01\u{2011}17",
            "050\u{2212}555\u{2212}01\u{2212}17",
            "050\u{fe0f} 555\u{200b} 01 17\u{feff}",
            "Tel: +994 50 555 01 17",
            "tel:+994505550117",
            "Mob. (050) 555-01-17;",
            "☎️ 050 555 01 17",
            "٠٥٠ ٥٥٥ ٠١ ١٧",
        ] {
            assert_eq!(Phone::parse(typed).unwrap().as_str(), "+994505550117", "{typed}");
        }
    }

    #[test]
    fn a_number_of_another_country_or_of_no_operator_is_refused() {
        assert_eq!(Phone::parse(""), Err(PhoneError::Empty));
        assert_eq!(Phone::parse("05055501"), Err(PhoneError::Length));
        assert_eq!(Phone::parse("+905551234567"), Err(PhoneError::Length));
        assert_eq!(Phone::parse("+505550117"), Err(PhoneError::Length));
        assert_eq!(Phone::parse("012 555 01 17"), Err(PhoneError::Prefix));
        assert_eq!(Phone::parse("050 555 O1 17"), Err(PhoneError::Sign));
        assert_eq!(Phone::parse("telefon"), Err(PhoneError::Sign));
    }

    #[test]
    fn a_number_is_shown_in_groups_masked_and_by_its_last_four() {
        let phone = Phone::parse("0505550117").unwrap();
        assert_eq!(phone.display(), "50 555 01 17");
        assert_eq!(phone.masked(), "50 ••• •• 17");
        assert_eq!(phone.last_four(), "0117");
        assert_eq!(phone.operator(), Some(Operator::Azercell));
        assert_eq!(format!("{phone:?}"), "Phone(…)");
    }

    #[test]
    fn the_prefixes_are_those_of_the_reference_table() {
        let table = include_str!("../../tests/data/phone_prefixes.csv");
        let rows: Vec<_> = table.lines().skip(1).filter_map(|row| row.split(',').next()).collect();
        assert_eq!(rows, PREFIXES.map(|(prefix, _)| prefix));
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back_as_the_same_number(place in 0..PREFIXES.len(), rest in 0u32..10_000_000) {
            let phone = Phone::parse(&format!("0{}{rest:07}", PREFIXES[place].0)).unwrap();
            prop_assert_eq!(&Phone::parse(&phone.display()).unwrap(), &phone);
            prop_assert_eq!(&Phone::parse(phone.as_str()).unwrap(), &phone);
            prop_assert_eq!(phone.masked().chars().filter(char::is_ascii_digit).count(), 4);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = Phone::parse(&text);
        }
    }
}
