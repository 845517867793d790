//! `cargo xtask test`: all tests, on both databases and in the browser.
//!
//! No test is left out silently: missing requirements are installed or named, and an ignored test counts as failed.

mod browser;
mod cargo_tests;
mod install;
mod postgres;
mod purity;

use std::{path::Path, thread, time::Instant};

use anyhow::{Result, anyhow, bail};

use crate::{docs, interrupt, native, openapi, shell, web};

/// `cargo xtask test`
#[derive(clap::Args)]
pub struct Args {
    /// Only this part
    #[arg(long, value_enum)]
    only: Option<Part>,
}

/// Parts of the test suite.
#[derive(Clone, Copy, PartialEq, clap::ValueEnum)]
enum Part {
    /// Rules, procedures, placement and the verifier, without a database
    Domain,
    /// The store, on SQLite and PostgreSQL
    Store,
    /// The server, its clients of external systems and the simulator
    Api,
    /// The SPA: its own tests, then the built application in Chromium
    Browser,
}

/// The result of a part.
#[derive(Clone, Copy, Default)]
pub struct Count {
    /// Tests that held.
    pub passed: u32,
    /// Failed tests, including those that were not run.
    pub failed: u32,
}

impl Count {
    /// One check made by xtask itself, counted as a test.
    fn check(name: &str, result: Result<()>) -> Self {
        match result {
            Ok(()) => {
                println!("check {name} ... ok");
                Self { passed: 1, failed: 0 }
            }
            Err(error) => {
                println!("check {name} ... FAILED\n{error:#}");
                Self { passed: 0, failed: 1 }
            }
        }
    }
}

impl std::ops::AddAssign for Count {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
    }
}

/// Runs the tests. The last line is `N passed, N failed`.
///
/// # Errors
/// A requirement is missing, or a test failed.
pub fn run(args: &Args) -> Result<()> {
    interrupt::watch()?;
    let started = Instant::now();
    let wants = |part| args.only.is_none_or(|only| only == part);
    install::missing(wants(Part::Store) || wants(Part::Api), wants(Part::Browser))?;

    let mut total = Count::default();
    if wants(Part::Domain) {
        total += Count::check("domain, contract and verifier need nothing native", purity::check());
    }
    total += match args.only {
        None => everything()?,
        Some(Part::Domain) => cargo_tests::run(&packages(&["domain", "contract", "placement", "verifier"]), None)?,
        Some(Part::Store) => on_both(&["store"])?,
        Some(Part::Api) => on_both(&["api", "gateways", "simulator", "documents"])?,
        Some(Part::Browser) => {
            let mut total = cargo_tests::run(&packages(&["frontend"]), None)?;
            total += spa_builds();
            match native::build(native::Build::Tests) {
                Ok(programs) => total += in_browser(&programs)?,
                Err(error) => total += Count::check("the programs build", Err(error)),
            }
            total
        }
    };
    let seconds = started.elapsed().as_secs();
    println!("\ntested in {} min {} s", seconds / 60, seconds % 60);
    println!("{} passed, {} failed", total.passed, total.failed);
    if total.failed > 0 || total.passed == 0 || interrupt::asked() {
        std::process::exit(1);
    }
    Ok(())
}

fn packages(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("--package=qabul-{name}")).collect()
}

/// Tests that use SQLite and PostgreSQL.
fn on_both(names: &[&str]) -> Result<Count> {
    let server = postgres::Server::start()?;
    cargo_tests::run(&packages(names), Some(server.url()))
}

fn everything() -> Result<Count> {
    let programs = match native::build(native::Build::Tests) {
        Ok(programs) => programs,
        Err(error) => return Ok(Count::check("programs and tests build", Err(error))),
    };
    // The native tests wait for databases and processes, and the end of the SPA's build uses one core: together they take
    // less time than one after the other.
    let server = postgres::Server::start()?;
    let (native, spa) = thread::scope(|scope| {
        let spa = scope.spawn(spa_builds);
        let native = all_native(&programs, server.url());
        (native, spa.join())
    });
    // The browser tests do not use it.
    drop(server);
    let mut total = native?;
    total += spa.map_err(|_| anyhow!("building the SPA panicked"))?;
    if !interrupt::asked() {
        total += in_browser(&programs)?;
    }
    Ok(total)
}

fn all_native(programs: &Path, url: &str) -> Result<Count> {
    let mut total = cargo_tests::run(&native::TOGETHER, Some(url))?;
    total += cargo_tests::run(&["--package=xtask"], None)?;
    let fresh = native::says(programs, &["openapi"]).and_then(|fresh| openapi::check(&fresh));
    total += Count::check("openapi/openapi.json is what the handlers say", fresh);
    for page in docs::PAGES {
        let fresh = native::says(programs, &["docs", page]).and_then(|fresh| docs::check(page, &fresh));
        total += Count::check(&format!("docs/{page}.md is what the code says"), fresh);
    }
    Ok(total)
}

fn spa_builds() -> Count {
    let built = web::build(&web::Args::default(), web::Optimiser::Required);
    Count::check("the SPA builds and keeps to its size budget", built)
}

/// The built SPA in the browser; a size above its budget does not prevent it.
fn in_browser(programs: &Path) -> Result<Count> {
    let count = if web::dist().join("index.html").is_file() { browser::run(programs)? } else { Count::default() };
    if interrupt::asked() {
        bail!("interrupted");
    }
    Ok(count)
}

/// Folder for files of a test run that people may examine.
fn traces() -> std::path::PathBuf {
    shell::target().join("test")
}
