//! A whole file as text, and what is hashed of it.

use std::io::Read as _;

use sha2::{Digest as _, Sha256};

use crate::fault::{Fault, Unusable, shown};
use crate::files::{Files, Folder, Progress, Step};

/// Files read one after another, and how far that has come.
pub struct Reading<'a> {
    files: &'a dyn Files,
    tell: &'a mut dyn FnMut(Progress),
    /// What is being done.
    pub step: Step,
    read: u64,
    of: u64,
}

/// Bytes read between two tellings.
const CHUNK: usize = 1 << 20;

impl<'a> Reading<'a> {
    /// Nothing is read yet. `all` names the files that there may be.
    pub fn new(files: &'a dyn Files, all: &[(Folder, &str)], tell: &'a mut dyn FnMut(Progress)) -> Self {
        let of = all.iter().map(|(folder, name)| files.length(*folder, name)).sum();
        Self { files, tell, step: Step::Input, read: 0, of }
    }

    /// Says what is done from now on.
    pub fn begin(&mut self, step: Step) {
        self.step = step;
        self.count(0);
    }

    /// Counts bytes as read.
    pub fn count(&mut self, bytes: usize) {
        self.read += bytes as u64;
        (self.tell)(Progress { step: self.step, read: self.read.min(self.of), of: self.of });
    }

    /// Opens a file; its length is given by [`Files::length`].
    ///
    /// # Errors
    /// It is missing or cannot be read.
    pub fn open(&self, folder: Folder, file: &'static str) -> Result<Box<dyn std::io::Read + 'a>, Unusable> {
        match self.files.open(folder, file) {
            Ok(Some(open)) => Ok(open),
            Ok(None) => Err(whole_file(folder, file, Fault::Missing, "")),
            Err(error) => Err(whole_file(folder, file, Fault::Unreadable, &error.to_string())),
        }
    }

    /// Reads a whole file.
    ///
    /// # Errors
    /// It is missing, cannot be read or is no text.
    pub fn text(&mut self, folder: Folder, file: &'static str) -> Result<String, Unusable> {
        let mut open = self.open(folder, file)?;
        let mut bytes = Vec::new();
        let room =
            usize::try_from(self.files.length(folder, file)).is_ok_and(|all| bytes.try_reserve_exact(all + 1).is_ok());
        if !room {
            return Err(whole_file(folder, file, Fault::TooLarge, ""));
        }
        loop {
            match (&mut open).take(CHUNK as u64).read_to_end(&mut bytes) {
                Ok(0) => break,
                Ok(read) => self.count(read),
                Err(error) => return Err(whole_file(folder, file, Fault::Unreadable, &error.to_string())),
            }
        }
        String::from_utf8(bytes)
            .map_err(|error| not_text(folder, file, error.as_bytes(), error.utf8_error().valid_up_to()))
    }

    /// As [`Reading::text`]; `None` if there is no such file.
    ///
    /// # Errors
    /// It cannot be read or is no text.
    pub fn text_if_any(&mut self, folder: Folder, file: &'static str) -> Result<Option<String>, Unusable> {
        match self.text(folder, file) {
            Err(missing) if missing.fault == Fault::Missing => Ok(None),
            other => other.map(Some),
        }
    }
}

/// A fault of a file as a whole.
pub fn whole_file(folder: Folder, file: &'static str, fault: Fault, text: &str) -> Unusable {
    Unusable { folder, file, line: 0, column: "", fault, text: shown(text) }
}

fn not_text(folder: Folder, file: &'static str, bytes: &[u8], at: usize) -> Unusable {
    let line = 1 + bytes[..at].iter().filter(|byte| **byte == b'\n').count() as u64;
    let start = bytes[..at].iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let end = bytes[at..].iter().position(|byte| *byte == b'\n').map_or(bytes.len(), |newline| at + newline);
    let text = shown(&String::from_utf8_lossy(&bytes[start..end]));
    Unusable { folder, file, line, column: "", fault: Fault::NotUtf8, text }
}

/// Takes away a byte order mark and the CR before each LF.
pub fn plain(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text }
}

/// The digest of a file's canonical bytes: the header, then the other lines sorted, empty ones left out, so that the order
/// of rows changes nothing.
pub fn canonical(plain: &str) -> String {
    let mut lines = plain.split('\n').filter(|line| !line.is_empty());
    let header = lines.next();
    let mut lines: Vec<&str> = lines.collect();
    if !lines.is_sorted() {
        lines.sort_unstable();
    }
    let mut hash = Sha256::new();
    for line in header.iter().chain(&lines) {
        hash.update(line);
        hash.update(b"\n");
    }
    hex(hash)
}

/// The digest of a file's unchanged bytes.
pub fn as_it_is(text: &str) -> String {
    hex(Sha256::new_with_prefix(text))
}

/// The digest of a list of files, each with its own digest and name.
pub fn of_list(list: &[(String, &str)]) -> String {
    let lines = list.iter().map(|(digest, name)| format!("{digest}  {name}\n"));
    hex(lines.fold(Sha256::new(), |hash, line| hash.chain_update(line)))
}

/// A digest in hexadecimal digits.
pub fn hex(hash: Sha256) -> String {
    let halves = |byte: u8| [byte >> 4, byte & 15].map(|half| char::from(b"0123456789abcdef"[usize::from(half)]));
    hash.finalize().into_iter().flat_map(halves).collect()
}
