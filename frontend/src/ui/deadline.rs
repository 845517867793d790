//! Deadlines: date and time first, remaining time second (guide §4.19). The clock is the server's.

use leptos::prelude::*;
use qabul_domain::calendar::Micros;

use super::el::{el, parts};
use super::react::memo;
use crate::i18n::{keys, t_with, text_of};
use crate::{clock, format};

const HOUR: i64 = 3_600 * Micros::SECOND;

/// Colour class of the remaining time: plain, ≤ 10 days, ≤ 72 hours, over.
fn urgency(left: i64) -> &'static str {
    match left / HOUR {
        _ if left <= 0 => "deadline over",
        ..72 => "deadline last",
        72..240 => "deadline soon",
        _ => "deadline",
    }
}

/// The remaining time, rounded to the interval in which the text can change: an hour above two days, otherwise a
/// minute.
fn shown_left(left: i64) -> i64 {
    if left > 48 * HOUR { left - left.rem_euclid(HOUR) } else { left }
}

/// "5 gün 9 saat qalıb" ("5 days 9 hours left"), coloured by urgency, without seconds. Announced only at 24 h, 1 h and
/// 10 min.
#[component]
pub fn Countdown(
    /// First instant after the deadline.
    until: Micros,
    /// Only the duration, for places whose text already says "left".
    #[prop(optional)]
    bare: bool,
) -> impl IntoView {
    let now = clock::ticking(20);
    let left = memo(move || {
        let left = until.0 - now.get().0;
        // Whole minutes, so that the text is rebuilt only if it can differ.
        clock::units(shown_left(left), 60 * Micros::SECOND)
    });
    let micros = move || left.get() * 60 * Micros::SECOND;
    let words = move || {
        let left = micros();
        if bare && left > 0 { format::duration(left) } else { format::left(Micros(left), Micros(0)) }
    };
    let stage = memo(move || match left.get() {
        0 => 0_i64,
        1..=10 => 10,
        11..=60 => 60,
        61..=1_440 => 1_440,
        _ => -1,
    });
    let heard = move || match stage.get() {
        minutes if minutes > 0 => {
            t_with(keys::time::LEFT, &[("duration", &format::duration(minutes * 60 * Micros::SECOND))])
        }
        _ => String::new(),
    };
    let timer = el("span")
        .set("role", "timer")
        .set("aria-live", "off")
        .live("class", move || Some(urgency(micros()).to_owned()))
        .add(text_of(words));
    parts((timer, el("span").class("vh").set("role", "status").add(text_of(heard))))
}

/// `26 yanvar 2026, 23:59`, with "Bakı vaxtı ilə" ("Baku time") if the device is in another time zone.
#[component]
pub fn DeadlineText(
    /// First instant after the deadline.
    until: Micros,
) -> impl IntoView {
    let zone = clock::zone_differs().then(|| el("small").class("zone").add(keys::common::BAKU_TIME));
    parts((el("time").add(text_of(move || format::deadline(until))), zone))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_colour_follows_ten_days_and_seventy_two_hours() {
        assert_eq!(urgency(11 * 24 * HOUR), "deadline");
        assert_eq!(urgency(9 * 24 * HOUR), "deadline soon");
        assert_eq!(urgency(71 * HOUR), "deadline last");
        assert_eq!(urgency(0), "deadline over");
    }
}
