//! The corpus of the fuzz targets (`fuzz/`), replayed on every test run, each entry also with many small changes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../../../fuzz/bodies.rs"]
mod bodies;
mod invented;

use std::panic::{AssertUnwindSafe, catch_unwind};

use invented::Dice;

type Body = fn(&[u8]);

const TARGETS: [(&str, Body); 6] = [
    ("seats", bodies::seats),
    ("candidates", bodies::candidates),
    ("choices", bodies::choices),
    ("ranks", bodies::ranks),
    ("placements", bodies::placements_before),
    ("excluded", bodies::excluded),
];

/// Every entry of a target's corpus: its name and bytes.
fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut entries: Vec<(String, Vec<u8>)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap())
        .map(|entry| (entry.file_name().into_string().unwrap(), std::fs::read(entry.path()).unwrap()))
        .collect();
    entries.sort();
    entries
}

fn holds(target: &str, body: Body, name: &str, bytes: &[u8]) {
    let ended = catch_unwind(AssertUnwindSafe(|| body(bytes)));
    assert!(ended.is_ok(), "{target}, {name}: {:?}", String::from_utf8_lossy(bytes));
}

#[test]
fn every_entry_of_the_corpus_is_placed_and_verified_or_refused_with_its_faults() {
    for (target, body) in TARGETS {
        let entries = corpus(target);
        assert!(entries.len() >= 10, "{target}");
        for (name, bytes) in entries {
            holds(target, body, &name, &bytes);
        }
    }
}

/// One small change.
fn changed(dice: &mut Dice, bytes: &[u8]) -> Vec<u8> {
    const PIECES: [&[u8]; 16] = [
        b",",
        b"\n",
        b"\r\n",
        b"\"",
        b"\"\"",
        b".",
        b"-1",
        b"0",
        b"9999999.99",
        b" ",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\0",
        b"a",
        b"A",
        b"\r",
    ];
    let mut new = bytes.to_vec();
    for _ in 0..1 + dice.below(3) {
        let at = dice.below(new.len() + 1);
        let to = (at + dice.below(6)).min(new.len());
        match dice.below(4) {
            0 => drop(new.drain(at..to)),
            1 => drop(new.splice(at..at, PIECES[dice.below(PIECES.len())].iter().copied())),
            2 => drop(new.splice(at..to, PIECES[dice.below(PIECES.len())].iter().copied())),
            _ => {
                let copy = new[at..to].to_vec();
                drop(new.splice(at..at, copy));
            }
        }
    }
    new
}

#[test]
fn so_is_every_entry_with_small_changes() {
    let mut dice = Dice(2026);
    for (target, body) in TARGETS {
        for (name, bytes) in corpus(target) {
            for _ in 0..120 {
                let bytes = changed(&mut dice, &bytes);
                holds(target, body, &name, &bytes);
            }
        }
    }
}
