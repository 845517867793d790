//! Vectors of scores as the output writes them.

use crate::merit::compare_averages;
use crate::names::NONE;
use crate::number::{Hundredths, push};
use crate::round::Round;

/// What `cutoffs.csv` and the explanations call the components.
pub const COMPONENTS: [&str; 7] = ["total", "uomg", "uomg_scale", "specialty", "logic", "language", "score"];

/// A person's components at a row, in the order of [`COMPONENTS`]; `None` = blank.
pub type Vector = [Option<Hundredths>; 7];

/// The vector of a person at a row, where the person has the given place in its order.
pub fn vector(round: &Round, person: usize, row: usize, rank: u32) -> Vector {
    if let Some(scores) = &round.ranks.scores[row] {
        let score = (rank != NONE).then(|| scores[rank as usize]);
        return [None, None, None, None, None, None, score];
    }
    let merit = &round.people.merits[person];
    let [specialty, logic, language] =
        [0, 1, 2].map(|which| round.people.has_score[which].then(|| merit.scores[which].unwrap_or_default()));
    let (mark, scale) = merit.average.unzip();
    [Some(merit.total), mark, scale, specialty, logic, language, None]
}

/// The first component in which two vectors of a row differ; fractions that are equal do not.
pub fn differ(a: &Vector, b: &Vector) -> Option<&'static str> {
    let averages = compare_averages(a[1].zip(a[2]), b[1].zip(b[2])).is_ne();
    [0, 1, 3, 4, 5, 6]
        .into_iter()
        .find(|at| if *at == 1 { averages } else { a[*at] != b[*at] })
        .map(|at| COMPONENTS[at])
}

/// Writes a vector as JSON: `score` alone at rows with scores of their own, the others elsewhere.
pub fn push_json(out: &mut String, vector: &Vector, own_scores: bool) {
    let shown = if own_scores { 6..7 } else { 0..6 };
    for at in shown.clone() {
        out.push_str(if at == shown.start { "{\"" } else { ",\"" });
        out.push_str(COMPONENTS[at]);
        out.push_str("\":");
        match vector[at] {
            Some(value) => push(out, value),
            None => out.push_str("null"),
        }
    }
    out.push('}');
}

/// Writes a vector as fields of a line.
pub fn push_fields(out: &mut String, vector: &Vector) {
    for value in vector {
        out.push(',');
        if let Some(value) = value {
            push(out, *value);
        }
    }
}
