//! The browser tests: the real programs on free ports, and Chromium.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

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

/// Portals that are tested side by side, each with its own database, simulator and clock: a browser and its portal need
/// about one core together.
const PORTALS: usize = 2;

/// Starts the portals with empty databases and runs Playwright against them.
///
/// # Errors
/// Playwright writes no report.
pub fn run(programs: &Path) -> Result<Count> {
    let folder = shell::root().join("frontend/e2e");
    npm::install(&folder)?;
    let data = traces().join("browser");
    files::clear(&data)?;
    let mut plans = Vec::new();
    let mut running = Vec::new();
    for number in 0..PORTALS {
        let plan = plan(programs, data.join(number.to_string()))?;
        match plan.start() {
            Ok(demo) => running.push(demo),
            Err(error) => return Ok(Count::check("the portal starts", Err(error.context(words(&plan))))),
        }
        plans.push(plan);
    }
    shell::say("browser tests");
    let portals: Vec<_> = plans
        .iter()
        .map(|plan| json!({ "portal": plan.address(), "simulator": plan.simulator_address(), "database": plan.database() }))
        .collect();
    let report = data.join("report.json");
    let mut playwright = Command::new("node");
    playwright
        .arg(npm::program(&folder, "playwright"))
        .args(["test", "--reporter=list,json"])
        .current_dir(&folder)
        .env("PORTALS", Value::from(portals).to_string())
        // Officers decide through the command line, which sends its orders to the running portal.
        .env("QABUL_PROGRAM", programs.join("qabul"))
        .env("PLAYWRIGHT_JSON_OUTPUT_NAME", &report)
        .env("CHROMIUM", chromium().context("Chromium is not here")?);
    let ended_well = playwright.status().context("cannot start node")?.success();
    drop(running);
    let mut count = sum(&report).unwrap_or_default();
    if !ended_well && count.failed == 0 {
        count.failed = 1;
    }
    if count.failed > 0 {
        for plan in &plans {
            println!("the portal's words: {}\n{}", plan.data.display(), words(plan));
        }
    }
    Ok(count)
}

fn plan(programs: &Path, data: PathBuf) -> Result<Plan> {
    Ok(Plan {
        programs: programs.to_path_buf(),
        web: web::dist(),
        data,
        postgres: None,
        port: demo::free_port()?,
        simulator: demo::free_port()?,
        mail: demo::free_port()?,
        quiet: true,
    })
}

/// The last lines of both programs' logs.
fn words(plan: &Plan) -> String {
    ["portal.log", "simulator.log"].map(|log| demo::tail(&plan.data.join(log), 20)).join("\n")
}

/// A flaky test succeeded only at the second attempt, a skipped one did not run: both count as failed.
fn sum(report: &Path) -> Result<Count> {
    let report: Value = serde_json::from_str(&files::text(report)?)?;
    let number = |name: &str| report["stats"][name].as_u64().and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
    Ok(Count { passed: number("expected"), failed: number("unexpected") + number("flaky") + number("skipped") })
}
