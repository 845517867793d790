//! From the compiled module to the files a browser loads: splitting, binding, optimising.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

use anyhow::{Context, Result, anyhow, bail};

use crate::{files, npm, shell};

/// Lazy group → the modules it needs, shared ones first, without `.wasm`.
pub type Groups = BTreeMap<String, Vec<String>>;

/// The script of the main module.
pub const MAIN_SCRIPT: &str = "app.js";
/// The main module.
pub const MAIN_MODULE: &str = "app_bg.wasm";
/// The script that loads the lazy modules. It and the main script import each other by these unhashed names.
pub const LINK_SCRIPT: &str = "__wasm_split.js";

/// The features that rustc emits by default for this target; the optimiser refuses features that are not enabled.
pub const FEATURES: [&str; 8] = [
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-call-indirect-overlong",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// The folder of the package that contains wasm-opt.
pub fn tools() -> PathBuf {
    shell::root().join("frontend/tools")
}

/// Splits off the lazy groups and generates the browser's scripts for the rest.
///
/// # Errors
/// The module was linked without `--emit-relocs`, or the versions of wasm-bindgen in Cargo.lock and xtask differ.
pub fn split_and_bind(wasm: &Path, out: &Path) -> Result<Groups> {
    fs::create_dir_all(out)?;
    let input = files::bytes(wasm)?;
    let main = out.join("app.presplit.wasm");
    let mut options = wasm_split_cli_support::Options::new(&input);
    options.output_dir = out;
    options.main_out_path = &main;
    let main_script = format!("./{MAIN_SCRIPT}");
    options.main_module = &main_script;
    let link_script = format!("./{LINK_SCRIPT}");
    options.link_name = &link_script;
    let split = wasm_split_cli_support::transform(options)
        .map_err(|error| anyhow!("{error:?}"))
        .context("the module could not be split")?;

    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(&main).out_name("app").web(true)?.typescript(false);
    // The lazy modules import the linker's exports by the linker's names.
    bindgen.keep_lld_exports(true).demangle(false);
    bindgen.generate(out).context("wasm-bindgen failed")?;
    fs::remove_file(&main)?;
    Ok(split.prefetch_map.into_iter().collect())
}

/// Shortens the scripts' own names and removes their comments; names that modules share stay.
///
/// # Errors
/// The shortening program fails.
pub fn shorten(stage: &Path) -> Result<()> {
    let mut scripts = files::below(stage, &[])?;
    scripts.retain(|path| path.extension().is_some_and(|ext| ext == "js"));
    for script in scripts {
        let mut terser = Command::new("node");
        terser.arg(npm::program(&tools(), "terser")).arg(&script).args(["--module", "--compress", "--mangle", "-o"]);
        shell::run(terser.arg(&script)).with_context(|| format!("cannot shorten {}", script.display()))?;
    }
    Ok(())
}

/// Runs wasm-opt on every module below `stage`, in parallel on all cores.
///
/// # Errors
/// wasm-opt fails on a module.
pub fn optimise(stage: &Path) -> Result<()> {
    let mut modules = files::below(stage, &[])?;
    modules.retain(|path| path.extension().is_some_and(|ext| ext == "wasm"));
    let next = AtomicUsize::new(0);
    let work = || -> Result<()> {
        while let Some(module) = modules.get(next.fetch_add(1, Ordering::Relaxed)) {
            optimise_one(module)?;
        }
        Ok(())
    };
    let cores = thread::available_parallelism().map_or(1, usize::from).min(modules.len().max(1));
    thread::scope(|scope| {
        let workers: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| anyhow!("a worker panicked"))?)
    })
}

/// Runs wasm-opt on one module.
///
/// # Errors
/// It fails.
pub fn optimise_one(module: &Path) -> Result<()> {
    let output = Command::new("node")
        // wasm-opt is itself WebAssembly here. Most modules are small, and optimising the optimiser takes four times as
        // long as they do.
        .arg("--liftoff-only")
        .arg(npm::program(&tools(), "wasm-opt"))
        .arg("-Oz")
        .args(FEATURES)
        .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
        .arg(module)
        .arg("-o")
        .arg(module)
        .stdin(Stdio::null())
        .output()
        .context("cannot start node")?;
    if !output.status.success() {
        bail!("wasm-opt failed on {}:\n{}", module.display(), String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
