//! A one-line summary of a run for the operator, which shows if a file was omitted or misinterpreted.

use qabul_domain::placement::Outcome;

use crate::Case;

/// How many are placed, how many rows rank by scores of their own, what equal candidates cost in seats, and in the round for vacant
/// seats how many went before, by reason.
pub fn summary(case: &Case, outcome: &Outcome) -> String {
    let rows = 0..case.codes.len();
    let placed: u64 = rows.clone().map(|row| u64::from(outcome.standing.placed(row))).sum();
    let own = rows.clone().filter(|row| case.market.is_own(*row)).count();
    let over: Vec<u32> =
        rows.clone().map(|row| outcome.standing.overflow(&case.market, row)).filter(|over| *over > 0).collect();
    let extra: u64 = over.iter().map(|over| u64::from(*over)).sum();
    let main = format!(
        "placed {placed} of {} candidates; rows {}, by scores of their own {own} (clause 3.5), over their seats {}, by {extra} \
         seats in all (clause 5.4)",
        case.ids.len(),
        rows.len(),
        over.len()
    );
    match &case.before {
        None => main,
        Some(before) => format!(
            "{main}; before: {} placed; excluded: {} forfeited (clause 6.1), {} annulled (clause 6.5), {} for other reasons (clause 5.5)",
            before.placed, before.forfeited, before.annulled, before.other
        ),
    }
}
