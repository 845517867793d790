//! Small random instances, always the same ones.

use qabul_domain::placement::{Mark, Market, Parts, Vector, Wish};

/// A sequence of numbers that looks random and is the same in every run (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn below(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % sides as u64) as usize
    }
    /// True once in `sides`.
    pub fn once_in(&mut self, sides: usize) -> bool {
        self.below(sides) == 0
    }
    /// Numbers below `count` in random order.
    pub fn shuffled(&mut self, count: usize) -> Vec<usize> {
        let mut all: Vec<usize> = (0..count).collect();
        for last in (1..count).rev() {
            all.swap(last, self.below(last + 1));
        }
        all
    }
}

/// A candidate of a case: vector, and wishes as (row, open, own score).
#[derive(Debug, Clone)]
pub struct Person {
    pub vector: Vector,
    pub wishes: Vec<(usize, bool, Mark)>,
}

/// An instance that is easily changed.
#[derive(Debug, Clone)]
pub struct Case {
    pub seats: Vec<u32>,
    pub own: Vec<bool>,
    pub people: Vec<Person>,
}

pub fn mark(hundredths: usize) -> Mark {
    Mark::hundredths(hundredths as u32).unwrap()
}

/// A vector of few different values, so that many are equal.
pub fn vector(dice: &mut Dice) -> Vector {
    let blank = (Mark::BLANK, Mark::BLANK);
    let uomg = match dice.below(5) {
        0 => blank,
        1 => (mark(450), mark(500)),
        2 => (mark(9_000), mark(10_000)),
        3 => (mark(200), mark(400)),
        _ => (mark(5_000), mark(10_000)),
    };
    let mut small = |blank_too: bool| if blank_too && dice.once_in(3) { Mark::BLANK } else { mark(dice.below(2) * 50) };
    let (total, specialty, logic, language) = (small(false), small(true), small(true), small(true));
    Vector::new(total, uomg, specialty, logic, language).unwrap()
}

impl Case {
    /// At most so many candidates, rows and wishes of one; with rows that rank by scores of their own, or without.
    pub fn random(dice: &mut Dice, people: usize, rows: usize, wishes: usize, with_own: bool) -> Case {
        let rows = 1 + dice.below(rows);
        let own: Vec<bool> = (0..rows).map(|_| with_own && dice.below(3) > 0).collect();
        let seats = (0..rows).map(|_| [0, 1, 1, 1, 2, 3][dice.below(6)]).collect();
        // Every second candidate is somebody's equal.
        let vectors = [vector(dice), vector(dice)];
        let people = (0..1 + dice.below(people))
            .map(|_| {
                let vector = if dice.once_in(2) { vectors[dice.below(2)] } else { vector(dice) };
                let count = dice.below(wishes.min(rows) + 1);
                let wishes = dice.shuffled(rows).into_iter().take(count).map(|row| {
                    let score = if own[row] && !dice.once_in(6) { mark(dice.below(3) * 100) } else { Mark::BLANK };
                    let open = !dice.once_in(7) && (!own[row] || !score.is_blank());
                    (row, open, score)
                });
                Person { vector, wishes: wishes.collect() }
            })
            .collect();
        Case { seats, own, people }
    }

    /// As the engines take it.
    pub fn market(&self) -> Market {
        let mut parts = Parts { seats: self.seats.clone(), own: self.own.clone(), starts: vec![0], ..Parts::default() };
        for person in &self.people {
            parts.candidates.push(person.vector);
            for (row, open, score) in &person.wishes {
                parts.wishes.push(Wish::new(*row as u32, *open));
                if self.own.contains(&true) {
                    parts.scores.push(*score);
                }
            }
            parts.starts.push(parts.wishes.len() as u32);
        }
        Market::new(parts).unwrap()
    }

    /// A case of the given scores at rows, all of which rank by them; wishes in order.
    pub fn of_scores(seats: &[u32], scores: &[&[usize]], wishes: &[&[usize]]) -> Case {
        let vector =
            Vector::new(Mark::ZERO, (Mark::BLANK, Mark::BLANK), Mark::BLANK, Mark::BLANK, Mark::BLANK).unwrap();
        let people = scores.iter().zip(wishes).map(|(scores, wishes)| Person {
            vector,
            wishes: wishes.iter().map(|row| (*row, true, mark(scores[*row]))).collect(),
        });
        Case { seats: seats.to_vec(), own: vec![true; seats.len()], people: people.collect() }
    }
}
