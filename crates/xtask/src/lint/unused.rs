//! Checks that every declared dependency is used: each one is code to review and to build, and a possible target of
//! attacks.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::{files, shell};

/// Searches the sources of each crate for the names of its dependencies.
///
/// # Errors
/// A dependency is named nowhere.
pub fn check() -> Result<()> {
    let metadata = shell::capture(shell::cargo().args(["metadata", "--no-deps", "--format-version=1", "--locked"]))?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let mut unused = Vec::new();
    for package in metadata["packages"].as_array().context("no packages")? {
        let manifest = Path::new(package["manifest_path"].as_str().context("no manifest")?);
        let home = manifest.parent().context("no folder")?;
        let mut sources = String::new();
        for file in files::below(home, &["target", "node_modules", "e2e"])? {
            let inner = file.strip_prefix(home)?;
            // A crate in a subfolder of another crate has its own manifest.
            let foreign = inner
                .ancestors()
                .skip(1)
                .any(|dir| !dir.as_os_str().is_empty() && home.join(dir).join("Cargo.toml").is_file());
            if !foreign && file.extension().is_some_and(|kind| kind == "rs") {
                sources.push_str(&files::text(&file)?);
            }
        }
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let name = dependency["rename"].as_str().or(dependency["name"].as_str()).unwrap_or_default();
            if !names(&sources, &name.replace('-', "_")) {
                unused.push(format!("{}: {name}", package["name"].as_str().unwrap_or_default()));
            }
        }
    }
    if !unused.is_empty() {
        bail!("declared and named nowhere:\n  {}", unused.join("\n  "));
    }
    Ok(())
}

/// Whether a source names a crate: as a whole word, at the beginning of a path, in `use` or as an attribute.
fn names(sources: &str, name: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    sources.match_indices(name).any(|(at, _)| {
        let before = sources[..at].chars().next_back();
        let behind = &sources[at + name.len()..];
        let whole = !before.is_some_and(is_part) && !behind.starts_with(is_part);
        let used = sources[..at].trim_end().ends_with("use") && !behind.starts_with(is_part);
        whole && (behind.starts_with("::") || used)
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_crate_is_used_where_its_name_begins_a_path() {
        for used in ["use uuid::Uuid;", "pub use uuid;", "fn a(b: uuid::Uuid) {}", "#[uuid::x]", "use uuid as id;"] {
            assert!(names(used, "uuid"), "{used}");
        }
        for unused in ["let uuid = 1;", "use my_uuid::x;", "// uuid", "self.uuid", "use uuids::x;"] {
            assert!(!names(unused, "uuid"), "{unused}");
        }
    }
}
