//! `cargo xtask docs`: the pages of docs/ that are generated from the code and committed.

use anyhow::{Result, bail};

use crate::{files, native, shell};

/// Each page's name: `qabul docs NAME` prints docs/NAME.md.
pub const PAGES: [&str; 3] = ["states", "rules", "config"];

/// `cargo xtask docs`
#[derive(clap::Args)]
pub struct Args {
    /// Write nothing; fail if a committed page is stale
    #[arg(long)]
    check: bool,
}

/// Writes or checks the generated pages.
///
/// # Errors
/// The server does not build, or (with `--check`) a page is stale.
pub fn run(args: &Args) -> Result<()> {
    for page in PAGES {
        let fresh = native::qabul_says(&["docs", page])?;
        if args.check {
            check(page, &fresh)?;
        } else {
            shell::say(format!("docs/{page}.md"));
            files::put(&shell::root().join(format!("docs/{page}.md")), fresh)?;
        }
    }
    Ok(())
}

/// Compares one committed page with the generated one.
///
/// # Errors
/// They differ.
pub fn check(page: &str, fresh: &str) -> Result<()> {
    if files::text(&shell::root().join(format!("docs/{page}.md"))).is_ok_and(|had| had == fresh) {
        return Ok(());
    }
    bail!("docs/{page}.md is stale: run `cargo xtask docs`")
}
