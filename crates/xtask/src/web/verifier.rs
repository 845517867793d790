//! The verifier of placements: a separate program, run as a web worker by the only page that needs it.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::{assets::LANGUAGES, hyphens};
use crate::{files, shell};

/// Prefix of the names of its files; the budget counts them separately from the SPA's.
pub const PREFIX: &str = "verifier";

/// Starts the worker. Errors are thrown so that the page receives them; a rejected promise would not reach it.
const START: &str = "__wbg_init({ module_or_path: new URL(\"verifier_bg.wasm\", import.meta.url) })\
.catch((error) => setTimeout(() => { throw error; }));\n";

/// Binds the compiled worker: `verifier.js` starts it and fetches `verifier_bg.wasm` from the same folder.
///
/// # Errors
/// The versions of wasm-bindgen in Cargo.lock and xtask differ.
pub fn bind(wasm: &Path, stage: &Path) -> Result<()> {
    let mut bindgen = wasm_bindgen_cli_support::Bindgen::new();
    bindgen.input_path(wasm).out_name(PREFIX).web(true)?.typescript(false).demangle(false);
    bindgen.generate(stage).context("wasm-bindgen failed")?;
    let script = stage.join(format!("{PREFIX}.js"));
    let text = files::text(&script)?;
    files::put(&script, format!("{text}\n{START}"))
}

/// Writes the texts that only its page needs: `verifier.az.json` and so on.
///
/// # Errors
/// A file is not JSON.
pub fn texts(stage: &Path) -> Result<()> {
    for language in LANGUAGES {
        let path = shell::root().join(format!("frontend/locales/{PREFIX}/{language}.json"));
        let mut texts: Value =
            serde_json::from_str(&files::text(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
        hyphens::join(&mut texts);
        files::put(&stage.join(format!("{PREFIX}.{language}.json")), texts.to_string())?;
    }
    Ok(())
}
