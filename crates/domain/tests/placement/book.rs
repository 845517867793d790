//! The engines and the book of the Rules say the same.

use std::cmp::Ordering;

use qabul_domain::average::Average;
use qabul_domain::placement::{Absence, Criterion, Merit, OWN_RANKING, Vector};
use qabul_domain::rules::book::{QAYDALAR_2017, score};

use crate::cases::{Dice, mark};

/// A vector as the book has it and as the engines have it.
fn both(dice: &mut Dice) -> (score::Vector, Vector) {
    let [total, specialty, logic, language] = [3, 2, 3, 3].map(|sides| dice.below(sides) * 25);
    let scale = [4_u8, 5, 100][dice.below(3)];
    let value = dice.below(5) * usize::from(scale) * 25;
    let known = dice.below(4) > 0;
    let text = format!("{}.{:02}", value / 100, value % 100);
    let average = if known { Some(Average::parse(&text, scale).unwrap()) } else { None };
    let blank = qabul_domain::placement::Mark::BLANK;
    let uomg = if known { (mark(value), mark(usize::from(scale) * 100)) } else { (blank, blank) };
    let points = |value: usize| score::Points(value as u16);
    (
        score::Vector {
            total: points(total),
            average,
            specialty: Some(points(specialty)),
            logic: points(logic),
            foreign: points(language),
        },
        Vector::new(mark(total), uomg, mark(specialty), mark(logic), mark(language)).unwrap(),
    )
}

#[test]
fn the_book_and_the_engine_put_any_two_in_the_same_order_by_the_same_clause_5_1_5_3() {
    let mut dice = Dice(53);
    let mut equal = 0;
    for _ in 0..20_000 {
        let (one, other) = (both(&mut dice), both(&mut dice));
        let (order, by) = score::compare(&one.0, &other.0);
        let merit = Merit::of(&[one.1, other.1]);
        // A lower class stands ahead.
        assert_eq!(merit.class(1).cmp(&merit.class(0)), order, "{one:?} {other:?}");
        let clauses = (by.map(|by| by.clause()), Criterion::between(&one.1, &other.1).map(|by| by.clause()));
        assert_eq!(clauses.0, clauses.1, "{one:?} {other:?}");
        equal += usize::from(order == Ordering::Equal);
    }
    assert!(equal > 50, "{equal}");
}

#[test]
fn every_clause_a_placement_cites_stands_in_the_book() {
    let criteria = [
        Criterion::Total,
        Criterion::Uomg,
        Criterion::Specialty,
        Criterion::Logic,
        Criterion::Language,
        Criterion::Score,
    ];
    let absences = [Absence::Settled, Absence::Forfeited, Absence::Annulled];
    let cited = criteria.map(Criterion::clause).into_iter().chain(absences.map(Absence::clause)).chain([OWN_RANKING]);
    for clause in cited {
        assert!(QAYDALAR_2017.row(clause.0).is_some(), "{clause:?}");
    }
}
