//! Reading a folder of input files.

use std::io::ErrorKind;
use std::path::Path;

use crate::fault::{Fault, Faults};
use crate::{Files, Previous};

/// Reads the files of a placement; `ranks.csv` may be absent.
///
/// # Errors
/// The files that are missing or cannot be read.
pub fn read_folder(input: &Path, previous: Option<&Path>) -> Result<Files, Vec<Fault>> {
    let mut faults = Faults::default();
    let mut wanted = |folder: &Path, name: &'static str, file: &str| match std::fs::read(folder.join(file)) {
        Ok(bytes) => bytes,
        Err(error) => {
            faults.of_file(name, format!("cannot be read in {}: {error}", folder.display()));
            Vec::new()
        }
    };
    let mut files = Files {
        seats: wanted(input, "seats.csv", "seats.csv"),
        candidates: wanted(input, "candidates.csv", "candidates.csv"),
        choices: wanted(input, "choices.csv", "choices.csv"),
        ranks: None,
        previous: previous.map(|folder| Previous {
            placements: wanted(folder, "previous/placements.csv", "placements.csv"),
            excluded: wanted(folder, "previous/excluded.csv", "excluded.csv"),
        }),
    };
    match std::fs::read(input.join("ranks.csv")) {
        Ok(bytes) => files.ranks = Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => faults.of_file("ranks.csv", format!("cannot be read in {}: {error}", input.display())),
    }
    faults.end()?;
    Ok(files)
}
