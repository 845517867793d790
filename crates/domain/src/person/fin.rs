//! FIN: the individual identification number of a citizen.

use super::{explains, mask, redacted};
use crate::typed::identifier;

/// Seven characters: digits and Latin letters without I and O. It stays the same when the card is renewed. No check
/// digit is known, so only the register can tell whether it exists.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Fin(String);

redacted!(Fin);

/// Why a typed FIN is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinError {
    /// Nothing was typed.
    Empty,
    /// Not seven characters.
    Length,
    /// The letter I or O, typed instead of 1 or 0.
    LooksLikeDigit,
    /// A character that a FIN never contains.
    Sign,
}

impl FinError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            FinError::Empty => "finRequired",
            FinError::Length | FinError::LooksLikeDigit | FinError::Sign => "finFormat",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            FinError::Empty => ["FİN-i daxil edin.", "Enter the FIN.", "Введите ФИН."],
            FinError::Length => [
                "FİN 7 simvoldan ibarətdir. I və O hərfləri olmur.",
                "A FIN has 7 characters. It has no letters I and O.",
                "ФИН состоит из 7 символов. Букв I и O в нём нет.",
            ],
            FinError::LooksLikeDigit => [
                "FİN-də I və O hərfləri olmur. 1 və 0 rəqəmlərini yoxlayın.",
                "A FIN has no letters I and O. Check the digits 1 and 0.",
                "В ФИН нет букв I и O. Проверьте цифры 1 и 0.",
            ],
            FinError::Sign => [
                "FİN-i rəqəmlər və ingilis hərfləri ilə yazın.",
                "Write the FIN with digits and English letters.",
                "Введите ФИН цифрами и английскими буквами.",
            ],
        }
    }
}

explains!(FinError);

impl Fin {
    /// Parses a typed or pasted FIN: spaces and invisible characters are removed, letters become upper case.
    pub fn parse(text: &str) -> Result<Fin, FinError> {
        let typed = identifier(text);
        if typed.is_empty() {
            return Err(FinError::Empty);
        }
        if typed.chars().any(|c| matches!(c, 'I' | 'O' | 'İ' | 'ı')) {
            return Err(FinError::LooksLikeDigit);
        }
        if !typed.chars().all(|c| c.is_ascii_alphanumeric()) {
            return Err(FinError::Sign);
        }
        if typed.len() != 7 {
            return Err(FinError::Length);
        }
        Ok(Fin(typed))
    }

    /// `5NM•••7`.
    pub fn masked(&self) -> String {
        mask(&self.0, 3, 1, 3)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fin_is_read_in_small_letters_and_with_spaces() {
        assert_eq!(Fin::parse(" 5nm 4k37 ").unwrap().as_str(), "5NM4K37");
    }

    #[test]
    fn what_a_pasted_fin_brings_along_is_left_out() {
        for typed in ["\u{200e}5NM4K37\u{200e}", "5NM\u{ad}4K37", "FİN: 5nm4k37", "５ＮＭ４Ｋ３７", "5NM4K37\u{a0}\r\n"]
        {
            assert_eq!(Fin::parse(typed).unwrap().as_str(), "5NM4K37", "{typed}");
        }
    }

    #[test]
    fn letters_i_and_o_are_refused_with_a_hint_and_never_changed_silently() {
        for typed in ["5NMIK37", "5nmok37", "5NMİK37", "5nmık37"] {
            assert_eq!(Fin::parse(typed), Err(FinError::LooksLikeDigit), "{typed}");
        }
    }

    #[test]
    fn anything_but_seven_latin_letters_and_digits_is_refused() {
        assert_eq!(Fin::parse("  "), Err(FinError::Empty));
        assert_eq!(Fin::parse("5NM4K3"), Err(FinError::Length));
        assert_eq!(Fin::parse("5NM4K370"), Err(FinError::Length));
        assert_eq!(Fin::parse("5NM-K37"), Err(FinError::Sign));
        assert_eq!(Fin::parse("5ƏM4K37"), Err(FinError::Sign));
        assert_eq!(Fin::parse("5НМ4К37"), Err(FinError::Sign));
    }

    #[test]
    fn the_mask_keeps_three_and_one_and_debug_keeps_nothing() {
        let fin = Fin::parse("5NM4K37").unwrap();
        assert_eq!(fin.masked(), "5NM•••7");
        assert_eq!(format!("{fin:?}"), "Fin(…)");
    }
}
