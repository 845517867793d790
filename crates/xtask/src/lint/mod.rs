//! `cargo xtask lint`: checks that do not run the portal. All checks run; failures are listed at the end.

mod interfaces;
mod lengths;
mod licences;
mod locales;
mod unused;

use anyhow::{Result, bail};

use crate::{shell, web};

/// `cargo xtask lint`
#[derive(clap::Args)]
pub struct Args {
    /// Leave out clippy, the only check that compiles
    #[arg(long, conflicts_with = "compiled")]
    quick: bool,
    /// Clippy alone
    #[arg(long)]
    compiled: bool,
}

type Check = (&'static str, fn() -> Result<()>);

const QUICK: [Check; 8] = [
    ("format", format),
    ("file lengths", lengths::check),
    ("texts in three languages", locales::check),
    ("pages of words", web::content::check),
    ("licences", licences::check),
    ("unused dependencies", unused::check),
    ("interface descriptions", interfaces::descriptions),
    ("docker-compose.yml", interfaces::compose),
];

const COMPILED: [Check; 1] = [("clippy", clippy)];

/// Runs the checks.
///
/// # Errors
/// At least one check failed; the text names them.
pub fn run(args: &Args) -> Result<()> {
    let mut failed = Vec::new();
    let quick = if args.compiled { &[][..] } else { &QUICK };
    let compiled = if args.quick { &[][..] } else { &COMPILED };
    for (name, check) in quick.iter().chain(compiled) {
        shell::say(*name);
        if let Err(error) = check() {
            println!("{error:#}");
            failed.push(*name);
        }
    }
    if !failed.is_empty() {
        bail!("lint failed: {}", failed.join(", "));
    }
    shell::say("lint is clean");
    Ok(())
}

fn format() -> Result<()> {
    shell::run(shell::cargo().args(["fmt", "--all", "--check"]))
}

/// The whole workspace in one run, so that crates used by several programs are checked once. The SPA, too, is checked for
/// this machine: it has no code of its own for the browser's target.
fn clippy() -> Result<()> {
    let whole = ["clippy", "--locked", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"];
    shell::run(shell::cargo().args(whole))
}
