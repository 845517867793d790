//! `cargo xtask bench`: builds the benchmark program with optimisation and runs it.

use anyhow::Result;

use crate::shell;

/// `cargo xtask bench`
#[derive(clap::Args)]
pub struct Args {
    /// Passed on to the benchmark program; `--help` after `--` lists its options
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    passed: Vec<String>,
}

/// Runs `qabul-bench`.
///
/// # Errors
/// The build fails, or a figure misses its goal.
pub fn run(args: &Args) -> Result<()> {
    shell::say("building with optimisation");
    if let Some(("placement", passed)) = args.passed.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        // The placement needs neither server nor database, and so has a program of its own.
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
    // Some figures need the server program, which is then built next to the benchmark.
    shell::run(shell::cargo().args(["build", "--release", "--locked", "--quiet", "--package=qabul-api"]))?;
    let mut bench = shell::cargo();
    bench.args(["run", "--release", "--locked", "--quiet", "--package=qabul-api", "--bin=qabul-bench", "--"]);
    shell::run(bench.args(&args.passed))
}
