//! `cargo xtask chaos`: builds the fault-making program with optimisation and hands over to it.

use anyhow::Result;

use crate::shell;

/// `cargo xtask chaos`
#[derive(clap::Args)]
pub struct Args {
    /// Passed on to the fault-making program; `--help` after `--` tells what it knows
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    passed: Vec<String>,
}

/// Runs `qabul-chaos`.
///
/// # Errors
/// The build fails, or something acknowledged was lost.
pub fn run(args: &Args) -> Result<()> {
    shell::say("building with optimisation");
    let mut chaos = shell::cargo();
    chaos.args(["run", "--release", "--locked", "--quiet", "--package=qabul-api", "--bin=qabul-chaos", "--"]);
    shell::run(chaos.args(&args.passed))
}
