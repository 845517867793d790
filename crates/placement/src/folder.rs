//! Reading a folder of input files.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Faults};
use crate::{Files, Previous};

/// Opens a file to be read; none if there is no such name. A name that leads nowhere is no missing file: a link to scores that are not there
/// does not say that there are none.
///
/// # Errors
/// It cannot be read, or is no regular file: a pipe or a device might never end.
pub fn open(path: &Path) -> io::Result<Option<File>> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        there => there?,
    };
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::other("it is not a regular file"));
    }
    File::open(path).map(Some)
}

/// Whether a path is a folder or inside it, even if nothing exists at the path yet.
pub fn lies_in(path: &Path, folder: &Path) -> bool {
    let folder = fs::canonicalize(folder);
    folder.is_ok_and(|folder| real(path).is_some_and(|path| path.starts_with(folder)))
}

/// A path without links, as far as it is there.
fn real(path: &Path) -> Option<PathBuf> {
    if let Ok(there) = fs::canonicalize(path) {
        return Some(there);
    }
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    Some(real(parent)?.join(path.file_name()?))
}

/// Reads the files of a placement; `ranks.csv` may be absent.
///
/// # Errors
/// The files that are missing or cannot be read.
pub fn read_folder(input: &Path, previous: Option<&Path>) -> Result<Files, Vec<Fault>> {
    let mut faults = Faults::default();
    let mut there = |folder: &Path, name: &'static str, file: &str| {
        let read = open(&folder.join(file)).and_then(|file| {
            let Some(mut file) = file else { return Ok(None) };
            let mut bytes = Vec::with_capacity(file.metadata()?.len() as usize + 1);
            file.read_to_end(&mut bytes).map(|_| Some(bytes))
        });
        match read {
            Ok(None) if name == "ranks.csv" => None,
            Ok(None) => {
                faults.of_file(name, format!("is missing in {}", folder.display()));
                None
            }
            Ok(bytes) => bytes,
            Err(error) => {
                faults.of_file(name, format!("cannot be read in {}: {error}", folder.display()));
                None
            }
        }
    };
    let mut wanted = |folder: &Path, name, file| there(folder, name, file).unwrap_or_default();
    let files = Files {
        seats: wanted(input, "seats.csv", "seats.csv"),
        candidates: wanted(input, "candidates.csv", "candidates.csv"),
        choices: wanted(input, "choices.csv", "choices.csv"),
        previous: previous.map(|folder| Previous {
            placements: wanted(folder, "previous/placements.csv", "placements.csv"),
            excluded: wanted(folder, "previous/excluded.csv", "excluded.csv"),
        }),
        ranks: there(input, "ranks.csv", "ranks.csv"),
    };
    faults.end()?;
    Ok(files)
}
