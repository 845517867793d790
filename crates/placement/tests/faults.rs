//! Files that cannot be used: each fault names file, line, column and what is wrong.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use qabul_placement::{Files, MostChoices, Previous, read};

const SEATS: &str = "code,capacity\nA,1\nB,2\n";
const CANDIDATES: &str = "id,total,uomg,uomg_scale,specialty,logic,language\na,70,90,100,,,\nb,60.5,,,,,\n";
const CHOICES: &str = "id,position,code,ineligible\na,1,A,\na,2,B,\nb,1,A,4.3\n";

/// Where [`with`] puts a text.
#[derive(Clone, Copy)]
enum At {
    Seats,
    Candidates,
    Choices,
    Ranks,
    Placements,
    Excluded,
}

fn with(at: At, text: impl AsRef<[u8]>) -> Files {
    let text = text.as_ref().to_vec();
    let mut files =
        Files { seats: SEATS.into(), candidates: CANDIDATES.into(), choices: CHOICES.into(), ..Files::default() };
    let previous = || Previous { placements: b"id,position,code\n".to_vec(), excluded: b"id,reason\n".to_vec() };
    match at {
        At::Seats => files.seats = text,
        At::Candidates => files.candidates = text,
        At::Choices => files.choices = text,
        At::Ranks => files.ranks = Some(text),
        At::Placements => files.previous = Some(Previous { placements: text, ..previous() }),
        At::Excluded => files.previous = Some(Previous { excluded: text, ..previous() }),
    }
    files
}

fn faults(files: &Files) -> Vec<String> {
    match read(files, MostChoices::new(3).unwrap()) {
        Ok(_) => Vec::new(),
        Err(faults) => faults.iter().map(ToString::to_string).collect(),
    }
}

#[test]
fn a_fault_is_told_with_file_line_column_and_what_is_wrong() {
    let head = "id,total,uomg,uomg_scale,specialty,logic,language\n";
    let wish = "id,position,code,ineligible\n";
    for (at, text, says) in [
        (At::Seats, String::new(), "seats.csv: is empty; its header is code,capacity"),
        (At::Seats, "Code,capacity\nA,1\n".into(), "seats.csv: line 1, column code: is missing"),
        (At::Seats, "code,capacity,code\n".into(), "seats.csv: line 1, column code: stands twice in the header"),
        (At::Seats, "code,capacity\nA,1\nB\n".into(), "seats.csv: line 3: has 1 fields, the header has 2"),
        (
            At::Seats,
            "code,capacity\nA,-1\nB,2\n".into(),
            "seats.csv: line 2, column capacity: \"-1\" is not a whole number from 0 to 999999999",
        ),
        (
            At::Seats,
            "code,capacity\nA,1\nB,2\nA,3\n".into(),
            "seats.csv: line 4, column code: \"A\" stands in line 2 already",
        ),
        (At::Seats, "code,capacity\nA,1\nB,2\n,3\n".into(), "seats.csv: line 4, column code: is blank"),
        (
            At::Seats,
            "code,capacity\nA,1\nB,2\n C,3\n".into(),
            "seats.csv: line 4, column code: \" C\" has a space at an end",
        ),
        (
            At::Seats,
            "code,capacity\nA,1\nB,2\n\"C\u{1}\",3\n".into(),
            "seats.csv: line 4, column code: \"C\\u{1}\" holds a control character",
        ),
        (
            At::Seats,
            "code,capacity\nA,1\nB,2\n\"C,3\n".into(),
            "seats.csv: line 4: a double quote is not closed on this line",
        ),
        (
            At::Candidates,
            format!("{head}a,70,,,,,\nb,60,,,,,\na,1,,,,,\n"),
            "candidates.csv: line 4, column id: \"a\" stands in line 2 already",
        ),
        (
            At::Candidates,
            format!("{head}a,,,,,,\nb,60,,,,,\n"),
            "candidates.csv: line 2, column total: \"\" is not a number from 0 to 9999999.99 with at most two decimals",
        ),
        (
            At::Candidates,
            format!("{head}a,\"70,5\",,,,,\nb,60,,,,,\n"),
            "candidates.csv: line 2, column total: \"70,5\" is not a number from 0 to 9999999.99 with at most two decimals; the decimals follow a point",
        ),
        (
            At::Candidates,
            format!("{head}a,70,,,,,1.234\nb,60,,,,,\n"),
            "candidates.csv: line 2, column language: \"1.234\" is not a number from 0 to 9999999.99 with at most two decimals",
        ),
        (
            At::Candidates,
            format!("{head}a,70,4.6,4.5,,,\nb,60,,,,,\n"),
            "candidates.csv: line 2, column uomg: \"4.6\" is above the scale \"4.5\"",
        ),
        (
            At::Candidates,
            format!("{head}a,70,4,,,,\nb,60,,,,,\n"),
            "candidates.csv: line 2, column uomg_scale: is blank, but its other half is not: give both or none",
        ),
        (
            At::Candidates,
            format!("{head}a,70,0,0.00,,,\nb,60,,,,,\n"),
            "candidates.csv: line 2, column uomg_scale: \"0.00\" is no scale: it has to be above 0",
        ),
        (At::Choices, format!("{wish}a,1,C,\n"), "choices.csv: line 2, column code: \"C\" is not in seats.csv"),
        (At::Choices, format!("{wish}c,1,A,\n"), "choices.csv: line 2, column id: \"c\" is not in candidates.csv"),
        (
            At::Choices,
            format!("{wish}a,0,A,\n"),
            "choices.csv: line 2, column position: \"0\" is not a whole number from 1 to 999999999",
        ),
        (
            At::Choices,
            format!("{wish}a,1,A,\nb,1,A,\na,1,B,\n"),
            "choices.csv: line 4, column position: 1 stands in line 2 already for this candidate",
        ),
        (
            At::Choices,
            format!("{wish}a,1,A,\nb,1,A,\na,2,A,\n"),
            "choices.csv: line 4, column code: the code stands in line 2 already for this candidate",
        ),
        (
            At::Choices,
            format!("{wish}a,1,A,4.3 §5\n"),
            "choices.csv: line 2, column ineligible: \"§5\" is not the number of a clause",
        ),
        (
            At::Ranks,
            "code,id,score\nA,a,5\nA,a,5\n".into(),
            "ranks.csv: line 3: \"A\" and \"a\" stand in line 2 already",
        ),
        (
            At::Ranks,
            "code,id,score\nA,a,\n".into(),
            "ranks.csv: line 2, column score: \"\" is not a number from 0 to 9999999.99 with at most two decimals",
        ),
        (At::Ranks, "code,id,score\nA,z,1\n".into(), "ranks.csv: line 2, column id: \"z\" is not in candidates.csv"),
        (At::Ranks, "code,id,score\nZ,a,1\n".into(), "ranks.csv: line 2, column code: \"Z\" is not in seats.csv"),
        (
            At::Placements,
            "id,position,code\nz,1,Z\n".into(),
            "previous/placements.csv: line 2, column code: \"Z\" is not in seats.csv",
        ),
        (
            At::Placements,
            "id,position,code\nz,,A\n".into(),
            "previous/placements.csv: line 2, column position: \"\" is not a whole number from 1 to 999999999",
        ),
        (
            At::Placements,
            "id,position,code\nz,,\nz,,\n".into(),
            "previous/placements.csv: line 3, column id: \"z\" stands in line 2 already",
        ),
        (At::Excluded, "id\nz\n".into(), "previous/excluded.csv: line 1, column reason: is missing"),
    ] {
        assert_eq!(faults(&with(at, &text)), [says], "{text}");
    }
}

#[test]
fn more_wishes_than_allowed_are_refused_where_they_begin_to_be_too_many_4_2() {
    let seats = "code,capacity\nA,1\nB,1\nC,1\nD,1\nE,1\n";
    let choices = "id,position,code,ineligible\na,1,A,\na,2,B,\nb,1,A,\na,9,C,\na,5,D,\na,6,E,\n";
    let files = Files { seats: seats.into(), choices: choices.into(), ..with(At::Seats, "") };
    assert_eq!(faults(&files), ["choices.csv: line 6, column id: \"a\" has more than 3 wishes"]);
}

#[test]
fn broken_utf_8_is_told_with_line_field_and_byte() {
    let mut text = b"code,capacity\nA,1\nB\xe4,2\n".to_vec();
    let says = "seats.csv: line 3: field 1: is not UTF-8 from byte 2 of the line on; save the file as UTF-8";
    assert_eq!(faults(&with(At::Seats, &text))[0], says);
    text.truncate(text.len() - 3);
    assert_eq!(faults(&with(At::Seats, &text)), [says], "it breaks off in the middle of a letter");
}

#[test]
fn all_files_are_looked_at_and_the_first_twenty_faults_told() {
    let files = Files { seats: "code,capacity\nA,x\nB,2\n".into(), ..with(At::Choices, "id,position,code\n") };
    assert_eq!(faults(&files).len(), 2);
    let many: String = (0..100).map(|number| format!("c{number},x\n")).collect();
    assert_eq!(faults(&with(At::Seats, format!("code,capacity\n{many}"))).len(), 20);
}

#[test]
fn columns_in_any_order_columns_more_quotes_and_blank_lines_are_read() {
    let seats = "\u{feff}\"capacity\",name,code\r\n\r\n1,\"a, \"\"b\"\"\",A\r\n2,,\"B\"";
    let files = with(At::Seats, seats);
    let case = read(&files, MostChoices::default()).unwrap();
    assert_eq!(case.codes.iter().collect::<Vec<_>>(), ["A", "B"]);
    assert_eq!(case.market.seats(), [1, 2]);
    let files = with(At::Excluded, "reason,id\n\"left, ill\",a\n");
    assert_eq!(read(&files, MostChoices::default()).unwrap().clauses(0, 0), ["5.5"]);
}
