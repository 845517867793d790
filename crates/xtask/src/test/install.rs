//! Requirements of the tests besides Rust: found, installed automatically if possible, otherwise listed.

use std::process::Command;

use anyhow::{Context, Result, bail};

use super::postgres;
use crate::{npm, shell};

/// Oldest Node.js release that can run the browser tests.
const OLDEST_NODE: u32 = 20;

struct Need {
    what: &'static str,
    packages: &'static [&'static str],
    here: fn() -> bool,
}

const NODE: Need = Need { what: "Node.js 20 or later, with npm", packages: &["nodejs", "npm"], here: npm::present };
const POSTGRES: Need =
    Need { what: "PostgreSQL (initdb, postgres)", packages: &["postgresql"], here: || postgres::programs().is_some() };
const CHROMIUM: Need = Need {
    what: "Chromium at /usr/bin/chromium, or where CHROMIUM says",
    packages: &["chromium", "fonts-dejavu-core"],
    here: || super::browser::chromium().is_some(),
};

/// Installs what is missing on Debian and Ubuntu when run as root.
///
/// # Errors
/// Something is missing on another system; the text lists everything.
pub fn missing(database: bool, browser: bool) -> Result<()> {
    let mut needs = Vec::new();
    if database {
        needs.push(POSTGRES);
    }
    if browser {
        needs.extend([NODE, CHROMIUM]);
    }
    let absent: Vec<_> = needs.iter().filter(|need| !(need.here)()).collect();
    if !absent.is_empty() {
        let names: Vec<_> = absent.iter().map(|need| need.what).collect();
        if !(shell::is_root() && shell::find("apt-get").is_some()) {
            bail!("the tests need what is not here; please install:\n  {}", names.join("\n  "));
        }
        shell::say(format!("installing {}", names.join(", ")));
        let packages: Vec<_> = absent.iter().flat_map(|need| need.packages).copied().collect();
        let mut apt = Command::new("apt-get");
        shell::run(apt.args(["update", "-qq"]))?;
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive").args(["install", "-y", "-qq", "--no-install-recommends"]);
        shell::run(apt.args(packages))?;
        if let Some(need) = absent.iter().find(|need| !(need.here)()) {
            bail!("the packages are installed, yet this is still missing: {}", need.what);
        }
    }
    if browser { node_is_recent() } else { Ok(()) }
}

fn node_is_recent() -> Result<()> {
    let version = shell::capture(Command::new("node").arg("--version"))?;
    let major = version.trim().trim_start_matches('v').split('.').next().and_then(|major| major.parse::<u32>().ok());
    let major = major.with_context(|| format!("node says it is {version:?}"))?;
    if major < OLDEST_NODE {
        bail!("the browser tests need Node.js {OLDEST_NODE} or later; here is {}", version.trim());
    }
    Ok(())
}
