//! The three languages say the same things: equal keys, equal placeholders, no empty text.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{files, shell};

type Texts = BTreeMap<String, BTreeSet<String>>;

/// Compares `frontend/locales/{en,ru}.json` with `az.json`, the server's section included, and so the verifier's texts.
///
/// # Errors
/// The files differ in keys or placeholders, or a text is empty.
pub fn check() -> Result<()> {
    let mut faults = Vec::new();
    for part in ["", "verifier/"] {
        let az = read(&format!("{part}az"), &mut faults)?;
        for language in ["en", "ru"].map(|language| format!("{part}{language}")) {
            compare(&language, &az, &read(&language, &mut faults)?, &mut faults);
        }
    }
    if !faults.is_empty() {
        bail!("{}", faults.join("\n"));
    }
    Ok(())
}

fn read(language: &str, faults: &mut Vec<String>) -> Result<Texts> {
    let path = shell::root().join(format!("frontend/locales/{language}.json"));
    let tree = serde_json::from_str(&files::text(&path)?).with_context(|| format!("{} is no JSON", path.display()))?;
    let mut texts = Texts::new();
    flatten(language, "", &tree, &mut texts, faults);
    Ok(texts)
}

fn flatten(language: &str, path: &str, value: &Value, texts: &mut Texts, faults: &mut Vec<String>) {
    match value {
        Value::Object(inner) => {
            for (key, value) in inner {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(language, &path, value, texts, faults);
            }
        }
        Value::String(text) => {
            if text.trim().is_empty() {
                faults.push(format!("{language}: {path} is empty"));
            }
            texts.insert(path.to_owned(), placeholders(text));
        }
        _ => faults.push(format!("{language}: {path} is no text")),
    }
}

fn placeholders(text: &str) -> BTreeSet<String> {
    text.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect()
}

fn compare(language: &str, az: &Texts, other: &Texts, faults: &mut Vec<String>) {
    for (key, names) in az {
        match other.get(key) {
            None => faults.push(format!("{language}: {key} is missing")),
            Some(theirs) if theirs != names => {
                faults.push(format!("{language}: {key} has the placeholders {theirs:?}, az has {names:?}"));
            }
            Some(_) => {}
        }
    }
    faults.extend(other.keys().filter(|key| !az.contains_key(*key)).map(|key| format!("az: {key} is missing")));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_key_and_another_placeholder_are_named() {
        let read = |text: &str, faults: &mut Vec<String>| {
            let mut texts = Texts::new();
            flatten("x", "", &serde_json::from_str(text).unwrap(), &mut texts, faults);
            texts
        };
        let mut faults = Vec::new();
        let az = read(r#"{"a": {"one": "{n} il", "two": "ad"}}"#, &mut faults);
        let en = read(r#"{"a": {"one": "{m} years"}}"#, &mut faults);
        compare("en", &az, &en, &mut faults);
        assert_eq!(faults.len(), 2, "{faults:?}");
    }
}
