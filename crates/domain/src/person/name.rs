//! Surnames, given names and patronymics in Azerbaijani letters.

use super::{explains, mask, redacted};
use crate::az;

/// A name: letters of the Azerbaijani alphabet with single spaces, hyphens or apostrophes between them (MAG-6), at most
/// [`PersonName::LONGEST`] of them. `oğlu` and `qızı` are no part of a patronymic.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

redacted!(PersonName);

/// Why a typed name cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// Nothing was typed.
    Empty,
    /// A sign outside the 32 letters, the hyphen, the space and the apostrophe.
    Letters,
    /// A hyphen or an apostrophe that joins nothing.
    Joint,
    /// Longer than [`PersonName::LONGEST`].
    TooLong,
}

impl NameError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            NameError::Empty => "nameRequired",
            NameError::Letters | NameError::Joint => "azLettersOnly",
            NameError::TooLong => "nameTooLong",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            NameError::Empty => ["Bu xananı doldurun.", "Fill in this field.", "Заполните это поле."],
            NameError::Letters => [
                "Yalnız Azərbaycan əlifbasının hərflərindən istifadə edin.",
                "Use only letters of the Azerbaijani alphabet.",
                "Используйте только буквы азербайджанского алфавита.",
            ],
            NameError::Joint => [
                "Defis və apostrofu yalnız hərflərin arasında yazın.",
                "Put a hyphen or an apostrophe only between letters.",
                "Ставьте дефис и апостроф только между буквами.",
            ],
            NameError::TooLong => ["Ən çoxu 60 hərf yazın.", "Write at most 60 letters.", "Введите не больше 60 букв."],
        }
    }
}

explains!(NameError);

fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '\'')
}

impl PersonName {
    /// The most letters a name may have.
    pub const LONGEST: usize = 60;

    /// Reads a typed name: composed letters (NFC), single spaces, one kind of apostrophe.
    pub fn parse(text: &str) -> Result<PersonName, NameError> {
        let words: Vec<&str> = text.split_whitespace().collect();
        let name = az::nfc(&words.join(" ")).replace(['’', 'ʼ', '‘', '`'], "'").replace(['‐', '‑', '–'], "-");
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if !name.chars().all(|c| az::is_letter(c) || is_joint(c)) {
            return Err(NameError::Letters);
        }
        if name.split(is_joint).any(str::is_empty) {
            return Err(NameError::Joint);
        }
        if name.chars().count() > Self::LONGEST {
            return Err(NameError::TooLong);
        }
        Ok(PersonName(name))
    }

    /// `A••••`; the number of dots does not tell the length.
    pub fn masked(&self) -> String {
        mask(&self.0, 1, 0, 4)
    }

    /// Whether both are one name, whatever the case (`ƏLİYEVA` and `Əliyeva`).
    pub fn is_same_as(&self, other: &str) -> bool {
        az::lower(&self.0) == az::lower(other.trim())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_azerbaijani_letters_are_taken_mag_6() {
        for name in ["Əliyeva", "İsmayılzadə", "Ağa-Rəhim", "Mirzə Ələkbər", "Ə'la", "şəhla"] {
            assert_eq!(PersonName::parse(name).unwrap().as_str(), name);
        }
        assert_eq!(PersonName::parse("  Mirzə   Ələkbər ").unwrap().as_str(), "Mirzə Ələkbər");
        assert_eq!(PersonName::parse("Ə’la").unwrap().as_str(), "Ə'la");
    }

    #[test]
    fn a_decomposed_letter_is_the_same_name() {
        assert_eq!(PersonName::parse("I\u{307}smayıl").unwrap(), PersonName::parse("İsmayıl").unwrap());
    }

    #[test]
    fn w_cyrillic_digits_and_signs_are_refused_mag_6() {
        for name in ["Wolf", "Алиев", "Əliyev2", "Aliyev_", "Müller.", "Éva", "Аli"] {
            assert_eq!(PersonName::parse(name), Err(NameError::Letters), "{name}");
        }
    }

    #[test]
    fn joints_stand_between_letters_and_names_have_an_end() {
        assert_eq!(PersonName::parse("   "), Err(NameError::Empty));
        for name in ["-Əli", "Əli-", "Ağa--Rəhim", "Ağa - Rəhim", "'"] {
            assert_eq!(PersonName::parse(name), Err(NameError::Joint), "{name}");
        }
        assert!(PersonName::parse(&"ə".repeat(60)).is_ok());
        assert_eq!(PersonName::parse(&"ə".repeat(61)), Err(NameError::TooLong));
    }

    #[test]
    fn the_mask_hides_the_length_and_case_does_not_make_another_name() {
        let name = PersonName::parse("Aysel").unwrap();
        assert_eq!(name.masked(), "A••••");
        assert_eq!(PersonName::parse("Aynur Xanım").unwrap().masked(), "A••••");
        assert_eq!(PersonName::parse("A").unwrap().masked(), "••••");
        assert!(PersonName::parse("İLQAR").unwrap().is_same_as("İlqar"));
        assert!(!PersonName::parse("ILQAR").unwrap().is_same_as("İlqar"));
        assert_eq!(format!("{name:?}"), "PersonName(…)");
    }
}
