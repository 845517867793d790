//! The worked examples of docs/placement-format.md.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use qabul_verifier::{Files as _, Folder, Memory, RULES};
use support::{check, example, put};

#[test]
fn the_examples_are_accepted() {
    for (name, vacant, counts) in [("plain", false, (7, 10, 8)), ("own", false, (4, 6, 6)), ("vacant", true, (3, 8, 3))]
    {
        let (files, told) = example(name);
        assert_eq!(told, vacant, "{name}");
        let report = check(&files, vacant).unwrap();
        assert_eq!(report.violations, [], "{name}");
        assert!(report.accepted());
        assert_eq!((report.counts.rows, report.counts.persons, report.counts.placed), counts, "{name}");
    }
}

#[test]
fn the_rules_are_those_the_format_prints() {
    let page =
        std::fs::read_to_string(format!("{}/../../docs/placement-format.md", env!("CARGO_MANIFEST_DIR"))).unwrap();
    assert!(page.contains(&format!("```text\n{RULES}```\n")));
}

#[test]
fn the_order_of_input_rows_and_their_ends_change_nothing() {
    let (mut files, _) = example("plain");
    for name in ["seats.csv", "candidates.csv", "choices.csv"] {
        let text = String::from_utf8(files.get(Folder::Input, name).unwrap().to_owned()).unwrap();
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        files.put(Folder::Input, name, format!("\u{feff}{}\r\n\r\n", lines.join("\r\n")));
    }
    assert_eq!(check(&files, false).unwrap().violations, []);
}

#[test]
fn a_round_for_vacant_seats_checked_as_a_first_round_is_refused() {
    let (files, _) = example("vacant");
    let report = check(&files, false).unwrap();
    let invariants: Vec<&str> = report.violations.iter().map(|violation| violation.finding.invariant()).collect();
    for invariant in ["I5", "I17", "I20", "PLACE", "EXPLAIN"] {
        assert!(invariants.contains(&invariant), "{invariant} in {invariants:?}");
    }
}

#[test]
fn progress_never_goes_back_and_ends_at_the_end() {
    let (files, _) = example("own");
    let mut told = Vec::new();
    qabul_verifier::verify(&files, false, &mut |progress| told.push(progress)).unwrap();
    assert!(told.windows(2).all(|pair| pair[0].read <= pair[1].read && pair[0].of == pair[1].of));
    let last = told.last().unwrap();
    assert_eq!(last.read, last.of);
    assert_eq!(last.of, qabul_verifier::FILES.iter().map(|(folder, name)| files.length(*folder, name)).sum::<u64>());
}

/// Changes one text in one file of the output of an example and tells the lines of the refusal.
fn refusal(name: &str, file: &str, from: &str, to: &str) -> Vec<String> {
    let (mut files, vacant) = example(name);
    replace(&mut files, file, from, to);
    let report = check(&files, vacant).unwrap();
    assert!(!report.accepted());
    report.violations.iter().map(ToString::to_string).collect()
}

fn replace(files: &mut Memory, file: &str, from: &str, to: &str) {
    let text = String::from_utf8(files.get(Folder::Output, file).unwrap().to_owned()).unwrap();
    assert!(text.contains(from), "{file} holds {from}");
    put(files, Folder::Output, file, &text.replacen(from, to, 1));
}

#[test]
fn a_violation_names_invariant_candidate_and_code() {
    let told = refusal("plain", "placements.csv", "c6,3,B", "c6,1,A");
    assert!(told.contains(
        &"I2 \"c6\" \"A\": the candidate is not eligible for the place held; expected -, found 4.3 4.5".into()
    ));
    assert!(told.contains(
        &"PLACE \"c6\" \"A\": the placement computed anew gives another place; expected 3 B, found 1 A".into()
    ));
    assert!(told.contains(
        &"I17 - \"A\": the published number of placed candidates is not that of the placements; expected 3, found 2".into()
    ));
    let told = refusal("plain", "placements.csv", "c4,,", "c4,1,E");
    assert!(told.iter().any(|line| line.starts_with("I6 \"c4\" \"E\": ")), "{told:#?}");
    let told = refusal("plain", "placements.csv", "c9,1,F", "c9,,");
    assert!(
        told.iter().any(|line| line.starts_with("I7 \"c9\" \"F\": ")),
        "5.4: equals are placed together: {told:#?}"
    );
    let told = refusal("vacant", "placements.csv", "k2,,", "k2,1,A");
    assert!(told.iter().any(|line| line.starts_with("I18 \"k2\" \"A\": ")), "{told:#?}");
    let told = refusal("own", "placements.csv", "f,2,R", "f,3,S");
    for invariant in ["I4 \"f\" \"R\"", "I9 \"f\" \"R\"", "I10 \"f\" \"R\"", "I8 \"f\" \"R\""] {
        assert!(told.iter().any(|line| line.starts_with(invariant)), "{invariant}: {told:#?}");
    }
}

#[test]
fn limits_explanations_and_digests_are_true_line_by_line() {
    for (file, from, to, starts) in [
        ("cutoffs.csv", "A,2,2,0,80.00", "A,2,2,0,80.01", "I8 \"c2\" \"A\": the published limit"),
        ("cutoffs.csv", "E,1,1,0,", "E,2,1,0,", "I17 - \"E\": the published number of seats"),
        ("cutoffs.csv", "F,1,3,2,", "F,1,3,1,", "I17 - \"F\": the published overflow"),
        (
            "cutoffs.csv",
            "F,1,3,2,60.25,4.00,5.00",
            "F,1,3,2,60.25,80.00,100.00",
            "I8 \"c7\" \"F\": the published limit",
        ),
        ("cutoffs.csv", "D,0,0,0,,,,,,,\n", "", "I17 - \"D\": the seat row"),
        ("cutoffs.csv", "B,1,1,0,90.00", "B,1,1,0,90.0", "FORM - \"cutoffs.csv:3\""),
        (
            "explanations.ndjson",
            "\"ahead\":1",
            "\"ahead\":0",
            "EXPLAIN \"c2\" \"A\": the explanation is not true; expected ahead 1",
        ),
        ("explanations.ndjson", "\"CAPACITY\"", "\"PLACED\"", "EXPLAIN \"c10\" \"A\": "),
        ("explanations.ndjson", "\"criterion\":\"logic\"", "\"criterion\":\"total\"", "EXPLAIN \"c10\" \"A\": "),
        ("explanations.ndjson", "[\"4.3\",\"4.5\"]", "[\"4.3\"]", "EXPLAIN \"c6\" \"A\": "),
        (
            "explanations.ndjson",
            "\"position\":7",
            "\"position\":3",
            "EXPLAIN \"c5\" \"E\": an explanation of no wish, a second one, or",
        ),
        ("explanations.ndjson", "{\"id\":\"c10\"", "{ \"id\":\"c10\"", "FORM \"c10\" \"explanations.ndjson:1\""),
        ("placements.csv", "c4,,\nc5,7,E", "c5,7,E\nc4,,", "FORM - \"placements.csv:6\""),
        ("placements.csv", "d1,,\n", "", "I17 \"d1\" -: the candidate has no line"),
        ("placements.csv", "d1,,\n", "d1,,\nd2,,\n", "I17 \"d2\" -: the id is none"),
        ("placements.csv", "d1,,\n", "d1,,\nd1,,\n", "I1 \"d1\" -: the candidate has more than one line"),
        (
            "placements.csv",
            "c5,7,E",
            "c5,3,E",
            "I1 \"c5\" \"E\": the place is not among the candidate's wishes; expected 7, found 3",
        ),
        ("placements.csv", "c5,7,E", "c5,7,ZZ", "I1 \"c5\" \"ZZ\": the place is not among the candidate's wishes"),
        ("digest.txt", "rules 2", "rules 3", "I20 - -: the run was made by other rules"),
        ("digest.txt", "input 3", "input 4", "I20 - -: the digest of the input is another one"),
    ] {
        let told = refusal("plain", file, from, to);
        assert!(told.iter().any(|line| line.starts_with(starts)), "{starts}: {told:#?}");
        assert_eq!(file == "digest.txt", told.len() == 1, "only a wrong digest is told alone");
        if file != "digest.txt" {
            assert!(told.iter().any(|line| line.contains("the digest of the output is another one")), "{told:#?}");
        }
    }
    let (mut files, _) = example("plain");
    let digest = String::from_utf8(files.get(Folder::Output, "digest.txt").unwrap().to_owned()).unwrap();
    put(&mut files, Folder::Output, "digest.txt", &digest.replace("code 0", "code a"));
    assert!(check(&files, false).unwrap().accepted(), "the sources of a run are not among its files");
}

#[test]
fn outputs_are_written_as_the_format_prescribes_from_the_header_to_the_last_end_of_line() {
    for (file, from, to, told) in [
        ("placements.csv", "id,position,code", "\"id\",position,code", "FORM - \"placements.csv:1\": "),
        ("cutoffs.csv", "code,capacity,", "code,\"capacity\",", "FORM - \"cutoffs.csv:1\": "),
    ] {
        let lines = refusal("plain", file, from, to);
        assert!(lines.iter().any(|line| line.starts_with(told)), "{told}: {lines:#?}");
    }
    let (mut files, _) = example("plain");
    let digest = files.get(Folder::Output, "digest.txt").unwrap().strip_suffix(b"\n").unwrap().to_owned();
    files.put(Folder::Output, "digest.txt", digest);
    let told: Vec<String> = check(&files, false).unwrap().violations.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["FORM - \"digest.txt:4\": not written as the format prescribes"]);
}

#[test]
fn a_line_cannot_be_made_to_look_like_another_by_a_name() {
    let (mut files, _) = example("plain");
    let odd = "x\" \\ \u{2028}I4 \u{202e}y\u{2066}\u{200b}\u{feff}\u{ad}\u{85}z";
    let seats = String::from_utf8(files.get(Folder::Input, "seats.csv").unwrap().to_owned()).unwrap();
    let more = format!("{}\n\"{}\",3\n", seats.trim_end(), odd.replace('"', "\"\""));
    put(&mut files, Folder::Input, "seats.csv", &more);
    let told: Vec<String> = check(&files, false).unwrap().violations.iter().map(ToString::to_string).collect();
    let shown = r#"I17 - "x\" \\ \u{2028}I4 \u{202e}y\u{2066}\u{200b}\u{feff}\u{ad}"#;
    assert!(told.iter().any(|line| line.starts_with(shown)), "{shown}: {told:#?}");
    let hidden = |c: char| c.is_control() || odd.contains(c) && !c.is_ascii();
    assert!(!told.iter().any(|line| line.contains(hidden)), "{told:#?}");
}

#[test]
fn more_wishes_than_any_rules_allow_are_a_violation_and_no_unusable_file_i19() {
    let (mut files, _) = example("plain");
    let seats: String = (0..201).map(|n| format!("w{n},0\n")).collect();
    let wishes: String = (0..201).map(|n| format!("c4,{},w{n},\n", n + 10)).collect();
    for (name, more) in [("seats.csv", seats), ("choices.csv", wishes)] {
        let text = String::from_utf8(files.get(Folder::Input, name).unwrap().to_owned()).unwrap();
        put(&mut files, Folder::Input, name, &format!("{}\n{more}", text.trim_end()));
    }
    for rules in ["rules 2", "rules 3"] {
        replace(&mut files, "digest.txt", "rules 2", rules);
        let told: Vec<String> = check(&files, false).unwrap().violations.iter().map(ToString::to_string).collect();
        assert!(told.iter().any(|line| line.starts_with("I19 \"c4\" -: ")), "{rules}: {told:#?}");
    }
}

#[test]
fn answers_are_told_to_other_programs_as_json() {
    let accepted = qabul_verifier::answer_json(&check(&example("own").0, false));
    let counts = "{\"total\":0,\"rows\":4,\"seats\":5,\"persons\":6,\"wishes\":13,\"placed\":6,\"digest\":\"b8c09054";
    assert!(accepted.starts_with(counts) && accepted.ends_with("\"violations\":[]}"), "{accepted}");
    let (mut files, _) = example("own");
    replace(&mut files, "placements.csv", "f,2,R", "f,2,\"R\"\"\\\"");
    let refused = qabul_verifier::answer_json(&check(&files, false));
    let told = r#"{"finding":"notWished","invariant":"I1","candidate":"f","code":"R\"\\","expected":"","found":""}"#;
    assert!(refused.contains(told), "{refused}");
    files.remove(Folder::Input, "seats.csv");
    let unusable = qabul_verifier::answer_json(&check(&files, false));
    let told = r#"{"faults":[{"folder":"input","file":"seats.csv","line":0,"column":"","fault":"missing","text":""}]}"#;
    assert_eq!(unusable, told);
    let half = qabul_verifier::Progress { step: qabul_verifier::Step::Input, read: 1, of: 2 };
    assert_eq!(qabul_verifier::progress_json(&half), r#"{"step":"input","percent":50}"#);
}
