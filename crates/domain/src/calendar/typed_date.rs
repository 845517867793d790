//! Dates typed in three fields or pasted as one text, with months as numbers or names.

use chrono::{Datelike, NaiveDate};

use super::{Micros, baku_date};
use crate::decision::Explain;
use crate::language::Lang;
use crate::typed::{compact, plain};

/// The first year accepted in a date about a living person.
const FIRST_YEAR: i32 = 1900;

/// Why a typed date is invalid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// A part is empty.
    Empty,
    /// A part is neither a number nor the name of a month.
    Format,
    /// The year does not have four digits.
    ShortYear,
    /// The number of the month is not 1 to 12.
    Month,
    /// The month does not have this day.
    Impossible,
    /// Before 1900.
    Early,
    /// The date is in the future.
    Future,
}

impl DateError {
    /// The sentence in az, en, ru.
    pub const fn says(self) -> [&'static str; 3] {
        match self {
            DateError::Empty => {
                ["Gün, ay və ili daxil edin.", "Enter the day, month and year.", "Введите день, месяц и год."]
            }
            DateError::Format => [
                "Tarixi rəqəmlərlə yazın, məsələn, 7 4 2003.",
                "Write the date in figures, for example 7 4 2003.",
                "Введите дату цифрами, например 7 4 2003.",
            ],
            DateError::ShortYear => [
                "İli dörd rəqəmlə yazın, məsələn, 2003.",
                "Write the year with four digits, for example 2003.",
                "Введите год четырьмя цифрами, например 2003.",
            ],
            DateError::Month => [
                "Belə ay yoxdur. Ayı 1-dən 12-yədək rəqəmlə və ya adı ilə yazın.",
                "There is no such month. Write the month as a number from 1 to 12 or by its name.",
                "Такого месяца нет. Введите месяц числом от 1 до 12 или названием.",
            ],
            DateError::Impossible => [
                "Bu ayda belə gün yoxdur. Gün və ayı yoxlayın.",
                "That month has no such day. Check the day and the month.",
                "В этом месяце нет такого дня. Проверьте день и месяц.",
            ],
            DateError::Early => [
                "İli yoxlayın: 1900-cü ildən əvvəlki tarix yazılıb.",
                "Check the year: the date is before 1900.",
                "Проверьте год: указана дата раньше 1900 года.",
            ],
            DateError::Future => [
                "İli yoxlayın: bu tarix hələ gəlməyib.",
                "Check the year: this date is still to come.",
                "Проверьте год: эта дата ещё не наступила.",
            ],
        }
    }
}

impl Explain for DateError {
    fn code(&self) -> &'static str {
        match self {
            DateError::Empty => "dateRequired",
            DateError::Format => "dateFormat",
            DateError::ShortYear => "dateYear",
            DateError::Month => "dateMonth",
            DateError::Impossible => "dateImpossible",
            DateError::Early => "dateEarly",
            DateError::Future => "dateFuture",
        }
    }
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.says()).to_owned()
    }
}

/// First letters of the names of the months, in Azerbaijani, English and Russian.
const BEGINNINGS: [&[&str]; 12] = [
    &["yan", "jan", "янв"],
    &["fev", "feb", "фев"],
    &["mar", "мар"],
    &["apr", "апр"],
    &["may", "май", "мая"],
    &["iyun", "jun", "июн"],
    &["iyul", "jul", "июл"],
    &["avq", "aug", "авг"],
    &["sen", "sep", "сен"],
    &["okt", "oct", "окт"],
    &["noy", "nov", "ноя"],
    &["dek", "dec", "дек"],
];

/// The number of a month, or why it is invalid.
fn month_of(text: &str) -> Result<u32, DateError> {
    if text.bytes().all(|b| b.is_ascii_digit()) {
        return text.parse().ok().filter(|month| (1..=12).contains(month)).ok_or(DateError::Month);
    }
    let name: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            'ı' => Some('i'),
            // The dot that remains when İ is lower-cased, and the point of an abbreviation.
            '\u{307}' | '.' => None,
            other => Some(other),
        })
        .collect();
    if !name.chars().all(char::is_alphabetic) {
        return Err(DateError::Format);
    }
    let place = BEGINNINGS.iter().position(|names| names.iter().any(|beginning| name.starts_with(beginning)));
    place.and_then(|place| u32::try_from(place + 1).ok()).ok_or(DateError::Month)
}

/// The number of a month written as a number or a name, in full or abbreviated, in any of the three languages.
pub fn month_number(text: &str) -> Option<u32> {
    month_of(&compact(text)).ok()
}

/// Words of a written date that carry no information.
const FILLERS: [&str; 15] =
    ["ci", "cı", "cu", "cü", "il", "ili", "г", "год", "года", "of", "the", "st", "nd", "rd", "th"];

/// Day, month and year of a date pasted as one text: `14.03.2002`, `2002-03-14`, `14 mart 2002-ci il`, `March 14,
/// 2002`, `14032002`. `None` = it does not have three parts.
pub fn date_parts(text: &str) -> Option<[String; 3]> {
    let text = plain(text);
    let parts: Vec<&str> = text
        .split(|sign: char| !sign.is_alphanumeric() && sign != '\u{307}')
        .map(|part| {
            let digits = part.trim_end_matches(|sign: char| !sign.is_ascii_digit());
            if digits.is_empty() { part } else { digits }
        })
        .filter(|part| !part.is_empty() && !FILLERS.contains(part))
        .collect();
    let is_year = |part: &str| part.len() == 4 && part.bytes().all(|b| b.is_ascii_digit());
    let is_name = |part: &str| !part.bytes().any(|b| b.is_ascii_digit()) && month_number(part).is_some();
    let owned = |parts: [&str; 3]| Some(parts.map(str::to_owned));
    match parts.as_slice() {
        [first, second, third] if is_year(first) => owned([third, second, first]),
        [first, second, third] if is_name(first) => owned([second, first, third]),
        [first, second, third] => owned([first, second, third]),
        [whole] if whole.len() == 8 && whole.bytes().all(|b| b.is_ascii_digit()) => {
            if matches!(whole.get(..2), Some("19" | "20")) && !matches!(whole.get(4..6), Some("19" | "20")) {
                owned([whole.get(6..)?, whole.get(4..6)?, whole.get(..4)?])
            } else {
                owned([whole.get(..2)?, whole.get(2..4)?, whole.get(4..)?])
            }
        }
        _ => None,
    }
}

/// Parses a date typed in three fields: day, month as a number or a name, year of four digits.
///
/// # Errors
/// Why the date is invalid.
pub fn parse_date(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateError> {
    let [day, month, year] = [day, month, year].map(compact);
    if day.is_empty() || month.is_empty() || year.is_empty() {
        return Err(DateError::Empty);
    }
    let number = |part: &str| -> Result<u32, DateError> {
        let digits = part.bytes().all(|b| b.is_ascii_digit());
        part.parse().ok().filter(|_| digits).ok_or(DateError::Format)
    };
    let (day, month, whole) = (number(&day)?, month_of(&month)?, number(&year)?);
    if year.len() != 4 {
        return Err(DateError::ShortYear);
    }
    let whole = i32::try_from(whole).map_err(|_| DateError::Format)?;
    let date = NaiveDate::from_ymd_opt(whole, month, day).ok_or(DateError::Impossible)?;
    if date.year() < FIRST_YEAR { Err(DateError::Early) } else { Ok(date) }
}

/// Parses a date in one text, in the form of the interface (`2002-03-14`) or as people write it.
///
/// # Errors
/// Why the date is invalid.
pub fn read_date(text: &str) -> Result<NaiveDate, DateError> {
    let text = plain(text);
    if !text.chars().any(char::is_alphanumeric) {
        return Err(DateError::Empty);
    }
    // Empty parts keep their places: `14..2002`, `2002--14`.
    let split = |sign: char| {
        let mut parts = text.split(sign).map(str::trim);
        match (parts.next(), parts.next(), parts.next(), parts.next()) {
            (Some(first), Some(second), Some(third), None) => Some([first, second, third]),
            _ => None,
        }
    };
    if let Some([day, month, year]) = split('.').filter(|parts| parts.iter().any(|part| part.is_empty())) {
        return parse_date(day, month, year);
    }
    if let Some([year, month, day]) = split('-').filter(|parts| parts[0].len() == 4) {
        return parse_date(day, month, year);
    }
    let [day, month, year] = date_parts(&text).ok_or(DateError::Format)?;
    parse_date(&day, &month, &year)
}

/// The same for a date that must not be in the future, such as a birth or a diploma.
///
/// # Errors
/// Why the date is invalid.
pub fn read_past_date(text: &str, now: Micros) -> Result<NaiveDate, DateError> {
    let date = read_date(text)?;
    if date > baku_date(now) { Err(DateError::Future) } else { Ok(date) }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Micros {
        Micros::from(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn what_is_wrong_with_a_date_is_told() {
        assert_eq!(parse_date("", "4", "2003"), Err(DateError::Empty));
        assert_eq!(parse_date("7", "x9", "2003"), Err(DateError::Format));
        assert_eq!(parse_date("-7", "4", "2003"), Err(DateError::Format));
        assert_eq!(parse_date("7", "4", "03"), Err(DateError::ShortYear));
        assert_eq!(parse_date("7", "4", "20"), Err(DateError::ShortYear));
        assert_eq!(parse_date("7", "4", "20030"), Err(DateError::ShortYear));
        assert_eq!(parse_date("7", "13", "2003"), Err(DateError::Month));
        assert_eq!(parse_date("7", "0", "2003"), Err(DateError::Month));
        assert_eq!(parse_date("7", "brumaire", "2003"), Err(DateError::Month));
        assert_eq!(parse_date("31", "2", "2003"), Err(DateError::Impossible));
        assert_eq!(parse_date("29", "2", "2003"), Err(DateError::Impossible));
        assert_eq!(parse_date("31", "4", "2003"), Err(DateError::Impossible));
        assert_eq!(parse_date("0", "1", "2003"), Err(DateError::Impossible));
        assert_eq!(parse_date("7", "4", "1850"), Err(DateError::Early));
        assert!(parse_date("29", "02", "2004").is_ok());
    }

    #[test]
    fn a_month_may_be_written_by_its_name_in_three_languages() {
        for month in 1..=12 {
            for lang in Lang::ALL {
                let name = super::super::month_name(month, lang);
                assert_eq!(parse_date("7", name, "2003"), Ok(day(2003, month, 7)), "{name}");
                assert_eq!(parse_date("7", &name.to_uppercase(), "2003"), Ok(day(2003, month, 7)), "{name}");
                assert_eq!(parse_date("7", &crate::az::upper(name), "2003"), Ok(day(2003, month, 7)), "{name}");
            }
        }
        for (name, month) in
            [("Jan.", 1), ("сентябрь", 9), ("май", 5), ("İYUL", 7), ("IYUN", 6), ("Sept", 9), ("may", 5)]
        {
            assert_eq!(parse_date("7", name, "2003"), Ok(day(2003, month, 7)), "{name}");
        }
    }

    #[test]
    fn a_date_pasted_whole_falls_into_its_three_parts() {
        for text in [
            "14.03.2002",
            "14/3/2002",
            "14-03-2002",
            "14 03 2002",
            "2002-03-14",
            "2002.03.14",
            " 14.\u{a0}03.\u{200e}2002 ",
            "14 mart 2002",
            "14 Mart 2002-ci il",
            "14 марта 2002 г.",
            "14 марта 2002 года",
            "14 March 2002",
            "March 14, 2002",
            "14th of March 2002",
            "14\u{2011}03\u{2011}2002",
            "14032002",
            "20020314",
            "14.03.2002.",
        ] {
            assert_eq!(read_date(text), Ok(day(2002, 3, 14)), "{text}");
        }
        for text in ["14", "14 mart", "7 4 2003 5", "", "sabah"] {
            assert_eq!(date_parts(text), None, "{text}");
        }
    }

    #[test]
    fn a_half_typed_date_is_told_apart_from_an_unreadable_one() {
        for text in ["", " ", "..", "14..2002", ".3.2002", "14.3.", "2002--14", "2002-03-"] {
            assert_eq!(read_date(text), Err(DateError::Empty), "{text}");
        }
        assert_eq!(read_date("sabah"), Err(DateError::Format));
        assert_eq!(read_date("0020-03-14"), Err(DateError::Early));
        assert_eq!(read_date("14.3.20"), Err(DateError::ShortYear));
        assert_eq!(read_date("2002-02-31"), Err(DateError::Impossible));
    }

    #[test]
    fn nobody_is_born_tomorrow_or_in_the_nineteenth_century() {
        let now = at("2026-01-20T21:00:00Z"); // already the 21st in Baku
        assert!(read_past_date("21.1.2026", now).is_ok());
        assert_eq!(read_past_date("22.1.2026", now), Err(DateError::Future));
        assert_eq!(read_past_date("31.12.1899", now), Err(DateError::Early));
    }

    #[test]
    fn every_error_says_something_of_its_own_in_three_languages() {
        let all = [
            DateError::Empty,
            DateError::Format,
            DateError::ShortYear,
            DateError::Month,
            DateError::Impossible,
            DateError::Early,
            DateError::Future,
        ];
        for lang in Lang::ALL {
            let said: std::collections::BTreeSet<String> = all.iter().map(|error| error.text(lang)).collect();
            assert_eq!(said.len(), all.len());
        }
    }

    proptest! {
        #[test]
        fn every_birth_date_from_1940_to_2012_reads_back(offset in 0u64..26_663) {
            let date = NaiveDate::from_ymd_opt(1940, 1, 1).unwrap() + chrono::Days::new(offset);
            prop_assert!(date.year() <= 2012);
            let [day, month, year] = [date.day().to_string(), format!("{:02}", date.month()), date.year().to_string()];
            prop_assert_eq!(parse_date(&day, &month, &year), Ok(date));
            prop_assert_eq!(read_date(&date.to_string()), Ok(date));
            for lang in Lang::ALL {
                prop_assert_eq!(read_date(&super::super::date_text(date, lang)), Ok(date));
            }
        }

        #[test]
        fn a_day_beyond_the_end_of_its_month_is_impossible(year in 1940i32..=2012, month in 1u32..=12, extra in 1u32..=3) {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            let last = (first + chrono::Months::new(1)).pred_opt().unwrap().day();
            let typed = parse_date(&(last + extra).to_string(), &month.to_string(), &year.to_string());
            prop_assert_eq!(typed, Err(DateError::Impossible));
        }

        #[test]
        fn no_text_makes_the_reader_panic(text in ".*") {
            let _ = read_date(&text);
        }
    }
}
