//! The rows after a placing: who is last at each, and how many are ahead of a candidate.

use super::market::{Market, Placing};
use super::merit::Merit;

/// The rows after a placing. 4 bytes for everyone placed.
#[derive(Debug, Clone)]
pub struct Standing {
    starts: Vec<u32>,
    ranks: Vec<u32>,
    last: Vec<Option<u32>>,
}

impl Standing {
    /// Counts the placed of each row.
    pub fn of(market: &Market, merit: &Merit, placing: &Placing) -> Standing {
        let rows = market.seats().len();
        let mut starts = vec![0_u32; rows + 1];
        let placed = |candidate: &u32| {
            let candidate = *candidate as usize;
            let wish = placing.wish(candidate)?;
            Some((market.wishes()[wish].row(), market.rank(merit, candidate, wish)?))
        };
        for (row, _) in merit.line().iter().filter_map(placed) {
            starts[row + 1] += 1;
        }
        for row in 0..rows {
            starts[row + 1] += starts[row];
        }
        let mut free = starts.clone();
        let mut ranks = vec![0; starts[rows] as usize];
        let mut last: Vec<Option<(u32, u32)>> = vec![None; rows];
        for candidate in merit.line() {
            let Some((row, rank)) = placed(candidate) else { continue };
            ranks[free[row] as usize] = rank;
            free[row] += 1;
            let behind = |(worst, first): (u32, u32)| rank > worst || (rank == worst && *candidate < first);
            if last[row].is_none_or(behind) {
                last[row] = Some((rank, *candidate));
            }
        }
        for row in (0..rows).filter(|row| market.is_own(*row)) {
            ranks[starts[row] as usize..starts[row + 1] as usize].sort_unstable();
        }
        Standing { starts, ranks, last: last.into_iter().map(|last| last.map(|(_, candidate)| candidate)).collect() }
    }

    fn of_row(&self, row: usize) -> &[u32] {
        &self.ranks[self.starts[row] as usize..self.starts[row + 1] as usize]
    }

    /// How many are placed at a row.
    pub fn placed(&self, row: usize) -> u32 {
        self.of_row(row).len() as u32
    }
    /// By how many a row went over its seats (5.4).
    pub fn overflow(&self, market: &Market, row: usize) -> u32 {
        self.placed(row).saturating_sub(market.seats()[row])
    }
    /// The last placed: of several equal ones the first by number.
    pub fn last(&self, row: usize) -> Option<usize> {
        self.last[row].map(|candidate| candidate as usize)
    }
    /// How many placed at a row are strictly ahead of a rank.
    pub fn ahead(&self, row: usize, rank: u32) -> u32 {
        self.of_row(row).partition_point(|one| *one < rank) as u32
    }
}
