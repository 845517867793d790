//! `calendar.csv`: windows and numbers of a year, one per line.

use chrono::NaiveDateTime;

use super::{NUMBER, Reason, Wrong, points, wrong};
use crate::calendar::{Micros, from_baku};
use crate::rules::book::campaign::{ByFunding, Calendar, Numbers, Window};

/// Columns of `calendar.csv`, in this order. A window has `from` and `to`, in Baku time (`2026-07-15 12:00`, the end is
/// exclusive); a number is in `from`.
pub const CALENDAR: [&str; 5] = ["year", "name", "from", "to", "basis"];

/// The data of a file for one academic year.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Year {
    /// First year of the academic year.
    pub year: i32,
    /// Windows.
    pub calendar: Calendar,
    /// Numbers; without conditions of groups.
    pub numbers: Numbers,
}

/// Windows of one year that must follow each other without overlapping; the window for appeals may overlap any of them.
const IN_ORDER: [&str; 3] = ["CHOICE", "ENROLMENT", "VACANT_CHOICE"];
/// The full ten days of clause 6.1, in seconds.
const SHORTEST_ENROLMENT: i64 = 10 * 86_400;

/// Parses a complete file.
///
/// # Errors
/// Every unreadable or duplicate row, and every window that overlaps another.
pub fn years(rows: &[(usize, [&str; 5])]) -> Result<Vec<Year>, Vec<Wrong>> {
    let (mut all, mut bad): (Vec<Year>, Vec<Wrong>) = (Vec::new(), Vec::new());
    let mut windows: Vec<(usize, i32, &str, Window)> = Vec::new();
    let mut seen: Vec<(i32, &str, usize)> = Vec::new();
    for (line, fields) in rows {
        let [year, name, from, to, basis] = fields.map(str::trim);
        let read = number_of(*line, year).and_then(|year| {
            if basis.is_empty() {
                return Err(wrong(*line, "basis", Reason::Wants(["mənbə", "where it is from", "источник"])));
            }
            if let Some((.., other)) = seen.iter().find(|(of, named, _)| (*of, *named) == (year, name)) {
                return Err(wrong(*line, "name", Reason::Twice(*other)));
            }
            seen.push((year, name, *line));
            let place = all.iter().position(|one| one.year == year).unwrap_or_else(|| {
                all.push(Year { year, ..Year::default() });
                all.len() - 1
            });
            let Some(of) = all.get_mut(place) else { return Ok(()) };
            if let Some(window) = set(of, *line, [name, from, to])? {
                windows.push((*line, year, name, window));
            }
            Ok(())
        });
        bad.extend(read.err());
    }
    bad.extend(overlaps(&windows));
    let unread = |wrong: &Wrong| bad.iter().any(|other| other.line == wrong.line);
    let more: Vec<Wrong> = all.iter().filter_map(|one| languages(one, &seen)).filter(|one| !unread(one)).collect();
    bad.extend(more);
    bad.sort_by_key(|one| one.line);
    if bad.is_empty() { Ok(all) } else { Err(bad) }
}

fn number_of(line: usize, year: &str) -> Result<i32, Wrong> {
    let wants = Reason::Wants([
        "tədris ilinin ilk ili, 2026",
        "first year of the academic year, 2026",
        "первый год учебного года, 2026",
    ]);
    year.parse().ok().filter(|year| (2017..=2100).contains(year)).ok_or(wrong(line, "year", wants))
}

/// Adds one line to its year; returns the window, if it is one.
fn set(year: &mut Year, line: usize, [name, from, to]: [&str; 3]) -> Result<Option<Window>, Wrong> {
    let slot = match name {
        "CHOICE" => &mut year.calendar.choice,
        "VACANT_CHOICE" => &mut year.calendar.vacant_choice,
        "ENROLMENT" => &mut year.calendar.enrolment,
        "APPEALS" => &mut year.calendar.appeals,
        _ => return number(&mut year.numbers, line, name, from).map(|()| None),
    };
    let window = Window { opens: instant(line, "from", from)?, closes: instant(line, "to", to)? };
    if window.closes <= window.opens {
        return Err(wrong(line, "to", Reason::EndsBeforeItBegins));
    }
    if name == "ENROLMENT" && window.opens.seconds_until(window.closes) < SHORTEST_ENROLMENT {
        return Err(wrong(line, "to", Reason::ShorterThanTenDays));
    }
    *slot = Some(window);
    Ok(Some(window))
}

fn number(numbers: &mut Numbers, line: usize, name: &str, text: &str) -> Result<(), Wrong> {
    let wants = Reason::Wants(["1–200 arası tam ədəd", "a whole number from 1 to 200", "целое число от 1 до 200"]);
    let small = || text.parse::<u8>().ok().filter(|it| (1..=200).contains(it)).ok_or(wrong(line, "from", wants));
    let least = || points(line, "from", text)?.ok_or(wrong(line, "from", Reason::Wants(NUMBER)));
    let language = numbers.language.unwrap_or(ByFunding { state: Default::default(), paid: Default::default() });
    match name {
        "MOST_CHOICES" => numbers.most_choices = small()?,
        "CORRECTION_DAYS" => numbers.correction_days = small()?,
        "LANGUAGE_STATE" => numbers.language = Some(ByFunding { state: least()?, ..language }),
        "LANGUAGE_PAID" => {
            numbers.language = Some(ByFunding { paid: least()?, ..language });
        }
        _ => return Err(wrong(line, "name", Reason::UnknownCode)),
    }
    Ok(())
}

fn instant(line: usize, column: &'static str, text: &str) -> Result<Micros, Wrong> {
    let wants = Reason::Wants([
        "Bakı vaxtı, 2026-07-15 12:00",
        "Baku time, 2026-07-15 12:00",
        "бакинское время, 2026-07-15 12:00",
    ]);
    let wall = NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").ok();
    wall.and_then(|wall| {
        use chrono::Timelike as _;
        from_baku(wall.date(), wall.hour(), wall.minute())
    })
    .ok_or(wrong(line, column, wants))
}

/// Checks that both numbers of clause 4.3 or neither are given, and that fee-paying seats do not require more than
/// state-order seats.
fn languages(year: &Year, seen: &[(i32, &str, usize)]) -> Option<Wrong> {
    let line = |name: &str| seen.iter().find(|(of, one, _)| *of == year.year && *one == name).map(|(.., line)| *line);
    let both = ["LANGUAGE_STATE, LANGUAGE_PAID"; 3];
    match (line("LANGUAGE_STATE"), line("LANGUAGE_PAID"), year.numbers.language) {
        (Some(_), Some(line), Some(least)) if least.paid > least.state => {
            Some(wrong(line, "from", Reason::PaidAboveState))
        }
        (Some(line), None, _) | (None, Some(line), _) => Some(wrong(line, "name", Reason::Wants(both))),
        _ => None,
    }
}

fn overlaps(windows: &[(usize, i32, &str, Window)]) -> Vec<Wrong> {
    let place = |name: &str| IN_ORDER.iter().position(|one| *one == name);
    let mut bad = Vec::new();
    for (line, year, name, window) in windows {
        let Some(own) = place(name) else { continue };
        let before = windows.iter().find(|(_, of, other, earlier)| {
            of == year && place(other).is_some_and(|at| at < own) && window.opens < earlier.closes
        });
        if let Some((other, ..)) = before {
            bad.push(wrong(*line, "from", Reason::Overlaps(*other)));
        }
    }
    bad
}
