//! The size budget, in kB (1000 bytes) after brotli, measured on the compressed files.

use std::{
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context, Result, bail};

use super::{
    assets::LANGUAGES,
    bundle::MAIN_MODULE,
    layout::{self, Build},
    pack,
    settings::Settings,
    verifier,
};
use crate::files;

/// Limit for the start and sign-in pages, with everything they fetch, in bytes.
const FIRST_LOAD: u64 = 150_000;
/// Target for a wizard's page opened directly, with everything it fetches, in bytes. Missing it is reported but does
/// not fail the build yet.
const DEEP_LINK: u64 = 200_000;
/// Limit for all modules of one lazy group together, in addition to the first load, in bytes. The total of all groups
/// has no limit, because nobody fetches all of them, and a new service must not reduce the budget of another one.
const GROUP: u64 = 75_000;
/// Limit for the verifier of placements with the texts of its page in all languages, in bytes; only that page fetches
/// them.
const VERIFIER: u64 = 90_000;

/// Prints the sizes and fails if one exceeds its limit.
///
/// # Errors
/// A size exceeds its limit, or texts of a lazy group are in the main module.
pub fn check(dist: &Path) -> Result<()> {
    let settings = Settings::read()?;
    let build = layout::newest(dist)?;
    let first = first_load(dist, &build)?;
    let mut over = Vec::new();
    let mut row = |what: &str, size: u64, limit: u64, holds: bool| {
        let mark = if size > limit { "ABOVE" } else { "ok" };
        let kind = if holds { "limit" } else { "aim  " };
        println!("  {what:<44} {:>7} kB   {kind} {:>3} kB   {mark}", kilo(size), limit / 1000);
        if holds && size > limit {
            over.push(format!("{what}: {} kB of {}", kilo(size), limit / 1000));
        }
    };

    row("start and log-in", first, FIRST_LOAD, true);
    for (group, modules) in &build.groups {
        let later: u64 = modules.iter().map(|module| packed(&module_path(&build, module))).sum::<Result<_>>()?;
        row(&format!("lazy group {group}, all its files"), later, GROUP, true);
        if settings.deep_link.contains(group) {
            row(&format!("deep link into {group}"), first + later, DEEP_LINK, false);
        }
    }
    println!("  {:<44} {:>7} kB", "everything, all languages", kilo(everything(dist, &build)?));
    row("the verifier, a program of its own", all_of(verifier_files(&build)?)?, VERIFIER, true);
    println!("first load: {} kB brotli", kilo(first));

    let main = files::bytes(&build.folder.join(MAIN_MODULE))?;
    for word in &settings.not_in_main {
        if main.windows(word.len()).any(|part| part == word.as_bytes()) {
            over.push(format!("the main module holds `{word}`, which belongs to a lazy group"));
        }
    }
    if !over.is_empty() {
        bail!("above the size budget:\n  {}", over.join("\n  "));
    }
    Ok(())
}

/// The size of the shell, the static files it names, styles, scripts, main module and the texts of the first language.
fn first_load(dist: &Path, build: &Build) -> Result<u64> {
    let mut files = files::below(&build.folder, &[])?;
    files.retain(|file| {
        let name = file.file_name().unwrap_or_default().to_string_lossy();
        let kind = file.extension().unwrap_or_default();
        kind == "js" || kind == "css" || name == MAIN_MODULE || texts_of(file) == Some(0)
    });
    files.retain(|file| !is_verifier(file));
    files.extend(shell_and_statics(dist)?);
    all_of(files)
}

fn is_verifier(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name.to_string_lossy().starts_with(verifier::PREFIX))
}

fn verifier_files(build: &Build) -> Result<Vec<PathBuf>> {
    let mut files = files::below(&build.folder, &[])?;
    files.retain(|file| is_verifier(file) && file.extension().is_some_and(|kind| kind != "br" && kind != "gz"));
    Ok(files)
}

fn all_of(files: Vec<PathBuf>) -> Result<u64> {
    files.iter().map(|file| packed(file)).sum()
}

fn shell_and_statics(dist: &Path) -> Result<Vec<PathBuf>> {
    let page = dist.join("index.html");
    let text = files::text(&page)?;
    let mut files = files::below(dist, &["pkg"])?;
    files.retain(|file| {
        let name = file.strip_prefix(dist).unwrap_or(file).to_string_lossy();
        // The preview picture for messengers is named by `content`, and the home screen icon is fetched only when it is
        // installed.
        let fetched = [format!("href=\"/{name}\""), format!("src=\"/{name}\"")];
        fetched.iter().any(|named| text.contains(named)) && name != "apple-touch-icon.png"
    });
    files.push(page);
    Ok(files)
}

/// The size of everything in all languages: reported, without a limit.
fn everything(dist: &Path, build: &Build) -> Result<u64> {
    let mut files = files::below(&build.folder, &[])?;
    files.retain(|file| !is_verifier(file) && file.extension().is_some_and(|kind| kind != "br" && kind != "gz"));
    files.extend(shell_and_statics(dist)?);
    all_of(files)
}

/// The language whose texts a file contains, by its index in the list of languages.
fn texts_of(file: &Path) -> Option<usize> {
    let name = file.file_name()?.to_str()?;
    LANGUAGES.iter().position(|language| name.strip_suffix(".json") == Some(*language))
}

fn module_path(build: &Build, module: &str) -> PathBuf {
    build.folder.join(format!("{module}.wasm"))
}

fn packed(file: &Path) -> Result<u64> {
    let copy = pack::with(file, "br");
    let copy = if copy.is_file() { copy } else { file.to_path_buf() };
    Ok(fs::metadata(&copy).with_context(|| format!("cannot read {}", copy.display()))?.len())
}

fn kilo(bytes: u64) -> String {
    format!("{}.{}", bytes / 1000, bytes % 1000 / 100)
}
