//! Instants, Baku time, deadlines and typed dates. This module reads no clock: every instant is an argument.

mod deadline;
mod typed_date;

pub use deadline::{DeadlineTone, deadline_text, deadline_tone, remaining_text};
pub use typed_date::{DateError, date_parts, month_number, parse_date, read_date, read_past_date};

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Timelike, Utc};
use serde::{Deserialize, Serialize};

use crate::language::Lang;

/// An instant in microseconds since 1970 UTC. Whole microseconds, because both databases store exactly these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Micros(pub i64);

impl Micros {
    /// One second.
    pub const SECOND: i64 = 1_000_000;

    /// This instant moved by whole seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Micros {
        Micros(self.0 + seconds * Self::SECOND)
    }

    /// Whole seconds from this instant to a later one; negative if the other is earlier.
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

/// Baku is four hours ahead of UTC all year. Azerbaijan abolished summer time in March 2016, and every campaign here is
/// later, so a fixed offset is exact and the browser does not need a time zone database. If the law changes, this
/// constant must become a table of offsets with periods.
pub const BAKU_OFFSET_SECONDS: i64 = 4 * 3600;

/// The parts of an instant in Baku time.
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

/// Date and time in Baku at an instant.
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

/// The instant of a date and time in Baku; `None` if the time does not exist.
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

/// The name of a month, 1 to 12, in the form used in a date; empty for other numbers.
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

/// `26.01.2026 14:32`, Baku time, for tables and prints.
pub fn short_date_time(instant: Micros) -> String {
    let wall = on_the_wall(instant);
    format!("{:02}.{:02}.{} {:02}:{:02}", wall.day(), wall.month(), wall.year(), wall.hour(), wall.minute())
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
    fn every_month_has_a_name_in_every_language() {
        for lang in Lang::ALL {
            let names: std::collections::BTreeSet<_> = (1..=12).map(|month| month_name(month, lang)).collect();
            assert_eq!(names.len(), 12);
            assert_eq!((month_name(0, lang), month_name(13, lang)), ("", ""));
        }
    }

    proptest! {

        #[test]
        fn an_instant_goes_through_baku_time_and_back(minutes in 0i64..100_000_000) {
            let instant = Micros(minutes * 60 * Micros::SECOND);
            let wall = baku_date_time(instant);
            prop_assert_eq!(from_baku(baku_date(instant), wall.hour, wall.minute), Some(instant));
        }

    }
}
