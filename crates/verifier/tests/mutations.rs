//! A placement in which a single row was changed is refused, also when everything that hangs on it was changed to fit.
#![allow(clippy::unwrap_used, reason = "tests")]

mod support;

use qabul_verifier::{Folder, Memory, Report};
use support::round::{Places, Round, code};
use support::written::{files, sign};
use support::{Dice, check};

/// Rounds of every kind: common order or rows with scores of their own, first round or vacant seats.
fn rounds(many: u64, persons: usize, rows: usize) -> impl Iterator<Item = Round> {
    (0..many).map(move |seed| {
        let mut dice = Dice::new(seed + 1);
        let persons = 1 + dice.below(persons);
        Round::invented(&mut dice, persons, rows, seed % 2 == 1, seed % 4 >= 2)
    })
}

fn report(round: &Round, files: &Memory) -> Report {
    check(files, round.before.is_some()).unwrap_or_else(|faults| panic!("{faults:?}\n{round:?}"))
}

fn invariants(report: &Report) -> Vec<&'static str> {
    report.violations.iter().map(|violation| violation.finding.invariant()).collect()
}

#[test]
fn the_best_placing_of_all_that_keep_the_rules_is_accepted_and_no_other() {
    let (mut tried, mut stable) = (0, 0);
    for round in rounds(600, 4, 3) {
        let best = round.best_of_all();
        assert_eq!(best, round.placed());
        let accepted = report(&round, &files(&round, &best));
        assert_eq!(accepted.violations, [], "{round:?}");
        for person in 0..best.len() {
            for other in (0..round.people[person].wishes.len()).map(Some).chain([None]) {
                let mut places = best.clone();
                places[person] = other;
                if places == best {
                    continue;
                }
                tried += 1;
                stable += usize::from(round.keeps_the_rules(&places));
                assert!(!report(&round, &files(&round, &places)).accepted(), "{places:?} of {round:?}");
            }
        }
    }
    assert!(tried > 2000, "{tried}");
    println!("{tried} placings, {stable} of them keep the rules and are not the best");
}

/// Under a common order the limits alone decide: the invariants find every change without computing anything again.
fn found_by(round: &Round, report: &Report, person: usize) {
    let id = &round.people[person].id;
    let told = invariants(report);
    assert!(report.violations.iter().any(|one| one.finding.invariant() == "PLACE" && one.candidate == *id), "{told:?}");
    if round.own.iter().all(Option::is_none) {
        assert!(told.iter().any(|one| !["PLACE", "EXPLAIN", "I20", "FORM"].contains(one)), "{told:?} of {round:?}");
    }
    assert!(!told.contains(&"I20") && !told.contains(&"FORM"), "everything else was made to fit: {told:?}");
}

#[test]
fn a_place_changed_to_any_other_wish_or_to_none_is_refused_though_all_files_fit_it() {
    let mut tried = 0;
    for round in rounds(60, 12, 5) {
        let right = round.placed();
        assert_eq!(report(&round, &files(&round, &right)).violations, [], "{round:?}");
        for person in 0..right.len() {
            for other in
                (0..round.people[person].wishes.len()).map(Some).chain([None]).filter(|one| *one != right[person])
            {
                let mut places = right.clone();
                places[person] = other;
                found_by(&round, &report(&round, &files(&round, &places)), person);
                tried += 1;
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn two_persons_who_change_places_are_refused_though_all_files_fit_it() {
    let mut tried = 0;
    for round in rounds(60, 12, 5) {
        let right = round.placed();
        let wish_for = |person: usize, row: Option<usize>| match row {
            None => Some(None),
            Some(row) => round.people[person].wishes.iter().position(|wish| wish.row == row).map(Some),
        };
        for a in 0..right.len() {
            for b in 0..a {
                let (row_a, row_b) = (round.row_of(&right, a), round.row_of(&right, b));
                let (Some(to_a), Some(to_b)) = (wish_for(a, row_b), wish_for(b, row_a)) else { continue };
                if row_a == row_b {
                    continue;
                }
                let mut places: Places = right.clone();
                (places[a], places[b]) = (to_a, to_b);
                let report = report(&round, &files(&round, &places));
                found_by(&round, &report, a);
                found_by(&round, &report, b);
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "{tried}");
}

/// Changes one line of one file of the output and signs the files again.
fn with_line(right: &Memory, file: &str, at: usize, line: Option<&str>) -> Memory {
    let mut files = right.clone();
    let text = std::str::from_utf8(right.get(Folder::Output, file).unwrap()).unwrap();
    let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
    lines[at] = line.map(|line| format!("{line}\n")).unwrap_or_default();
    files.put(Folder::Output, file, lines.concat());
    sign(&mut files);
    files
}

fn lines(files: &Memory, file: &str) -> Vec<String> {
    std::str::from_utf8(files.get(Folder::Output, file).unwrap()).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn a_place_at_a_code_that_was_not_wished_or_does_not_exist_is_refused() {
    for round in rounds(24, 8, 4) {
        let right = files(&round, &round.placed());
        for (person, one) in round.people.iter().enumerate() {
            let foreign =
                (0..5).filter(|row| one.wishes.iter().all(|wish| wish.row != *row)).map(code).chain(["nowhere".into()]);
            for code in foreign {
                let line = format!("{},1,\"{}\"", one.id, code.replace('"', "\"\""));
                let report = report(&round, &with_line(&right, "placements.csv", person + 1, Some(&line)));
                let told = report.violations.iter().any(|one| one.finding.invariant() == "I1" && one.code == code);
                assert!(told, "{:?}", report.violations);
            }
        }
    }
}

#[test]
fn a_line_that_is_missing_or_doubled_is_refused() {
    for round in rounds(12, 6, 4) {
        let right = files(&round, &round.placed());
        for (file, invariant) in [("placements.csv", "I17"), ("cutoffs.csv", "I17"), ("explanations.ndjson", "EXPLAIN")]
        {
            let all = lines(&right, file);
            let header = usize::from(file != "explanations.ndjson");
            for (at, line) in all.iter().enumerate().skip(header) {
                let missing = report(&round, &with_line(&right, file, at, None));
                assert!(invariants(&missing).contains(&invariant), "{file} {at}: {:?}", missing.violations);
                let twice = format!("{line}\n{line}");
                let doubled = report(&round, &with_line(&right, file, at, Some(&twice)));
                assert!(!doubled.accepted() && !invariants(&doubled).contains(&"I20"), "{file} {at}");
            }
        }
    }
}

#[test]
fn any_digit_changed_in_limits_or_explanations_is_refused_though_the_digest_fits() {
    let mut tried = 0;
    for round in rounds(12, 5, 3) {
        let right = files(&round, &round.placed());
        for file in ["cutoffs.csv", "explanations.ndjson", "placements.csv"] {
            let all = lines(&right, file);
            for (at, line) in all.iter().enumerate() {
                for (digit, _) in line.match_indices(|c: char| c.is_ascii_digit()) {
                    let other = if &line[digit..=digit] == "9" { "8" } else { "9" };
                    let changed = [&line[..digit], other, &line[digit + 1..]].concat();
                    let result = check(&with_line(&right, file, at, Some(&changed)), round.before.is_some());
                    assert!(result.is_ok_and(|report| !report.accepted()), "{file}: {line} as {changed}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 1000, "{tried}");
}

#[test]
fn input_changed_after_the_run_is_refused() {
    for round in rounds(40, 8, 4) {
        let right = files(&round, &round.placed());
        for row in 0..round.seats.len() {
            let mut other = round.clone();
            other.seats[row] += 1;
            let mut changed = right.clone();
            let seats = files(&other, &other.placed());
            changed.put(Folder::Input, "seats.csv", seats.get(Folder::Input, "seats.csv").unwrap());
            let told = report(&round, &changed);
            assert!(invariants(&told).contains(&"I20"), "{told:?}");
            sign(&mut changed);
            let told = report(&round, &changed);
            let seats_told =
                told.violations.iter().any(|one| one.finding.invariant() == "I17" && one.code == code(row));
            assert!(seats_told || round.left(row) == other.left(row), "{told:?}");
        }
    }
}

#[test]
fn any_digit_of_input_output_or_rules_in_the_digest_is_held_to() {
    let round = rounds(1, 6, 4).next().unwrap();
    let right = files(&round, &round.placed());
    let digest = lines(&right, "digest.txt");
    for (at, line) in digest.iter().enumerate().take(3) {
        for digit in line.find(' ').unwrap() + 1..line.len() {
            let other = if &line[digit..=digit] == "0" { "1" } else { "0" };
            let mut changed = right.clone();
            let mut lines = digest.clone();
            lines[at].replace_range(digit..=digit, other);
            changed.put(Folder::Output, "digest.txt", lines.join("\n") + "\n");
            assert_eq!(invariants(&report(&round, &changed)), ["I20"], "{line}");
        }
    }
}
