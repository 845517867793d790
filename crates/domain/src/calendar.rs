//! Instants, Baku time, deadlines and typed dates. No clock: every instant comes in as an argument.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::decision::Explain;
use crate::language::{Lang, plural_en, plural_ru};

/// An instant in microseconds since 1970 UTC. Whole microseconds because both databases keep exactly those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Micros(pub i64);

impl Micros {
    /// One second.
    pub const SECOND: i64 = 1_000_000;

    /// This instant moved by whole seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Micros {
        Micros(self.0 + seconds * Self::SECOND)
    }

    /// Whole seconds from this instant to a later one; negative where the other is earlier.
    pub const fn seconds_until(self, later: Micros) -> i64 {
        later.0.saturating_sub(self.0).div_euclid(Self::SECOND)
    }
}

impl From<DateTime<Utc>> for Micros {
    fn from(instant: DateTime<Utc>) -> Self {
        Micros(instant.timestamp_micros())
    }
}

impl From<Micros> for DateTime<Utc> {
    fn from(instant: Micros) -> Self {
        DateTime::from_timestamp_micros(instant.0).unwrap_or_default()
    }
}

/// Baku is four hours ahead of UTC the whole year. Azerbaijan gave up summer time in March 2016, and every campaign here is
/// later, so a fixed offset is exact and no time zone database has to be shipped to the browser. Should the law change, this
/// constant becomes a table of validity.
pub const BAKU_OFFSET_SECONDS: i64 = 4 * 3600;

/// The parts of an instant on a clock in Baku.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BakuTime {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// Day of the month, from 1.
    pub day: u32,
    /// Hour, 0 to 23.
    pub hour: u32,
    /// Minute.
    pub minute: u32,
    /// Second.
    pub second: u32,
}

fn on_the_wall(instant: Micros) -> NaiveDateTime {
    DateTime::<Utc>::from(instant.plus_seconds(BAKU_OFFSET_SECONDS)).naive_utc()
}

/// What a clock in Baku shows at an instant.
pub fn baku_date_time(instant: Micros) -> BakuTime {
    let wall = on_the_wall(instant);
    BakuTime {
        year: wall.year(),
        month: wall.month(),
        day: wall.day(),
        hour: wall.hour(),
        minute: wall.minute(),
        second: wall.second(),
    }
}

/// The date in Baku at an instant.
pub fn baku_date(instant: Micros) -> NaiveDate {
    on_the_wall(instant).date()
}

/// The instant at which a clock in Baku shows this date and time; `None` where there is none.
pub fn from_baku(date: NaiveDate, hour: u32, minute: u32) -> Option<Micros> {
    let wall = date.and_hms_opt(hour, minute, 0)?;
    Some(Micros::from(wall.and_utc()).plus_seconds(-BAKU_OFFSET_SECONDS))
}

const MONTHS_AZ: [&str; 12] =
    ["yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr", "noyabr", "dekabr"];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// The name of a month, 1 to 12, as it stands in a date; empty outside.
pub fn month_name(month: u32, lang: Lang) -> &'static str {
    let names = lang.pick([MONTHS_AZ, MONTHS_EN, MONTHS_RU]);
    usize::try_from(month).ok().and_then(|m| names.get(m.checked_sub(1)?).copied()).unwrap_or_default()
}

/// `26 yanvar 2026`.
pub fn date_text(date: NaiveDate, lang: Lang) -> String {
    format!("{} {} {}", date.day(), month_name(date.month(), lang), date.year())
}

/// `26 yanvar 2026, 14:32`, Baku time.
pub fn date_time_text(instant: Micros, lang: Lang) -> String {
    let wall = on_the_wall(instant);
    format!("{}, {:02}:{:02}", date_text(wall.date(), lang), wall.hour(), wall.minute())
}

/// `26.01.2026 14:32`, Baku time, for tables and paper.
pub fn short_date_time(instant: Micros) -> String {
    let wall = on_the_wall(instant);
    format!("{:02}.{:02}.{} {:02}:{:02}", wall.day(), wall.month(), wall.year(), wall.hour(), wall.minute())
}

/// A deadline as people read it. `closes` is the first instant after the window; where it is midnight, the last minute before
/// it is shown, `26 yanvar 2026, 23:59`, because "27 January, 00:00" is read as the end of the 27th.
pub fn deadline_text(closes: Micros, lang: Lang) -> String {
    let wall = on_the_wall(closes);
    let shown = if wall.hour() == 0 && wall.minute() == 0 { closes.plus_seconds(-60) } else { closes };
    date_time_text(shown, lang)
}

fn days(n: u64, lang: Lang) -> String {
    format!("{n} {}", lang.pick(["gün", plural_en(n, "day", "days"), plural_ru(n, "день", "дня", "дней")]))
}

fn hours(n: u64, lang: Lang) -> String {
    format!("{n} {}", lang.pick(["saat", plural_en(n, "hour", "hours"), plural_ru(n, "час", "часа", "часов")]))
}

fn minutes(n: u64, lang: Lang) -> String {
    format!(
        "{n} {}",
        lang.pick(["dəqiqə", plural_en(n, "minute", "minutes"), plural_ru(n, "минута", "минуты", "минут")])
    )
}

/// What is left until a deadline in its two largest units: `5 gün 9 saat`, `9 saat 12 dəqiqə`, `12 dəqiqə`. Rounded down, so
/// it never promises more than there is; `Bitib` once it has passed.
pub fn remaining_text(now: Micros, closes: Micros, lang: Lang) -> String {
    let Ok(left) = u64::try_from(now.seconds_until(closes)) else {
        return lang.pick(["Bitib", "Ended", "Завершено"]).to_owned();
    };
    if now >= closes {
        return lang.pick(["Bitib", "Ended", "Завершено"]).to_owned();
    }
    let (d, h, m) = (left / 86_400, left / 3_600 % 24, left / 60 % 60);
    match (d, h, m) {
        (0, 0, 0) => lang.pick(["1 dəqiqədən az", "less than a minute", "меньше минуты"]).to_owned(),
        (0, 0, m) => minutes(m, lang),
        (0, h, 0) => hours(h, lang),
        (0, h, m) => format!("{} {}", hours(h, lang), minutes(m, lang)),
        (d, 0, _) => days(d, lang),
        (d, h, _) => format!("{} {}", days(d, lang), hours(h, lang)),
    }
}

/// How loud a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DeadlineTone {
    /// More than 10 days left.
    Calm,
    /// 10 days or less.
    Near,
    /// 72 hours or less.
    Urgent,
    /// Passed.
    Passed,
}

impl DeadlineTone {
    /// Stable word, used as a class by the pages.
    pub const fn word(self) -> &'static str {
        match self {
            DeadlineTone::Calm => "calm",
            DeadlineTone::Near => "near",
            DeadlineTone::Urgent => "urgent",
            DeadlineTone::Passed => "passed",
        }
    }
}

/// How loud a deadline is at an instant.
pub fn deadline_tone(now: Micros, closes: Micros) -> DeadlineTone {
    let left = closes.0.saturating_sub(now.0);
    let hour = 3_600 * Micros::SECOND;
    if left <= 0 {
        DeadlineTone::Passed
    } else if left <= 72 * hour {
        DeadlineTone::Urgent
    } else if left <= 240 * hour {
        DeadlineTone::Near
    } else {
        DeadlineTone::Calm
    }
}

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
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Micros {
        Micros::from(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
    }

    #[test]
    fn baku_is_four_hours_ahead_in_winter_and_in_summer() {
        let winter = baku_date_time(at("2026-01-26T20:30:15Z"));
        assert_eq!((winter.day, winter.hour, winter.minute, winter.second), (27, 0, 30, 15));
        let summer = baku_date_time(at("2026-07-26T20:30:00Z"));
        assert_eq!((summer.month, summer.day, summer.hour), (7, 27, 0));
        assert_eq!(from_baku(baku_date(at("2026-01-26T20:30:00Z")), 0, 30), Some(at("2026-01-26T20:30:00Z")));
    }

    #[test]
    fn an_exclusive_midnight_is_shown_as_the_last_minute_before_it() {
        let closes = at("2026-01-27T00:00:00+04:00");
        assert_eq!(deadline_text(closes, Lang::Az), "26 yanvar 2026, 23:59");
        assert_eq!(deadline_text(closes, Lang::En), "26 January 2026, 23:59");
        assert_eq!(deadline_text(closes, Lang::Ru), "26 января 2026, 23:59");
        assert_eq!(deadline_text(at("2026-01-01T00:00:00+04:00"), Lang::Az), "31 dekabr 2025, 23:59");
        assert_eq!(deadline_text(at("2026-01-27T18:00:00+04:00"), Lang::Az), "27 yanvar 2026, 18:00");
        assert_eq!(short_date_time(at("2026-01-27T18:05:00+04:00")), "27.01.2026 18:05");
    }

    #[test]
    fn what_is_left_is_told_in_two_units_and_never_rounded_up() {
        let now = at("2026-01-20T12:00:00+04:00");
        let left = |seconds: i64, lang| remaining_text(now, now.plus_seconds(seconds), lang);
        assert_eq!(left(5 * 86_400 + 9 * 3_600 + 3_599, Lang::Az), "5 gün 9 saat");
        assert_eq!(left(5 * 86_400 + 9 * 3_600, Lang::Ru), "5 дней 9 часов");
        assert_eq!(left(86_400 + 3_600, Lang::Ru), "1 день 1 час");
        assert_eq!(left(2 * 86_400 + 22 * 3_600, Lang::Ru), "2 дня 22 часа");
        assert_eq!(left(86_400, Lang::En), "1 day");
        assert_eq!(left(9 * 3_600 + 12 * 60 + 59, Lang::Az), "9 saat 12 dəqiqə");
        assert_eq!(left(3_600, Lang::En), "1 hour");
        assert_eq!(left(61, Lang::Ru), "1 минута");
        assert_eq!(left(59, Lang::Az), "1 dəqiqədən az");
        assert_eq!(left(0, Lang::Az), "Bitib");
        assert_eq!(left(-1, Lang::Ru), "Завершено");
    }

    #[test]
    fn a_deadline_grows_louder_at_ten_days_and_at_72_hours() {
        let now = at("2026-01-20T12:00:00+04:00");
        let tone = |seconds: i64| deadline_tone(now, now.plus_seconds(seconds));
        assert_eq!(tone(240 * 3_600 + 1), DeadlineTone::Calm);
        assert_eq!(tone(240 * 3_600), DeadlineTone::Near);
        assert_eq!(tone(72 * 3_600 + 1), DeadlineTone::Near);
        assert_eq!(tone(72 * 3_600), DeadlineTone::Urgent);
        assert_eq!(tone(1), DeadlineTone::Urgent);
        assert_eq!(tone(0), DeadlineTone::Passed);
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

    #[test]
    fn every_month_has_a_name_in_every_language() {
        for lang in Lang::ALL {
            let names: std::collections::BTreeSet<_> = (1..=12).map(|month| month_name(month, lang)).collect();
            assert_eq!(names.len(), 12);
            assert_eq!((month_name(0, lang), month_name(13, lang)), ("", ""));
        }
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

        #[test]
        fn an_instant_goes_through_baku_time_and_back(minutes in 0i64..100_000_000) {
            let instant = Micros(minutes * 60 * Micros::SECOND);
            let wall = baku_date_time(instant);
            prop_assert_eq!(from_baku(baku_date(instant), wall.hour, wall.minute), Some(instant));
        }

        #[test]
        fn no_instant_makes_the_texts_panic(now in any::<i32>(), closes in any::<i32>()) {
            let (now, closes) = (Micros(i64::from(now) * 1_000_000), Micros(i64::from(closes) * 1_000_000));
            let _ = (remaining_text(now, closes, Lang::Ru), deadline_text(closes, Lang::Az), deadline_tone(now, closes));
        }
    }
}
