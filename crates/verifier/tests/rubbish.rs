//! Files of every kind are answered, never with a panic.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use qabul_verifier::{FILES, Fault, Folder, Memory, Unusable};
use support::bundle::{pack, unpack};
use support::{Dice, check, example};

/// Whatever the answer is, it can be told.
fn answered(files: &Memory, vacant: bool) -> bool {
    match check(files, vacant) {
        Ok(report) => report.violations.iter().all(|violation| !violation.to_string().is_empty()),
        Err(faults) => {
            !faults.is_empty() && faults.len() <= 20 && faults.iter().all(|fault| !fault.to_string().is_empty())
        }
    }
}

#[test]
fn what_the_fuzzer_keeps_is_answered() {
    let folder = format!("{}/fuzz/corpus/files", env!("CARGO_MANIFEST_DIR"));
    let mut count = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let (files, vacant) = unpack(&std::fs::read(&path).unwrap());
        assert!(answered(&files, vacant), "{}", path.display());
        count += 1;
    }
    assert!(count >= 8, "{count}");
}

#[test]
fn bytes_changed_taken_away_and_doubled_at_random_are_answered() {
    const ODD: [&[u8]; 12] =
        [b"\"", b",", b"\n", b"\r\n", b"\0", b"\xff", b"\xef\xbb\xbf", b"{", b"\\u", b"-", b"99999999999", b"\xf0\x9f"];
    let mut unusable = 0;
    for seed in 0..6000 {
        let mut dice = Dice::new(seed + 1);
        let (files, _) = example(["plain", "own", "vacant"][dice.below(3)]);
        let mut bytes = pack(&files);
        for _ in 0..1 + dice.below(4) {
            let at = dice.below(bytes.len());
            let end = (at + dice.below(40)).min(bytes.len());
            match dice.below(5) {
                0 => bytes[at] = dice.below(256) as u8,
                1 => drop(bytes.drain(at..end)),
                2 => drop(bytes.splice(at..at, ODD[dice.below(ODD.len())].iter().copied())),
                3 => {
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
                _ => bytes.truncate(at.max(1)),
            }
        }
        let (files, vacant) = unpack(&bytes);
        assert!(answered(&files, vacant), "seed {seed}");
        unusable += u32::from(check(&files, vacant).is_err());
    }
    assert!((1000..5999).contains(&unusable), "both answers occur: {unusable} unusable");
}

/// The first fault after one file of the example was changed.
fn fault(name: &str, folder: Folder, file: &str, bytes: impl Into<Vec<u8>>) -> Unusable {
    let (mut files, vacant) = example(name);
    files.put(folder, file, bytes);
    check(&files, vacant).unwrap_err().remove(0)
}

#[test]
fn every_fault_is_told_with_file_line_and_column() {
    use Folder::{Input, Output, Previous};
    let candidate = |fields: &str| format!("id,total,uomg,uomg_scale,specialty,logic,language\n{fields}\n");
    let choice = |lines: &str| format!("id,position,code,ineligible\n{lines}\n");
    let faults: Vec<(&str, Folder, &str, String, Fault, u64, &str)> = vec![
        ("plain", Input, "seats.csv", String::new(), Fault::NoHeader, 0, ""),
        ("plain", Input, "seats.csv", "code\nA\n".into(), Fault::NoColumn, 1, "capacity"),
        ("plain", Input, "seats.csv", "code,capacity,code\nA,1,A\n".into(), Fault::OddColumn, 1, "code"),
        ("plain", Input, "seats.csv", "code,capacity\nA,1\nB\n".into(), Fault::Fields, 3, ""),
        ("plain", Input, "seats.csv", "code,capacity\n\"A,1\n".into(), Fault::Quote, 2, ""),
        ("plain", Input, "seats.csv", "code,capacity\nA,-1\n".into(), Fault::Whole, 2, "capacity"),
        ("plain", Input, "seats.csv", "code,capacity\n A,1\n".into(), Fault::Name, 2, "code"),
        ("plain", Input, "seats.csv", "code,capacity\nA,1\nA,2\n".into(), Fault::Twice, 3, "code"),
        ("plain", Input, "candidates.csv", candidate("a,1.234,,,,,"), Fault::Decimal, 2, "total"),
        ("plain", Input, "candidates.csv", candidate("a,1,4,,,,"), Fault::HalfAverage, 2, "uomg_scale"),
        ("plain", Input, "candidates.csv", candidate("a,1,,5,,,"), Fault::HalfAverage, 2, "uomg"),
        ("plain", Input, "candidates.csv", candidate("a,1,0,0.00,,,"), Fault::Scale, 2, "uomg_scale"),
        ("plain", Input, "candidates.csv", candidate("a,1,5.01,5,,,"), Fault::AboveScale, 2, "uomg"),
        ("plain", Input, "choices.csv", choice("c6,0,A,"), Fault::Position, 2, "position"),
        ("plain", Input, "choices.csv", choice("nobody,1,A,"), Fault::UnknownPerson, 2, "id"),
        ("plain", Input, "choices.csv", choice("c6,1,A,\nc6,2,Z,"), Fault::UnknownCode, 3, "code"),
        ("plain", Input, "choices.csv", choice("c6,1,A,\nc2,1,A,\nc6,01,B,"), Fault::PositionTwice, 4, "position"),
        ("plain", Input, "choices.csv", choice("c6,1,A,\nc2,1,A,\nc6,2,A,"), Fault::WishTwice, 4, "code"),
        ("plain", Input, "choices.csv", choice("c6,1,A,4.3;4.5"), Fault::Clause, 2, "ineligible"),
        ("own", Input, "ranks.csv", "code,id,score\nP,a,1\nP,b,1\nP,a,2\n".into(), Fault::Twice, 4, "id"),
        ("own", Input, "ranks.csv", "code,id,score\nP,a,\n".into(), Fault::Decimal, 2, "score"),
        ("vacant", Previous, "placements.csv", "id,position,code\nx,,A\n".into(), Fault::HalfPlace, 2, "position"),
        ("vacant", Previous, "placements.csv", "id,position,code\nx,1,Z\n".into(), Fault::UnknownCode, 2, "code"),
        ("vacant", Previous, "excluded.csv", "id,reason\nx,6.1\nx,6.5\n".into(), Fault::Twice, 3, "id"),
        ("plain", Output, "placements.csv", "id,code,position\n".into(), Fault::OddColumn, 1, "position"),
        ("plain", Output, "placements.csv", "id,position,code\nc6,one,A\n".into(), Fault::Position, 2, "position"),
        ("plain", Output, "explanations.ndjson", "{\"id\":\n".into(), Fault::Json, 1, ""),
        ("plain", Output, "digest.txt", "input 12\n".into(), Fault::Digest, 1, ""),
    ];
    for (name, folder, file, text, expected, line, column) in &faults {
        let told = fault(name, *folder, file, text.as_str());
        let place = (told.fault, told.folder, told.file, told.line, told.column);
        assert_eq!(place, (*expected, *folder, *file, *line, *column), "{text}: {told}");
    }
    let told = fault("plain", Input, "candidates.csv", &b"id,total\na,1\nb\xff,2\n"[..]);
    assert_eq!((told.fault, told.line), (Fault::NotUtf8, 3), "{told}");
    for (folder, file) in FILES.into_iter().filter(|(_, file)| *file != "ranks.csv") {
        let (mut files, vacant) = example("vacant");
        files.remove(folder, file);
        let told = check(&files, vacant).unwrap_err();
        assert_eq!((told[0].fault, told[0].folder, told[0].file), (Fault::Missing, folder, file));
    }
    // Two cannot be brought about by bytes that fit in a test.
    let beyond = [Fault::Missing, Fault::NotUtf8, Fault::Unreadable, Fault::TooLarge];
    for fault in Fault::ALL.iter().filter(|fault| !beyond.contains(fault)) {
        assert!(faults.iter().any(|row| row.4 == *fault), "{fault:?} has an example");
    }
}

#[test]
fn faults_of_a_file_are_told_together_up_to_twenty() {
    let lines: String = (0..50).map(|n| format!("c{n},x\n")).collect();
    let (mut files, _) = example("plain");
    files.put(Folder::Input, "seats.csv", format!("code,capacity\n{lines}"));
    let told: Vec<String> = check(&files, false).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(told.len(), 20);
    assert_eq!(told[4], "seats.csv: line 6, column capacity: \"x\": not a whole number of 1 to 9 digits");
}

#[test]
fn a_double_quote_in_a_field_that_does_not_begin_with_one_is_unusable_everywhere() {
    for (folder, file, from, to) in [
        (Folder::Input, "seats.csv", "\nB,", "\nB\"x,"),
        (Folder::Input, "seats.csv", "code,capacity", "code,capac\"ity"),
        (Folder::Input, "choices.csv", "c6,", "c\"6\","),
        (Folder::Output, "placements.csv", "c4,,", "c4,,\""),
        (Folder::Output, "cutoffs.csv", "\nB,", "\nB\","),
    ] {
        let (mut files, vacant) = example("plain");
        let text = String::from_utf8(files.get(folder, file).unwrap().to_owned()).unwrap();
        assert!(text.contains(from), "{file} holds {from}");
        files.put(folder, file, text.replacen(from, to, 1));
        let told = check(&files, vacant).unwrap_err();
        assert_eq!((told[0].fault, told[0].file), (Fault::Quote, file), "{}", told[0]);
    }
}
