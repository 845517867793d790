//! Codes of specialties and specializations, small enough to be copied.

use serde::{Deserialize, Serialize};

/// A code of up to twelve digits and capital letters, `060203`, `HS190100`. Stored inline, because rules compare
/// thousands of codes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Code([u8; 12]);

impl Code {
    /// Parses a code; `None` if the text is not one.
    pub fn of(text: &str) -> Option<Code> {
        let signs = text.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_uppercase());
        let mut bytes = [0; 12];
        if text.is_empty() || !signs {
            return None;
        }
        bytes.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Some(Code(bytes))
    }

    /// The code as text.
    pub fn text(&self) -> &str {
        let end = self.0.iter().position(|b| *b == 0).unwrap_or(self.0.len());
        self.0.get(..end).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default()
    }
}

impl std::fmt::Debug for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.text())
    }
}

impl From<Code> for String {
    fn from(code: Code) -> String {
        code.text().to_owned()
    }
}

impl TryFrom<String> for Code {
    type Error = &'static str;
    fn try_from(text: String) -> Result<Code, &'static str> {
        Code::of(&text).ok_or("not a code of up to 12 digits and capitals")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_keeps_its_zero_and_its_order() {
        assert_eq!(Code::of("060203").unwrap().text(), "060203");
        assert_eq!(Code::of("HS1901001234").unwrap().text(), "HS1901001234");
        assert!(Code::of("060203").unwrap() < Code::of("060204").unwrap());
        for text in ["", "0602-3", "hs19", "1234567890123", "\u{15f}"] {
            assert_eq!(Code::of(text), None, "{text}");
        }
    }
}
