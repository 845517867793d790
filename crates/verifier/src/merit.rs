//! The order of candidates: clauses 5.1 and 5.3.1–5.3.4 of the Rules.

use std::cmp::{Ordering, Reverse};

use crate::number::Hundredths;

/// What a person is compared by under the common order.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Merit {
    /// Sum of both stages (5.1).
    pub total: Hundredths,
    /// Average mark and the scale it was given on (5.3.1); `None` = unknown, below every known one.
    pub average: Option<(Hundredths, Hundredths)>,
    /// Specialty, logic and language scores (5.3.2–5.3.4); a blank one counts nothing.
    pub scores: [Option<Hundredths>; 3],
}

/// Compares two averages as fractions of their scales, without rounding; the larger is the greater, an unknown one the least.
pub fn compare_averages(a: Option<(Hundredths, Hundredths)>, b: Option<(Hundredths, Hundredths)>) -> Ordering {
    match (a, b) {
        (Some((mark_a, scale_a)), Some((mark_b, scale_b))) => {
            (u64::from(mark_a) * u64::from(scale_b)).cmp(&(u64::from(mark_b) * u64::from(scale_a)))
        }
        (a, b) => a.is_some().cmp(&b.is_some()),
    }
}

impl Merit {
    /// `Less` = ahead of the other, `Equal` = equal in every component (5.4).
    pub fn compare(&self, other: &Self) -> Ordering {
        let scores = |merit: &Self| merit.scores.map(Option::unwrap_or_default);
        let averages = || compare_averages(other.average, self.average);
        other.total.cmp(&self.total).then_with(averages).then_with(|| scores(other).cmp(&scores(self)))
    }
}

/// The common order as numbers: the best have 0, equal ones the same, the next the next. Second: one person of each number.
pub fn ranks(merits: &[Merit]) -> (Vec<u32>, Vec<u32>) {
    let averages = average_ranks(merits);
    let mut order: Vec<_> = (0_u32..)
        .zip(merits)
        .zip(averages)
        .map(|((person, merit), average)| {
            let scores = merit.scores.map(|score| Reverse(score.unwrap_or_default()));
            ((Reverse(merit.total), average, scores), person)
        })
        .collect();
    order.sort_unstable();
    let mut ranks = vec![0; merits.len()];
    let mut firsts = Vec::new();
    let mut before = None;
    for (key, person) in order {
        if before != Some(key) {
            firsts.push(person);
            before = Some(key);
        }
        ranks[person as usize] = firsts.len() as u32 - 1;
    }
    (ranks, firsts)
}

/// The place of each average among all there are: few are different, so the fractions are compared few times.
fn average_ranks(merits: &[Merit]) -> Vec<u32> {
    let mut different: Vec<_> = merits.iter().map(|merit| merit.average).collect();
    different.sort_unstable();
    different.dedup();
    let mut order: Vec<usize> = (0..different.len()).collect();
    order.sort_by(|a, b| compare_averages(different[*b], different[*a]));
    let mut places = vec![0_u32; different.len()];
    for pair in order.windows(2) {
        let same = compare_averages(different[pair[0]], different[pair[1]]).is_eq();
        places[pair[1]] = places[pair[0]] + u32::from(!same);
    }
    let place = |merit: &Merit| different.binary_search(&merit.average).map_or(0, |at| places[at]);
    merits.iter().map(place).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merit(total: u32, average: Option<(u32, u32)>, specialty: Option<u32>) -> Merit {
        Merit { total, average, scores: [specialty, None, None] }
    }

    #[test]
    fn averages_are_fractions_of_their_scales_and_an_unknown_one_is_the_least() {
        let all = [
            merit(9000, Some((450, 500)), None),
            merit(9000, Some((9000, 10000)), Some(0)),
            merit(9000, None, Some(5000)),
            merit(9000, Some((0, 500)), None),
            merit(9001, None, None),
            merit(9000, Some((9001, 10000)), None),
        ];
        let (ranks, firsts) = ranks(&all);
        assert_eq!(ranks, [2, 2, 4, 3, 0, 1], "4.50 of 5 is 90 of 100; 0 is more than unknown");
        assert_eq!((firsts.len(), firsts[0]), (5, 4));
        for (a, rank_a) in all.iter().zip(&ranks) {
            for (b, rank_b) in all.iter().zip(&ranks) {
                assert_eq!(a.compare(b), rank_a.cmp(rank_b));
            }
        }
    }
}
