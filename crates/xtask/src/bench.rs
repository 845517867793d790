//! `cargo xtask bench`: builds the benchmark program with optimisation and runs it.

use anyhow::Result;

use crate::shell;

/// `cargo xtask bench`
#[derive(clap::Args)]
pub struct Args {
    /// Arguments of the benchmark program; `--help` after `--` lists them
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    passed: Vec<String>,
}

/// Runs `qabul-bench`.
///
/// # Errors
/// The build fails, or a result misses its target.
pub fn run(args: &Args) -> Result<()> {
    shell::say("building with optimisation");
    if let Some(("placement", passed)) = args.passed.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        // The placement needs neither server nor database, so it has a separate benchmark program.
        let mut bench = shell::cargo();
        bench.args(["bench", "--locked", "--quiet", "--package=qabul-placement", "--bench=placement", "--"]);
        return shell::run(bench.args(passed));
    }
    if let Some(("rules", passed)) = args.passed.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        let mut bench = shell::cargo();
        bench.args(["bench", "--locked", "--quiet", "--package=qabul-domain", "--bench=rules", "--"]);
        return shell::run(bench.args(passed));
    }
    if let Some(("print", passed)) = args.passed.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        let mut bench = shell::cargo();
        bench.args(["bench", "--locked", "--quiet", "--package=qabul-documents", "--bench=print", "--"]);
        return shell::run(bench.args(passed));
    }
    // Some measurements need the server program, so it is built too.
    shell::run(shell::cargo().args(["build", "--release", "--locked", "--quiet", "--package=qabul-api"]))?;
    let mut bench = shell::cargo();
    bench.args(["run", "--release", "--locked", "--quiet", "--package=qabul-api", "--bin=qabul-bench", "--"]);
    shell::run(bench.args(&args.passed))
}
