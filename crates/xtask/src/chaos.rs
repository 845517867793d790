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

/// Runs `qabul-bench kill`; the program it kills is built beside it.
///
/// # Errors
/// The build fails, or something acknowledged was lost.
pub fn run(args: &Args) -> Result<()> {
    shell::say("building with optimisation");
    shell::run(shell::cargo().args(["build", "--release", "--locked", "--quiet", "--package=qabul-api"]))?;
    let mut chaos = shell::cargo();
    chaos.args(["run", "--release", "--locked", "--quiet", "--package=qabul-api", "--bin=qabul-bench", "--", "kill"]);
    shell::run(chaos.args(&args.passed))
}
