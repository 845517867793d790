//! The browser tests: the real programs on free ports, and Chromium.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::Value;

use super::{Count, traces};
use crate::{
    demo::{self, Plan},
    files, npm, shell, web,
};

/// The browser: the path in `CHROMIUM`, otherwise Debian's path.
pub fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from);
    let found = named.or_else(|| shell::find("chromium")).or_else(|| shell::find("chromium-browser"));
    found.filter(|path| path.is_file())
}

/// Starts the portal with an empty database and runs Playwright against it.
///
/// # Errors
/// The portal does not start; Playwright writes no report.
pub fn run(programs: PathBuf) -> Result<Count> {
    let folder = shell::root().join("frontend/e2e");
    npm::install(&folder)?;
    let data = traces().join("browser");
    files::clear(&data)?;
    let plan = Plan {
        programs,
        web: web::dist(),
        data: data.clone(),
        postgres: None,
        port: demo::free_port()?,
        simulator: demo::free_port()?,
        mail: demo::free_port()?,
        quiet: true,
    };
    let running = match plan.start() {
        Ok(running) => running,
        Err(error) => {
            let words = format!(
                "{}\n{}",
                demo::tail(&data.join("portal.log"), 20),
                demo::tail(&data.join("simulator.log"), 20)
            );
            return Ok(Count::check("the portal starts", Err(error.context(words))));
        }
    };
    shell::say("browser tests");
    let report = data.join("report.json");
    let mut playwright = Command::new("node");
    playwright
        .arg(npm::program(&folder, "playwright"))
        .args(["test", "--reporter=list,json"])
        .current_dir(&folder)
        .env("BASE_URL", plan.address())
        .env("SIMULATOR_URL", plan.simulator_address())
        // Officers decide through the command line, which sends its orders to the running portal.
        .env("QABUL_PROGRAM", plan.programs.join("qabul"))
        .env("QABUL_DATABASE", plan.database())
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("CHROMIUM", chromium().context("Chromium is not here")?);
    let ended_well = playwright.status().context("cannot start node")?.success();
    drop(running);
    let mut count = sum(&report).unwrap_or_default();
    if !ended_well && count.failed == 0 {
        count.failed = 1;
    }
    if count.failed > 0 {
        println!("the portal's words: {}\n{}", data.display(), demo::tail(&data.join("portal.log"), 20));
    }
    Ok(count)
}

/// A flaky test succeeded only at the second attempt, a skipped one did not run: both count as failed.
fn sum(report: &Path) -> Result<Count> {
    let report: Value = serde_json::from_str(&files::text(report)?)?;
    let number = |name: &str| report["stats"][name].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
    Ok(Count { passed: number("expected"), failed: number("unexpected") + number("flaky") + number("skipped") })
}
