//! What a change of the input does to people: who moves, from where to where.

use std::cmp::Ordering;

use qabul_domain::placement::Outcome;

use crate::Case;
use crate::write::{field, number};

/// Position and code of the wish somebody is placed at.
pub type Place<'c> = Option<(u32, &'c str)>;

/// One person who is placed elsewhere after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved<'c> {
    /// The person's id.
    pub id: &'c str,
    /// Where before; none if unplaced or not in the input.
    pub from: Place<'c>,
    /// Where after; none if unplaced or not in the input.
    pub to: Place<'c>,
}

fn place<'c>(case: &'c Case, outcome: &Outcome, candidate: usize) -> Place<'c> {
    let wish = outcome.placing.wish(candidate)?;
    Some((case.positions[wish], case.codes.get(case.market.wishes()[wish].row())))
}

/// Everyone whose code differs, in the order of ids. A wish that only changed its position is no move.
pub fn moved<'c>(before: (&'c Case, &Outcome), after: (&'c Case, &Outcome)) -> Vec<Moved<'c>> {
    let (mut one, mut other) = (0, 0);
    let mut all = Vec::new();
    while one < before.0.ids.len() || other < after.0.ids.len() {
        let order = match (one < before.0.ids.len(), other < after.0.ids.len()) {
            (true, true) => before.0.ids.get(one).cmp(after.0.ids.get(other)),
            (true, false) => Ordering::Less,
            _ => Ordering::Greater,
        };
        let was = order.is_le().then_some(one);
        let is = order.is_ge().then_some(other);
        let from = was.and_then(|one| place(before.0, before.1, one));
        let to = is.and_then(|other| place(after.0, after.1, other));
        if from.map(|(_, code)| code) != to.map(|(_, code)| code) {
            let id = if order.is_le() { before.0.ids.get(one) } else { after.0.ids.get(other) };
            all.push(Moved { id, from, to });
        }
        one += usize::from(was.is_some());
        other += usize::from(is.is_some());
    }
    all
}

/// Codes that ranked by scores of their own before and rank by the common order after: what happens where the last score is taken out of
/// `ranks.csv` and the wishes are not closed with 3.5.
pub fn left_ranks<'c>(before: &Case, after: &'c Case) -> Vec<&'c str> {
    let own = |code: &str| before.codes.iter().zip(0..).any(|(one, row)| one == code && before.market.is_own(row));
    let common = after.codes.iter().zip(0..).filter(|(_, row)| !after.market.is_own(*row));
    if before.market.has_own() { common.map(|(code, _)| code).filter(|code| own(code)).collect() } else { Vec::new() }
}

/// Those who move as CSV: `id,from_position,from_code,to_position,to_code`.
pub fn write_moved(moved: &[Moved<'_>]) -> Vec<u8> {
    let mut out = b"id,from_position,from_code,to_position,to_code\n".to_vec();
    for one in moved {
        field(one.id, &mut out);
        for place in [one.from, one.to] {
            out.push(b',');
            if let Some((position, code)) = place {
                number(position, &mut out);
                out.push(b',');
                field(code, &mut out);
            } else {
                out.push(b',');
            }
        }
        out.push(b'\n');
    }
    out
}
