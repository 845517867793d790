//! What holds for every applicant: order decides nothing, declared facts decide everything, silence refuses nobody.
#![allow(clippy::unwrap_used, reason = "tests")]

mod common;

use std::collections::BTreeSet;

use common::book::Person;
use common::vary::{Dice, anybody, vary as change};
use qabul_domain::decision::Explain as _;
use qabul_domain::rules::book::campaign::Campaign;
use qabul_domain::rules::book::dossier::{Dossier, Told};
use qabul_domain::rules::book::kinds::FactKind as F;
use qabul_domain::rules::book::{Finding, QAYDALAR_2017, Row, Stage, View};

/// Everything every clause finds, of the person and of the first wish: row, stage, whether of the wish, finding.
fn findings(person: &Person) -> Vec<(&'static Row, Stage, bool, Finding)> {
    let mut all = Vec::new();
    let Person { campaign, case } = person;
    for stage in Stage::ALL {
        for row in QAYDALAR_2017.rows() {
            let view = View::new(stage, campaign, case);
            if row.of_person.has(stage) {
                all.push((row, stage, false, row.finding(&view)));
            }
            if row.of_wish.has(stage) {
                all.push((row, stage, true, row.finding(&view.of(&case.wishes[0]))));
            }
        }
    }
    all
}

#[test]
fn a_finding_changes_only_with_a_fact_the_clause_declares_and_every_declared_fact_can_change_it() {
    let mut dice = Dice(4);
    let mut moved: BTreeSet<(&str, F)> = BTreeSet::new();
    for round in 0..4_000 {
        let person = anybody(&mut dice);
        let before = findings(&person);
        // One kind in turn and one by chance: enough of each over the rounds.
        let kinds = [F::ALL[round % F::ALL.len()], dice.of(F::ALL), dice.of(F::ALL)];
        for kind in kinds {
            let mut other = person.clone();
            change(kind, &mut dice, &mut other);
            for ((row, stage, of_wish, was), (.., is)) in before.iter().zip(findings(&other)) {
                if *was != is {
                    assert!(
                        row.facts.has(kind),
                        "{:?} at {stage:?} (wish: {of_wish}) changed with {kind:?}: {was:?} → {is:?}",
                        row.clause
                    );
                    moved.insert((row.clause.0, kind));
                }
            }
        }
    }
    let declared: BTreeSet<(&str, F)> =
        QAYDALAR_2017.rows().flat_map(|row| row.facts.kinds().map(move |kind| (row.clause.0, kind))).collect();
    // A row cannot be without a funding, so 1.3 holds whatever the row. Under 2.1 somebody confirms in every case; the policy
    // decides who.
    let never = [("1.3", F::Row), ("2.1", F::Policies)];
    for (clause, kind) in declared.difference(&moved).filter(|pair| !never.contains(pair)) {
        assert!(can_change(clause, *kind, &mut dice), "{clause} declares {kind:?}, which never decides");
    }
}

/// Rare ones are looked for on their own.
fn can_change(clause: &str, kind: F, dice: &mut Dice) -> bool {
    let row = QAYDALAR_2017.row(clause).unwrap();
    let all = |person: &Person| {
        let (campaign, case) = (&person.campaign, &person.case);
        let of = |stage, wish: Option<&_>| {
            let view = View::new(stage, campaign, case);
            row.finding(&wish.map_or(view, |wish| view.of(wish)))
        };
        let person = Stage::ALL.into_iter().filter(|stage| row.of_person.has(*stage)).map(|stage| of(stage, None));
        let wish = case.wishes.first();
        let wishes = Stage::ALL.into_iter().filter(|stage| row.of_wish.has(*stage)).map(|stage| of(stage, wish));
        person.chain(wishes).collect::<Vec<Finding>>()
    };
    (0..40_000).any(|_| {
        let person = anybody(dice);
        let mut other = person.clone();
        change(kind, dice, &mut other);
        all(&person) != all(&other)
    })
}

#[test]
fn findings_do_not_depend_on_the_order_of_facts_or_of_clauses() {
    let mut dice = Dice(5);
    for _ in 0..500 {
        let person = anybody(&mut dice);
        let mut turned = person.clone();
        if let Told::Known(studies) = &mut turned.case.studies {
            studies.reverse();
        }
        assert_eq!(described(&person), described(&turned));
        // The clauses from the last to the first, against their printed order.
        let Person { campaign, case } = &person;
        let rows: Vec<&Row> = QAYDALAR_2017.rows().collect();
        let view = View::new(Stage::Choice, campaign, case).of(&case.wishes[0]);
        let forward: Vec<Finding> = rows.iter().map(|row| row.finding(&view)).collect();
        let mut backward: Vec<Finding> = rows.iter().rev().map(|row| row.finding(&view)).collect();
        backward.reverse();
        assert_eq!(forward, backward);
    }
}

fn described(person: &Person) -> Vec<(&'static str, Stage, bool, Finding)> {
    findings(person).into_iter().map(|(row, stage, wish, finding)| (row.clause.0, stage, wish, finding)).collect()
}

#[test]
fn judging_the_same_facts_twice_or_after_they_were_stored_finds_the_same() {
    let mut dice = Dice(6);
    for _ in 0..300 {
        let person = anybody(&mut dice);
        let stored = serde_json::to_string(&(&person.campaign, &person.case)).unwrap();
        let (campaign, case): (Campaign, Dossier) = serde_json::from_str(&stored).unwrap();
        assert_eq!(case, person.case);
        assert_eq!(described(&person), described(&Person { campaign, case }));
        assert_eq!(described(&person), described(&person));
    }
}

#[test]
fn a_source_that_falls_silent_refuses_nobody() {
    let silence: [fn(&mut Person); 12] = [
        |it| it.case.citizenship = Told::Silent,
        |it| it.case.studies = Told::Silent,
        |it| it.case.papers = Told::Silent,
        |it| it.case.results = Told::Silent,
        |it| it.case.conduct = Told::Silent,
        |it| it.case.sitting = Told::Silent,
        |it| it.case.disability = Told::Silent,
        |it| it.case.placement = Told::Silent,
        |it| it.case.enrolment = Told::Silent,
        |it| it.case.wishes[0].institution = Told::Silent,
        |it| {
            let wish = &mut it.case.wishes[0];
            (wish.interview, wish.talent, wish.own_procedure) = (Told::Silent, Told::Silent, Told::Silent);
        },
        |it| it.case.wishes[0].standing = Told::Silent,
    ];
    let mut dice = Dice(7);
    for _ in 0..1_500 {
        let mut person = anybody(&mut dice);
        // The exam is taken in the language of the application.
        if let Told::Known(results) = person.case.results {
            let language = results.competing().map(|(_, attempt)| attempt.language);
            person.case.answers.foreign_language = language.or(person.case.answers.foreign_language);
        }
        for (place, silent) in silence.iter().enumerate() {
            let mut quiet = person.clone();
            silent(&mut quiet);
            for ((row, stage, _, was), (.., is)) in findings(&person).iter().zip(findings(&quiet)) {
                if let Finding::Broken(reason) = &is {
                    let told = reason.code();
                    assert!(was.broken().is_some(), "{:?} at {stage:?}, source {place}: {told}", row.clause);
                }
            }
        }
    }
}

#[test]
fn every_outcome_a_row_names_occurs_and_no_other() {
    let mut dice = Dice(8);
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    for _ in 0..6_000 {
        for (row, _, _, finding) in findings(&anybody(&mut dice)) {
            if let Finding::Broken(reason) = finding {
                seen.insert((row.clause.0, reason.code()));
            }
        }
    }
    let named: BTreeSet<(&str, &str)> =
        QAYDALAR_2017.rows().flat_map(|row| row.outcomes.iter().map(|told| (row.clause.0, told.code()))).collect();
    let unnamed: Vec<_> = seen.difference(&named).collect();
    assert!(unnamed.is_empty(), "{unnamed:?}");
    // Every form drawn has a wish; the rest is told as advice, by registration.
    let advice = [
        "choiceEmpty",
        "conditionsGranted",
        "enrolBy",
        "hallMayBeLeft",
        "tieWon",
        "tieAdmitted",
        "stateFundedUsed",
        "confirmYourself",
        "confirmAtCommission",
        "stateFundedLeft",
        "graduationYearMissing",
        "arabicPersianLimit",
        "examPlaceByAddress",
    ];
    let idle: Vec<_> = named.difference(&seen).filter(|(_, code)| !advice.contains(code)).collect();
    assert!(idle.is_empty(), "{idle:?}");
}

#[test]
fn clauses_5_1_and_5_3_the_book_separates_two_results_as_the_placement_does() {
    use qabul_domain::average::Average;
    use qabul_domain::placement::{Criterion as Theirs, Mark, Vector as Placed};
    use qabul_domain::rules::book::score::{Points, Vector, compare};
    let mut dice = Dice(9);
    let mut draw = || {
        let average = dice.of(&[None, Some(("90", 100)), Some(("4,5", 5)), Some(("3,59", 4)), Some(("0", 100))]);
        let [total, logic, foreign] = [0; 3].map(|_| dice.up_to(2) as u16 * 50);
        let specialty = dice.of(&[None, Some(0), Some(50)]);
        let mark = |value: u16| Mark::hundredths(value.into()).unwrap();
        let (value, scale) = average.map_or((Mark::BLANK, Mark::BLANK), |(text, scale)| {
            (Mark::parse(&text.replace(',', ".")).unwrap(), mark(scale * 100))
        });
        let theirs =
            Placed::new(mark(total), (value, scale), specialty.map_or(Mark::BLANK, mark), mark(logic), mark(foreign));
        let ours = Vector {
            total: Points(total),
            average: average.and_then(|(text, scale)| Average::parse(text, scale as u8).ok()),
            specialty: specialty.map(Points),
            logic: Points(logic),
            foreign: Points(foreign),
        };
        (ours, theirs.unwrap())
    };
    let mut ties = 0;
    for _ in 0..5_000 {
        let ((one, first), (other, second)) = (draw(), draw());
        let theirs = Theirs::between(&first, &second).map(|criterion| criterion.clause());
        assert_eq!(compare(&one, &other).1.map(|criterion| criterion.clause()), theirs, "{one:?} {other:?}");
        assert_eq!(compare(&one, &other).0, compare(&other, &one).0.reverse());
        ties += u32::from(theirs.is_none());
    }
    assert!(ties > 0);
}
