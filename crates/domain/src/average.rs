//! ÜOMG: the cumulative average of a degree, compared exactly.

use std::cmp::Ordering;

use crate::decision::Explain;
use crate::figures;
use crate::language::Lang;
use crate::typed::compact;

/// A cumulative average on its scale, in hundredths. Averages on different scales are compared as exact fractions of their
/// scale (Rules 5.3.1), never as floats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Average {
    hundredths: u32,
    scale: u8,
}

/// Why a typed average is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AverageError {
    /// The scale is not 4, 5 or 100.
    Scale,
    /// Not a number.
    Format,
    /// More than two digits after the comma.
    TooPrecise,
    /// Greater than the scale.
    AboveScale,
}

impl AverageError {
    /// Stable code for programs.
    pub const fn code_word(self) -> &'static str {
        match self {
            AverageError::Scale => "averageScaleUnknown",
            AverageError::Format | AverageError::TooPrecise => "averageFormat",
            AverageError::AboveScale => "averageAboveScale",
        }
    }
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            AverageError::Scale => [
                "ÜOMG şkalasını seçin: 4, 5 və ya 100.",
                "Choose the scale of the average: 4, 5 or 100.",
                "Выберите шкалу среднего балла: 4, 5 или 100.",
            ],
            AverageError::Format => [
                "ÜOMG-ni rəqəmlə yazın. Məsələn, 91,4.",
                "Enter the average in digits, for example 91.4.",
                "Введите средний балл цифрами, например 91,4.",
            ],
            AverageError::TooPrecise => [
                "Vergüldən sonra ən çoxu iki rəqəm yazın.",
                "Enter no more than two digits after the point.",
                "После запятой введите не больше двух цифр.",
            ],
            AverageError::AboveScale => [
                "ÜOMG şkaladan böyük ola bilməz. Şkalanı və qiyməti yoxlayın.",
                "The average cannot be above its scale. Check the scale and the value.",
                "Средний балл не может быть выше шкалы. Проверьте шкалу и значение.",
            ],
        }
    }
}

impl Explain for AverageError {
    fn code(&self) -> &'static str {
        self.code_word()
    }
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.says()).to_owned()
    }
}

impl Average {
    /// The scales in use.
    pub const SCALES: [u8; 3] = [4, 5, 100];

    /// Reads `91,4` or `91.4` on a scale of 4, 5 or 100.
    pub fn parse(text: &str, scale: u8) -> Result<Average, AverageError> {
        if !Self::SCALES.contains(&scale) {
            return Err(AverageError::Scale);
        }
        let text = compact(text);
        let (whole, part) = text.split_once([',', '.']).unwrap_or((text.as_str(), "0"));
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(part) {
            return Err(AverageError::Format);
        }
        if part.len() > 2 {
            return Err(AverageError::TooPrecise);
        }
        let whole: u32 = whole.parse().map_err(|_| AverageError::AboveScale)?;
        let tenths: u32 = part.parse().map_err(|_| AverageError::Format)?;
        let part = if part.len() == 1 { tenths * 10 } else { tenths };
        let hundredths = whole.checked_mul(100).and_then(|h| h.checked_add(part)).ok_or(AverageError::AboveScale)?;
        if hundredths > u32::from(scale) * 100 {
            return Err(AverageError::AboveScale);
        }
        Ok(Average { hundredths, scale })
    }

    /// The scale.
    pub const fn scale(self) -> u8 {
        self.scale
    }

    /// Which of two averages is higher, each as a fraction of its scale: 4,5 of 5 equals 90 of 100.
    pub fn compare(self, other: Average) -> Ordering {
        let cross = |a: Average, b: Average| u64::from(a.hundredths) * u64::from(b.scale);
        cross(self, other).cmp(&cross(other, self))
    }

    /// `91,4`, in English `91.4`, without needless zeros.
    pub fn display(self, lang: Lang) -> String {
        figures::hundredths(self.hundredths, lang)
    }
}

/// An average in the form people read: `100-dən 91,4`, in English `91.4 out of 100`. A register's text is kept if it
/// cannot be parsed; empty if there is none.
pub fn on_scale(average: &str, scale: Option<u8>, lang: Lang) -> String {
    let average = average.trim();
    match scale {
        Some(scale) if !average.is_empty() => {
            let shown =
                Average::parse(average, scale).map_or_else(|_| average.to_owned(), |average| average.display(lang));
            match lang {
                // The ending is that of 4, 5 and 100; a register may send another scale.
                Lang::Az if Average::SCALES.contains(&scale) => format!("{scale}-dən {shown}"),
                Lang::Az => format!("{shown} / {scale}"),
                Lang::En => format!("{shown} out of {scale}"),
                Lang::Ru => format!("{shown} из {scale}"),
            }
        }
        _ => average.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn an_average_is_shown_out_of_its_scale_in_the_words_of_the_language() {
        let shown = |scale| [Lang::Az, Lang::En, Lang::Ru].map(|lang| on_scale("81,50", Some(scale), lang));
        assert_eq!(shown(100), ["100-dən 81,5", "81.5 out of 100", "81,5 из 100"]);
        // A register's scale that the portal does not know, where the Azerbaijani ending would be another.
        assert_eq!(shown(110), ["81,50 / 110", "81,50 out of 110", "81,50 из 110"]);
        assert_eq!(
            (on_scale(" ", Some(5), Lang::Az), on_scale("81", None, Lang::Ru)),
            (String::new(), "81".to_owned())
        );
    }

    #[test]
    fn averages_are_read_with_comma_or_point() {
        assert_eq!(Average::parse("91,4", 100).unwrap().display(Lang::Az), "91,4");
        assert_eq!(Average::parse(" 91.45 ", 100).unwrap().display(Lang::Ru), "91,45");
        assert_eq!(Average::parse("\u{200e}91,\u{a0}4", 100).unwrap().display(Lang::Az), "91,4");
        assert_eq!(Average::parse("4", 5).unwrap().display(Lang::En), "4");
        assert_eq!(Average::parse("4,05", 5).unwrap().display(Lang::En), "4.05");
        assert_eq!(Average::parse("100,00", 100).unwrap().display(Lang::Az), "100");
    }

    #[test]
    fn a_value_above_its_scale_and_an_unknown_scale_are_refused_mag_7() {
        assert_eq!(Average::parse("5,01", 5), Err(AverageError::AboveScale));
        assert_eq!(Average::parse("91,4", 5), Err(AverageError::AboveScale));
        assert_eq!(Average::parse("99999999999", 100), Err(AverageError::AboveScale));
        assert_eq!(Average::parse("3", 10), Err(AverageError::Scale));
        assert_eq!(Average::parse("91,444", 100), Err(AverageError::TooPrecise));
        for typed in ["", "-3", "doxsan", "9,", ",9", "9,1,2"] {
            assert_eq!(Average::parse(typed, 100), Err(AverageError::Format), "{typed}");
        }
    }

    #[test]
    fn scales_are_compared_as_exact_fractions_5_3_1() {
        let average = |text, scale| Average::parse(text, scale).unwrap();
        assert_eq!(average("4,5", 5).compare(average("90", 100)), Ordering::Equal);
        assert_eq!(average("3,61", 4).compare(average("90,25", 100)), Ordering::Equal);
        assert_eq!(average("3,6", 4).compare(average("4,51", 5)), Ordering::Less);
    }

    proptest! {
        #[test]
        fn comparing_never_depends_on_the_side(a in 0u32..=400, b in 0u32..=500) {
            let (a, b) = (Average { hundredths: a, scale: 4 }, Average { hundredths: b, scale: 5 });
            prop_assert_eq!(a.compare(b), b.compare(a).reverse());
        }

        #[test]
        fn every_average_reads_back(hundredths in 0u32..=10_000) {
            let average = Average { hundredths, scale: 100 };
            for lang in Lang::ALL {
                prop_assert_eq!(Average::parse(&average.display(lang), 100), Ok(average));
            }
        }
    }
}
