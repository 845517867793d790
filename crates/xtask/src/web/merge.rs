//! Merges small shared modules into one.
//!
//! The splitter writes a module for every set of groups with common code. With seven groups these are some fifty
//! modules, most of them a few hundred bytes, and each needs a request. The small ones are merged: a group that needs
//! one of them fetches all, and all of them together are smaller than their former overhead.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

use anyhow::{Context, Result, bail};
use walrus::{ImportKind, Module};

use super::bundle::{FEATURES, Groups, LINK_SCRIPT, optimise_one, tools};
use crate::{files, npm};

/// A module smaller than this many bytes after optimisation is small.
const SMALL: u64 = 5_000;
/// Module name under which every split module imports from the main one.
const SHARED: &str = "__wasm_split";
/// A temporary name of the same module during the merge, so that many equal imports become one.
const HOME: &str = "__wasm_split_home";

/// Merges the small shared modules into the first of them: the files, the script that loads them, and `groups`.
///
/// # Errors
/// The modules or the script differ from the splitter's format.
pub fn small_ones(stage: &Path, groups: &mut Groups) -> Result<()> {
    let mut small = BTreeSet::new();
    for module in groups.values().flatten().filter(|module| module.starts_with("chunk_")) {
        if fs::metadata(path(stage, module))?.len() < SMALL {
            small.insert(module.clone());
        }
    }
    let Some(first) = small.first().cloned() else { return Ok(()) };
    let merged = merge(stage, &small)?;
    for module in &small {
        fs::remove_file(path(stage, module))?;
    }
    fs::rename(merged, path(stage, &first))?;
    optimise_one(&path(stage, &first))?;
    for modules in groups.values_mut() {
        *modules = together(modules, &small, &first);
    }
    let script = stage.join(LINK_SCRIPT);
    files::put(&script, rewritten(&files::text(&script)?, &small, &first)?)
}

fn path(stage: &Path, module: &str) -> std::path::PathBuf {
    stage.join(format!("{module}.wasm"))
}

/// The list with the merged modules replaced by one entry at the position of the first.
fn together(modules: &[String], small: &BTreeSet<String>, first: &str) -> Vec<String> {
    let mut all = Vec::new();
    for module in modules {
        let module = if small.contains(module) { first } else { module };
        if !all.iter().any(|had| had == module) {
            all.push(module.to_owned());
        }
    }
    all
}

fn merge(stage: &Path, small: &BTreeSet<String>) -> Result<std::path::PathBuf> {
    let home = stage.join("home.wat");
    files::put(&home, home_of(stage, small)?)?;
    let merged = stage.join("merged.wasm");
    let mut command = Command::new("node");
    command.arg(npm::program(&tools(), "wasm-merge")).arg(&home).arg(SHARED);
    for module in small {
        command.arg(path(stage, module)).arg(module);
    }
    let output = command.args(FEATURES).arg("-o").arg(&merged).output().context("cannot start node")?;
    if !output.status.success() {
        bail!("wasm-merge failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    fs::remove_file(home)?;
    let mut module = read(&merged)?;
    for import in module.imports.iter_mut() {
        SHARED.clone_into(&mut import.module);
    }
    // Exports of the main module; nothing imports from a lazy module.
    let exports: Vec<_> = module.exports.iter().map(|export| export.id()).collect();
    for export in exports {
        module.exports.delete(export);
    }
    module.emit_wasm_file(&merged).map_err(|error| anyhow::anyhow!("{error:?}"))?;
    Ok(merged)
}

fn read(path: &Path) -> Result<Module> {
    Module::from_file(path).map_err(|error| anyhow::anyhow!("{}: {error:?}", path.display()))
}

/// A module that imports once what all small ones import, and re-exports it.
fn home_of(stage: &Path, small: &BTreeSet<String>) -> Result<String> {
    let (mut memory, mut table, mut globals) = (0, 0, BTreeSet::new());
    for name in small {
        let module = read(&path(stage, name))?;
        for import in module.imports.iter() {
            match import.kind {
                ImportKind::Memory(id) => memory = memory.max(module.memories.get(id).initial),
                ImportKind::Table(id) => table = table.max(module.tables.get(id).initial),
                ImportKind::Global(_) => drop(globals.insert(import.name.clone())),
                _ => bail!("{name} imports {}, which is neither memory nor table nor a global", import.name),
            }
        }
    }
    let mut text = format!(
        "(module (import \"{HOME}\" \"memory\" (memory {memory}))
        (import \"{HOME}\" \"__indirect_function_table\" (table {table} funcref))
        (export \"memory\" (memory 0)) (export \"__indirect_function_table\" (table 0))"
    );
    for (at, name) in globals.iter().enumerate() {
        text.push_str(&format!("(import \"{HOME}\" \"{name}\" (global (mut i32))) (export \"{name}\" (global {at}))"));
    }
    text.push(')');
    Ok(text)
}

/// The script that loads the modules, with one definition for all merged modules.
fn rewritten(script: &str, small: &BTreeSet<String>, first: &str) -> Result<String> {
    const END: &str = ", []);\n";
    let mut script = script.to_owned();
    for module in small.iter().filter(|module| *module != first) {
        let begin = format!("const __{module} = makeLoad(");
        let start = script.find(&begin).with_context(|| format!("{LINK_SCRIPT} does not define {module}"))?;
        let end = script[start..].find(END).with_context(|| format!("{LINK_SCRIPT}: {module} has no end"))?;
        script.replace_range(start..start + end + END.len(), "");
    }
    let lines = script.lines().map(|line| match line.strip_prefix(", [").and_then(|rest| rest.split_once(']')) {
        Some((list, rest)) => {
            let names: Vec<String> = list.split(", ").map(|name| name.trim_start_matches("__").to_owned()).collect();
            let names: Vec<String> = together(&names, small, first)
                .iter()
                .filter(|name| !name.is_empty())
                .map(|name| format!("__{name}"))
                .collect();
            format!(", [{}]{rest}", names.join(", "))
        }
        // The comments list the groups that share a module.
        None if line.starts_with("/* ") => String::new(),
        None => line.to_owned(),
    });
    Ok(lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCRIPT: &str = "/* a, b */\nconst __chunk_1 = makeLoad(() => {\n    fetch(\"./chunk_1.wasm\");\n}\n, []);\n\
        /* b */\nconst __chunk_2 = makeLoad(() => {\n    fetch(\"./chunk_2.wasm\");\n}\n, []);\n\
        const __chunk_3 = makeLoad(() => {\n}\n, []);\n\
        export const __wasm_split_load_b = wrapAsyncCb(makeLoad(() => {\n}\n, [__chunk_1, __chunk_2, __chunk_3]));\n";

    #[test]
    fn the_script_loads_merged_modules_once() {
        let small = ["chunk_1", "chunk_2"].map(str::to_owned).into();
        let script = rewritten(SCRIPT, &small, "chunk_1").unwrap();
        assert!(script.contains("const __chunk_1 = ") && !script.contains("chunk_2"), "{script}");
        assert!(script.ends_with(", [__chunk_1, __chunk_3]));"), "{script}");
        assert!(rewritten(SCRIPT, &["chunk_1", "chunk_9"].map(str::to_owned).into(), "chunk_1").is_err());
    }
}
