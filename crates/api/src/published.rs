//! Published placements: folders of files that anybody may read, as described in docs/placement-format.md.
//!
//! `QABUL_PUBLISHED_DIR` contains one folder per run: `about.json`, `input/`, `output/` and, for a round of vacant
//! seats, `previous/`. The portal never writes there: an officer publishes a run by moving a complete folder into it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Files of a run that are served, with their folders.
const FILES: [(&str, &str); 10] = [
    ("input", "seats.csv"),
    ("input", "candidates.csv"),
    ("input", "choices.csv"),
    ("input", "ranks.csv"),
    ("output", "placements.csv"),
    ("output", "cutoffs.csv"),
    ("output", "explanations.ndjson"),
    ("output", "digest.txt"),
    ("previous", "placements.csv"),
    ("previous", "excluded.csv"),
];

/// `about.json` of a run.
#[derive(Serialize, Deserialize, Default)]
struct About {
    /// Title of the run, by language.
    title: BTreeMap<String, String>,
    /// Invented data, for trying the check.
    #[serde(default)]
    demo: bool,
}

/// A run in the list.
#[derive(Serialize)]
pub struct Run {
    /// Name of its folder.
    run: String,
    #[serde(flatten)]
    about: About,
    /// A round for vacant seats.
    vacant: bool,
    /// Digest of its output, as announced.
    digest: String,
    /// Its files, with their folders.
    files: Vec<String>,
}

/// The list of runs.
#[derive(Serialize)]
pub struct Index {
    /// By name, in descending order.
    runs: Vec<Run>,
}

/// A file that is served.
pub enum Found {
    /// On disk.
    OnDisk(PathBuf),
    /// In the program.
    BuiltIn(&'static [u8]),
}

/// Lists the runs of a folder; in a demo without a folder, the invented run that is part of the program.
///
/// # Errors
/// The folder cannot be read.
pub fn index(folder: Option<&Path>, demo: bool) -> io::Result<Index> {
    let mut runs = Vec::new();
    match folder {
        Some(folder) => {
            for entry in folder.read_dir()? {
                let name = entry?.file_name();
                let Some(name) = name.to_str().filter(|name| is_name(name)) else { continue };
                let home = folder.join(name);
                runs.extend(run(name, |file| std::fs::read(home.join(file)).ok(), |file| home.join(file).is_file()));
            }
        }
        None if demo => {
            let read = |file: &str| demo_run::file(file).map(<[u8]>::to_vec);
            runs.extend(run(demo_run::NAME, read, |file| demo_run::file(file).is_some()));
        }
        None => {}
    }
    runs.sort_by(|a, b| b.run.cmp(&a.run));
    Ok(Index { runs })
}

/// A complete run; an incomplete one is not listed.
fn run(name: &str, read: impl Fn(&str) -> Option<Vec<u8>>, has: impl Fn(&str) -> bool) -> Option<Run> {
    let about: About = serde_json::from_slice(&read("about.json")?).ok()?;
    let digest = String::from_utf8(read("output/digest.txt")?).ok()?;
    let digest = digest.lines().find_map(|line| line.strip_prefix("output ")).unwrap_or_default().to_owned();
    let paths = FILES.into_iter().map(|(folder, file)| format!("{folder}/{file}"));
    let files: Vec<String> = paths.filter(|path| has(path)).collect();
    let vacant = files.iter().any(|file| file.starts_with("previous/"));
    Some(Run { run: name.to_owned(), about, vacant, digest, files })
}

/// Finds a file of a run.
pub fn find(folder: Option<&Path>, demo: bool, run: &str, part: &str, file: &str) -> Option<Found> {
    let known = is_name(run) && FILES.contains(&(part, file));
    match folder.filter(|_| known) {
        Some(folder) => Some(Found::OnDisk(folder.join(run).join(part).join(file))),
        None if known && demo && folder.is_none() && run == demo_run::NAME => {
            demo_run::file(&format!("{part}/{file}")).map(Found::BuiltIn)
        }
        None => None,
    }
}

/// Only letters, digits and hyphens, so that the name cannot lead out of the folder.
fn is_name(name: &str) -> bool {
    (1..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

mod demo_run {
    //! The invented run of a demo. It was made by `qabul placement run` from the input beside it.

    /// Its name.
    pub const NAME: &str = "demo-2026";

    macro_rules! files {
        ($($file:literal),* $(,)?) => {
            /// A file of it.
            pub fn file(name: &str) -> Option<&'static [u8]> {
                match name {
                    $($file => Some(include_bytes!(concat!("../data/published/demo-2026/", $file))),)*
                    _ => None,
                }
            }
        };
    }

    files! {
        "about.json",
        "input/seats.csv",
        "input/candidates.csv",
        "input/choices.csv",
        "input/ranks.csv",
        "output/placements.csv",
        "output/cutoffs.csv",
        "output/explanations.ndjson",
        "output/digest.txt",
    }
}
