//! `cargo xtask web`: builds the SPA into `target/dist`.
//!
//! Order: compile with relocations → split off the lazy groups → bind the main module → wasm-opt on each module → merge
//! the small ones → texts, styles and static files → shorter scripts → compressed copies → one folder named after its
//! content → budget. Each step is a file of this folder that explains its reasons.

mod assets;
mod budget;
mod bundle;
pub mod content;
mod fingerprint;
mod hyphens;
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
    /// Quick build for work on pages: no optimiser, no compressed copies, no budget
    #[arg(long)]
    pub dev: bool,
    /// Build even if no input has changed
    #[arg(long)]
    pub force: bool,
}

/// What to do if Node, and therefore wasm-opt, is missing.
#[derive(Clone, Copy, PartialEq)]
pub enum Optimiser {
    /// Stop, because without the optimiser the size budget cannot be checked.
    Required,
    /// Continue with larger modules and report it; this is enough to try the portal.
    Wanted,
}

/// The package of the SPA.
const SPA: &str = "qabul-frontend";
/// The package of the verifier's worker.
const WORKER: &str = "qabul-verifier-web";

/// The folder that the server serves.
pub fn dist() -> PathBuf {
    shell::target().join("dist")
}

/// The command: builds, prints the sizes and checks the budget.
///
/// # Errors
/// The build fails or a size is above its budget.
pub fn run(args: &Args) -> Result<()> {
    build(args, Optimiser::Required)
}

/// Builds, unless the inputs are the same as in the last build.
///
/// # Errors
/// The same as [`run`].
pub fn build(args: &Args, optimiser: Optimiser) -> Result<()> {
    // Two simultaneous builds would overwrite each other's files. The second waits and then finds the work done.
    let _alone = files::lock(&shell::target().join("web/.lock"))?;
    let optimise = !args.dev && optimiser_ready(optimiser)?;
    let inputs = fingerprint::of_inputs(args.dev, optimise)?;
    let stamp = shell::target().join("web/inputs");
    let same = std::fs::read_to_string(&stamp).is_ok_and(|had| had == inputs);
    let unchanged = same && !args.force && dist().join("index.html").is_file();
    if unchanged {
        shell::say("the SPA is up to date");
    } else {
        // An interrupted build must not look like a finished one.
        let _ = std::fs::remove_file(&stamp);
        produce(args, optimise)?;
        files::put(&stamp, &inputs)?;
    }
    // A size above its budget must not prevent a person from trying the portal.
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
    if optimise {
        bundle::shorten(&stage)?;
    }
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
    // A separate build folder, so that this build does not wait for the lock of a native build.
    let target = shell::target().join("web");
    let mut cargo = shell::cargo();
    cargo.env("CARGO_TARGET_DIR", &target);
    // Component views are type-erased at their boundaries: a tenth less code (1.82 → 1.61 MB before wasm-opt).
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg=erase_components");
    cargo.args(["rustc", "--package", package, "--bin", package, "--target=wasm32-unknown-unknown"]);
    cargo.args(["--profile", profile]);
    if package == SPA {
        // Required for splitting. Only for the last crate: with RUSTFLAGS every dependency would be compiled again.
        cargo.args(["--", "-Clink-args=--emit-relocs"]);
    }
    shell::run(&mut cargo)?;
    Ok(target.join("wasm32-unknown-unknown").join(folder).join(format!("{package}.wasm")))
}

/// Adds the WebAssembly target if the toolchain lacks it.
///
/// # Errors
/// It is missing, and rustup does not exist or fails.
fn add_target() -> Result<()> {
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
