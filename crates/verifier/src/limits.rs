//! The placement found again, by raising limits.
//!
//! At first every row takes everybody with an open wish for it. A row with more candidates than seats raises its limit to the rank of
//! the last seat; candidates behind it move to their next wish. Equals of the last seat stay (clause 5.4). A limit only ever
//! rises, so this ends, and where it ends no order of steps could have ended elsewhere: these are the lowest limits at
//! which the seats suffice (Biró and Kiselgof's score-limits).

use std::collections::VecDeque;

use crate::names::NONE;

/// Wishes of all persons as parallel lists: those of person `p` are at `first[p]..first[p + 1]`, in the person's order.
#[derive(Default)]
pub struct Wishes {
    /// Where each person's wishes begin, and the end of all.
    pub first: Vec<u32>,
    /// The row wished.
    pub row: Vec<u32>,
    /// The person's place in the order of that row, 0 the best; [`NONE`] where the person has no score there.
    pub rank: Vec<u32>,
    /// Closed wishes.
    pub closed: Vec<bool>,
}

impl Wishes {
    /// The wishes of a person.
    pub fn of(&self, person: usize) -> std::ops::Range<usize> {
        self.first[person] as usize..self.first[person + 1] as usize
    }

    /// Is the wish open and its person ahead of the row's limit?
    pub fn reaches(&self, wish: usize, limit: &[u32]) -> bool {
        !self.closed[wish] && self.rank[wish] < limit[self.row[wish] as usize]
    }

    /// How many persons there are.
    pub fn persons(&self) -> usize {
        self.first.len().saturating_sub(1)
    }
}

/// The wish that each person gets, as its number among all wishes; [`NONE`] where unplaced.
pub fn place(seats: &[u32], wishes: &Wishes) -> Vec<u32> {
    let persons = wishes.persons();
    // Ranks below the limit are taken; nobody with an open wish has the rank NONE, so that takes everybody.
    let mut limit = vec![NONE; seats.len()];
    let mut takers: Vec<Vec<(u32, u32)>> = vec![Vec::new(); seats.len()];
    let mut at: Vec<u32> = wishes.first[..persons].to_vec();
    let mut crowded = VecDeque::new();
    let mut waits = vec![false; seats.len()];
    let mut asking: Vec<u32> = (0..persons as u32).collect();
    loop {
        for person in asking.drain(..) {
            let end = wishes.first[person as usize + 1];
            let mut wish = at[person as usize];
            while wish < end && !wishes.reaches(wish as usize, &limit) {
                wish += 1;
            }
            at[person as usize] = wish;
            if wish == end {
                continue;
            }
            let row = wishes.row[wish as usize] as usize;
            takers[row].push((wishes.rank[wish as usize], person));
            if takers[row].len() > seats[row] as usize && !waits[row] {
                waits[row] = true;
                crowded.push_back(row);
            }
        }
        let Some(row) = crowded.pop_front() else { break };
        waits[row] = false;
        limit[row] = raised(&mut takers[row], seats[row], &mut asking);
    }
    for (person, wish) in at.iter_mut().enumerate() {
        if *wish == wishes.first[person + 1] {
            *wish = NONE;
        }
    }
    at
}

/// Keeps the candidates within the seats and those equal to the last one; the others move to their next wish. Returns the new limit.
fn raised(takers: &mut Vec<(u32, u32)>, seats: u32, asking: &mut Vec<u32>) -> u32 {
    let Some(last) = (seats as usize).checked_sub(1) else {
        asking.extend(takers.drain(..).map(|(_, person)| person));
        return 0;
    };
    let (_, &mut (last, _), _) = takers.select_nth_unstable(last);
    takers.retain(|(rank, person)| {
        let stays = *rank <= last;
        if !stays {
            asking.push(*person);
        }
        stays
    });
    last + 1
}
