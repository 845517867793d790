//! Detects whether any input of the SPA build has changed.

use std::process::Command;

use anyhow::Result;

use crate::{files, shell};

/// A digest over sources, locked versions, tools and the kind of build.
///
/// # Errors
/// A source cannot be read.
pub fn of_inputs(dev: bool, optimise: bool) -> Result<String> {
    let root = shell::root();
    let mut inputs = vec![root.join("Cargo.toml"), root.join("Cargo.lock")];
    for dir in ["frontend", "crates/domain", "crates/contract", "crates/verifier/src", "crates/xtask/src/web"] {
        inputs.extend(files::below(&root.join(dir), &["node_modules", "e2e", "target"])?);
    }
    let compiler = shell::capture(Command::new("rustc").arg("--version").current_dir(&root))?;
    Ok(format!("{} dev={dev} optimised={optimise} {}", files::digest(&root, &inputs)?, compiler.trim()))
}
