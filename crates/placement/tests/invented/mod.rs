//! Invented rounds as files, always the same ones: with equal candidates, scales of all kinds, quotes, clauses, own scores, earlier rounds.
#![allow(dead_code, reason = "each test file uses a part of it")]

use std::fmt::Write as _;

use qabul_placement::{Files, Previous};

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
    /// One of several.
    pub fn one<'a>(&mut self, of: &[&'a str]) -> &'a str {
        of[self.below(of.len())]
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

/// A field as CSV has it.
fn field(text: &str) -> String {
    if text.contains([',', '"']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text.to_owned() }
}

/// A round of at most so many candidates.
pub fn files(dice: &mut Dice, most: usize) -> Files {
    let codes: Vec<String> =
        ["A", "Bə", "C,1", "D\"2\"", "E\\e", "10", "9"][..1 + dice.below(7)].iter().map(|code| field(code)).collect();
    let ids: Vec<String> =
        (0..1 + dice.below(most)).map(|n| field(&format!("{}{n}", ["m", "M", "ş,", "x "][n % 4]))).collect();
    let mut seats = String::from("code,capacity\n");
    for code in &codes {
        writeln!(seats, "{code},{}", dice.below(4)).unwrap();
    }
    let (spare_uomg, spare) = (dice.below(5) == 0, [0; 3].map(|_| dice.below(3) == 0));
    let mut candidates = String::from("id,total,uomg,uomg_scale,specialty,logic,language\n");
    for id in &ids {
        let uomg =
            if spare_uomg { "," } else { dice.one(&[",", "4.5,5", "90,100", "3.6,4.00", "2,4", "0,1", "33.33,99.99"]) };
        let marks = spare.map(|spare| if spare { "" } else { dice.one(&["", "0", "10", "10.5", "10.50"]) });
        writeln!(candidates, "{id},{},{uomg},{}", dice.one(&["70", "70.00", "70.01", "100"]), marks.join(",")).unwrap();
    }
    let own: Vec<bool> = {
        let any = dice.below(2) == 0;
        codes.iter().map(|_| any && dice.below(2) == 0).collect()
    };
    let mut ranks = String::from("code,id,score\n");
    let mut choices = String::from("id,position,code,ineligible\n");
    for id in &ids {
        let count = dice.below(codes.len().min(6) + 1);
        let mut position = 0;
        for row in dice.shuffled(codes.len()).into_iter().take(count) {
            position += 1 + dice.below(3);
            let clauses =
                if dice.below(5) == 0 { dice.one(&["4.3", "4.1 4.3", "1.4  1.4 ", "5.5", "3.5 MAG-7"]) } else { "" };
            writeln!(choices, "{id},{position},{},{clauses}", codes[row]).unwrap();
        }
        for (row, code) in codes.iter().enumerate().filter(|(row, _)| own[*row]) {
            if dice.below(6) > 0 {
                writeln!(ranks, "{code},{id},{}", ["5", "5.00", "7", "6.5"][(dice.below(4) + row) % 4]).unwrap();
            }
        }
    }
    let previous = (dice.below(2) == 0).then(|| earlier(dice, &ids, &codes));
    let has_ranks = own.contains(&true) || dice.below(8) == 0;
    Files {
        seats: seats.into_bytes(),
        candidates: candidates.into_bytes(),
        choices: choices.into_bytes(),
        ranks: has_ranks.then(|| ranks.into_bytes()),
        previous,
    }
}

/// What went before: some placed, some excluded, some of whom nobody else knows.
fn earlier(dice: &mut Dice, ids: &[String], codes: &[String]) -> Previous {
    let mut placements = String::from("id,position,code\n");
    let mut excluded = String::from("id,reason\n");
    let strangers = ["stranger", "gone"].map(str::to_owned);
    for id in ids.iter().chain(&strangers) {
        match dice.below(4) {
            0 => writeln!(placements, "{id},{},{}", 1 + dice.below(3), codes[dice.below(codes.len())]).unwrap(),
            1 => writeln!(placements, "{id},,").unwrap(),
            _ => {}
        }
        if dice.below(6) == 0 {
            let reason = dice.one(&["6.1", "forfeited", "6.5", "Annulled", "ENROLLED", "", "\"left, ill\""]);
            writeln!(excluded, "{id},{reason}").unwrap();
        }
    }
    Previous { placements: placements.into_bytes(), excluded: excluded.into_bytes() }
}
