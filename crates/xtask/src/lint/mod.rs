//! `cargo xtask lint`: checks that do not run the portal. All checks run; failures are listed at the end.

mod interfaces;
mod lengths;
mod licences;
mod locales;
mod unused;

use anyhow::{Result, bail};

use crate::{native, shell, web};

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

const COMPILED: [Check; 3] =
    [("clippy", clippy), ("clippy, xtask", clippy_of_xtask), ("clippy, SPA", clippy_in_the_browser)];

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

fn clippy() -> Result<()> {
    shell::run(
        shell::cargo()
            .args(["clippy", "--locked", "--all-targets", "--quiet"])
            .args(native::TOGETHER)
            .args(["--", "-D", "warnings"]),
    )
}

fn clippy_of_xtask() -> Result<()> {
    let xtask = ["clippy", "--locked", "--all-targets", "--quiet", "--package=xtask", "--", "-D", "warnings"];
    shell::run(shell::cargo().args(xtask))
}

fn clippy_in_the_browser() -> Result<()> {
    web::add_target()?;
    shell::run(shell::cargo().env("CARGO_TARGET_DIR", shell::target().join("web")).args([
        "clippy",
        "--locked",
        "--quiet",
        "--package=qabul-frontend",
        "--package=qabul-verifier-web",
        "--target=wasm32-unknown-unknown",
        "--",
        "-D",
        "warnings",
    ]))
}
