//! The files of a placement: reading them, writing them, digests of them (docs/placement-format.md).
//!
//! What it is: bytes in, a [`Case`] or the faults of the files out; a placed case in, the bytes of the output out; and folders of such files,
//! written all or not at all. The rule itself is `qabul_domain::placement`.
//!
//! What it is not: it knows no server, no database and no clock, and checks no placement: that is `qabul-verifier`, which shares no code
//! with it.

mod beside;
mod case;
mod digest;
mod fault;
mod folder;
mod impact;
mod placed;
mod publish;
mod read;
mod summary;
mod table;
mod write;

pub use beside::replace_file;
pub use case::{Applies, Case, Names, WentBefore};
pub use digest::{
    Digests, SOURCES, code as code_digest, input as input_digest, output as output_digest, rules as rules_digest,
};
pub use fault::Fault;
pub use folder::{lies_in, open, read_folder};
pub use impact::{Moved, Place, left_ranks, moved, write_moved};
pub use placed::Placed;
pub use publish::{Step, publish, publish_watched};
pub use read::read;
pub use summary::summary;
pub use write::{cutoffs, explanations, placements};

/// Bytes of the input files, as they are.
#[derive(Debug, Clone, Default)]
pub struct Files {
    /// `seats.csv`
    pub seats: Vec<u8>,
    /// `candidates.csv`
    pub candidates: Vec<u8>,
    /// `choices.csv`
    pub choices: Vec<u8>,
    /// `ranks.csv`, where there is one.
    pub ranks: Option<Vec<u8>>,
    /// What went before, in the round for vacant seats.
    pub previous: Option<Previous>,
}

/// Files of what went before the round for vacant seats.
#[derive(Debug, Clone, Default)]
pub struct Previous {
    /// `placements.csv`: everyone placed so far.
    pub placements: Vec<u8>,
    /// `excluded.csv`: who is excluded, and why.
    pub excluded: Vec<u8>,
}

/// How many wishes a candidate may have; the campaign announces it (CAMPAIGN-3), 20 by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MostChoices(u32);

impl MostChoices {
    /// A number from 1 to 200.
    pub const fn new(number: u32) -> Option<MostChoices> {
        if number >= 1 && number <= 200 { Some(MostChoices(number)) } else { None }
    }
    /// The number.
    pub const fn get(self) -> u32 {
        self.0
    }
}

impl Default for MostChoices {
    fn default() -> Self {
        MostChoices(20)
    }
}
