//! The verifier of placements: a separate program, run as a worker by the only page that needs it.

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::assets::LANGUAGES;
use crate::{files, shell};

/// What the names of its files begin with; the budget counts them apart from the SPA's.
pub const PREFIX: &str = "verifier";

/// Starts the worker. What goes wrong is thrown where the page hears it: a rejected promise would stay inside.
const START: &str = "__wbg_init({ module_or_path: new URL(\"verifier_bg.wasm\", import.meta.url) })\
.catch((error) => setTimeout(() => { throw error; }));\n";

/// Binds the compiled worker: `verifier.js` starts by itself and fetches `verifier_bg.wasm` from beside it.
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

/// Writes the texts of its page, which no other page needs: `verifier.az.json` and so on.
///
/// # Errors
/// A file is no JSON.
pub fn texts(stage: &Path) -> Result<()> {
    for language in LANGUAGES {
        let path = shell::root().join(format!("frontend/locales/{PREFIX}/{language}.json"));
        let texts: Value =
            serde_json::from_str(&files::text(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
        files::put(&stage.join(format!("{PREFIX}.{language}.json")), texts.to_string())?;
    }
    Ok(())
}
