//! Turns `locales/az.json` into constants, one for each text, so that a missing key does not compile; and refuses to
//! build when the three languages differ in keys or placeholders.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::{env, fs, path::Path};

use serde_json::Value;

type Failure = Box<dyn std::error::Error>;

/// Section the server reads; it never reaches the browser.
const SERVER: &str = "server";

fn main() -> Result<(), Failure> {
    println!("cargo::rerun-if-changed=locales");
    let az = read("az")?;
    for other in ["en", "ru"] {
        compare("az", &az, other, &read(other)?)?;
    }
    // Texts of one page, fetched by it: no constants, but the same care.
    let az_page = read("verifier/az")?;
    for other in ["verifier/en", "verifier/ru"] {
        compare("verifier/az", &az_page, other, &read(other)?)?;
    }
    let mut code = String::new();
    let mut next = 0;
    write_module(&az, &mut next, &mut code, 0)?;
    writeln!(code, "/// How many texts there are.\npub const COUNT: usize = {next};")?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("keys.rs"), code)?;
    Ok(())
}

fn read(lang: &str) -> Result<BTreeMap<String, Value>, Failure> {
    let path = format!("locales/{lang}.json");
    let text = fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    let mut sections: BTreeMap<String, Value> = serde_json::from_str(&text).map_err(|e| format!("{path}: {e}"))?;
    sections.remove(SERVER);
    Ok(sections)
}

fn children(value: &Value) -> Option<BTreeMap<String, Value>> {
    value.as_object().map(|map| map.iter().map(|(k, v)| (k.clone(), v.clone())).collect())
}

/// Writes the constants in the order in which the program flattens a fetched file: by key, depth first.
fn write_module(
    map: &BTreeMap<String, Value>,
    next: &mut usize,
    code: &mut String,
    depth: usize,
) -> Result<(), Failure> {
    let pad = "    ".repeat(depth);
    for (key, value) in map {
        if let Some(inner) = children(value) {
            writeln!(code, "{pad}/// Texts of `{key}`.\n{pad}pub mod {key} {{\n{pad}    use crate::i18n::Key;")?;
            write_module(&inner, next, code, depth + 1)?;
            writeln!(code, "{pad}}}")?;
        } else {
            let text = value.as_str().ok_or_else(|| format!("{key} is not a text"))?;
            let name = key.to_uppercase();
            writeln!(code, "{pad}/// {text}\n{pad}pub const {name}: Key = Key({next});")?;
            *next += 1;
        }
    }
    Ok(())
}

fn flatten(map: &BTreeMap<String, Value>, path: &str, out: &mut BTreeMap<String, Vec<String>>) {
    for (key, value) in map {
        let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match children(value) {
            Some(inner) => flatten(&inner, &path, out),
            None => {
                out.insert(path, placeholders(value.as_str().unwrap_or_default()));
            }
        }
    }
}

fn placeholders(text: &str) -> Vec<String> {
    let mut found: Vec<String> =
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect();
    found.sort();
    found
}

fn compare(a: &str, left: &BTreeMap<String, Value>, b: &str, right: &BTreeMap<String, Value>) -> Result<(), Failure> {
    let (mut l, mut r) = (BTreeMap::new(), BTreeMap::new());
    flatten(left, "", &mut l);
    flatten(right, "", &mut r);
    let mut faults = Vec::new();
    for (key, names) in &l {
        match r.get(key) {
            None => faults.push(format!("{key} is missing in {b}.json")),
            Some(other) if other != names => {
                faults.push(format!("{key} has other placeholders in {b}.json than in {a}.json"))
            }
            Some(_) => {}
        }
    }
    faults.extend(r.keys().filter(|key| !l.contains_key(*key)).map(|key| format!("{key} is missing in {a}.json")));
    if faults.is_empty() { Ok(()) } else { Err(faults.join("\n").into()) }
}
