//! Compressed copies of the files, so that the server compresses nothing at request time.

use std::{
    io::Write as _,
    path::{Path, PathBuf},
};

use anyhow::Result;
use brotli::enc::BrotliEncoderParams;
use flate2::{Compression, write::GzEncoder};

use crate::files;

/// Types of files that are compressed; pictures and fonts are already compressed.
const KINDS: [&str; 9] = ["html", "css", "js", "json", "wasm", "svg", "txt", "webmanifest", "xml"];

/// Compresses every file below a folder.
///
/// # Errors
/// The disk reports an error.
pub fn all(folder: &Path) -> Result<()> {
    for file in files::below(folder, &[])? {
        one(&file)?;
    }
    Ok(())
}

/// Writes `file.br` and `file.gz` if the type of the file is compressible, and returns them.
///
/// # Errors
/// The disk reports an error.
pub fn one(file: &Path) -> Result<Vec<PathBuf>> {
    if !file.extension().is_some_and(|ext| KINDS.iter().any(|kind| *kind == ext)) {
        return Ok(Vec::new());
    }
    let content = files::bytes(file)?;
    let packed = [(with(file, "br"), brotli(&content)?), (with(file, "gz"), gzip(&content)?)];
    packed.into_iter().map(|(path, content)| files::put(&path, content).map(|()| path)).collect()
}

/// The packed copy's name.
pub fn with(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_os_string();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let params =
        BrotliEncoderParams { quality: 11, lgwin: 22, size_hint: content.len(), ..BrotliEncoderParams::default() };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut packed, &params)?;
    Ok(packed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
