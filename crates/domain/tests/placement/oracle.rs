//! The rule by brute force: every placing there is, those that keep the rule, the one that is best for everybody.

use std::cmp::Ordering;

use qabul_domain::placement::{Mark, Vector};

use crate::cases::Case;

/// Which vector stands ahead, written down once more (5.1, 5.3.1–5.3.4).
fn compare(one: &Vector, other: &Vector) -> Ordering {
    let average = |vector: &Vector| {
        let (value, scale) = vector.uomg();
        Some((u128::from(value.known()?), u128::from(scale.known()?)))
    };
    let averages = match (average(one), average(other)) {
        (Some((a, b)), Some((c, d))) => (a * d).cmp(&(c * b)),
        (None, Some(_)) => Ordering::Less,
        (Some(_), None) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    let by = |mark: fn(&Vector) -> Mark| mark(one).or_zero().cmp(&mark(other).or_zero());
    by(Vector::total).then(averages).then(by(Vector::specialty)).then(by(Vector::logic)).then(by(Vector::language))
}

/// Whether one candidate is strictly ahead of another at a row that both want.
fn ahead(case: &Case, row: usize, one: usize, other: usize) -> bool {
    let score = |who: usize| {
        let wish = case.people[who].wishes.iter().find(|wish| wish.0 == row);
        wish.and_then(|wish| wish.2.known())
    };
    if case.own[row] {
        score(one) > score(other)
    } else {
        compare(&case.people[one].vector, &case.people[other].vector) == Ordering::Greater
    }
}

/// Whether a placing (for each candidate the number of a wish, or none) keeps the rule.
fn keeps_the_rule(case: &Case, placing: &[Option<usize>]) -> bool {
    let strictly_ahead = |row: usize, who: usize| {
        let there = (0..placing.len())
            .filter(|other| placing[*other].is_some_and(|wish| case.people[*other].wishes[wish].0 == row));
        there.filter(|other| ahead(case, row, *other, who)).count() as u32
    };
    (0..placing.len()).all(|who| {
        let wishes = &case.people[who].wishes;
        let before = placing[who].unwrap_or(wishes.len());
        let refused =
            wishes[..before].iter().all(|(row, open, _)| !open || strictly_ahead(*row, who) >= case.seats[*row]);
        let kept = placing[who].is_none_or(|wish| strictly_ahead(wishes[wish].0, who) < case.seats[wishes[wish].0]);
        refused && kept
    })
}

/// The placing of the rule.
///
/// # Panics
/// No placing keeps the rule, or none of them is best for everybody.
pub fn best_for_everybody(case: &Case) -> Vec<Option<usize>> {
    let mut keeping: Vec<Vec<Option<usize>>> = Vec::new();
    let mut placing = vec![None; case.people.len()];
    loop {
        if keeps_the_rule(case, &placing) {
            keeping.push(placing.clone());
        }
        if !next(case, &mut placing) {
            break;
        }
    }
    // An unplaced candidate is worse off than one at any wish.
    let rank = |wish: Option<usize>| wish.unwrap_or(usize::MAX);
    let best: Vec<usize> = (0..case.people.len())
        .map(|who| keeping.iter().map(|one| rank(one[who])).min().expect("a stable placing"))
        .collect();
    keeping
        .into_iter()
        .find(|one| one.iter().map(|wish| rank(*wish)).eq(best.iter().copied()))
        .expect("one that is best for all")
}

/// Counts on to the next placing: none, then each open wish in turn.
fn next(case: &Case, placing: &mut [Option<usize>]) -> bool {
    for (who, wish) in placing.iter_mut().enumerate() {
        let wishes = &case.people[who].wishes;
        let from = wish.map_or(0, |wish| wish + 1);
        *wish = (from..wishes.len()).find(|wish| wishes[*wish].1);
        if wish.is_some() {
            return true;
        }
    }
    false
}
