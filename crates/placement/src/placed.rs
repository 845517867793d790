//! From the bytes of the input to everything a run knows.

use qabul_domain::placement::{Outcome, place};

use crate::fault::Fault;
use crate::{Case, Files, MostChoices, digest, read};

/// A case, what became of it, and what it came from.
#[derive(Debug, Clone)]
pub struct Placed {
    /// The files as read.
    pub case: Case,
    /// Who is placed where, and why.
    pub outcome: Outcome,
    /// Digest of the input.
    pub input: String,
}

impl Placed {
    /// Reads and places, and computes the digest of the input.
    ///
    /// # Errors
    /// The faults of the files, as [`read`].
    pub fn of(files: &Files, most: MostChoices) -> Result<Placed, Vec<Fault>> {
        std::thread::scope(|scope| {
            let input = scope.spawn(|| digest::input(files));
            let case = read(files, most)?;
            let outcome = place(&case.market);
            // A thread that broke off is no reason to go without: it is made again, here.
            let input = input.join().unwrap_or_else(|_| digest::input(files));
            Ok(Placed { case, outcome, input })
        })
    }
}
