//! Node packages, installed from their lock files when these have changed.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};

use crate::{files, shell};

/// Whether Node and npm are installed.
pub fn present() -> bool {
    shell::find("node").is_some() && shell::find("npm").is_some()
}

/// Installs a folder's packages exactly as in its lock file; does nothing if this was already done.
///
/// # Errors
/// npm is missing or fails.
pub fn install(dir: &Path) -> Result<()> {
    let lock = dir.join("package-lock.json");
    let wanted = files::digest(dir, &[lock, dir.join("package.json")])?;
    let stamp = dir.join("node_modules/.installed");
    if std::fs::read_to_string(&stamp).is_ok_and(|had| had == wanted) {
        return Ok(());
    }
    let shown = dir.strip_prefix(shell::root()).unwrap_or(dir);
    shell::say(format!("npm ci in {}", shown.display()));
    shell::run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(dir))
        .with_context(|| format!("the Node packages of {} did not install", shown.display()))?;
    files::put(&stamp, wanted)
}

/// A program from one of the folder's packages.
pub fn program(dir: &Path, name: &str) -> PathBuf {
    dir.join("node_modules/.bin").join(name)
}
