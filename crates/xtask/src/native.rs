//! Building and running the native programs.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::Result;

use crate::shell;

/// Packages that are built and tested together: all except xtask, and the SPA for its own tests. With xtask, cargo would
/// unify its features with those of the server and compile the WebAssembly tools a second time.
pub const TOGETHER: [&str; 3] = ["--workspace", "--exclude=xtask", "--exclude=qabul-verifier-web"];

/// Kind of build of the native programs.
#[derive(Clone, Copy, PartialEq)]
pub enum Build {
    /// For people: optimised.
    Release,
    /// For tests: with every target of the workspace, so that `cargo test` and the browser tests use one build.
    Tests,
}

/// Builds, and returns the folder of the programs.
///
/// # Errors
/// The build fails.
pub fn build(build: Build) -> Result<PathBuf> {
    let mut cargo = shell::cargo();
    cargo.args(["build", "--locked"]);
    match build {
        Build::Release => {
            shell::say("building the server and the simulator");
            shell::run(
                cargo
                    .args(["--release", "--bin=qabul", "--bin=qabul-simulator"])
                    .args(["--package=qabul-api", "--package=qabul-simulator"]),
            )?;
            Ok(shell::target().join("release"))
        }
        Build::Tests => {
            shell::say("building programs and tests");
            shell::run(cargo.args(TOGETHER).arg("--all-targets"))?;
            Ok(shell::target().join("debug"))
        }
    }
}

/// The standard output of `qabul …`, from a debug build of this program.
///
/// # Errors
/// The build or the program fails.
pub fn qabul_says(args: &[&str]) -> Result<String> {
    shell::run(shell::cargo().args(["build", "--locked", "--package=qabul-api", "--bin=qabul"]))?;
    says(&shell::target().join("debug"), args)
}

/// The standard output of `qabul …` from an existing build.
///
/// # Errors
/// The program fails.
pub fn says(programs: &Path, args: &[&str]) -> Result<String> {
    shell::capture(Command::new(programs.join("qabul")).args(args).current_dir(shell::root()))
}
