//! File operations that several commands need.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

/// Reads a file as text.
///
/// # Errors
/// The file does not exist, or is not UTF-8; the text names the file.
pub fn text(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Reads a file as bytes.
///
/// # Errors
/// The file does not exist; the text names the file.
pub fn bytes(path: &Path) -> Result<Vec<u8>> {
    fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}

/// Writes a file atomically: readers see the old content or the new one. Creates missing parent folders.
///
/// # Errors
/// The disk reports an error; the text names the file.
pub fn put(path: &Path, content: impl AsRef<[u8]>) -> Result<()> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".new");
    let fresh = path.with_file_name(name);
    fs::write(&fresh, content).with_context(|| format!("cannot write {}", fresh.display()))?;
    fs::rename(&fresh, path).with_context(|| format!("cannot write {}", path.display()))
}

/// Waits until no other process holds this lock, then holds it until the file is dropped.
///
/// # Errors
/// The disk reports an error.
pub fn lock(path: &Path) -> Result<fs::File> {
    if let Some(dir) = path.parent() {
        fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    }
    let file = fs::File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// Removes a folder with all its content; a missing folder is no error.
///
/// # Errors
/// The disk reports an error.
pub fn clear(dir: &Path) -> Result<()> {
    match fs::remove_dir_all(dir) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", dir.display()))
        }
        _ => Ok(()),
    }
}

/// Every file below a folder, sorted, except in folders named in `skip`. A missing folder has no files.
///
/// # Errors
/// A folder cannot be read.
pub fn below(dir: &Path, skip: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![dir.to_path_buf()];
    while let Some(dir) = open.pop() {
        if !dir.is_dir() {
            continue;
        }
        for entry in fs::read_dir(&dir).with_context(|| format!("cannot list {}", dir.display()))? {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if !path.is_dir() {
                found.push(path);
            } else if !skip.contains(&name.as_str()) {
                open.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// SHA-256 over names and contents, as lower-case hex. Names are relative to `base`, so that two clones give the same
/// digest.
///
/// # Errors
/// A file cannot be read.
pub fn digest(base: &Path, files: &[PathBuf]) -> Result<String> {
    let mut sum = Sha256::new();
    for file in files {
        let content = bytes(file)?;
        let name = file.strip_prefix(base).unwrap_or(file).to_string_lossy().into_owned();
        // Lengths first; otherwise bytes could move from one file to the next without changing the digest.
        sum.update((name.len() as u64).to_le_bytes());
        sum.update(name.as_bytes());
        sum.update((content.len() as u64).to_le_bytes());
        sum.update(&content);
    }
    Ok(hex(&sum.finalize()))
}

/// Lower-case hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
