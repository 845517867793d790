//! Documents of persons under the protection of UNHCR.

use super::{explains, mask, redacted};
use crate::typed::identifier;

/// Number of a protection document as written on it, `385-21C00123` (PORTAL-4). No register contains it, so only its
/// characters are checked; an officer sees the document.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ProtectionDocument(String);

redacted!(ProtectionDocument);

/// Why a typed number is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProtectionDocumentError {
    /// Nothing was typed.
    Empty,
    /// Characters other than Latin letters, digits, hyphen and slash, or fewer than 4 or more than 25 of them.
    Signs,
}

impl ProtectionDocumentError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            ProtectionDocumentError::Empty => "protectionDocumentRequired",
            ProtectionDocumentError::Signs => "protectionDocumentFormat",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            ProtectionDocumentError::Empty => {
                ["Sənədin nömrəsini daxil edin.", "Enter the number of the document.", "Введите номер документа."]
            }
            ProtectionDocumentError::Signs => [
                "Nömrəni sənəddəki kimi yazın: latın hərfləri, rəqəmlər, defis.",
                "Write the number as on the document: Latin letters, digits, hyphens.",
                "Введите номер как в документе: латинские буквы, цифры, дефис.",
            ],
        }
    }
}

explains!(ProtectionDocumentError);

impl ProtectionDocument {
    /// Parses a typed number; spaces are removed, letters become upper case.
    pub fn parse(text: &str) -> Result<ProtectionDocument, ProtectionDocumentError> {
        let plain = identifier(text);
        if plain.is_empty() {
            return Err(ProtectionDocumentError::Empty);
        }
        let known = plain.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase() || b == b'-' || b == b'/');
        if !known || !(4..=25).contains(&plain.len()) || !plain.bytes().any(|b| b.is_ascii_digit()) {
            return Err(ProtectionDocumentError::Signs);
        }
        Ok(ProtectionDocument(plain))
    }

    /// `385•••23`.
    pub fn masked(&self) -> String {
        mask(&self.0, 3, 2, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_protection_document_is_read_as_it_is_written_portal_4() {
        assert_eq!(ProtectionDocument::parse(" 385-21c 00123 ").unwrap().as_str(), "385-21C00123");
        assert_eq!(ProtectionDocument::parse("№ AZ/2026/117").unwrap().as_str(), "AZ/2026/117");
        assert_eq!(ProtectionDocument::parse("385\u{2011}21C00123\u{200e}").unwrap().as_str(), "385-21C00123");
    }

    #[test]
    fn nothing_other_signs_and_words_without_a_number_are_refused() {
        assert_eq!(ProtectionDocument::parse(" "), Err(ProtectionDocumentError::Empty));
        for bad in ["12", "sənəd 117", "<b>117</b>", "DOCUMENT", "1234567890-1234567890-123456"] {
            assert_eq!(ProtectionDocument::parse(bad), Err(ProtectionDocumentError::Signs), "{bad}");
        }
    }
}
