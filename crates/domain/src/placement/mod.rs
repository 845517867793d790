//! Competitive placement (Rules, chapters 4 and 5): who is placed at which of his wishes, and why.
//!
//! There are two engines with the same result. [`serial`] handles one class of equal candidates after another in the common order of
//! merit; it is correct where every row ranks by that order. [`deferred`] is deferred acceptance; it is also correct where rows rank by
//! scores of their own (3.5). [`place`] chooses the engine. Neither uses files, time or randomness; marks are whole hundredths and
//! averages exact fractions, never floats. The input is a [`Market`]; the result does not depend on the order it was gathered in, as
//! long as candidates are numbered in the order of their ids.

mod deferred;
mod explain;
mod mark;
mod market;
mod merit;
mod serial;
mod standing;
mod vacant;

pub use deferred::deferred;
pub use explain::{Criterion, Explanation, Outcome, Verdict};
pub use mark::Mark;
pub use market::{Malformed, Market, Parts, Placing, Vector, Wish};
pub use merit::Merit;
pub use serial::serial;
pub use standing::Standing;
pub use vacant::{Absence, open_seats};

use crate::decision::Clause;

/// The text of the rules that the engines follow; the `rules` line of a placement's digest is computed from it
/// (docs/placement-format.md).
pub const RULES: &str = include_str!("rules.txt");

/// The clause by which a row ranks by its own scores; a candidate without such a score is not eligible there.
pub const OWN_RANKING: Clause = Clause("3.5");

/// The sources of the engines, by file name. The `code` line of a placement's digest is computed from them and from the sources that read
/// and write the files.
pub const SOURCES: [(&str, &str); 10] = [
    ("deferred.rs", include_str!("deferred.rs")),
    ("explain.rs", include_str!("explain.rs")),
    ("mark.rs", include_str!("mark.rs")),
    ("market.rs", include_str!("market.rs")),
    ("merit.rs", include_str!("merit.rs")),
    ("mod.rs", include_str!("mod.rs")),
    ("rules.txt", RULES),
    ("serial.rs", include_str!("serial.rs")),
    ("standing.rs", include_str!("standing.rs")),
    ("vacant.rs", include_str!("vacant.rs")),
];

/// Places everyone, with the engine that fits the rows.
pub fn place(market: &Market) -> Outcome {
    let merit = Merit::of(market.candidates());
    let placing =
        if market.has_own() { deferred(market, &merit, merit.line().iter().copied()) } else { serial(market, &merit) };
    let standing = Standing::of(market, &merit, &placing);
    Outcome { merit, placing, standing }
}
