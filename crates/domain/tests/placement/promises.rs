//! What a candidate may rely on; and, by frozen examples, what nobody may promise where rows rank by scores of their own.

use qabul_domain::placement::{Vector, place};

use crate::cases::{Case, Dice, mark};
use crate::solve;

/// How well off one is: lower is better, unplaced is worst.
fn worse(wish: Option<usize>) -> usize {
    wish.unwrap_or(usize::MAX)
}

/// The same vector with one mark raised.
fn raised(vector: &Vector, which: usize) -> Vector {
    let (value, scale) = vector.uomg();
    let more = |mark_now: qabul_domain::placement::Mark, here: usize| {
        if which == here { mark(mark_now.or_zero() as usize + 50) } else { mark_now }
    };
    let average = match (which, value.known()) {
        (1, Some(_)) => (scale, scale),
        (1, None) => (mark(1), mark(100)),
        _ => (value, scale),
    };
    let [total, specialty, logic, language] =
        [(vector.total(), 0), (vector.specialty(), 2), (vector.logic(), 3), (vector.language(), 4)]
            .map(|(mark, here)| more(mark, here));
    Vector::new(total, average, specialty, logic, language).unwrap()
}

#[test]
fn the_order_of_the_input_makes_no_difference_i11() {
    let mut dice = Dice(11);
    for number in 0..3_000 {
        let case = Case::random(&mut dice, 20, 6, 5, number % 2 == 1);
        let order = dice.shuffled(case.people.len());
        let people = order.iter().map(|one| case.people[*one].clone()).collect();
        let (before, after) = (solve(&case), solve(&Case { people, ..case.clone() }));
        for (place, one) in order.iter().enumerate() {
            assert_eq!(after[place], before[*one], "{case:?}");
        }
    }
}

#[test]
fn a_higher_mark_never_makes_ones_own_place_worse_under_the_common_order_i14() {
    let mut dice = Dice(14);
    for _ in 0..3_000 {
        let mut case = Case::random(&mut dice, 12, 5, 4, false);
        let before = solve(&case);
        let one = dice.below(case.people.len());
        case.people[one].vector = raised(&case.people[one].vector, dice.below(5));
        assert!(worse(solve(&case)[one]) <= worse(before[one]), "{one} of {case:?}");
    }
}

#[test]
fn an_unplaced_candidate_who_leaves_changes_nothing_under_the_common_order_i15() {
    let mut dice = Dice(15);
    let mut tried = 0;
    for _ in 0..3_000 {
        let mut case = Case::random(&mut dice, 12, 4, 3, false);
        let mut before = solve(&case);
        let Some(one) = before.iter().position(Option::is_none) else { continue };
        case.people.remove(one);
        before.remove(one);
        assert_eq!(solve(&case), before, "{one} of {case:?}");
        tried += 1;
    }
    assert!(tried > 1_000, "{tried}");
}

#[test]
fn one_more_seat_hurts_nobody_under_the_common_order_i16() {
    let mut dice = Dice(16);
    for _ in 0..3_000 {
        let mut case = Case::random(&mut dice, 12, 5, 4, false);
        let before = solve(&case);
        let row = dice.below(case.seats.len());
        case.seats[row] += 1;
        let after = solve(&case);
        let hurt = before.iter().zip(&after).any(|(before, after)| worse(*after) > worse(*before));
        assert!(!hurt, "seat at {row} of {case:?}");
    }
}

#[test]
fn nobody_gains_by_other_wishes_than_his_true_ones_under_the_common_order() {
    let mut dice = Dice(46);
    for _ in 0..2_000 {
        let case = Case::random(&mut dice, 8, 4, 4, false);
        let honest = solve(&case);
        let one = dice.below(case.people.len());
        let truth = case.people[one].wishes.clone();
        for _ in 0..6 {
            let mut other = case.clone();
            let kept = dice.below(truth.len() + 1);
            other.people[one].wishes =
                dice.shuffled(truth.len()).into_iter().take(kept).map(|wish| truth[wish]).collect();
            let got = solve(&other)[one].map(|wish| other.people[one].wishes[wish].0);
            let really = got.and_then(|row| truth.iter().position(|wish| wish.0 == row));
            assert!(worse(really) >= worse(honest[one]), "{one} of {case:?}");
        }
    }
}

/// Seven candidates and four rows of 1, 2, 1 and 1 seats; the fifth wants 0, 2, 1, 3 in this order.
fn manipulable(fifth: &[usize]) -> Vec<Option<usize>> {
    let scores: [&[usize]; 7] =
        [&[2, 3, 2, 1], &[4, 2, 3, 3], &[2, 1, 4, 2], &[3, 1, 2, 4], &[3, 4, 3, 1], &[1, 1, 1, 3], &[2, 3, 1, 1]];
    solve(&Case::of_scores(&[1, 2, 1, 1], &scores, &[&[1], &[2, 0], &[0, 2], &[3], fifth, &[0], &[2]]))
}

#[test]
fn with_own_scores_and_ties_a_false_list_can_pay_so_honesty_is_not_advertised_there() {
    let truth = [0, 2, 1, 3];
    // Honest, he gets row 1, his third wish; naming row 2 alone he gets it, his second.
    assert_eq!(manipulable(&truth)[4].map(|wish| truth[wish]), Some(1));
    assert_eq!(manipulable(&[2])[4], Some(0));
}

#[test]
fn with_own_scores_and_ties_a_higher_score_can_cost_the_place_so_i14_is_not_promised_there() {
    let wishes: [&[usize]; 4] = [&[1, 0], &[2, 0, 1], &[0, 2], &[1, 2, 0]];
    let first = |at_row_0: usize| {
        let scores: [&[usize]; 4] = [&[at_row_0, 1, 2], &[3, 1, 2], &[1, 2, 3], &[1, 3, 3]];
        solve(&Case::of_scores(&[1, 1, 1], &scores, &wishes))[0]
    };
    // With 1 at row 0 he shares its seat as an equal of another; with 2 he is ahead of that one, who then takes the seat of somebody
    // better than him at row 0.
    assert_eq!((first(1).map(|wish| wishes[0][wish]), first(2)), (Some(0), None));
}

#[test]
fn in_a_chain_of_refusals_the_rows_keep_the_strictly_better_and_all_their_equals_5_4() {
    // One seat, held by three equal candidates; one strictly ahead comes last and takes it from all of them.
    let case = Case::of_scores(&[1, 9], &[&[1, 1], &[1, 1], &[1, 1], &[2, 1]], &[&[0, 1], &[0], &[0, 1], &[0]]);
    assert_eq!(solve(&case), [Some(1), None, Some(1), Some(0)]);
    let market = case.market();
    let standing = place(&market).standing;
    assert_eq!([standing.placed(0), standing.placed(1)], [1, 2]);
    assert_eq!([standing.last(0), standing.last(1)], [Some(3), Some(0)]);
}
