//! What a fuzz target does with its bytes: they are one file of a round whose other files are sound.
//!
//! Either the round is refused, with one to twenty faults of one line each; or it is placed, written, and accepted by the verifier, which
//! reads the same files with code of its own.
#![allow(dead_code, reason = "each target uses one of them")]

use qabul_domain::placement::place;
use qabul_placement::{
    Digests, Files, MostChoices, Previous, code_digest, cutoffs, explanations, input_digest, output_digest, placements,
    read, rules_digest,
};
use qabul_verifier::{Folder, Memory, verify};

/// A sound round: two rows, one of which may rank by scores of its own, and four candidates.
fn sound() -> Files {
    Files {
        seats: b"code,capacity\nA,1\nB,1\nC,2\n".to_vec(),
        candidates: b"id,total,uomg,uomg_scale,specialty,logic,language\n\
            a,70,90,100,20,,5\nb,70,4.5,5,20,,5\nc,60,,,,,\nd,50.25,3,4,1,,\n"
            .to_vec(),
        choices: b"id,position,code,ineligible\na,1,A,\na,2,B,\nb,1,A,\nc,1,A,\nc,2,B,4.3\nc,3,C,\nd,1,B,\n".to_vec(),
        ranks: None,
        previous: None,
    }
}

fn previous() -> Previous {
    Previous { placements: b"id,position,code\na,1,A\nz,1,C\n".to_vec(), excluded: b"id,reason\na,6.1\n".to_vec() }
}

/// `seats.csv`
pub fn seats(bytes: &[u8]) {
    check(&Files { seats: bytes.to_vec(), ..sound() });
}

/// `candidates.csv`
pub fn candidates(bytes: &[u8]) {
    check(&Files { candidates: bytes.to_vec(), ..sound() });
}

/// `choices.csv`
pub fn choices(bytes: &[u8]) {
    check(&Files { choices: bytes.to_vec(), ..sound() });
}

/// `ranks.csv`
pub fn ranks(bytes: &[u8]) {
    check(&Files { ranks: Some(bytes.to_vec()), ..sound() });
}

/// `placements.csv` of what went before.
pub fn placements_before(bytes: &[u8]) {
    check(&Files { previous: Some(Previous { placements: bytes.to_vec(), ..previous() }), ..sound() });
}

/// `excluded.csv`
pub fn excluded(bytes: &[u8]) {
    check(&Files { previous: Some(Previous { excluded: bytes.to_vec(), ..previous() }), ..sound() });
}

/// Reads, places, writes and verifies.
///
/// # Panics
/// Something promised does not hold.
fn check(files: &Files) {
    let most = MostChoices::default();
    let case = match read(files, most) {
        Ok(case) => case,
        Err(faults) => {
            assert!((1..=20).contains(&faults.len()), "{faults:?}");
            assert!(faults.iter().all(|fault| !fault.to_string().contains(['\n', '\r'])), "{faults:?}");
            return;
        }
    };
    let outcome = place(&case.market);
    let mut explained = Vec::new();
    let taken: Result<(), ()> = explanations(&case, &outcome, |piece| {
        explained.extend_from_slice(piece);
        Ok(())
    });
    assert_eq!(taken, Ok(()));
    let output = [placements(&case, &outcome), cutoffs(&case, &outcome), explained];
    let digests = Digests {
        input: input_digest(files),
        output: output_digest(output.each_ref().map(Vec::as_slice)),
        rules: rules_digest(most),
        code: code_digest(),
    };
    let mut all = Memory::default();
    for (name, bytes) in ["placements.csv", "cutoffs.csv", "explanations.ndjson"].into_iter().zip(output) {
        all.put(Folder::Output, name, bytes);
    }
    all.put(Folder::Output, "digest.txt", digests.text());
    for (name, bytes) in
        [("seats.csv", &files.seats), ("candidates.csv", &files.candidates), ("choices.csv", &files.choices)]
    {
        all.put(Folder::Input, name, bytes.clone());
    }
    if let Some(ranks) = &files.ranks {
        all.put(Folder::Input, "ranks.csv", ranks.clone());
    }
    if let Some(previous) = &files.previous {
        all.put(Folder::Previous, "placements.csv", previous.placements.clone());
        all.put(Folder::Previous, "excluded.csv", previous.excluded.clone());
    }
    match verify(&all, files.previous.is_some(), &mut |_| ()) {
        Ok(report) => {
            assert!(report.accepted(), "{:?}", report.violations.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        Err(faults) => panic!(
            "read by one, unusable to the other: {:?}",
            faults.iter().map(ToString::to_string).collect::<Vec<_>>()
        ),
    }
}
