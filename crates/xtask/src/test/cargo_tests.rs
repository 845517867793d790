//! Runs `cargo test` and adds up its summaries.

use std::{
    ffi::OsStr,
    io::{BufRead as _, BufReader},
    process::Stdio,
};

use anyhow::{Context, Result};

use super::Count;
use crate::shell;

/// Runs `cargo test` for the chosen packages, including documentation tests.
///
/// # Errors
/// cargo cannot be started.
pub fn run(packages: &[impl AsRef<OsStr>], postgres: Option<&str>) -> Result<Count> {
    let mut cargo = shell::cargo();
    if let Some(url) = postgres {
        cargo.env("TEST_POSTGRES_URL", url);
    }
    shell::say("cargo test");
    cargo.args(["test", "--locked", "--no-fail-fast"]).args(packages);
    let mut child = cargo.stdout(Stdio::piped()).spawn().context("cannot start cargo")?;
    let output = child.stdout.take().context("cargo has no output")?;
    let mut total = Count::default();
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        total += summary(&line).unwrap_or_default();
    }
    let status = child.wait()?;
    if !status.success() && total.failed == 0 {
        // A test that does not compile, or a program that crashed, has no summary.
        total += Count::check("cargo test ends well", Err(anyhow::anyhow!("it ended with {status}")));
    }
    Ok(total)
}

/// `test result: ok. 12 passed; 0 failed; 1 ignored; …`: an ignored test proves nothing, so it counts as failed.
fn summary(line: &str) -> Option<Count> {
    let counts = line.strip_prefix("test result: ")?.split_once(". ")?.1;
    let number = |word: &str| -> Option<u32> {
        counts.split("; ").find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok())
    };
    Some(Count { passed: number("passed")?, failed: number("failed")? + number("ignored")? })
}

#[cfg(test)]
mod tests {
    use super::summary;

    #[test]
    fn an_ignored_test_counts_as_failed() {
        let line = "test result: FAILED. 12 passed; 2 failed; 1 ignored; 0 measured; 3 filtered out; finished in 0.01s";
        let count = summary(line).unwrap();
        assert_eq!((count.passed, count.failed), (12, 3));
    }

    #[test]
    fn other_lines_are_no_summaries() {
        assert!(summary("running 3 tests").is_none());
        assert!(summary("test result: odd").is_none());
    }
}
