//! The engines of placement against the rule by brute force, and the promises I11 to I16 that placement.md makes.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "tests")]

mod book;
mod cases;
mod oracle;
mod promises;

use cases::{Case, Dice};
use qabul_domain::placement::{Market, Merit, Outcome, Verdict, deferred, place, serial};

/// The number of the wish, among his own, each candidate is placed at.
fn placed(market: &Market, outcome: &Outcome) -> Vec<Option<usize>> {
    (0..market.candidates().len())
        .map(|one| outcome.placing.wish(one).map(|wish| wish - market.range(one).start))
        .collect()
}

/// Places a case.
fn solve(case: &Case) -> Vec<Option<usize>> {
    let market = case.market();
    placed(&market, &place(&market))
}

#[test]
fn in_twelve_thousand_small_cases_the_engine_does_what_the_rule_says_by_brute_force_4_6_5_1_to_5_4() {
    let mut dice = Dice(5);
    let (mut overfilled, mut unplaced) = (0, 0);
    for number in 0..12_000 {
        let case = Case::random(&mut dice, 5, 4, 3, number % 2 == 1);
        let market = case.market();
        let outcome = place(&market);
        assert_eq!(placed(&market, &outcome), oracle::best_for_everybody(&case), "{case:?}");
        overfilled += (0..case.seats.len()).filter(|row| outcome.standing.overflow(&market, *row) > 0).count();
        unplaced += placed(&market, &outcome).iter().filter(|wish| wish.is_none()).count();
    }
    // The cases are worth something only if seats are short and equal candidates meet at the last one.
    assert!(overfilled > 500 && unplaced > 5_000, "{overfilled} {unplaced}");
}

#[test]
fn both_engines_agree_wherever_both_apply_i13() {
    let mut dice = Dice(13);
    for _ in 0..6_000 {
        let case = Case::random(&mut dice, 30, 8, 6, false);
        let market = case.market();
        let merit = Merit::of(market.candidates());
        let line = merit.line().iter().copied();
        assert_eq!(serial(&market, &merit), deferred(&market, &merit, line), "{case:?}");
    }
}

#[test]
fn the_order_of_proposals_makes_no_difference_i12() {
    let mut dice = Dice(12);
    for _ in 0..4_000 {
        let case = Case::random(&mut dice, 25, 6, 5, true);
        let market = case.market();
        let merit = Merit::of(market.candidates());
        let expected = deferred(&market, &merit, merit.line().iter().copied());
        for _ in 0..3 {
            let order = dice.shuffled(case.people.len());
            assert_eq!(deferred(&market, &merit, order.iter().map(|one| *one as u32)), expected, "{case:?}");
        }
    }
}

#[test]
fn explanations_say_what_happened_4_6_5_2() {
    let mut dice = Dice(52);
    for number in 0..4_000 {
        let case = Case::random(&mut dice, 12, 5, 4, number % 2 == 1);
        let market = case.market();
        let outcome = place(&market);
        for (one, person) in case.people.iter().enumerate() {
            let mut placed_before = false;
            for (wish, (row, open, _)) in market.range(one).zip(&person.wishes) {
                let said = outcome.explain(&market, one, wish);
                let expected = match outcome.placing.wish(one) {
                    _ if !open => Verdict::Ineligible,
                    Some(placed) if placed == wish => Verdict::Placed,
                    _ if placed_before => Verdict::NotNeeded,
                    _ => Verdict::Capacity,
                };
                assert_eq!(said.verdict, expected, "{case:?}");
                placed_before |= said.verdict == Verdict::Placed;
                let ahead = said.ahead.map(|ahead| ahead < case.seats[*row]);
                match said.verdict {
                    Verdict::Placed => assert_eq!(ahead, Some(true), "{case:?}"),
                    Verdict::Capacity => {
                        assert_eq!(ahead, Some(false), "{case:?}");
                        // Something tells him from the last placed, unless the row had no seats at all.
                        assert_eq!(said.criterion.is_none(), outcome.standing.last(*row).is_none(), "{case:?}");
                    }
                    Verdict::Ineligible | Verdict::NotNeeded => {}
                }
            }
        }
    }
}

#[test]
fn the_digest_of_the_program_covers_every_source_of_the_engines() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/placement");
    let mut files: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    files.sort();
    assert_eq!(files, qabul_domain::placement::SOURCES.map(|(name, _)| name));
}

#[test]
fn the_page_about_the_files_quotes_the_rules_to_the_letter() {
    let page = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/placement-format.md");
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.contains(&format!("```text\n{}```\n", qabul_domain::placement::RULES)));
}
