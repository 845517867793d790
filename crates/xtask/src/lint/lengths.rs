//! Checks that no source file is longer than 400 lines, so that each can be read as a whole.

use anyhow::{Result, bail};

use crate::{files, shell};

const LONGEST: usize = 400;

/// Counts the lines of every Rust file.
///
/// # Errors
/// A file is longer than 400 lines.
pub fn check() -> Result<()> {
    let root = shell::root();
    let mut long = Vec::new();
    for dir in ["crates", "frontend"] {
        for file in files::below(&root.join(dir), &["node_modules", "target"])? {
            if file.extension().is_some_and(|kind| kind == "rs") {
                let lines = files::text(&file)?.lines().count();
                if lines > LONGEST {
                    long.push(format!("{} has {lines} lines", file.strip_prefix(&root)?.display()));
                }
            }
        }
    }
    if !long.is_empty() {
        bail!("longer than {LONGEST} lines:\n  {}", long.join("\n  "));
    }
    Ok(())
}
