//! `cargo xtask web`: builds the SPA into `target/dist`.
//!
//! Order: compile with relocations kept → split off the lazy groups → bind the main module → wasm-opt on each → merge the
//! small ones → texts, styles and static files → one folder named after its content → packed copies → budget. Each step is
//! one file here and says why it does what it does.

mod assets;
mod budget;
mod bundle;
pub mod content;
mod fingerprint;
mod layout;
mod merge;
mod pack;
mod settings;
mod verifier;

use std::{path::PathBuf, process::Command};

use anyhow::{Context, Result};

use crate::{files, npm, shell};

/// `cargo xtask web`
#[derive(clap::Args, Default)]
pub struct Args {
    /// Quick build for work on pages: no optimiser, no packed copies, no budget
    #[arg(long)]
    pub dev: bool,
    /// Build even when no input has changed
    #[arg(long)]
    pub force: bool,
}

/// What to do when Node, and with it wasm-opt, is missing.
#[derive(Clone, Copy, PartialEq)]
pub enum Optimiser {
    /// Stop, as when a size is above its budget: without the optimiser the budget is meaningless.
    Required,
    /// Continue with larger modules and report it: sufficient to try the portal.
    Wanted,
}

/// The package of the SPA.
const SPA: &str = "qabul-frontend";
/// The package of the verifier's worker.
const WORKER: &str = "qabul-verifier-web";

/// The folder the server serves.
pub fn dist() -> PathBuf {
    shell::target().join("dist")
}

/// The command: builds, prints the sizes and holds them to the budget.
///
/// # Errors
/// The build fails or a size is above its budget.
pub fn run(args: &Args) -> Result<()> {
    build(args, Optimiser::Required)
}

/// Builds unless the inputs are those of the last build.
///
/// # Errors
/// As [`run`].
pub fn build(args: &Args, optimiser: Optimiser) -> Result<()> {
    // Two builds at once would pull the stage from under each other: the second waits and finds the work done.
    let _alone = files::lock(&shell::target().join("web/.lock"))?;
    let optimise = !args.dev && optimiser_ready(optimiser)?;
    let inputs = fingerprint::of_inputs(args.dev, optimise)?;
    let stamp = shell::target().join("web/inputs");
    let same = std::fs::read_to_string(&stamp).is_ok_and(|had| had == inputs);
    let unchanged = same && !args.force && dist().join("index.html").is_file();
    if unchanged {
        shell::say("the SPA is up to date");
    } else {
        // A build that breaks off half-way must not look like a finished one.
        let _ = std::fs::remove_file(&stamp);
        produce(args, optimise)?;
        files::put(&stamp, &inputs)?;
    }
    // Who only wants to see the portal is not kept from it by a size.
    if optimise && optimiser == Optimiser::Required { budget::check(&dist()) } else { Ok(()) }
}

fn produce(args: &Args, optimise: bool) -> Result<()> {
    let settings = settings::Settings::read()?;
    shell::say("compiling the SPA and the verifier");
    let wasm = compile(args.dev, SPA)?;
    let worker = compile(args.dev, WORKER)?;
    let stage = shell::target().join("web/stage");
    files::clear(&stage)?;
    shell::say("splitting and binding");
    let mut groups = bundle::split_and_bind(&wasm, &stage)?;
    verifier::bind(&worker, &stage)?;
    if optimise {
        shell::say("wasm-opt on each module");
        bundle::optimise(&stage)?;
        merge::small_ones(&stage, &mut groups)?;
    }
    assets::boot(&stage, &groups, &settings)?;
    let languages = assets::texts(&stage)?;
    verifier::texts(&stage)?;
    content::write(&stage)?;
    assets::styles(&stage)?;
    if !args.dev {
        shell::say("packing");
        pack::all(&stage)?;
    }
    layout::publish(&dist(), &stage, groups, &languages, !args.dev)
}

fn compile(dev: bool, package: &str) -> Result<PathBuf> {
    add_target()?;
    let profile = if dev { "dev" } else { "wasm-release" };
    let folder = if dev { "debug" } else { "wasm-release" };
    // An own folder: a native build in another terminal is not held up by this one's lock.
    let target = shell::target().join("web");
    let mut cargo = shell::cargo();
    cargo.env("CARGO_TARGET_DIR", &target);
    // Views of components become one type each at their edges: a tenth less code (1.82 → 1.61 MB before wasm-opt).
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg=erase_components");
    cargo.args(["rustc", "--package", package, "--bin", package, "--target=wasm32-unknown-unknown"]);
    cargo.args(["--profile", profile]);
    if package == SPA {
        // What splitting needs. For the last crate only: as RUSTFLAGS it would compile every dependency again.
        cargo.args(["--", "-Clink-args=--emit-relocs"]);
    }
    shell::run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown").join(folder).join(format!("{package}.wasm")))
}

/// Adds the WebAssembly target where the toolchain lacks it.
///
/// # Errors
/// It is missing and rustup is not there or fails.
pub fn add_target() -> Result<()> {
    let sysroot = shell::capture(Command::new("rustc").args(["--print", "sysroot"]).current_dir(shell::root()))?;
    if PathBuf::from(sysroot.trim()).join("lib/rustlib/wasm32-unknown-unknown").is_dir() {
        return Ok(());
    }
    shell::say("adding the WebAssembly target");
    shell::run(Command::new("rustup").args(["target", "add", "wasm32-unknown-unknown"]).current_dir(shell::root()))
        .context("the compiler lacks the target wasm32-unknown-unknown; `rustup target add` could not bring it")
}

fn optimiser_ready(optimiser: Optimiser) -> Result<bool> {
    if npm::present() {
        npm::install(&bundle::tools())?;
        return Ok(true);
    }
    if optimiser == Optimiser::Required {
        anyhow::bail!("wasm-opt comes as a Node package: install Node.js 20 or later with npm");
    }
    shell::say("no Node.js here: the modules stay larger than they need to be, and no budget is checked");
    Ok(false)
}
