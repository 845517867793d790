//! `cargo xtask openapi`: the interface description, generated from the handlers and committed.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{files, native, shell};

/// `cargo xtask openapi`
#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; fail if the committed file is stale
    #[arg(long)]
    check: bool,
}

/// Writes or checks `openapi/openapi.json`.
///
/// # Errors
/// The server does not build, or (with `--check`) the file is stale.
pub fn run(args: &Args) -> Result<()> {
    let fresh = native::qabul_says(&["openapi"])?;
    if args.check {
        return check(&fresh);
    }
    shell::say("openapi/openapi.json");
    files::put(&path(), fresh)
}

/// Compares the committed file with the generated one.
///
/// # Errors
/// They differ.
pub fn check(fresh: &str) -> Result<()> {
    if files::text(&path()).is_ok_and(|had| had == fresh) {
        return Ok(());
    }
    bail!("openapi/openapi.json is stale: run `cargo xtask openapi`")
}

fn path() -> PathBuf {
    shell::root().join("openapi/openapi.json")
}
