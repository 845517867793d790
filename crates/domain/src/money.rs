//! Money in integer qəpik.

use serde::{Deserialize, Serialize};

use crate::decision::Explain;
use crate::figures::{self, NO_BREAK};
use crate::language::Lang;
use crate::typed::compact;

/// An amount in qəpik, 1/100 of a manat. Never a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Qepik(pub i64);

#[cfg(feature = "server")]
impl validator::ValidateRange<i64> for Qepik {
    fn greater_than(&self, most: i64) -> Option<bool> {
        Some(self.0 > most)
    }
    fn less_than(&self, least: i64) -> Option<bool> {
        Some(self.0 < least)
    }
}

/// Why a typed amount is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MoneyError {
    /// Nothing was typed.
    Empty,
    /// Not a number of manats.
    Format,
    /// More than two digits after the comma.
    TooPrecise,
    /// Greater than the maximum of this software.
    TooLarge,
}

impl MoneyError {
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            MoneyError::Empty => ["Məbləği yazın.", "Enter the amount.", "Введите сумму."],
            MoneyError::Format => [
                "Məbləği rəqəmlə yazın, məsələn, 37,50.",
                "Enter the amount in digits, for example 37.50.",
                "Введите сумму цифрами, например 37,50.",
            ],
            MoneyError::TooPrecise => [
                "Vergüldən sonra ən çoxu iki rəqəm yazın.",
                "Enter no more than two digits after the point.",
                "После запятой введите не больше двух цифр.",
            ],
            MoneyError::TooLarge => ["Daha az məbləğ yazın.", "Enter a smaller amount.", "Введите меньшую сумму."],
        }
    }
}

impl Explain for MoneyError {
    fn code(&self) -> &'static str {
        match self {
            MoneyError::Empty => "amountRequired",
            MoneyError::Format | MoneyError::TooPrecise => "amountFormat",
            MoneyError::TooLarge => "amountTooLarge",
        }
    }
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.says()).to_owned()
    }
}

impl Qepik {
    /// Nothing.
    pub const ZERO: Qepik = Qepik(0);

    /// Whole manats.
    pub const fn manat(manat: i64) -> Qepik {
        Qepik(manat * 100)
    }

    /// Adds; `None` on overflow.
    pub fn plus(self, other: Qepik) -> Option<Qepik> {
        self.0.checked_add(other.0).map(Qepik)
    }
    /// Subtracts; `None` on overflow.
    pub fn minus(self, other: Qepik) -> Option<Qepik> {
        self.0.checked_sub(other.0).map(Qepik)
    }
    /// The amount missing to reach `needed`; zero if nothing is missing.
    pub fn missing_to(self, needed: Qepik) -> Qepik {
        Qepik((needed.0.saturating_sub(self.0)).max(0))
    }

    /// The number alone, in the form of an input field: `1 250,00`, in English `1,250.00`.
    pub fn figures(self, lang: Lang) -> String {
        let (manat, qepik) = (self.0.unsigned_abs() / 100, self.0.unsigned_abs() % 100);
        let minus = if self.0 < 0 { "−\u{a0}" } else { "" };
        format!("{minus}{}{}{qepik:02}", figures::grouped(manat, lang), figures::decimal_sign(lang))
    }

    /// `50,00 AZN`, `1 250,00 AZN`, `− 50,00 AZN`, with no-break spaces; in English `1,250.00 AZN`. Every amount shown
    /// to a person is formatted here, on a page, in a message or on a print.
    pub fn display(self, lang: Lang) -> String {
        format!("{}{NO_BREAK}AZN", self.figures(lang))
    }

    /// The same for a fee: `Pulsuz` ("free") if it is zero.
    pub fn display_fee(self, lang: Lang) -> String {
        if self == Qepik::ZERO {
            lang.pick(["Pulsuz", "Free", "Бесплатно"]).to_owned()
        } else {
            self.display(lang)
        }
    }

    /// Parses a typed amount: `37,50`, `37.50`, `37`, `1 250,00`, `1,250.00`, with or without the unit. Never negative.
    pub fn parse(text: &str) -> Result<Qepik, MoneyError> {
        // Only the digits used for display are accepted, so that no amount is guessed.
        if text.chars().any(|c| c.is_numeric() && !c.is_ascii()) {
            return Err(MoneyError::Format);
        }
        let text = compact(text);
        let mut text = text.as_str();
        for unit in ["AZN", "azn", "₼", "manat", "man."] {
            text = text.strip_suffix(unit).unwrap_or(text);
            text = text.strip_prefix(unit).unwrap_or(text);
        }
        if text.is_empty() {
            return Err(MoneyError::Empty);
        }
        let plain = without_english_groups(text);
        let (whole, part) = plain.split_once([',', '.']).unwrap_or((plain.as_str(), ""));
        let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(part) || (part.is_empty() && whole.len() != plain.len()) {
            return Err(MoneyError::Format);
        }
        if part.len() > 2 {
            return Err(MoneyError::TooPrecise);
        }
        let manat: i64 = whole.parse().map_err(|_| MoneyError::TooLarge)?;
        let qepik: i64 = if part.is_empty() { 0 } else { part.parse().map_err(|_| MoneyError::Format)? };
        let qepik = if part.len() == 1 { qepik * 10 } else { qepik };
        manat.checked_mul(100).and_then(|sum| sum.checked_add(qepik)).map(Qepik).ok_or(MoneyError::TooLarge)
    }
}

/// `1,250.00` without its commas: only if they group thousands before a point, so that `1,25` stays 1.25 manats.
fn without_english_groups(plain: &str) -> String {
    let Some((whole, part)) = plain.split_once('.') else { return plain.to_owned() };
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = (1..=3).contains(&first.len()) && groups.all(|group| group.len() == 3);
    if grouped { format!("{}.{part}", whole.replace(',', "")) } else { plain.to_owned() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn money_is_shown_in_the_form_of_each_language_with_spaces_that_do_not_break() {
        assert_eq!(Qepik(5_000).display(Lang::Az), "50,00\u{a0}AZN");
        assert_eq!(Qepik(125_000).display(Lang::Ru), "1\u{a0}250,00\u{a0}AZN");
        assert_eq!(Qepik(125_000).display(Lang::En), "1,250.00\u{a0}AZN");
        assert_eq!(Qepik(-5_000).display(Lang::En), "−\u{a0}50.00\u{a0}AZN");
        assert_eq!(Qepik(123_456_789).figures(Lang::Az), "1\u{a0}234\u{a0}567,89");
        assert_eq!(Qepik(123_456_789).figures(Lang::En), "1,234,567.89");
        assert_eq!(Qepik(7).figures(Lang::Ru), "0,07");
        assert_eq!(Qepik::ZERO.display_fee(Lang::Az), "Pulsuz");
        assert_eq!(Qepik::manat(50).display_fee(Lang::Ru), "50,00\u{a0}AZN");
    }

    #[test]
    fn amounts_are_read_with_comma_point_or_neither() {
        for typed in ["37,50", "37.50", "37,5", " 37,50 AZN", "37.50₼"] {
            assert_eq!(Qepik::parse(typed), Ok(Qepik(3_750)), "{typed}");
        }
        assert_eq!(Qepik::parse("37"), Ok(Qepik(3_700)));
        assert_eq!(Qepik::parse("1 250,00"), Ok(Qepik(125_000)));
        assert_eq!(Qepik::parse("1,250.00 AZN"), Ok(Qepik(125_000)));
        assert_eq!(Qepik::parse("1,250"), Err(MoneyError::TooPrecise), "never read as one manat and a quarter");
        assert_eq!(Qepik::parse("0,05"), Ok(Qepik(5)));
    }

    #[test]
    fn what_is_no_amount_is_refused() {
        assert_eq!(Qepik::parse(" AZN "), Err(MoneyError::Empty));
        for typed in ["-5", "+5", "5,", ",5", "1.250,00", "1,25.00", "12,34,567.00", "beş", "5,0,0", "1e3", "٥"] {
            assert_eq!(Qepik::parse(typed), Err(MoneyError::Format), "{typed}");
        }
        assert_eq!(Qepik::parse("5,001"), Err(MoneyError::TooPrecise));
        assert_eq!(Qepik::parse("99999999999999999999"), Err(MoneyError::TooLarge));
        assert_eq!(Qepik::parse("92233720368547759"), Err(MoneyError::TooLarge));
    }

    #[test]
    fn what_is_missing_is_never_negative() {
        assert_eq!(Qepik(1_250).missing_to(Qepik(5_000)), Qepik(3_750));
        assert_eq!(Qepik(9_000).missing_to(Qepik(5_000)), Qepik::ZERO);
        assert_eq!(Qepik(i64::MAX).plus(Qepik(1)), None);
        assert_eq!(Qepik(i64::MIN).minus(Qepik(1)), None);
    }

    proptest! {
        #[test]
        fn every_amount_reads_back_as_it_is_shown(qepik in 0i64..1_000_000_000_000) {
            for lang in Lang::ALL {
                prop_assert_eq!(Qepik::parse(&Qepik(qepik).display(lang)), Ok(Qepik(qepik)));
            }
        }

        #[test]
        fn every_amount_can_be_shown(qepik in any::<i64>()) {
            let shown = Qepik(qepik).display(Lang::Ru);
            prop_assert_eq!(shown.starts_with('−'), qepik < 0);
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = Qepik::parse(&text);
        }
    }
}
