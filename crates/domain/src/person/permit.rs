//! Permit cards of foreign citizens and stateless persons.

use super::{explains, mask, redacted};
use crate::typed::identifier;

/// Kind of a permit card.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PermitKind {
    /// Temporary residence, MYİ.
    Temporary,
    /// Permanent residence, DYİ.
    Permanent,
}

impl PermitKind {
    /// The series as stored: in Latin letters, so that a card has one key, whatever keyboard was used.
    pub const fn series(self) -> &'static str {
        match self {
            PermitKind::Temporary => "MYI",
            PermitKind::Permanent => "DYI",
        }
    }
}

/// Series and number of a permit card, `MYI1234567` (PORTAL-3).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Permit(String);

redacted!(Permit);

/// Why a typed series and number are invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PermitError {
    /// Nothing was typed.
    Empty,
    /// The series is neither MYİ nor DYİ.
    Series,
    /// The number does not have 6 to 8 digits.
    Number,
}

impl PermitError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            PermitError::Empty => "permitRequired",
            PermitError::Series | PermitError::Number => "permitFormat",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            PermitError::Empty => [
                "İcazə vəsiqəsinin seriyasını və nömrəsini yazın.",
                "Enter the series and number of your residence permit card.",
                "Введите серию и номер карты разрешения на проживание.",
            ],
            PermitError::Series => [
                "Seriya MYİ və ya DYİ olur. O, vəsiqənin üzərində yazılıb.",
                "The series is MYİ or DYİ. It is on the card.",
                "Серия – MYİ или DYİ. Она указана на карте.",
            ],
            PermitError::Number => [
                "Nömrə 6–8 rəqəmdən ibarətdir. O, vəsiqənin üzərində yazılıb.",
                "The number has 6 to 8 digits. It is on the card.",
                "Номер состоит из 6–8 цифр. Он указан на карте.",
            ],
        }
    }
}

explains!(PermitError);

impl Permit {
    /// Parses series and number typed together: `MYİ 1234567`, `dyi123456`.
    pub fn parse(text: &str) -> Result<Permit, PermitError> {
        // The combining dot: another system may send the letter decomposed.
        let plain = identifier(text).replace(['-', '\u{307}'], "").replace(['İ', 'ı'], "I");
        if plain.is_empty() {
            return Err(PermitError::Empty);
        }
        let split = [PermitKind::Temporary, PermitKind::Permanent]
            .into_iter()
            .find_map(|kind| plain.strip_prefix(kind.series()).map(|number| (kind, number)));
        let (kind, number) = split.ok_or(PermitError::Series)?;
        if !(6..=8).contains(&number.len()) || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(PermitError::Number);
        }
        Ok(Permit(format!("{}{number}", kind.series())))
    }

    /// Parses series and number from two fields; a series that was also typed before the number is ignored.
    pub fn of(series: &str, number: &str) -> Result<Permit, PermitError> {
        match Permit::parse(number) {
            Ok(whole) if Permit::parse(&format!("{series}{}", whole.number())).is_ok_and(|permit| permit == whole) => {
                Ok(whole)
            }
            _ => Permit::parse(&format!("{}{}", identifier(series), identifier(number))),
        }
    }

    fn number(&self) -> &str {
        self.0.get(self.kind().series().len()..).unwrap_or_default()
    }

    /// Which card it is.
    pub fn kind(&self) -> PermitKind {
        if self.0.starts_with(PermitKind::Permanent.series()) { PermitKind::Permanent } else { PermitKind::Temporary }
    }

    /// `MYI•••67`.
    pub fn masked(&self) -> String {
        mask(&self.0, 3, 2, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_card_has_one_value_whatever_keyboard_it_was_typed_on_portal_3() {
        for typed in [
            "MYİ 1234567",
            "myi1234567",
            "MYI-1234567",
            "myı 1234567",
            "MYİ № 1234567",
            "MYI\u{307} 123\u{2011}4567",
            "\u{200e}MYİ\u{a0}1234567",
        ] {
            assert_eq!(Permit::parse(typed).unwrap().as_str(), "MYI1234567", "{typed}");
        }
        assert_eq!(Permit::of("DYİ", "123456").unwrap().kind(), PermitKind::Permanent);
        assert_eq!(Permit::of("MYI", "MYİ 1234567").unwrap().as_str(), "MYI1234567");
        assert_eq!(Permit::of("MYI", "DYİ 1234567"), Err(PermitError::Number));
        assert_eq!(Permit::of("MYI", ""), Err(PermitError::Number));
    }

    #[test]
    fn other_series_and_other_lengths_are_refused() {
        assert_eq!(Permit::parse(""), Err(PermitError::Empty));
        assert_eq!(Permit::parse("AZE1234567"), Err(PermitError::Series));
        assert_eq!(Permit::parse("MYI12345"), Err(PermitError::Number));
        assert_eq!(Permit::parse("MYI123456789"), Err(PermitError::Number));
        assert_eq!(Permit::parse("MYI12345a"), Err(PermitError::Number));
    }

    #[test]
    fn the_mask_keeps_the_series_and_two_digits() {
        let permit = Permit::parse("MYI1234567").unwrap();
        assert_eq!(permit.masked(), "MYI•••67");
        assert_eq!(format!("{permit:?}"), "Permit(…)");
    }
}
