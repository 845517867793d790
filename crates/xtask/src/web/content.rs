//! Pages of text: `frontend/content/<page>.<language>.md` becomes `content.<page>.<language>.json`, fetched only by
//! that page. Only the required elements are supported: a heading, a lead, headings with an id, paragraphs, lists,
//! links, and a line `::name` that the page replaces by dynamic content.

use std::{collections::BTreeMap, path::Path};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use super::{assets::LANGUAGES, hyphens};
use crate::{files, shell};

/// Prefix of the names of its files.
const PREFIX: &str = "content";

/// Writes every page in every language.
///
/// # Errors
/// The same as [`check`].
pub fn write(stage: &Path) -> Result<()> {
    for (name, mut page) in pages()? {
        hyphens::join(&mut page);
        files::put(&stage.join(format!("{PREFIX}.{name}.json")), page.to_string())?;
    }
    Ok(())
}

/// Reads every page and compares the languages.
///
/// # Errors
/// A page is missing in a language, contains a line that cannot be parsed, or differs in structure or links from the
/// Azerbaijani page.
pub fn check() -> Result<()> {
    pages().map(drop)
}

/// The pages by `<page>.<language>`.
fn pages() -> Result<BTreeMap<String, Value>> {
    let mut pages = BTreeMap::new();
    for path in files::below(&shell::root().join("frontend/content"), &[])? {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let Some(name) = name.strip_suffix(".md") else { bail!("{} is no page of words", path.display()) };
        let page = parse(&files::text(&path)?).with_context(|| path.display().to_string())?;
        pages.insert(name.to_owned(), page);
    }
    compare(&pages)?;
    Ok(pages)
}

fn compare(pages: &BTreeMap<String, Value>) -> Result<()> {
    let first = LANGUAGES[0];
    for name in pages.keys() {
        let (page, language) = name.split_once('.').with_context(|| format!("{name}: no language"))?;
        ensure!(LANGUAGES.contains(&language), "{name}: no language of the portal");
        let model = pages.get(&format!("{page}.{first}")).with_context(|| format!("{page} is missing in {first}"))?;
        for language in LANGUAGES {
            let other = pages.get(&format!("{page}.{language}"));
            let other = other.with_context(|| format!("{page} is missing in {language}"))?;
            ensure!(shape(other) == shape(model), "{page} is built up otherwise in {language} than in {first}");
        }
    }
    Ok(())
}

/// The structure of a page: kinds of blocks, ids, targets of links.
fn shape(value: &Value) -> Value {
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, inner)| match key.as_str() {
                "id" | "to" | "live" => (key.clone(), inner.clone()),
                _ => (key.clone(), shape(inner)),
            })
            .collect(),
        // The position of a link in its sentence may differ between languages.
        Value::Array(items) if is_line(items) => {
            let mut links: Vec<&str> = items.iter().filter_map(|part| part["to"].as_str()).collect();
            links.sort_unstable();
            json!(links)
        }
        Value::Array(items) => items.iter().map(shape).collect(),
        _ => Value::Null,
    }
}

fn is_line(items: &[Value]) -> bool {
    items.iter().any(Value::is_string) || items.iter().any(|part| part.get("to").is_some())
}

fn parse(text: &str) -> Result<Value> {
    let mut chunks = text.split("\n\n").map(str::trim).filter(|chunk| !chunk.is_empty());
    let title = chunks.next().and_then(|chunk| chunk.strip_prefix("# ")).context("the first line is no `# title`")?;
    let lead = chunks.next().context("no lead below the title")?;
    ensure!(!lead.contains('\n') && !lead.starts_with(['#', '-', ':']), "no lead below the title");
    let blocks: Vec<Value> = chunks.map(block).collect::<Result<_>>()?;
    Ok(json!({ "title": title, "lead": lead, "blocks": blocks }))
}

fn block(chunk: &str) -> Result<Value> {
    let lines: Vec<&str> = chunk.lines().collect();
    let listed = |mark: &dyn Fn(usize) -> String| -> Option<Result<Value>> {
        let items: Option<Vec<&str>> =
            lines.iter().enumerate().map(|(at, text)| text.strip_prefix(mark(at).as_str())).collect();
        items.map(|items| items.into_iter().map(line).collect())
    };
    if let Some(heading) = chunk.strip_prefix("## ") {
        let (words, id) = heading.split_once(" {#").context("a heading without an id")?;
        let id = id.strip_suffix('}').context("a heading without an id")?;
        return Ok(json!({ "h2": words, "id": id }));
    }
    if let Some(name) = chunk.strip_prefix("::") {
        return Ok(json!({ "live": name }));
    }
    if let Some(items) = listed(&|at| format!("{}. ", at + 1)) {
        return Ok(json!({ "ol": items? }));
    }
    if let Some(items) = listed(&|_| "- ".to_owned()) {
        return Ok(json!({ "ul": items? }));
    }
    ensure!(lines.len() == 1, "a paragraph is one line, a list has nothing but items: {chunk}");
    ensure!(!chunk.starts_with('#'), "only `## heading {{#id}}`: {chunk}");
    Ok(json!({ "p": line(chunk)? }))
}

/// Text and links of one line.
fn line(text: &str) -> Result<Value> {
    let mut parts: Vec<Value> = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        let (label, after) = after.split_once("](").context("a `[` that begins no link")?;
        let (to, after) = after.split_once(')').context("a link without its end")?;
        let known = to.starts_with('/') || to.starts_with("tel:") || to.starts_with("clause:");
        ensure!(known, "a link leads to a page of the portal or to a clause, or dials: {to}");
        if !before.is_empty() {
            parts.push(json!(before));
        }
        parts.push(json!({ "a": label, "to": to }));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(json!(rest));
    }
    Ok(Value::Array(parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "# Title\n\nLead.\n\n## One {#one}\n\nSee [this](/help), or [146](tel:146).\n\n- a\n- b\n\n1. x\n2. y\n\n::commissions\n";

    #[test]
    fn a_page_is_read_into_its_blocks() {
        let page = parse(PAGE).unwrap();
        assert_eq!(page["title"], "Title");
        assert_eq!(page["blocks"][0], json!({ "h2": "One", "id": "one" }));
        assert_eq!(page["blocks"][1]["p"][1], json!({ "a": "this", "to": "/help" }));
        assert_eq!(page["blocks"][2], json!({ "ul": [["a"], ["b"]] }));
        assert_eq!(page["blocks"][3], json!({ "ol": [["x"], ["y"]] }));
        assert_eq!(page["blocks"][4], json!({ "live": "commissions" }));
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for bad in [
            "x",
            "# T\n\nL\n\n### h",
            "# T\n\nL\n\n## no id",
            "# T\n\nL\n\n[x](http://x.example)",
            "# T\n\nL\n\n- a\nb",
        ] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn languages_are_built_alike_and_lead_to_the_same_places() {
        let of = |en: &str| {
            let page = |text: &str| parse(text).unwrap();
            BTreeMap::from([
                ("p.az".to_owned(), page(PAGE)),
                ("p.en".to_owned(), page(en)),
                ("p.ru".to_owned(), page(PAGE)),
            ])
        };
        assert!(compare(&of(&PAGE.replace("See [this](/help), or", "[Other](/help) words,"))).is_ok());
        assert!(compare(&of(&PAGE.replace("(/help)", "(/login)"))).is_err());
        assert!(compare(&of(&PAGE.replace("- b\n", ""))).is_err());
        assert!(compare(&of(&PAGE.replace("#one", "#two"))).is_err());
    }

    #[test]
    fn every_page_of_the_portal_is_there_in_three_languages() {
        assert_eq!(pages().unwrap().len() % LANGUAGES.len(), 0);
    }
}
