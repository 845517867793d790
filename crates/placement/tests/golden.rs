//! The worked examples of docs/placement-format.md, byte for byte, and what must not make a difference.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

use std::path::PathBuf;

use qabul_domain::placement::place;
use qabul_placement::{
    Files, MostChoices, cutoffs, explanations, input_digest, placements, publish, read, read_folder, rules_digest,
};

fn example(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../domain/tests/data/placement").join(name)
}

fn files(name: &str) -> Files {
    let previous = example(name).join("previous");
    read_folder(&example(name).join("input"), previous.is_dir().then_some(previous.as_path())).unwrap()
}

/// The three files of an output.
fn output(files: &Files) -> [String; 3] {
    let case = read(files, MostChoices::default()).unwrap();
    let outcome = place(&case.market);
    let mut explained = Vec::new();
    explanations(&case, &outcome, |piece| {
        explained.extend_from_slice(piece);
        Ok::<(), ()>(())
    })
    .unwrap();
    [placements(&case, &outcome), cutoffs(&case, &outcome), explained].map(|bytes| String::from_utf8(bytes).unwrap())
}

const EXAMPLES: [&str; 3] = ["plain", "own", "vacant"];

#[test]
fn the_examples_come_out_byte_for_byte() {
    for name in EXAMPLES {
        let expected = ["placements.csv", "cutoffs.csv", "explanations.ndjson"]
            .map(|file| std::fs::read_to_string(example(name).join("output").join(file)).unwrap());
        let got = output(&files(name));
        for (got, expected) in got.iter().zip(&expected) {
            assert_eq!(got.lines().collect::<Vec<_>>(), expected.lines().collect::<Vec<_>>(), "{name}");
        }
        assert_eq!(got, expected, "{name}");
    }
}

#[test]
fn a_published_run_has_the_digests_of_the_examples_but_for_the_program_i20() {
    for name in EXAMPLES {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("out");
        let files = files(name);
        let case = read(&files, MostChoices::default()).unwrap();
        let outcome = place(&case.market);
        publish(&target, &case, &outcome, input_digest(&files), rules_digest(MostChoices::default())).unwrap();
        let got = std::fs::read_to_string(target.join("digest.txt")).unwrap();
        let expected = std::fs::read_to_string(example(name).join("output/digest.txt")).unwrap();
        let three = |text: &str| text.lines().take(3).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(three(&got), three(&expected), "{name}");
        let code = got.lines().nth(3).unwrap().strip_prefix("code ").unwrap().to_owned();
        assert!(code.len() == 64 && code.bytes().all(|b| b.is_ascii_hexdigit()) && got.ends_with('\n'), "{got}");
    }
}

/// The same file with its rows turned round, a byte order mark and Windows' ends of lines.
fn disguised(bytes: &[u8]) -> Vec<u8> {
    let text = std::str::from_utf8(bytes).unwrap().trim_start_matches('\u{feff}');
    let mut lines: Vec<&str> = text.lines().collect();
    lines[1..].reverse();
    lines.insert(1, "");
    format!("\u{feff}{}", lines.join("\r\n")).into_bytes()
}

#[test]
fn the_order_of_rows_and_the_ends_of_lines_make_no_difference_not_even_to_the_digest_i11() {
    for name in EXAMPLES {
        let plain = files(name);
        let other = Files {
            seats: disguised(&plain.seats),
            candidates: disguised(&plain.candidates),
            choices: disguised(&plain.choices),
            ranks: plain.ranks.as_deref().map(disguised),
            previous: plain.previous.as_ref().map(|previous| qabul_placement::Previous {
                placements: disguised(&previous.placements),
                excluded: disguised(&previous.excluded),
            }),
        };
        assert_eq!(output(&plain), output(&other), "{name}");
        assert_eq!(input_digest(&plain), input_digest(&other), "{name}");
    }
}

#[test]
fn any_other_input_has_another_digest_i20() {
    let plain = files("vacant");
    let digest = input_digest(&plain);
    let mut changed = plain.clone();
    changed.seats = String::from_utf8(changed.seats).unwrap().replace("A,2", "A,3").into_bytes();
    assert_ne!(input_digest(&changed), digest);
    let mut without = plain.clone();
    without.previous = None;
    assert_ne!(input_digest(&without), digest);
    assert_ne!(rules_digest(MostChoices::default()), rules_digest(MostChoices::new(21).unwrap()));
    assert_eq!([MostChoices::new(0), MostChoices::new(201)], [None, None]);
}

#[test]
fn the_digest_of_the_program_covers_every_source_of_this_crate() {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut look = vec![source.clone()];
    while let Some(folder) = look.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                look.push(path);
            } else {
                found.push(path.strip_prefix(&source).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.sort();
    assert_eq!(found, qabul_placement::SOURCES.map(|(name, _)| name));
}
