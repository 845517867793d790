//! What the engine writes, the verifier accepts: it reads the same page of the format and shares no code with the engine.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod invented;

use invented::{Dice, files};
use qabul_domain::placement::place;
use qabul_placement::{
    Digests, Files, MostChoices, code_digest, cutoffs, explanations, input_digest, moved, output_digest, placements,
    read, rules_digest,
};
use qabul_verifier::{Folder, Memory, verify};

/// Places files and puts everything where the verifier looks for it.
fn placed_files(files: &Files, most: MostChoices) -> Memory {
    let case = read(files, most).unwrap_or_else(|faults| panic!("{faults:?}"));
    let outcome = place(&case.market);
    let mut explained = Vec::new();
    explanations(&case, &outcome, |piece| {
        explained.extend_from_slice(piece);
        Ok::<(), ()>(())
    })
    .unwrap();
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
    all.put(Folder::Input, "seats.csv", files.seats.clone());
    all.put(Folder::Input, "candidates.csv", files.candidates.clone());
    all.put(Folder::Input, "choices.csv", files.choices.clone());
    if let Some(ranks) = &files.ranks {
        all.put(Folder::Input, "ranks.csv", ranks.clone());
    }
    if let Some(previous) = &files.previous {
        all.put(Folder::Previous, "placements.csv", previous.placements.clone());
        all.put(Folder::Previous, "excluded.csv", previous.excluded.clone());
    }
    all
}

#[test]
fn every_invented_round_is_accepted_by_the_verifier() {
    let mut dice = Dice(19);
    let (mut own, mut vacant) = (0, 0);
    for number in 0..2_000 {
        let files = files(&mut dice, if number % 20 == 0 { 120 } else { 14 });
        own += usize::from(files.ranks.is_some());
        vacant += usize::from(files.previous.is_some());
        let most = MostChoices::new(6 + number % 15).unwrap();
        let all = placed_files(&files, most);
        let report = verify(&all, files.previous.is_some(), &mut |_| ());
        let told = report
            .map(|report| (report.accepted(), report.violations.iter().map(ToString::to_string).collect::<Vec<_>>()));
        assert_eq!(told, Ok((true, Vec::new())), "{number}: {}", shown(&files));
    }
    assert!(own > 500 && vacant > 500, "{own} {vacant}");
}

fn shown(files: &Files) -> String {
    let previous = files.previous.as_ref();
    let all = [Some(&files.seats), Some(&files.candidates), Some(&files.choices), files.ranks.as_ref()];
    let more = [previous.map(|files| &files.placements), previous.map(|files| &files.excluded)];
    all.into_iter().chain(more).flatten().map(|bytes| String::from_utf8_lossy(bytes)).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_order_of_rows_makes_no_difference_to_any_byte_of_the_output_i11() {
    let mut dice = Dice(11);
    for _ in 0..150 {
        let files = files(&mut dice, 20);
        let mut turned = |bytes: &[u8]| {
            let text = std::str::from_utf8(bytes).unwrap();
            let mut lines = text.lines();
            let header = lines.next().unwrap();
            let rows: Vec<&str> = lines.collect();
            let rows: Vec<&str> = dice.shuffled(rows.len()).into_iter().map(|row| rows[row]).collect();
            format!("{header}\n{}\n", rows.join("\n")).into_bytes()
        };
        let other = Files {
            seats: turned(&files.seats),
            candidates: turned(&files.candidates),
            choices: turned(&files.choices),
            ranks: files.ranks.as_deref().map(&mut turned),
            previous: files.previous.clone(),
        };
        let most = MostChoices::default();
        let (one, other) = (placed_files(&files, most), placed_files(&other, most));
        for name in ["placements.csv", "cutoffs.csv", "explanations.ndjson", "digest.txt"] {
            assert_eq!(one.get(Folder::Output, name), other.get(Folder::Output, name), "{name}");
        }
    }
}

#[test]
fn a_rehearsal_names_exactly_those_whose_code_differs() {
    let mut dice = Dice(77);
    for _ in 0..150 {
        let before = files(&mut dice, 20);
        let mut after = before.clone();
        // One more seat at the first row, and the last candidate is gone.
        let seats = String::from_utf8(after.seats).unwrap();
        let (header, rows) = seats.split_once('\n').unwrap();
        let (row, rest) = rows.split_once('\n').unwrap();
        let (code, capacity) = row.rsplit_once(',').unwrap();
        after.seats = format!("{header}\n{code},{}\n{rest}", capacity.parse::<u32>().unwrap() + 1).into_bytes();
        let most = MostChoices::default();
        let (one, other) = (read(&before, most).unwrap(), read(&after, most).unwrap());
        let (was, is) = (place(&one.market), place(&other.market));
        let moves = moved((&one, &was), (&other, &is));
        let code = |case: &qabul_placement::Case, outcome: &qabul_domain::placement::Outcome, candidate: usize| {
            outcome.placing.row(&case.market, candidate).map(|row| case.codes.get(row).to_owned())
        };
        let expected: Vec<(String, Option<String>, Option<String>)> = (0..one.ids.len())
            .map(|candidate| {
                (one.ids.get(candidate).to_owned(), code(&one, &was, candidate), code(&other, &is, candidate))
            })
            .filter(|(_, from, to)| from != to)
            .collect();
        let got: Vec<(String, Option<String>, Option<String>)> = moves
            .iter()
            .map(|one| {
                (one.id.to_owned(), one.from.map(|(_, code)| code.to_owned()), one.to.map(|(_, code)| code.to_owned()))
            })
            .collect();
        assert_eq!(got, expected);
    }
}

#[test]
fn reading_writing_and_reading_again_gives_the_same_places() {
    // A placement is itself input of the next round: the codes of the placed are taken there, one by one.
    let mut dice = Dice(55);
    for _ in 0..100 {
        let mut round = files(&mut dice, 20);
        round.previous = None;
        let case = read(&round, MostChoices::default()).unwrap();
        let outcome = place(&case.market);
        let next = Files {
            previous: Some(qabul_placement::Previous {
                placements: placements(&case, &outcome),
                excluded: b"id,reason\n".to_vec(),
            }),
            ..round.clone()
        };
        let second = read(&next, MostChoices::default()).unwrap();
        for row in 0..case.codes.len() {
            let left = case.market.seats()[row].saturating_sub(outcome.standing.placed(row));
            assert_eq!(second.market.seats()[row], left, "5.5");
        }
        let again = place(&second.market);
        for candidate in 0..case.ids.len() {
            let placed_twice = outcome.placing.wish(candidate).is_some() && again.placing.wish(candidate).is_some();
            assert!(!placed_twice, "who is placed takes no part in the round for vacant seats (5.5)");
        }
        // The seats that are left are those nobody could take: nobody can now.
        let text = String::from_utf8(cutoffs(&second, &again)).unwrap();
        assert!(text.lines().skip(1).all(|line| line.contains(",0,0,,")), "{text}");
        explanations(&second, &again, |_| Ok::<(), ()>(())).unwrap();
    }
}
