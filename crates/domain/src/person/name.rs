//! Surnames, given names and patronymics: in Azerbaijani letters, or as written in a foreign document.

use super::{explains, mask, redacted};
use crate::az;
use crate::facts::{Citizenship, PersonFacts};
use crate::typed;

/// A name: letters of the Azerbaijani alphabet (MAG-6), or Latin letters as in a foreign document, with single spaces,
/// hyphens or apostrophes between them, at most [`PersonName::LONGEST`] characters. `oğlu` and `qızı` are not part of a
/// patronymic.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PersonName(String);

redacted!(PersonName);

/// Why a typed name is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameError {
    /// Nothing was typed.
    Empty,
    /// A character other than the 32 letters, the hyphen, the space and the apostrophe.
    Letters,
    /// A character other than the Latin letters, the hyphen, the space, the point and the apostrophe.
    NotLatin,
    /// A hyphen or an apostrophe that does not join two letters.
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
            NameError::NotLatin => "latinLettersOnly",
            NameError::TooLong => "nameTooLong",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            NameError::Empty => ["Bu xananı doldurun.", "Fill in this field.", "Заполните это поле."],
            NameError::Letters => [
                "Yalnız Azərbaycan əlifbasının hərflərindən istifadə edin. Digər hərfləri səslənişinə görə yazın: W – V, ä – e, ñ – n.",
                "Use only letters of the Azerbaijani alphabet. Write other letters by their sound: W as V, ä as e, ñ as n.",
                "Используйте только буквы азербайджанского алфавита. Другие буквы пишите по звучанию: W – V, ä – e, ñ – n.",
            ],
            NameError::NotLatin => [
                "Sənəddəki kimi, latın hərfləri ilə yazın. Sənəddə başqa əlifba varsa, onun aşağı sətirlərindəki (<<) yazılışı köçürün.",
                "Write it in Latin letters, as on your document. If the document uses another alphabet, copy the spelling from the lines with << at its foot.",
                "Пишите латинскими буквами, как в документе. Если в нём другой алфавит, возьмите написание из нижних строк со знаками <<.",
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

/// A name in any alphabet, reduced to its first letter; empty for an empty name.
pub fn masked_name(name: &str) -> String {
    let name = name.trim();
    if name.is_empty() { String::new() } else { mask(name, 1, 0, 4) }
}

fn is_joint(c: char) -> bool {
    matches!(c, ' ' | '-' | '\'')
}

/// Letters of Latin alphabets: English letters, letters with marks, and the Azerbaijani ones.
fn is_latin(c: char) -> bool {
    c.is_ascii_alphabetic()
        || (matches!(c, '\u{c0}'..='\u{24f}' | 'ə' | '\u{1e00}'..='\u{1eff}') && !matches!(c, '×' | '÷'))
}

impl PersonName {
    /// Maximum length of a name in characters.
    pub const LONGEST: usize = 60;

    /// Parses a typed name: composed letters (NFC), single spaces, one kind of apostrophe.
    ///
    /// # Errors
    /// Why it is not a name in Azerbaijani letters.
    pub fn parse(text: &str) -> Result<PersonName, NameError> {
        let name = Self::plain(text);
        if !name.chars().all(|c| az::is_letter(c) || is_joint(c)) {
            return Err(NameError::Letters);
        }
        Self::joined(name)
    }

    /// Parses the name of a person with a foreign document, as written there in Latin letters: `Weiß`, `Muñoz`,
    /// `O'Brien`, `St. John`.
    ///
    /// # Errors
    /// Why it is not a name in Latin letters.
    pub fn of_document(text: &str) -> Result<PersonName, NameError> {
        let name = Self::plain(text);
        if !name.chars().all(|c| is_latin(c) || is_joint(c) || c == '.') || name.starts_with('.') {
            return Err(NameError::NotLatin);
        }
        Self::joined(name)
    }

    /// Parses a name by the rule for the person's citizenship.
    ///
    /// # Errors
    /// Why it is not a valid name by that rule.
    pub fn of(citizenship: Citizenship, text: &str) -> Result<PersonName, NameError> {
        if citizenship == Citizenship::Azerbaijan { Self::parse(text) } else { Self::of_document(text) }
    }

    fn plain(text: &str) -> String {
        typed::plain(&az::nfc(text)).replace('`', "'")
    }

    fn joined(name: String) -> Result<PersonName, NameError> {
        if name.is_empty() {
            return Err(NameError::Empty);
        }
        if name.split(is_joint).any(|part| part.trim_matches('.').is_empty()) {
            return Err(NameError::Joint);
        }
        if name.chars().count() > Self::LONGEST {
            return Err(NameError::TooLong);
        }
        Ok(PersonName(name))
    }

    /// `A••••`; the number of dots does not depend on the length.
    pub fn masked(&self) -> String {
        masked_name(&self.0)
    }

    /// Whether both are the same name, ignoring case (`ƏLİYEVA` and `Əliyeva`).
    pub fn is_same_as(&self, other: &str) -> bool {
        az::lower(&self.0) == az::lower(other.trim())
    }
}

impl PersonFacts {
    /// Surname, name and patronymic, as far as the document has them: some people have only one name.
    pub fn full_name(&self) -> String {
        let parts = [&self.surname, &self.name, &self.patronymic].map(|part| part.trim());
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
    }

    /// The name for greetings: the given name, or the only name.
    pub fn called(&self) -> &str {
        if self.name.trim().is_empty() { &self.surname } else { &self.name }
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
    fn a_foreign_document_is_written_as_it_is() {
        for name in [
            "Weiß",
            "Muñoz",
            "Käse",
            "O'Brien",
            "St. John",
            "Núñez-García",
            "Nguyễn",
            "Ørsted",
            "Łukasz",
            "Çelik",
            "Əli",
        ] {
            assert_eq!(PersonName::of_document(name).unwrap().as_str(), name);
            assert_eq!(PersonName::of(Citizenship::Foreign, name).unwrap().as_str(), name);
        }
        assert_eq!(PersonName::of_document("O’Brien\u{200e}").unwrap().as_str(), "O'Brien");
        assert_eq!(PersonName::of_document("Mun\u{303}oz").unwrap().as_str(), "Muñoz");
        for name in ["Иванов", "محمد", "李", "Ali2", "A×B", "Аli"] {
            assert_eq!(PersonName::of_document(name), Err(NameError::NotLatin), "{name}");
        }
        assert_eq!(PersonName::of_document("O''Brien"), Err(NameError::Joint));
        assert_eq!(PersonName::of(Citizenship::Azerbaijan, "Weiß"), Err(NameError::Letters));
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
