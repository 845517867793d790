//! Dates typed in three fields.

use chrono::{Datelike, NaiveDate};

use super::{Micros, baku_date};
use crate::decision::Explain;
use crate::language::Lang;

/// Why three typed parts are no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateError {
    /// A part is empty.
    Empty,
    /// A part is not a number, or the year has not four digits.
    Format,
    /// The calendar has no such day.
    Impossible,
    /// A birth date in the future or before 1900.
    NotABirthDate,
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
            DateError::Impossible => [
                "Belə tarix yoxdur. Gün və ayı yoxlayın.",
                "There is no such date. Check the day and the month.",
                "Такой даты нет. Проверьте день и месяц.",
            ],
            DateError::NotABirthDate => {
                ["Doğum tarixini yoxlayın.", "Check the date of birth.", "Проверьте дату рождения."]
            }
        }
    }
}

impl Explain for DateError {
    fn code(&self) -> &'static str {
        match self {
            DateError::Empty => "dateRequired",
            DateError::Format => "dateFormat",
            DateError::Impossible => "dateImpossible",
            DateError::NotABirthDate => "birthDateRange",
        }
    }
    fn text(&self, lang: Lang) -> String {
        lang.pick(self.says()).to_owned()
    }
}

/// Reads a date typed in three fields: day, month, year of four digits.
pub fn parse_date(day: &str, month: &str, year: &str) -> Result<NaiveDate, DateError> {
    let [day, month, year] = [day, month, year].map(str::trim);
    if [day, month, year].iter().any(|part| part.is_empty()) {
        return Err(DateError::Empty);
    }
    let all_digits = [day, month, year].iter().all(|part| part.bytes().all(|b| b.is_ascii_digit()));
    if !all_digits || day.len() > 2 || month.len() > 2 || year.len() != 4 {
        return Err(DateError::Format);
    }
    let number = |part: &str| part.parse::<u32>().map_err(|_| DateError::Format);
    let year = i32::try_from(number(year)?).map_err(|_| DateError::Format)?;
    NaiveDate::from_ymd_opt(year, number(month)?, number(day)?).ok_or(DateError::Impossible)
}

/// The same for a date of birth: not after today in Baku and not before 1900.
pub fn parse_birth_date(day: &str, month: &str, year: &str, now: Micros) -> Result<NaiveDate, DateError> {
    let date = parse_date(day, month, year)?;
    if date.year() < 1900 || date > baku_date(now) { Err(DateError::NotABirthDate) } else { Ok(date) }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Micros {
        Micros::from(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    #[test]
    fn impossible_and_half_typed_dates_are_refused() {
        assert_eq!(parse_date("", "4", "2003"), Err(DateError::Empty));
        assert_eq!(parse_date("7", "aprel", "2003"), Err(DateError::Format));
        assert_eq!(parse_date("7", "4", "03"), Err(DateError::Format));
        assert_eq!(parse_date("-7", "4", "2003"), Err(DateError::Format));
        assert_eq!(parse_date("29", "2", "2003"), Err(DateError::Impossible));
        assert_eq!(parse_date("31", "4", "2003"), Err(DateError::Impossible));
        assert_eq!(parse_date("0", "1", "2003"), Err(DateError::Impossible));
        assert!(parse_date("29", "02", "2004").is_ok());
    }

    #[test]
    fn nobody_is_born_tomorrow_or_in_the_nineteenth_century() {
        let now = at("2026-01-20T21:00:00Z"); // already the 21st in Baku
        assert!(parse_birth_date("21", "1", "2026", now).is_ok());
        assert_eq!(parse_birth_date("22", "1", "2026", now), Err(DateError::NotABirthDate));
        assert_eq!(parse_birth_date("31", "12", "1899", now), Err(DateError::NotABirthDate));
    }

    proptest! {
        #[test]
        fn every_birth_date_from_1940_to_2012_reads_back(offset in 0u64..26_663) {
            let date = NaiveDate::from_ymd_opt(1940, 1, 1).unwrap() + chrono::Days::new(offset);
            prop_assert!(date.year() <= 2012);
            let [day, month, year] = [date.day().to_string(), format!("{:02}", date.month()), date.year().to_string()];
            prop_assert_eq!(parse_date(&day, &month, &year), Ok(date));
        }

        #[test]
        fn a_day_beyond_the_end_of_its_month_is_impossible(year in 1940i32..=2012, month in 1u32..=12, extra in 1u32..=3) {
            let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
            let last = (first + chrono::Months::new(1)).pred_opt().unwrap().day();
            let typed = parse_date(&(last + extra).to_string(), &month.to_string(), &year.to_string());
            prop_assert_eq!(typed, Err(DateError::Impossible));
        }
    }
}
