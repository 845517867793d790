//! Places of residence typed by a person.

use super::{explains, redacted};
use crate::az;
use crate::typed::{Strange, plain, strange};

/// A place of residence as text: town or district, street, house. Decides the exam city (Rules 3.6).
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Residence(String);

redacted!(Residence);

/// Why a typed place is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResidenceError {
    /// Nothing was typed.
    Empty,
    /// Shorter than [`Residence::SHORTEST`] or without a letter.
    TooShort,
    /// Longer than [`Residence::LONGEST`].
    TooLong,
    /// A character that does not occur in addresses.
    Strange(Strange),
}

impl ResidenceError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            ResidenceError::Empty => "residenceRequired",
            ResidenceError::TooShort => "residenceShort",
            ResidenceError::TooLong => "residenceLong",
            ResidenceError::Strange(_) => "residenceFormat",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            ResidenceError::Empty => {
                ["Yaşayış yerini daxil edin.", "Enter the place of residence.", "Введите место жительства."]
            }
            ResidenceError::TooShort => [
                "Şəhəri və ya rayonu, küçəni və evi yazın.",
                "Write the town or district, the street and the house.",
                "Укажите город или район, улицу и дом.",
            ],
            ResidenceError::TooLong => [
                "Ünvanı qısaldın: ən çoxu 300 işarə.",
                "Shorten the address: at most 300 characters.",
                "Сократите адрес: не больше 300 знаков.",
            ],
            ResidenceError::Strange(strange) => strange.says(),
        }
    }
}

explains!(ResidenceError);

impl Residence {
    /// Least length in characters.
    pub const SHORTEST: usize = 5;
    /// Greatest length in characters.
    pub const LONGEST: usize = 300;

    /// Parses a typed place: composed letters, single spaces. It is printed, so characters that cannot be printed are
    /// refused with an explanation.
    ///
    /// # Errors
    /// Why it is invalid.
    pub fn parse(text: &str) -> Result<Residence, ResidenceError> {
        let place = plain(&az::nfc(text));
        let length = place.chars().count();
        if length == 0 {
            return Err(ResidenceError::Empty);
        }
        if let Some(strange) = strange(text.trim()) {
            return Err(ResidenceError::Strange(strange));
        }
        if length > Self::LONGEST {
            return Err(ResidenceError::TooLong);
        }
        if length < Self::SHORTEST || !place.chars().any(char::is_alphabetic) {
            return Err(ResidenceError::TooShort);
        }
        Ok(Residence(place))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_keeps_its_words_with_single_spaces_between_them() {
        let place = Residence::parse("  Bakı  şəhəri,\nNümunə küçəsi 7 ").unwrap();
        assert_eq!(place.as_str(), "Bakı şəhəri, Nümunə küçəsi 7");
    }

    #[test]
    fn nothing_numbers_alone_markup_and_whole_stories_are_refused() {
        assert_eq!(Residence::parse(" "), Err(ResidenceError::Empty));
        assert_eq!(Residence::parse("1234567"), Err(ResidenceError::TooShort));
        assert_eq!(Residence::parse("<b>Bakı</b>"), Err(ResidenceError::Strange(Strange::Picture)));
        assert_eq!(Residence::parse(&"a".repeat(301)), Err(ResidenceError::TooLong));
    }

    #[test]
    fn emoji_turned_text_and_tabs_are_refused_in_words() {
        for (sign, kind) in [
            ("🏠", Strange::Picture),
            ("\u{202e}", Strange::Invisible),
            ("\u{feff}", Strange::Invisible),
            ("\t", Strange::Tab),
        ] {
            let refused = Residence::parse(&format!("Bakı,{sign} Nümunə 7")).unwrap_err();
            assert_eq!(refused, ResidenceError::Strange(kind));
            assert_eq!(refused.says(), kind.says());
        }
    }
}
