//! The files other than modules: start script, texts, styles.

use std::{fmt::Write as _, path::Path};

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use super::{
    bundle::{Groups, MAIN_MODULE, MAIN_SCRIPT},
    hyphens,
    settings::Settings,
};
use crate::{files, shell};

/// The languages of the portal; the first is the default.
pub const LANGUAGES: [&str; 3] = ["az", "en", "ru"];

/// Writes `boot.js`, the only script named in the shell, because the content policy allows no inline script.
///
/// # Errors
/// A path prefix in split.json names a group that does not exist; the disk reports an error.
pub fn boot(stage: &Path, groups: &Groups, settings: &Settings) -> Result<()> {
    let mut early = Vec::new();
    for (prefix, group) in &settings.preload {
        let Some(modules) = groups.get(group) else {
            bail!("frontend/split.json: there is no group `{group}`; there are {:?}", groups.keys());
        };
        let modules: Vec<_> = modules.iter().map(|module| format!("./{module}.wasm")).collect();
        early.push(json!([prefix, modules]));
    }
    let script = include_str!("boot.js")
        .replace("__EARLY__", &Value::from(early).to_string())
        .replace("__LANGUAGES__", &json!(LANGUAGES).to_string())
        .replace("__SCRIPT__", MAIN_SCRIPT)
        .replace("__MODULE__", MAIN_MODULE);
    files::put(&stage.join("boot.js"), strip_line_comments(&script))
}

fn strip_line_comments(script: &str) -> String {
    let lines = script.lines().map(str::trim_start).filter(|line| !line.starts_with("//") && !line.is_empty());
    lines.fold(String::new(), |mut all, line| {
        let _ = writeln!(all, "{line}");
        all
    })
}

/// Writes each language's texts without the part used only by the server. Returns the languages.
///
/// # Errors
/// A locale file is not a JSON object.
pub fn texts(stage: &Path) -> Result<Vec<&'static str>> {
    let mut had = Vec::new();
    for language in LANGUAGES {
        let path = shell::root().join(format!("frontend/locales/{language}.json"));
        if !path.is_file() {
            continue;
        }
        let mut texts: Value =
            serde_json::from_str(&files::text(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
        let Some(sections) = texts.as_object_mut() else { bail!("{} is no JSON object", path.display()) };
        sections.remove("server");
        hyphens::join(&mut texts);
        // The SPA numbers the texts by key, depth first, so the order is part of the format.
        texts.sort_all_objects();
        files::put(&stage.join(format!("{language}.json")), texts.to_string())?;
        had.push(language);
    }
    Ok(had)
}

/// Joins `frontend/style/*.css` in the order of their names into `app.css`.
///
/// # Errors
/// A file cannot be read.
pub fn styles(stage: &Path) -> Result<()> {
    let mut all = String::new();
    for path in files::below(&shell::root().join("frontend/style"), &[])? {
        if path.extension().is_some_and(|ext| ext == "css") {
            all.push_str(&files::text(&path)?);
            all.push('\n');
        }
    }
    files::put(&stage.join("app.css"), shorten(&all))
}

/// Removes comments and white space outside quotes, and nothing else: brotli compresses the rest, and a wrong
/// optimisation that changed the meaning of a rule would cost more than the saved bytes.
fn shorten(css: &str) -> String {
    let mut short = String::with_capacity(css.len());
    let mut rest = css.chars().peekable();
    let mut quote = None;
    while let Some(c) = rest.next() {
        if let Some(mark) = quote {
            short.push(c);
            if c == '\\' {
                short.extend(rest.next());
            } else if c == mark {
                quote = None;
            }
            continue;
        }
        match c {
            '"' | '\'' => {
                quote = Some(c);
                short.push(c);
            }
            '/' if rest.peek() == Some(&'*') => {
                rest.next();
                let mut before = ' ';
                for c in rest.by_ref() {
                    if before == '*' && c == '/' {
                        break;
                    }
                    before = c;
                }
            }
            c if c.is_whitespace() => {
                if !short.is_empty() && !short.ends_with([' ', '{', '}', ';', ',']) {
                    short.push(' ');
                }
            }
            '{' | '}' | ';' | ',' => {
                if short.ends_with(' ') {
                    short.pop();
                }
                short.push(c);
            }
            c => short.push(c),
        }
    }
    short
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn styles_keep_their_meaning_when_shortened() {
        let css = "/* a { */\n:root {\n  --gap: calc(1rem + 2px);\n  --mark: \"a  /* b */\";\n}\n.x > .y , .z { color : red; }\n";
        assert_eq!(shorten(css), ":root{--gap: calc(1rem + 2px);--mark: \"a  /* b */\";}.x > .y,.z{color : red;}");
    }
}
