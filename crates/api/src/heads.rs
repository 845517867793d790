//! The heads of the audit outside the database: a file to which lines are only appended.
//!
//! A line is written after the commit of its seal, so the file is never ahead of the database. If the database is
//! behind the file, it was cut off or restored from a backup. The sealer then sets no further seal until an officer has
//! examined the case ([`HeadsFile::restart`]).

use std::fs::File;
use std::io::{BufRead as _, BufReader, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::Context as _;
use qabul_store::Keys;
use qabul_store::audit::{Head, Heads, Restart};
use tokio::sync::Mutex;

/// The file and the state known from it.
pub struct HeadsFile {
    path: Option<PathBuf>,
    known: Mutex<Option<Heads>>,
    broken: AtomicBool,
}

impl HeadsFile {
    /// The file need not exist; without a path the heads are written only to the log.
    pub fn new(path: Option<PathBuf>) -> HeadsFile {
        HeadsFile { path, known: Mutex::new(None), broken: AtomicBool::new(false) }
    }

    /// Whether the last check found the audit changed.
    pub fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Records whether the audit is broken; returns whether this is a change.
    pub fn note(&self, broken: bool) -> bool {
        self.broken.swap(broken, Ordering::Relaxed) != broken
    }

    /// Where it is.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Reads the whole file. `None` = there is no file.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(path: &Path, keys: &Keys) -> anyhow::Result<Option<Heads>> {
        let file = match File::open(path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
        };
        let mut heads = Heads::default();
        for line in BufReader::new(file).split(b'\n') {
            heads.take(&String::from_utf8_lossy(&line?), keys);
        }
        Ok(Some(heads))
    }

    /// The heads written so far, as known to this process. The file is read once and then kept in memory, so that
    /// removing the file has no effect on a running process.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn known(&self, keys: &Keys) -> anyhow::Result<Heads> {
        let mut known = self.known.lock().await;
        if let Some(known) = &*known {
            return Ok(known.clone());
        }
        let read = self.path.as_deref().map(|path| HeadsFile::read(path, keys)).transpose()?.flatten();
        let mut heads = Heads::default();
        if let Some(last) = read.and_then(|read| read.last()) {
            heads.expect(last);
        }
        Ok(known.insert(heads).clone())
    }

    /// Appends the head of a committed seal.
    ///
    /// # Errors
    /// When the file cannot be written; the head is kept in memory nevertheless.
    pub async fn add(&self, head: &Head) -> anyhow::Result<()> {
        self.known.lock().await.get_or_insert_default().expect(head.expected());
        self.append(&head.line())
    }

    /// Appends the point from which the chain continues.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub async fn restart(&self, restart: &Restart, keys: &Keys) -> anyhow::Result<()> {
        let mut known = self.known.lock().await;
        self.append(&restart.line(keys))?;
        known.get_or_insert_default().expect(restart.expected());
        Ok(())
    }

    // At most a few hundred bytes per second, written on the thread of the jobs: another thread is not worth it.
    fn append(&self, line: &str) -> anyhow::Result<()> {
        let Some(path) = &self.path else { return Ok(()) };
        let fail = || format!("cannot write to {}", path.display());
        let mut options = File::options();
        options.create(true).append(true).read(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o640);
        let mut file = options.open(path).with_context(fail)?;
        let mut text = format!("{line}\n");
        // A line cut off by a crash must not merge with this one.
        if file.seek(SeekFrom::End(0))? > 0 {
            let mut last = [0];
            file.seek(SeekFrom::End(-1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                text.insert(0, '\n');
            }
        }
        file.write_all(text.as_bytes()).and_then(|()| file.sync_data()).with_context(fail)
    }
}
