//! `ranks.csv`: rows that rank by scores of their own (3.5).

use std::collections::HashMap;

use qabul_domain::placement::Mark;

use super::candidates::not_a_decimal;
use super::choices::Choices;
use super::{CODE, ID, Known};
use crate::fault::{Faults, shown};
use crate::table;

const FILE: &str = "ranks.csv";

/// Own scores.
pub(super) struct Ranks {
    /// Which rows have them.
    pub(super) own: Vec<bool>,
    scores: HashMap<(u32, u32), Mark>,
}

/// Reads the file.
pub(super) fn read(bytes: &[u8], ids: &Known<'_>, codes: &Known<'_>, faults: &mut Faults) -> Ranks {
    let mut own = vec![false; codes.count];
    let mut scores: HashMap<(u32, u32), Mark> = HashMap::new();
    let mut lines: HashMap<(u32, u32), u32> = HashMap::new();
    table::rows(FILE, bytes, ["code", "id", "score"], faults, |line, [code, id, score], faults| {
        let at = (FILE, line);
        let row = codes.number(at, CODE, code, faults);
        let candidate = ids.number(at, ID, id, faults);
        let mark = Mark::parse(score);
        if mark.is_none() {
            faults.of_field(at, "score", not_a_decimal(score));
        }
        let (Some(row), Some(candidate), Some(mark)) = (row, candidate, mark) else { return };
        own[row as usize] = true;
        if let Some(before) = lines.insert((row, candidate), line) {
            faults.of_line(FILE, line, format!("{} and {} stand in line {before} already", shown(code), shown(id)));
        }
        scores.insert((row, candidate), mark);
    });
    Ranks { own, scores }
}

impl Ranks {
    /// The score of each wish at its row; blank at rows without such scores and where there is none.
    pub(super) fn of_wishes(&self, choices: &Choices) -> Vec<Mark> {
        if !self.own.contains(&true) {
            return Vec::new();
        }
        let mut scores = vec![Mark::BLANK; choices.rows.len()];
        for (candidate, ends) in choices.starts.windows(2).enumerate() {
            let wishes = ends[0] as usize..ends[1] as usize;
            for (wish, score) in choices.rows[wishes.clone()].iter().zip(&mut scores[wishes]) {
                let known = self.scores.get(&(wish.row() as u32, candidate as u32));
                *score = known.copied().unwrap_or(Mark::BLANK);
            }
        }
        scores
    }
}
