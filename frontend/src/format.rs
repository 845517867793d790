//! Dates, times, durations and amounts in the form people read.

use qabul_domain::calendar::{BakuTime, Micros, baku_date_time};
use qabul_domain::figures;
use qabul_domain::money::Qepik;

use crate::i18n::{self, keys, t, t_count, t_with};

const MINUTE: i64 = 60 * Micros::SECOND;

fn two(number: impl Into<i64>) -> String {
    let number = number.into();
    let mut text = number.to_string();
    if number < 10 {
        text.insert(0, '0');
    }
    text
}

/// A count: `58`, `1 250`, in English `1,250`.
pub fn count(number: impl TryInto<u64>) -> String {
    figures::grouped(number.try_into().unwrap_or_default(), i18n::lang())
}

/// `26 yanvar 2026`.
pub fn date(at: Micros) -> String {
    let BakuTime { year, month, day, .. } = baku_date_time(at);
    let months = t(keys::time::MONTHS);
    let month = months.split(',').zip(1..).find(|(_, number)| *number == month).map_or("", |(name, _)| name);
    [day.to_string().as_str(), month, year.to_string().as_str()].join(" ")
}

/// `14:05`.
pub fn hour(at: Micros) -> String {
    let BakuTime { hour, minute, .. } = baku_date_time(at);
    [two(hour), two(minute)].join(":")
}

/// `26 yanvar 2026, 14:05`.
pub fn date_hour(at: Micros) -> String {
    [date(at), hour(at)].join(", ")
}

/// A deadline. It is exclusive, so midnight is written as 23:59 of the day before.
pub fn deadline(at: Micros) -> String {
    let BakuTime { hour, minute, second, .. } = baku_date_time(at);
    let midnight = (hour, minute, second) == (0, 0, 0) && at.0.rem_euclid(Micros::SECOND) == 0;
    date_hour(if midnight { Micros(at.0 - MINUTE) } else { at })
}

/// The two largest units of a duration: `5 gün 9 saat`, `3 saat 12 dəqiqə`, `4 dəqiqə`. Rounded up to whole minutes.
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

/// A mobile number as the server tells it, with its country: `+994 50 555 01 17`.
pub fn mobile(number: &str) -> String {
    if number.starts_with('+') { number.to_owned() } else { ["+994 ", number].concat() }
}

/// `1 saniyə`, `30 seconds`: in the form used after "in" or "another".
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

/// `1 250,00`: the value of an input field.
pub fn money_number(amount: Qepik) -> String {
    amount.figures(i18n::lang())
}

/// `287 206`: grouped by a no-break space for readability.
pub fn work_number(number: &str) -> String {
    match (number.len(), number.split_at_checked(3)) {
        (6, Some((front, back))) => [front, "\u{a0}", back].concat(),
        _ => number.to_owned(),
    }
}
