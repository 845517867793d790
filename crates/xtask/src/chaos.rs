//! `cargo xtask chaos`: builds the fault-injection program with optimisation and runs it.

use anyhow::Result;

use crate::shell;

/// `cargo xtask chaos`
#[derive(clap::Args)]
pub struct Args {
    /// Arguments of the fault-injection program: `kill` (the default), `points`, `handover`, `sockets` or `soak`, and
    /// their options; `--help` after `--` lists them. `placement` kills runs of the placement: `--kills 200`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    passed: Vec<String>,
}

/// Runs `qabul-bench kill`, `points` or `handover`; the tested program is built too.
///
/// # Errors
/// The build fails, or a guarantee was violated.
pub fn run(args: &Args) -> Result<()> {
    shell::say("building with optimisation");
    if let Some(("placement", passed)) = args.passed.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        let mut chaos = shell::cargo();
        chaos.args(["bench", "--locked", "--quiet", "--package=qabul-placement", "--bench=placement", "--", "kill"]);
        return shell::run(chaos.args(passed));
    }
    shell::run(shell::cargo().args(["build", "--release", "--locked", "--quiet", "--package=qabul-api"]))?;
    let named = args.passed.first().is_some_and(|first| !first.starts_with('-'));
    let mut chaos = shell::cargo();
    chaos.args(["run", "--release", "--locked", "--quiet", "--package=qabul-api", "--bin=qabul-bench", "--"]);
    if !named {
        chaos.arg("kill");
    }
    shell::run(chaos.args(&args.passed))
}
