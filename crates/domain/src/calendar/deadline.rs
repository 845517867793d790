//! Deadlines as text: the date, the remaining time, the urgency.

use chrono::Timelike;

use super::{Micros, date_time_text, on_the_wall};
use crate::language::{Lang, plural_en, plural_ru};

/// A deadline in the form people read. `closes` is the first instant after the window. If it is midnight, the last
/// minute before it is shown, `26 yanvar 2026, 23:59`, because "27 January, 00:00" would be read as the end of the
/// 27th.
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

/// The time until a deadline in its two largest units: `5 gün 9 saat`, `9 saat 12 dəqiqə`, `12 dəqiqə`. Rounded down,
/// so it never shows more time than remains; `Bitib` ("ended") after the deadline.
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

/// Urgency of a deadline.
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
    /// Stable word, used as a CSS class by the pages.
    pub const fn word(self) -> &'static str {
        match self {
            DeadlineTone::Calm => "calm",
            DeadlineTone::Near => "near",
            DeadlineTone::Urgent => "urgent",
            DeadlineTone::Passed => "passed",
        }
    }
}

/// Urgency of a deadline at an instant.
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

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::calendar::short_date_time;

    fn at(text: &str) -> Micros {
        Micros::from(DateTime::parse_from_rfc3339(text).unwrap().to_utc())
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

    proptest! {
        #[test]
        fn no_instant_makes_the_texts_panic(now in any::<i32>(), closes in any::<i32>()) {
            let (now, closes) = (Micros(i64::from(now) * 1_000_000), Micros(i64::from(closes) * 1_000_000));
            let _ = (remaining_text(now, closes, Lang::Ru), deadline_text(closes, Lang::Az), deadline_tone(now, closes));
        }
    }
}
