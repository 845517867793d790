//! Writing a finished run into its folder: all four files or none.
//!
//! The files are written into a new folder next to the target and synced there. Then the new folder takes the target's place in one
//! step of the kernel: a plain rename where there is no target yet or an empty one, an exchange of the two names where there is one. A
//! program that is killed at any moment leaves the complete old output or the complete new one. Its temporary folder is removed by
//! the next run; a folder of a run still going on is locked and left alone.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use qabul_domain::placement::Outcome;

use crate::beside::{clear, closed_folder, is_numbered, numbered, take_after};
use crate::digest::{self, Growing};
use crate::{Case, Digests};

/// What has just been done, for those who want to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The new folder is there, empty.
    Made,
    /// So many files are written, perhaps not on the disk yet.
    Wrote(u8),
    /// Everything new is on the disk.
    Synced,
    /// The new folder is in the place of the target.
    Swapped,
    /// The old folder is gone.
    Cleared,
}

const PLACEMENTS: &str = digest::OUTPUT[0];
const CUTOFFS: &str = digest::OUTPUT[1];
const EXPLANATIONS: &str = digest::OUTPUT[2];
const DIGEST: &str = "digest.txt";
/// All that a run writes.
const OURS: [&str; 4] = [PLACEMENTS, CUTOFFS, EXPLANATIONS, DIGEST];

/// Writes a placed case into `target`; `input` and `rules` are the digests of what it came from.
///
/// Other files in the target are kept. A folder inside it is refused: it could not be kept in the same step.
///
/// # Errors
/// Something cannot be written; the target is as it was.
pub fn publish(target: &Path, case: &Case, outcome: &Outcome, input: String, rules: String) -> io::Result<Digests> {
    publish_watched(target, case, outcome, (input, rules), &mut |_| {})
}

/// The same, telling each step.
///
/// # Errors
/// As [`publish`].
pub fn publish_watched(
    target: &Path,
    case: &Case,
    outcome: &Outcome,
    (input, rules): (String, String),
    watch: &mut dyn FnMut(Step),
) -> io::Result<Digests> {
    let place = Place::of(target)?;
    let fresh = place.fresh()?;
    watch(Step::Made);
    let mut files = Vec::new();
    let mut digests = Vec::new();
    for (name, bytes) in [(PLACEMENTS, crate::placements(case, outcome)), (CUTOFFS, crate::cutoffs(case, outcome))] {
        let mut digest = Growing::default();
        digest.take(&bytes);
        digests.push((digest.end(), name));
        files.push(written(&fresh.path.join(name), &bytes)?);
        watch(Step::Wrote(files.len() as u8));
    }
    let (file, digest) = explanations(&fresh.path.join(EXPLANATIONS), case, outcome)?;
    files.push(file);
    digests.push((digest, EXPLANATIONS));
    watch(Step::Wrote(files.len() as u8));
    let digests = Digests { input, output: digest::of_list(digests), rules, code: digest::code() };
    files.push(written(&fresh.path.join(DIGEST), digests.text().as_bytes())?);
    watch(Step::Wrote(files.len() as u8));
    place.keep_others(&fresh.path)?;
    for file in files {
        file.sync_all()?;
    }
    fresh.folder.sync_all()?;
    watch(Step::Synced);
    place.swap(&fresh.path)?;
    File::open(&place.parent)?.sync_all()?;
    watch(Step::Swapped);
    drop(fresh);
    watch(Step::Cleared);
    Ok(digests)
}

fn written(path: &Path, bytes: &[u8]) -> io::Result<File> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    Ok(file)
}

/// Writes the explanations while they are computed and updates their digest; they are most of the output.
fn explanations(path: &Path, case: &Case, outcome: &Outcome) -> io::Result<(File, String)> {
    let mut file = File::create_new(path)?;
    std::thread::scope(|scope| {
        let (send, receive) = mpsc::sync_channel::<Vec<u8>>(4);
        // Buffers go round: fresh ones would cost a page fault for every four kilobytes.
        let (give_back, used) = mpsc::channel::<Vec<u8>>();
        let digest = scope.spawn(move || {
            let mut digest = Growing::default();
            for piece in receive {
                digest.take(&piece);
                let _ = give_back.send(piece);
            }
            digest.end()
        });
        let broke_off = || io::Error::other("the digest of the explanations broke off");
        crate::explanations(case, outcome, |piece| {
            file.write_all(piece)?;
            let spare = used.try_recv().unwrap_or_default();
            send.send(std::mem::replace(piece, spare)).map_err(|_| broke_off())
        })?;
        drop(send);
        // The disk has its work to do while the digest catches up.
        file.sync_all()?;
        Ok((file, digest.join().map_err(|_| broke_off())?))
    })
}

/// Where the output belongs.
struct Place {
    parent: PathBuf,
    target: PathBuf,
    /// How the names of new folders begin.
    beginning: OsString,
}

/// A new folder next to the target, locked for the lifetime of this value.
struct Fresh {
    path: PathBuf,
    folder: File,
}

impl Place {
    fn of(target: &Path) -> io::Result<Place> {
        let target = match fs::canonicalize(target) {
            Ok(there) => there,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let name = target.file_name().ok_or_else(|| io::Error::other("names no folder"))?;
                let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
                fs::create_dir_all(parent)?;
                fs::canonicalize(parent)?.join(name)
            }
            Err(error) => return Err(error),
        };
        if target.exists() && !target.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "is a file, not a folder"));
        }
        let (Some(parent), Some(name)) = (target.parent(), target.file_name()) else {
            return Err(io::Error::other("names no folder that can be replaced"));
        };
        let mut beginning = OsString::from(".");
        beginning.push(name);
        beginning.push(".placing-");
        Ok(Place { parent: parent.to_owned(), beginning, target: target.clone() })
    }

    /// Clears away what runs that died left behind, and makes a new folder.
    fn fresh(&self) -> io::Result<Fresh> {
        for entry in fs::read_dir(&self.parent)?.flatten() {
            let ours =
                is_numbered(&entry.file_name(), &self.beginning) && entry.file_type().is_ok_and(|kind| kind.is_dir());
            if ours
                && let Ok(folder) = File::open(entry.path())
                && folder.try_lock().is_ok()
            {
                clear(&entry.path(), &OURS);
            }
        }
        // Nobody looks into what replaces an output until it has that one's permissions.
        let make = if self.target.exists() { closed_folder } else { |path: &Path| fs::create_dir(path) };
        let (path, ()) = numbered(&self.parent, &self.beginning, make).map_err(|error| {
            let says = format!("no folder can be made beside it in {}: {error}", self.parent.display());
            io::Error::new(error.kind(), says)
        })?;
        let folder = File::open(&path)?;
        let fresh = Fresh { path, folder };
        fresh.folder.lock()?;
        Ok(fresh)
    }

    /// Links other files of the target into the new folder, and gives that and its files the permissions of the old ones. A folder
    /// is refused whatever its name: it could not be kept.
    fn keep_others(&self, fresh: &Path) -> io::Result<()> {
        let Ok(there) = fs::metadata(&self.target) else { return Ok(()) };
        for entry in fs::read_dir(&self.target)? {
            let entry = entry?;
            let name = entry.file_name();
            let there = entry.metadata()?;
            if there.is_dir() {
                let says = format!("the folder {} lies in it; name a folder for this run alone", name.display());
                return Err(io::Error::other(says));
            }
            let new = fresh.join(&name);
            if !OURS.iter().any(|ours| name == *ours) {
                fs::hard_link(entry.path(), new)?;
            } else if there.is_file() {
                take_after(&new, &there)?;
            }
        }
        take_after(fresh, &there)
    }

    /// Puts the new folder where the target is.
    fn swap(&self, fresh: &Path) -> io::Result<()> {
        match fs::rename(fresh, &self.target) {
            Ok(()) => Ok(()),
            Err(error) if matches!(error.kind(), io::ErrorKind::ResourceBusy | io::ErrorKind::CrossesDevices) => {
                Err(io::Error::new(error.kind(), "is where a file system is mounted; name a folder inside it"))
            }
            // There is one, and it is not empty.
            Err(error) if matches!(error.kind(), io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::AlreadyExists) => {
                exchange(fresh, &self.target)
            }
            Err(error) => Err(error),
        }
    }
}

#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)
        .map_err(|error| io::Error::other(format!("this file system cannot exchange two folders in one step: {error}")))
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::Error::other("holds an output that cannot be replaced in one step here; name a new folder"))
}

impl Drop for Fresh {
    fn drop(&mut self) {
        // After an exchange the old output has this name; otherwise what was begun has it, or nothing. None of it is wanted, and
        // none of it does harm if it cannot be cleared away. What came into the old output in the last moment stays where it is.
        clear(&self.path, &OURS);
    }
}
