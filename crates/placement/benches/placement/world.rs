//! Invented competitions of any size, always the same ones.

use std::fmt::Write as _;

use qabul_domain::placement::{Mark, Market, Parts, Vector, Wish};
use qabul_placement::Files;

/// A sequence of numbers that looks random (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, sides: u32) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((((x ^ (x >> 31)) & 0xffff_ffff) * u64::from(sides)) >> 32) as u32
    }
}

/// How large a competition is.
#[derive(Clone, Copy)]
pub struct Size {
    pub people: u32,
    pub choices: u32,
    pub rows: u32,
    /// Rows that rank by scores of their own, in a hundred.
    pub own: u32,
}

/// Seats for six candidates in ten; some rows wanted much more than others; one wish in twenty closed.
pub fn parts(size: Size) -> Parts {
    let mut dice = Dice(u64::from(size.people) << 20 | u64::from(size.rows));
    let mean = (size.people * 6 / 10 / size.rows).max(1);
    let mut parts = Parts { starts: vec![0], ..Parts::default() };
    parts.seats.extend((0..size.rows).map(|_| dice.below(2 * mean) + 1));
    parts.own.extend((0..size.rows).map(|_| dice.below(100) < size.own));
    let any_own = parts.own.contains(&true);
    let wishes = (size.people * size.choices) as usize;
    parts.wishes.reserve_exact(wishes);
    parts.starts.reserve_exact(size.people as usize);
    parts.candidates.reserve_exact(size.people as usize);
    if any_own {
        parts.scores.reserve_exact(wishes);
    }
    let mark = |value| Mark::hundredths(value).unwrap();
    for _ in 0..size.people {
        let uomg = match dice.below(20) {
            0 => (Mark::BLANK, Mark::BLANK),
            1..=4 => (mark(200 + dice.below(201)), mark(400)),
            5..=8 => (mark(250 + dice.below(251)), mark(500)),
            _ => (mark(5_100 + dice.below(4_901)), mark(10_000)),
        };
        let [specialty, logic, language] = [5_000, 2_500, 2_500].map(|most| mark(dice.below(most + 1)));
        let total = mark(specialty.or_zero() + logic.or_zero() + language.or_zero());
        // One in ten is the equal of the one before.
        let equal = parts.candidates.last().copied().filter(|_| dice.below(10) == 0);
        let vector = equal.or_else(|| Vector::new(total, uomg, specialty, logic, language)).unwrap();
        parts.candidates.push(vector);
        let from = parts.wishes.len();
        while parts.wishes.len() < from + size.choices.min(size.rows) as usize {
            // The product of two makes low numbers popular.
            let row =
                (u64::from(dice.below(size.rows)) * u64::from(dice.below(size.rows)) / u64::from(size.rows)) as u32;
            if parts.wishes[from..].iter().any(|wish| wish.row() == row as usize) {
                continue;
            }
            let score = if parts.own[row as usize] { mark(dice.below(101) * 100) } else { Mark::BLANK };
            parts.wishes.push(Wish::new(row, dice.below(20) > 0));
            if any_own {
                parts.scores.push(score);
            }
        }
        parts.starts.push(parts.wishes.len() as u32);
    }
    parts
}

/// The same as the engines take it.
pub fn market(size: Size) -> Market {
    Market::new(parts(size)).unwrap()
}

/// The same as files.
pub fn files(size: Size) -> Files {
    let market = market(size);
    let shown = |mark: Mark| {
        let mut out = Vec::new();
        mark.write(&mut out);
        String::from_utf8(out).unwrap()
    };
    let id = |candidate: usize| format!("M{:07}", candidate * 7 + 1);
    let code = |row: usize| format!("{:06}", 100_000 + row * 3);
    let mut seats = String::from("code,capacity\n");
    for (row, capacity) in market.seats().iter().enumerate() {
        writeln!(seats, "{},{capacity}", code(row)).unwrap();
    }
    let mut candidates = String::from("id,total,uomg,uomg_scale,specialty,logic,language\n");
    let mut choices = String::from("id,position,code,ineligible\n");
    let mut ranks = String::from("code,id,score\n");
    for (candidate, vector) in market.candidates().iter().enumerate() {
        let (uomg, scale) = vector.uomg();
        let marks = [vector.total(), uomg, scale, vector.specialty(), vector.logic(), vector.language()].map(shown);
        writeln!(candidates, "{},{}", id(candidate), marks.join(",")).unwrap();
        for (place, wish) in market.range(candidate).enumerate() {
            let row = market.wishes()[wish].row();
            let clause = if market.wishes()[wish].is_open() { "" } else { "4.3" };
            writeln!(choices, "{},{},{},{clause}", id(candidate), place + 1, code(row)).unwrap();
            if market.is_own(row) {
                writeln!(ranks, "{},{},{}", code(row), id(candidate), shown(market.score(wish))).unwrap();
            }
        }
    }
    Files {
        seats: seats.into_bytes(),
        candidates: candidates.into_bytes(),
        choices: choices.into_bytes(),
        ranks: market.has_own().then(|| ranks.into_bytes()),
        previous: None,
    }
}
