//! The files of a check, as chosen by the person.

use std::cell::RefCell;

use leptos::prelude::*;
use web_sys::{Blob, File};

/// A file that a check can use.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Known {
    /// `input`, `output` or `previous`.
    pub folder: &'static str,
    /// Its name.
    pub name: &'static str,
    /// When it is required.
    pub need: Need,
}

/// When a file is required.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Always.
    Always,
    /// Never, because some placements do not have it.
    Never,
    /// In a round for vacant seats: both such files or neither.
    Vacant,
}

/// All of them, in the order of display.
pub const KNOWN: [Known; 10] = [
    Known { folder: "input", name: "seats.csv", need: Need::Always },
    Known { folder: "input", name: "candidates.csv", need: Need::Always },
    Known { folder: "input", name: "choices.csv", need: Need::Always },
    Known { folder: "input", name: "ranks.csv", need: Need::Never },
    Known { folder: "output", name: "placements.csv", need: Need::Always },
    Known { folder: "output", name: "cutoffs.csv", need: Need::Always },
    Known { folder: "output", name: "explanations.ndjson", need: Need::Always },
    Known { folder: "output", name: "digest.txt", need: Need::Always },
    Known { folder: "previous", name: "placements.csv", need: Need::Vacant },
    Known { folder: "previous", name: "excluded.csv", need: Need::Vacant },
];

impl Known {
    /// Folder and name: `input/seats.csv`.
    pub fn path(self) -> String {
        [self.folder, "/", self.name].concat()
    }
}

/// The known file with this path. `before` = it was chosen as a file of the previous round.
pub fn known(path: &str, before: bool) -> Option<Known> {
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let before = before || folders.split('/').any(|folder| folder == "previous");
    let fits =
        |known: &&Known| known.name == name && (known.folder == "previous") == (before || name == "excluded.csv");
    KNOWN.iter().find(fits).copied()
}

thread_local! {
    /// The blobs belong to the browser and to this thread; a signal reports changes.
    static FILES: RefCell<Vec<(Known, Blob)>> = const { RefCell::new(Vec::new()) };
}

/// The files chosen so far.
#[derive(Clone, Copy)]
pub struct Chosen {
    changes: RwSignal<u32>,
    /// Names of files that are not part of a check.
    pub strange: RwSignal<String>,
}

impl Chosen {
    /// Nothing is chosen.
    pub fn new() -> Self {
        FILES.take();
        Self { changes: RwSignal::new(0), strange: RwSignal::new(String::new()) }
    }

    /// Adds files with their paths. A file chosen again replaces the earlier one.
    pub fn add(self, more: Vec<(String, File)>, before: bool) {
        let mut strange = Vec::new();
        FILES.with_borrow_mut(|files| {
            for (path, file) in more {
                match known(&path, before) {
                    Some(known) => {
                        files.retain(|(had, _)| *had != known);
                        files.push((known, file.into()));
                    }
                    None => strange.push(file.name()),
                }
            }
        });
        self.changed(strange.join(", "));
    }

    /// Lets go of all.
    pub fn clear(self) {
        FILES.take();
        self.changed(String::new());
    }

    fn changed(self, strange: String) {
        self.strange.set(strange);
        self.changes.update(|changes| *changes += 1);
    }

    /// All of them, for a check.
    pub fn all(self) -> Vec<(Known, Blob)> {
        FILES.with_borrow(Clone::clone)
    }

    /// Length of a file, if it is chosen. Tracked.
    pub fn length(self, known: Known) -> Option<f64> {
        self.changes.track();
        FILES.with_borrow(|files| files.iter().find(|(had, _)| *had == known).map(|(_, blob)| blob.size()))
    }

    /// Required files that are not chosen yet. Tracked.
    pub fn lacking(self) -> Vec<Known> {
        let vacant = KNOWN.iter().any(|known| known.need == Need::Vacant && self.length(*known).is_some());
        let needed = |known: &&Known| known.need == Need::Always || (vacant && known.need == Need::Vacant);
        KNOWN.iter().filter(needed).filter(|known| self.length(**known).is_none()).copied().collect()
    }

    /// Is anything chosen? Tracked.
    pub fn any(self) -> bool {
        KNOWN.iter().any(|known| self.length(*known).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::known;

    #[test]
    fn files_are_known_by_their_names_and_the_round_before_by_its_folder() {
        let path = |path: &str, before: bool| known(path, before).map(super::Known::path);
        assert_eq!(path("placements.csv", false).as_deref(), Some("output/placements.csv"));
        assert_eq!(path("run/output/placements.csv", false).as_deref(), Some("output/placements.csv"));
        assert_eq!(path("run/previous/placements.csv", false).as_deref(), Some("previous/placements.csv"));
        assert_eq!(path("placements.csv", true).as_deref(), Some("previous/placements.csv"));
        assert_eq!(path("excluded.csv", false).as_deref(), Some("previous/excluded.csv"));
        assert_eq!(path("seats.csv", true), None);
        assert_eq!(path("about.json", false), None);
    }

    #[test]
    fn they_are_those_the_verifier_reads() {
        let here: std::collections::BTreeSet<_> = super::KNOWN.iter().map(|known| (known.folder, known.name)).collect();
        assert_eq!(here, qabul_verifier::FILES.iter().map(|(folder, name)| (folder.word(), *name)).collect());
    }
}
