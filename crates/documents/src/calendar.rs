//! A calendar file with one event (RFC 5545), for the deadline of an application.

use std::fmt::Write as _;

use chrono::{DateTime, Datelike as _, Timelike as _};

/// One event that ends at a deadline. Texts are passed in by the caller.
pub struct CalendarEvent {
    /// Stable id; a later file with the same id and a higher revision replaces the event.
    pub id: String,
    /// Host the id is unique on.
    pub host: String,
    /// Raised when the event changes.
    pub revision: i64,
    /// When the file was made, µs since 1970-01-01 UTC.
    pub stamped: i64,
    /// First instant after the deadline, µs since 1970-01-01 UTC. The event is the half hour before it.
    pub ends: i64,
    /// Title.
    pub summary: String,
    /// Text.
    pub description: String,
    /// Page to open.
    pub url: String,
    /// Alarms, seconds before the end.
    pub warnings: Vec<i64>,
}

/// Octets a line may have without its end.
const WIDTH: usize = 75;
const MICROS: i64 = 1_000_000;
/// Baku has had UTC+4 all year since March 2016.
const BAKU: i64 = 4 * 3600;
/// Length of the event in seconds.
const LENGTH: i64 = 1800;

/// The file: CRLF lines, folded at 75 octets, local times of Baku with their time zone.
#[must_use]
pub fn calendar_file(event: &CalendarEvent) -> String {
    let mut file = String::new();
    let mut line = |text: &str| fold(&mut file, text);
    for fixed in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Qabul//Deadline//AZ",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        "BEGIN:VTIMEZONE",
        "TZID:Asia/Baku",
        "BEGIN:STANDARD",
        "DTSTART:20160327T050000",
        "TZOFFSETFROM:+0400",
        "TZOFFSETTO:+0400",
        "TZNAME:+04",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
    ] {
        line(fixed);
    }
    let ends = event.ends.div_euclid(MICROS);
    line(&format!("UID:{}@{}", event.id, event.host));
    line(&format!("SEQUENCE:{}", event.revision));
    line(&format!("DTSTAMP:{}Z", wall(event.stamped.div_euclid(MICROS))));
    line(&format!("DTSTART;TZID=Asia/Baku:{}", wall(ends - LENGTH + BAKU)));
    line(&format!("DTEND;TZID=Asia/Baku:{}", wall(ends + BAKU)));
    line(&format!("SUMMARY:{}", escaped(&event.summary)));
    line(&format!("DESCRIPTION:{}", escaped(&event.description)));
    line(&format!("URL:{}", event.url));
    line("TRANSP:TRANSPARENT");
    for before in &event.warnings {
        line("BEGIN:VALARM");
        line("ACTION:DISPLAY");
        line(&format!("DESCRIPTION:{}", escaped(&event.summary)));
        line(&format!("TRIGGER;RELATED=END:-PT{}H", before / 3600));
        line("END:VALARM");
    }
    line("END:VEVENT");
    line("END:VCALENDAR");
    file
}

/// `20260126T235900` of seconds since 1970.
fn wall(seconds: i64) -> String {
    let at = DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    let (day, hour) = (at.day(), at.hour());
    format!("{:04}{:02}{day:02}T{hour:02}{:02}{:02}", at.year(), at.month(), at.minute(), at.second())
}

/// TEXT of RFC 5545, 3.3.11.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                out.push('\\');
                out.push(letter);
            }
            '\n' => out.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => out.push(letter),
        }
    }
    out
}

/// A content line: broken between characters so that no line has more than 75 octets (3.1).
fn fold(file: &mut String, text: &str) {
    let mut width = 0;
    for letter in text.chars() {
        if width + letter.len_utf8() > WIDTH {
            file.push_str("\r\n ");
            width = 1;
        }
        // Writing to a String cannot fail.
        let _ = file.write_char(letter);
        width += letter.len_utf8();
    }
    file.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> CalendarEvent {
        CalendarEvent {
            id: "deadline-1".into(),
            host: "qabul.example".into(),
            revision: 3,
            stamped: 1_768_213_920_000_000,
            ends: 1_769_457_600_000_000, // 2026-01-27 00:00 in Baku
            summary: "Son tarix: Magistraturaya 1-ci cəhd imtahanına qeydiyyat, 26 yanvar 2026, 23:59".into(),
            description: "İş nömrəsi 287206; təsdiq edin,\nsonra gec olacaq\\".into(),
            url: "https://qabul.example/applications/1".into(),
            warnings: vec![72 * 3600, 24 * 3600],
        }
    }

    #[test]
    fn the_event_ends_with_the_deadline_on_the_wall_in_baku() {
        let file = calendar_file(&event());
        assert!(file.contains("DTSTART;TZID=Asia/Baku:20260126T233000\r\n"), "{file}");
        assert!(file.contains("DTEND;TZID=Asia/Baku:20260127T000000\r\n"), "{file}");
        assert!(file.contains("DTSTAMP:20260112T103200Z\r\n"), "{file}");
        assert!(file.contains("UID:deadline-1@qabul.example\r\n") && file.contains("SEQUENCE:3\r\n"));
        assert_eq!(file.matches("BEGIN:VEVENT").count(), 1);
        assert!(file.contains("TRIGGER;RELATED=END:-PT72H\r\n") && file.contains("TRIGGER;RELATED=END:-PT24H\r\n"));
        assert!(file.contains("TZID:Asia/Baku\r\n") && file.contains("TZOFFSETTO:+0400\r\n"));
    }

    #[test]
    fn lines_end_with_crlf_and_hold_at_most_75_octets_rfc_5545_3_1() {
        let file = calendar_file(&event());
        assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.ends_with("END:VCALENDAR\r\n"));
        assert!(file.split("\r\n").all(|line| line.len() <= WIDTH && !line.contains(['\r', '\n'])), "{file}");
        let unfolded = file.replace("\r\n ", "");
        assert!(unfolded.contains("26 yanvar 2026\\, 23:59\r\n"), "folding loses nothing: {unfolded}");
    }

    #[test]
    fn commas_semicolons_backslashes_and_line_ends_are_escaped_rfc_5545_3_3_11() {
        let unfolded = calendar_file(&event()).replace("\r\n ", "");
        assert!(
            unfolded.contains("DESCRIPTION:İş nömrəsi 287206\\; təsdiq edin\\,\\nsonra gec olacaq\\\\\r\n"),
            "{unfolded}"
        );
    }

    #[test]
    fn leap_days_and_the_turn_of_the_year_are_days() {
        assert_eq!(wall(1_709_164_800), "20240229T000000");
        assert_eq!(wall(1_767_225_599), "20251231T235959");
    }
}
