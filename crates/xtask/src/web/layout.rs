//! The folder that the server serves: one folder per build named after its content, the shell, and the static files.
//!
//! ```text
//! target/dist/index.html            the shell; never cached
//! target/dist/pkg/<hash>/app.js …   one build, file names without hashes; cached forever
//! target/dist/favicon.svg …         frontend/public unchanged
//! ```

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::{
    bundle::{Groups, LINK_SCRIPT, MAIN_MODULE, MAIN_SCRIPT},
    pack,
};
use crate::{files, shell};

/// Number of old builds kept, so that a page opened before a deployment still finds its lazy modules.
const OLD_BUILDS: usize = 3;

/// The newest build, in the form used by the budget.
pub struct Build {
    /// The build's own folder.
    pub folder: PathBuf,
    /// Lazy group → its modules.
    pub groups: Groups,
}

fn note() -> PathBuf {
    shell::target().join("web/build.json")
}

/// Moves a finished build to the served folder. The shell is written last, so a running server never names missing
/// files.
///
/// # Errors
/// The shell's template is missing or names something unknown; the disk reports an error.
pub fn publish(dist: &Path, stage: &Path, groups: Groups, languages: &[&str], packed: bool) -> Result<()> {
    let built = files::below(stage, &[])?;
    let hash = &files::digest(stage, &built)?[..16];
    let folder = dist.join("pkg").join(hash);
    for file in &built {
        files::put(&folder.join(file.strip_prefix(stage)?), files::bytes(file)?)?;
    }
    let mut kept = statics(dist, packed)?;
    let page = dist.join("index.html");
    files::put(&page, index(&format!("/pkg/{hash}"), languages)?)?;
    if packed {
        kept.extend(pack::one(&page)?);
    }
    kept.insert(page);
    for stale in files::below(dist, &["pkg"])?.into_iter().filter(|file| !kept.contains(file)) {
        fs::remove_file(&stale).with_context(|| format!("cannot remove {}", stale.display()))?;
    }
    drop_old(&dist.join("pkg"), hash)?;
    files::put(&note(), json!({ "hash": hash, "groups": groups }).to_string())
}

/// The newest build, as recorded by [`publish`].
///
/// # Errors
/// There was none, or the record is damaged.
pub fn newest(dist: &Path) -> Result<Build> {
    let note: Value = serde_json::from_str(&files::text(&note())?)?;
    let hash = note["hash"].as_str().context("the note of the last build is damaged")?;
    let groups = serde_json::from_value(note["groups"].clone())?;
    Ok(Build { folder: dist.join("pkg").join(hash), groups })
}

fn statics(dist: &Path, packed: bool) -> Result<BTreeSet<PathBuf>> {
    let source = shell::root().join("frontend/public");
    let mut kept = BTreeSet::new();
    for file in files::below(&source, &[])? {
        let to = dist.join(file.strip_prefix(&source)?);
        files::put(&to, files::bytes(&file)?)?;
        if packed {
            kept.extend(pack::one(&to)?);
        }
        kept.insert(to);
    }
    Ok(kept)
}

/// Fills the template: `%PKG%` becomes the build's folder, `%PUBLIC%` the address of the portal if `QABUL_PUBLIC_URL`
/// gives it (preview pictures of shared links need an absolute address), and the comment `<!-- preload -->` becomes the
/// early fetches.
fn index(pkg: &str, languages: &[&str]) -> Result<String> {
    let template = files::text(&shell::root().join("frontend/index.html"))?;
    anyhow::ensure!(template.contains("<!-- preload -->"), "frontend/index.html lacks <!-- preload -->");
    let mut head = format!("<link rel=\"stylesheet\" href=\"{pkg}/app.css\">\n");
    for script in [MAIN_SCRIPT, LINK_SCRIPT] {
        head.push_str(&format!("<link rel=\"modulepreload\" href=\"{pkg}/{script}\">\n"));
    }
    head.push_str(&format!(
        "<link rel=\"preload\" as=\"fetch\" type=\"application/wasm\" crossorigin href=\"{pkg}/{MAIN_MODULE}\">\n"
    ));
    let texts: serde_json::Map<_, _> =
        languages.iter().map(|lang| ((*lang).to_owned(), json!(format!("{pkg}/{lang}.json")))).collect();
    head.push_str(&format!("<meta name=\"qabul-locales\" content='{}'>\n", Value::from(texts)));
    head.push_str(&format!("<script type=\"module\" src=\"{pkg}/boot.js\"></script>"));
    let public = std::env::var("QABUL_PUBLIC_URL").unwrap_or_default();
    let public = public.trim_end_matches('/');
    Ok(template.replace("<!-- preload -->", &head).replace("%PKG%", pkg).replace("%PUBLIC%", public))
}

fn drop_old(builds: &Path, newest: &str) -> Result<()> {
    let mut old = Vec::new();
    for entry in fs::read_dir(builds)? {
        let entry = entry?;
        if entry.file_name() != newest {
            old.push((entry.metadata()?.modified().unwrap_or(SystemTime::UNIX_EPOCH), entry.path()));
        }
    }
    old.sort();
    let surplus = old.len().saturating_sub(OLD_BUILDS);
    old.into_iter().take(surplus).try_for_each(|(_, folder)| files::clear(&folder))
}
