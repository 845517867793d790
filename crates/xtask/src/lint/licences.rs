//! Checks that every shipped crate has a licence that `deny.toml` allows.
//!
//! `cargo deny` uses the same list and also checks advisories. Its advisory database may not be available here; a check
//! that was not run is reported.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{files, shell};

/// Checks every resolved crate against the list.
///
/// # Errors
/// A crate has no licence expression, or none that is allowed.
pub fn check() -> Result<()> {
    let allowed = allowed(&files::text(&shell::root().join("deny.toml"))?)?;
    let metadata = shell::capture(shell::cargo().args(["metadata", "--locked", "--format-version=1"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut refused = Vec::new();
    let packages = metadata["packages"].as_array().context("cargo metadata names no packages")?;
    for package in packages.iter().filter(|package| !package["source"].is_null()) {
        let expression = package["license"].as_str().unwrap_or_default();
        if !holds(expression, &allowed) {
            refused.push(format!("{} {}: {expression:?}", package["name"], package["version"]));
        }
    }
    println!("{} crates; advisories: NOT CHECKED (no database)", packages.len());
    if !refused.is_empty() {
        bail!("licences that deny.toml does not allow:\n  {}", refused.join("\n  "));
    }
    Ok(())
}

/// The entries of `allow = […]` in deny.toml.
fn allowed(text: &str) -> Result<BTreeSet<String>> {
    let list = text.split_once("\nallow = [").and_then(|(_, rest)| rest.split_once(']'));
    let list = list.context("deny.toml has no list `allow` of licences")?.0;
    Ok(list.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

/// Whether an SPDX expression is satisfied. `OR` (also the old `/`) needs one side, `AND` both; brackets group.
fn holds(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any(&words, &mut at, allowed) && at == words.len()
}

fn any(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut holds = all(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        // Both sides are always parsed, otherwise the position would be wrong.
        holds |= all(words, at, allowed);
    }
    holds
}

fn all(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut holds = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        holds &= one(words, at, allowed);
    }
    holds
}

fn one(words: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let holds = any(words, at, allowed);
        let closed = words.get(*at) == Some(&")");
        *at += 1;
        return holds && closed;
    }
    let mut name = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", words.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions_are_read_as_spdx_says() {
        let allowed = allowed("[licenses]\nallow = [\n  \"MIT\",\n  \"Apache-2.0 WITH LLVM-exception\",\n]").unwrap();
        for good in
            ["MIT", "MIT OR GPL-3.0", "MIT/Apache-2.0", "(GPL-3.0 OR MIT) AND MIT", "Apache-2.0 WITH LLVM-exception"]
        {
            assert!(holds(good, &allowed), "{good}");
        }
        for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT", "MIT MIT"] {
            assert!(!holds(bad, &allowed), "{bad}");
        }
    }
}
