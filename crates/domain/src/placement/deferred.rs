//! Deferred acceptance with flexible seats: correct for any mixture of rows, including those with scores of their own (3.5).

use std::collections::BinaryHeap;

use super::market::{Market, Placing};
use super::merit::Merit;

/// Candidates propose, each to his next open wish; a row keeps a candidate while fewer than its seats are held there by candidates
/// strictly ahead of him (5.4). Whoever is not kept proposes on. The outcome has the lowest limits of all placings that keep
/// the rule, whatever the order of proposals.
///
/// `proposals` names every candidate once; the order changes the work, never the outcome. The order of merit is quick.
pub fn deferred(market: &Market, merit: &Merit, proposals: impl Iterator<Item = u32>) -> Placing {
    let mut rows: Vec<Row> = market.seats().iter().map(|seats| Row::new(*seats)).collect();
    // The next wish of each candidate that he has not proposed to; who is held somewhere has proposed to the one before it.
    let mut next: Vec<u32> =
        (0..market.candidates().len()).map(|candidate| market.range(candidate).start as u32).collect();
    let mut waiting = Vec::new();
    for candidate in proposals {
        waiting.push(candidate);
        while let Some(candidate) = waiting.pop() {
            let end = market.range(candidate as usize).end;
            let from = next[candidate as usize] as usize;
            let mut kept = None;
            for wish in from..end {
                let row = market.wishes()[wish];
                if !row.is_open() {
                    continue;
                }
                let Some(rank) = market.rank(merit, candidate as usize, wish) else { continue };
                if rows[row.row()].takes(rank) {
                    kept = Some(wish);
                    rows[row.row()].hold(rank, candidate, &mut waiting);
                    break;
                }
            }
            next[candidate as usize] = kept.map_or(end, |wish| wish + 1) as u32;
        }
    }
    let mut placing = Placing::nobody(market.candidates().len());
    for (_, candidate) in rows.into_iter().flat_map(|row| row.held) {
        placing.set(candidate as usize, (next[candidate as usize] as usize).checked_sub(1));
    }
    placing
}

/// A row and the candidates it holds, as a heap with the last one on top.
struct Row {
    seats: usize,
    held: BinaryHeap<(u32, u32)>,
}

impl Row {
    fn new(seats: u32) -> Row {
        Row { seats: seats as usize, held: BinaryHeap::new() }
    }

    /// Rank of the last it holds.
    fn last(&self) -> Option<u32> {
        self.held.peek().map(|(rank, _)| *rank)
    }

    /// Whether fewer than its seats are held by those strictly ahead of this rank.
    fn takes(&self, rank: u32) -> bool {
        // While seats are free nobody is refused. When none is free, everyone except the last class is strictly ahead of it, and
        // they are fewer than the seats: `hold` maintains this.
        self.held.len() < self.seats || self.last().is_some_and(|last| rank <= last)
    }

    /// Adds a candidate for whom [`takes`](Row::takes) is true. If then as many are strictly ahead of the last class as there are seats,
    /// the whole last class is released. The class before it never is.
    fn hold(&mut self, rank: u32, candidate: u32, waiting: &mut Vec<u32>) {
        self.held.push((rank, candidate));
        let Some(last) = self.last() else { return };
        if rank == last || self.held.len() <= self.seats {
            return;
        }
        let ahead = self.held.len() - self.count_of(last);
        if ahead >= self.seats {
            while self.last() == Some(last) {
                waiting.extend(self.held.pop().map(|(_, candidate)| candidate));
            }
        }
    }

    /// How many candidates of the last rank it holds; in the heap they are all at the top.
    fn count_of(&self, last: u32) -> usize {
        let heap = self.held.as_slice();
        let (mut count, mut look) = (0, vec![0]);
        while let Some(at) = look.pop() {
            if heap.get(at).is_some_and(|(rank, _)| *rank == last) {
                count += 1;
                look.extend([2 * at + 1, 2 * at + 2]);
            }
        }
        count
    }
}
