//! Lints the interface descriptions and the compose file with tools from Node packages.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, bail};

use crate::{npm, shell};

/// The interface descriptions: of the portal, and of the registers for their adapters.
const DESCRIPTIONS: [&str; 2] = ["openapi/openapi.json", "openapi/registries.json"];

fn tools() -> PathBuf {
    shell::root().join("crates/xtask/node")
}

fn ready() -> Result<PathBuf> {
    if !npm::present() {
        bail!("this check comes as a Node package: install Node.js 20 or later with npm");
    }
    npm::install(&tools())?;
    Ok(tools())
}

fn node(script: PathBuf) -> Command {
    let mut node = Command::new("node");
    node.arg(script).current_dir(shell::root());
    // Both linters send usage statistics unless this is turned off.
    node.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    node
}

/// Lints both descriptions with spectral and redocly.
///
/// # Errors
/// A linter reports anything, including warnings; a description is missing.
pub fn descriptions() -> Result<()> {
    let tools = ready()?;
    let spectral = ["lint", "--ruleset=.spectral.yaml", "--fail-severity=warn"];
    let linted = shell::run(node(npm::program(&tools, "spectral")).args(spectral).args(DESCRIPTIONS));
    shell::run(node(npm::program(&tools, "redocly")).args(["lint", "--config=redocly.yaml"]).args(DESCRIPTIONS))?;
    linted
}

/// Checks docker-compose.yml against the stored schema of the Compose Specification, and checks its references.
///
/// # Errors
/// The file violates the schema or names something that does not exist.
pub fn compose() -> Result<()> {
    let tools = ready()?;
    let files = ["docker-compose.yml", "deploy/schema/compose-spec.json"];
    shell::run(node(tools.join("check-compose.mjs")).args(files))?;
    println!("docker-compose.yml: valid by schema; not executed");
    Ok(())
}
