//! Where the files come from.

use std::collections::BTreeMap;
use std::io::{self, Read};

/// The three folders of a check.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Folder {
    /// What the run was made of.
    Input,
    /// What the run made.
    Output,
    /// The round before, when vacant seats are given.
    Previous,
}

impl Folder {
    /// The word of the command line.
    pub fn word(self) -> &'static str {
        match self {
            Folder::Input => "input",
            Folder::Output => "output",
            Folder::Previous => "previous",
        }
    }
}

/// Files by folder and name. A file may be opened more than once and reads the same each time.
pub trait Files {
    /// Opens a file at its beginning; `None` = there is no such file.
    ///
    /// # Errors
    /// It is there and cannot be read.
    fn open(&self, folder: Folder, name: &str) -> io::Result<Option<Box<dyn Read + '_>>>;

    /// Its length in bytes, 0 where there is none; only for telling how far a check has come.
    fn length(&self, folder: Folder, name: &str) -> u64;
}

/// Files held in memory.
#[derive(Clone, Default)]
pub struct Memory(BTreeMap<(Folder, String), Vec<u8>>);

impl Memory {
    /// Puts a file in.
    pub fn put(&mut self, folder: Folder, name: &str, bytes: impl Into<Vec<u8>>) {
        self.0.insert((folder, name.to_owned()), bytes.into());
    }

    /// The bytes of a file.
    pub fn get(&self, folder: Folder, name: &str) -> Option<&[u8]> {
        self.0.get(&(folder, name.to_owned())).map(Vec::as_slice)
    }

    /// Takes a file out.
    pub fn remove(&mut self, folder: Folder, name: &str) {
        self.0.remove(&(folder, name.to_owned()));
    }
}

impl Files for Memory {
    fn open(&self, folder: Folder, name: &str) -> io::Result<Option<Box<dyn Read + '_>>> {
        Ok(self.get(folder, name).map(|bytes| Box::new(bytes) as Box<dyn Read>))
    }

    fn length(&self, folder: Folder, name: &str) -> u64 {
        self.get(folder, name).map_or(0, |bytes| bytes.len() as u64)
    }
}

/// How far a check has come.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Progress {
    /// What is done now.
    pub step: Step,
    /// Bytes read so far.
    pub read: u64,
    /// Bytes to read in all.
    pub of: u64,
}

/// The parts of a check, in their order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Step {
    /// Reads the input.
    Input,
    /// Reads the published places and limits.
    Output,
    /// Checks the invariants and recomputes the placement.
    Check,
    /// Reads and checks the explanations.
    Explain,
}

impl Step {
    /// Its word, for programs.
    pub fn word(self) -> &'static str {
        match self {
            Step::Input => "input",
            Step::Output => "output",
            Step::Check => "check",
            Step::Explain => "explain",
        }
    }
}
