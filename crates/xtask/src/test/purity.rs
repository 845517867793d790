//! Domain, contract and verifier also run in the browser, so none of their dependencies may need an operating system or
//! a C compiler.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::shell;

/// Crates that use the operating system without linking a native library.
const NATIVE: [&str; 8] = ["tokio", "mio", "socket2", "sqlx", "reqwest", "actix-web", "cc", "getrandom"];

/// Checks the dependencies of these crates on wasm32, with the features used by the SPA.
///
/// # Errors
/// A dependency links native code or uses the operating system.
pub fn check() -> Result<()> {
    let metadata = shell::capture(shell::cargo().args([
        "metadata",
        "--locked",
        "--format-version=1",
        "--filter-platform=wasm32-unknown-unknown",
    ]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let needed = needed_in_the_browser()?;
    let mut faults = Vec::new();
    for package in metadata["packages"].as_array().context("cargo metadata names no packages")? {
        let name = package["name"].as_str().unwrap_or_default();
        let Some(by) = needed.get(name) else { continue };
        let links = package["links"].as_str();
        // wasm-bindgen has an entry in `links` only to prevent two versions in one program.
        if NATIVE.contains(&name) || links.is_some_and(|links| !links.contains("wasm_bindgen")) {
            faults.push(format!("{name} (links {}) below {}", links.unwrap_or("nothing"), join(by)));
        }
    }
    if !faults.is_empty() {
        bail!("native crates below domain, contract or verifier:\n  {}", faults.join("\n  "));
    }
    Ok(())
}

/// Names of all direct and indirect dependencies, as resolved by cargo for the browser with default features.
fn needed_in_the_browser() -> Result<BTreeMap<String, BTreeSet<&'static str>>> {
    let mut needed: BTreeMap<String, BTreeSet<&'static str>> = BTreeMap::new();
    for root in ["qabul-domain", "qabul-contract", "qabul-verifier"] {
        let tree = shell::capture(shell::cargo().args([
            "tree",
            "--locked",
            "--package",
            root,
            "--target=wasm32-unknown-unknown",
            "--edges=normal,no-proc-macro",
            "--prefix=none",
            "--format={p}",
        ]))?;
        for name in tree.lines().filter_map(|line| line.split(' ').next()) {
            needed.entry(name.to_owned()).or_default().insert(root);
        }
    }
    Ok(needed)
}

fn join(names: &BTreeSet<&str>) -> String {
    names.iter().copied().collect::<Vec<_>>().join(" and ")
}
