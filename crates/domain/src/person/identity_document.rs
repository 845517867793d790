//! Identity cards of citizens.

use super::{explains, mask, redacted};
use crate::typed::identifier;

/// Series and number of an identity card: `AZE12345678` (older) or `AA1234567` (newer).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct IdentityDocument(String);

redacted!(IdentityDocument);

/// Why a typed series and number are invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityDocumentError {
    /// Nothing was typed.
    Empty,
    /// The series is neither AZE nor AA.
    Series,
    /// AZE is followed by 8 digits, AA by 7.
    Number,
}

impl IdentityDocumentError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            IdentityDocumentError::Empty => "documentRequired",
            IdentityDocumentError::Series | IdentityDocumentError::Number => "documentFormat",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            IdentityDocumentError::Empty => [
                "Şəxsiyyət vəsiqəsinin seriya və nömrəsini daxil edin.",
                "Enter the series and number of the identity card.",
                "Введите серию и номер удостоверения личности.",
            ],
            IdentityDocumentError::Series => [
                "Seriyanı nömrə ilə birlikdə yazın: AZE və ya AA.",
                "Write the series with the number: AZE or AA.",
                "Введите серию вместе с номером: AZE или AA.",
            ],
            IdentityDocumentError::Number => [
                "AZE seriyasından sonra 8, AA seriyasından sonra 7 rəqəm olur.",
                "AZE is followed by 8 digits, AA by 7.",
                "После серии AZE идут 8 цифр, после AA – 7.",
            ],
        }
    }
}

explains!(IdentityDocumentError);

/// Series and the number of digits after it.
const SERIES: [(&str, usize); 2] = [("AZE", 8), ("AA", 7)];

impl IdentityDocument {
    /// Parses `AZE 12345678` or `aa1234567`; spaces, hyphens and the number sign are removed.
    pub fn parse(text: &str) -> Result<IdentityDocument, IdentityDocumentError> {
        let plain = identifier(text).replace('-', "");
        if plain.is_empty() {
            return Err(IdentityDocumentError::Empty);
        }
        let split =
            SERIES.iter().find_map(|(series, digits)| plain.strip_prefix(series).map(|number| (number, *digits)));
        let (number, digits) = split.ok_or(IdentityDocumentError::Series)?;
        if number.len() != digits || !number.bytes().all(|b| b.is_ascii_digit()) {
            return Err(IdentityDocumentError::Number);
        }
        Ok(IdentityDocument(plain))
    }

    /// `AZE•••78`.
    pub fn masked(&self) -> String {
        let series = self.0.bytes().take_while(u8::is_ascii_alphabetic).count();
        mask(&self.0, series, 2, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_generations_of_cards_are_read() {
        assert_eq!(IdentityDocument::parse("aze 12345678").unwrap().as_str(), "AZE12345678");
        assert_eq!(IdentityDocument::parse("AA № 1234567").unwrap().as_str(), "AA1234567");
        assert_eq!(IdentityDocument::parse("\u{202a}AZE\u{2011}1234\u{a0}5678").unwrap().as_str(), "AZE12345678");
    }

    #[test]
    fn a_wrong_series_or_a_wrong_number_of_digits_is_refused() {
        assert_eq!(IdentityDocument::parse(" "), Err(IdentityDocumentError::Empty));
        assert_eq!(IdentityDocument::parse("12345678"), Err(IdentityDocumentError::Series));
        assert_eq!(IdentityDocument::parse("C12345678"), Err(IdentityDocumentError::Series));
        assert_eq!(IdentityDocument::parse("AZE1234567"), Err(IdentityDocumentError::Number));
        assert_eq!(IdentityDocument::parse("AA12345678"), Err(IdentityDocumentError::Number));
    }

    #[test]
    fn the_mask_keeps_the_series_and_two_digits() {
        let card = IdentityDocument::parse("AA1234567").unwrap();
        assert_eq!(card.masked(), "AA•••67");
        assert_eq!(format!("{card:?}"), "IdentityDocument(…)");
    }
}
