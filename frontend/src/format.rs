//! Dates, hours, durations and sums as the person reads them. Baku has had UTC+4 all year since 2016.

use qabul_domain::{calendar::Micros, money::Qepik};

use crate::i18n::{self, keys, t, t_count, t_with};

const DAY: i64 = 86_400 * Micros::SECOND;
const HOUR: i64 = 3_600 * Micros::SECOND;
const MINUTE: i64 = 60 * Micros::SECOND;
const BAKU: i64 = 4 * HOUR;

/// Year, month (1–12) and day in Baku, and microseconds since midnight there.
fn baku(at: Micros) -> (i64, usize, i64, i64) {
    let local = at.0 + BAKU;
    let (days, rest) = (local.div_euclid(DAY), local.rem_euclid(DAY));
    // Civil date from a day count: H. Hinnant, "chrono-compatible low-level date algorithms", days_from_civil inverse.
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let of_era = z.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, usize::try_from(month).unwrap_or(1), day, rest)
}

fn two(number: i64) -> String {
    let mut text = number.to_string();
    if number < 10 {
        text.insert(0, '0');
    }
    text
}

/// `26 yanvar 2026`.
pub fn date(at: Micros) -> String {
    let (year, month, day, _) = baku(at);
    let months = t(keys::time::MONTHS);
    let month = months.split(',').nth(month - 1).unwrap_or_default().to_owned();
    [day.to_string(), month, year.to_string()].join(" ")
}

/// `14:05`.
pub fn hour(at: Micros) -> String {
    let (_, _, _, rest) = baku(at);
    [two(rest / HOUR), two(rest % HOUR / MINUTE)].join(":")
}

/// `26 yanvar 2026, 14:05`.
pub fn date_hour(at: Micros) -> String {
    [date(at), hour(at)].join(", ")
}

/// A deadline. It is exclusive, so midnight is written 23:59 of the day before.
pub fn deadline(at: Micros) -> String {
    let (_, _, _, rest) = baku(at);
    date_hour(if rest == 0 { Micros(at.0 - MINUTE) } else { at })
}

/// The two greatest parts of a duration: `5 gün 9 saat`, `3 saat 12 dəqiqə`, `4 dəqiqə`. Rounded up to whole minutes.
pub fn duration(micros: i64) -> String {
    let minutes = (micros.max(0) + MINUTE - 1) / MINUTE;
    let (days, hours, rest) = (minutes / 1_440, minutes % 1_440 / 60, minutes % 60);
    let mut parts = Vec::with_capacity(2);
    if days > 0 {
        parts.push(t_count([keys::time::days::ONE, keys::time::days::FEW, keys::time::days::MANY], days));
    }
    if hours > 0 {
        parts.push(t_count([keys::time::hours::ONE, keys::time::hours::FEW, keys::time::hours::MANY], hours));
    }
    if days == 0 && (rest > 0 || parts.is_empty()) {
        parts.push(t_count([keys::time::minutes::ONE, keys::time::minutes::FEW, keys::time::minutes::MANY], rest));
    }
    parts.join(" ")
}

/// `1 saniyə`, `30 seconds`: as they stand after "in" or "another".
pub fn seconds(count: i64) -> String {
    t_count([keys::time::seconds::ONE, keys::time::seconds::FEW, keys::time::seconds::MANY], count)
}

/// `5 gün 9 saat qalıb`, or "Bitib".
pub fn left(until: Micros, now: Micros) -> String {
    if until <= now {
        return t(keys::time::OVER);
    }
    t_with(keys::time::LEFT, &[("duration", &duration(until.0 - now.0))])
}

/// `1 250,00 AZN`, in English `1,250.00 AZN`.
pub fn money(amount: Qepik) -> String {
    amount.display(i18n::lang())
}

/// `1 250,00`: what an input field holds.
pub fn money_number(amount: Qepik) -> String {
    amount.figures(i18n::lang())
}

/// `287 206`: grouped for the eye by a no-break space.
pub fn work_number(number: &str) -> String {
    match (number.len(), number.split_at_checked(3)) {
        (6, Some((front, back))) => [front, "\u{a0}", back].concat(),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn baku_is_four_hours_ahead_of_utc() {
        assert_eq!(baku(Micros(0)), (1970, 1, 1, 4 * HOUR));
        // 2026-01-26T20:00:00Z is midnight of the 27th in Baku.
        assert_eq!(baku(Micros(1_769_457_600 * Micros::SECOND)), (2026, 1, 27, 0));
    }

    #[test]
    fn leap_days_exist() {
        assert_eq!(baku(Micros(1_709_150_400 * Micros::SECOND)), (2024, 2, 29, 0));
    }
}
