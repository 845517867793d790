//! The rows under a placement.

use crate::limits::Wishes;
use crate::names::NONE;

/// Those placed at each row, by their places in its order.
pub struct Standing {
    first: Vec<u32>,
    ranks: Vec<u32>,
    /// The last placed of each row, of equals the one with the first id; [`NONE`] where nobody is placed.
    pub last: Vec<u32>,
}

impl Standing {
    /// Counts a placement: the wish of each person, [`NONE`] for nobody's. Persons are numbered by id.
    pub fn of(places: &[u32], wishes: &Wishes, rows: usize) -> Self {
        let mut first = vec![0; rows + 1];
        let placed = || places.iter().filter(|wish| **wish != NONE).map(|wish| *wish as usize);
        placed().for_each(|wish| first[wishes.row[wish] as usize + 1] += 1);
        for row in 0..rows {
            first[row + 1] += first[row];
        }
        let mut ranks = vec![0; first[rows] as usize];
        let mut next = first.clone();
        for wish in placed() {
            let at = &mut next[wishes.row[wish] as usize];
            ranks[*at as usize] = wishes.rank[wish];
            *at += 1;
        }
        let mut standing = Self { first, ranks, last: vec![NONE; rows] };
        for row in 0..rows {
            let (start, end) = (standing.first[row] as usize, standing.first[row + 1] as usize);
            standing.ranks[start..end].sort_unstable();
        }
        for (person, wish) in (0_u32..).zip(places).filter(|(_, wish)| **wish != NONE) {
            let row = wishes.row[*wish as usize] as usize;
            if standing.last[row] == NONE && standing.worst(row) == Some(wishes.rank[*wish as usize]) {
                standing.last[row] = person;
            }
        }
        standing
    }

    /// The places of those placed at a row, the best first.
    pub fn at(&self, row: usize) -> &[u32] {
        &self.ranks[self.first[row] as usize..self.first[row + 1] as usize]
    }

    /// The place of the last one.
    pub fn worst(&self, row: usize) -> Option<u32> {
        self.at(row).last().copied()
    }

    /// How many are strictly ahead of a place.
    pub fn ahead(&self, row: usize, rank: u32) -> u32 {
        self.at(row).partition_point(|other| *other < rank) as u32
    }

    /// Ranks below this one have fewer than `seats` strictly ahead of them.
    pub fn room(&self, row: usize, seats: u32) -> u32 {
        let at = self.at(row);
        match (seats as usize).checked_sub(1) {
            None => 0,
            Some(last) => at.get(last).map_or(NONE, |rank| rank.saturating_add(1)),
        }
    }
}
