//! Checks the texts of the three languages: equal keys, equal placeholders, no empty text, one word for one concept
//! (docs/glossary.md), and amounts in the format of the language.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::{files, shell};

type Texts = BTreeMap<String, BTreeSet<String>>;

/// Words that must not be used in a language, in lower case, and what is written instead.
const NOT_USED: &[(&str, &str, &str)] = &[
    ("az", "müraciətlərim", "Ərizələrim"),
    ("az", "hesabınız təsdiq", "Kabinetiniz təsdiq"),
    ("az", "parol", "şifrə"),
    ("en", "cabinet", "account"),
    ("en", "work number", "application number"),
    ("en", "e-mail", "email"),
    ("en", "recognis", "recogniz…"),
    ("en", "present password", "current password"),
    ("ru", "рабочий номер", "номер заявления"),
    ("ru", "номер дела", "номер заявления"),
    ("ru", "fin", "ФИН"),
    ("ru", "e-mail", "электронная почта"),
];

/// Compares `frontend/locales/{en,ru}.json` with `az.json`, and in the same way the texts of the server and of the
/// verifier.
///
/// # Errors
/// The files differ in keys or placeholders, a text is empty, contains a word that must not be used, or an amount in
/// the format of another language.
pub fn check() -> Result<()> {
    let mut faults = Vec::new();
    for part in ["", "server/", "verifier/"] {
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
            faults.extend(forms(language, inner).map(|fault| format!("{language}: {path} {fault}")));
            for (key, value) in inner {
                let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
                flatten(language, &path, value, texts, faults);
            }
        }
        Value::String(text) => {
            if text.trim().is_empty() {
                faults.push(format!("{language}: {path} is empty"));
            }
            let tag = language.rsplit('/').next().unwrap_or(language);
            faults.extend(wording(tag, text).map(|fault| format!("{language}: {path} {fault}")));
            texts.insert(path.to_owned(), placeholders(text));
        }
        _ => faults.push(format!("{language}: {path} is no text")),
    }
}

/// The error in the plural forms of a count, if these are such forms.
fn forms(language: &str, forms: &serde_json::Map<String, Value>) -> Option<String> {
    let [one, few, many] = ["one", "few", "many"].map(|form| forms.get(form).and_then(Value::as_str));
    let (one, few, many) = (one?, few?, many?);
    match language.rsplit('/').next() {
        Some("az") if one != few || few != many => {
            Some("has different forms: Azerbaijani has no plural after a number".to_owned())
        }
        Some("en") if few != many => Some("has different forms for few and many".to_owned()),
        _ => None,
    }
}

/// The error in the wording of one text, if there is one.
fn wording(tag: &str, text: &str) -> Option<String> {
    // Names of placeholders are not shown to people.
    let read: String = text.split('{').map(|part| part.split_once('}').map_or(part, |(_, rest)| rest)).collect();
    let small = read.to_lowercase();
    if let Some((_, word, instead)) = NOT_USED.iter().find(|(lang, word, _)| *lang == tag && small.contains(word)) {
        return Some(format!("says {word}, in this language it is {instead}"));
    }
    let foreign = if tag == "en" { ',' } else { '.' };
    let decimals = |part: &str| {
        let mut signs = part.chars();
        signs.next().is_some_and(|sign| sign.is_ascii_digit())
            && signs.next().is_some_and(|sign| sign.is_ascii_digit())
            && !signs.next().is_some_and(|sign| sign.is_ascii_digit())
    };
    let sums = text.contains("AZN") && text.split(foreign).skip(1).any(decimals);
    sums.then(|| format!("writes a sum with {foreign:?}"))
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
    fn azerbaijani_counts_have_one_form() {
        let of = |text: &str| serde_json::from_str::<serde_json::Map<String, Value>>(text).unwrap();
        assert!(forms("az", &of(r#"{"one": "{n} gün", "few": "{n} günlər", "many": "{n} gün"}"#)).is_some());
        assert_eq!(forms("az", &of(r#"{"one": "{n} gün", "few": "{n} gün", "many": "{n} gün"}"#)), None);
        assert_eq!(forms("ru", &of(r#"{"one": "{n} день", "few": "{n} дня", "many": "{n} дней"}"#)), None);
    }

    #[test]
    fn a_word_that_is_not_used_and_a_sum_of_another_language_are_named() {
        assert!(wording("en", "Sign in to your Cabinet").is_some_and(|fault| fault.contains("account")));
        assert!(wording("en", "From 1,00 to 5,000.00 AZN").is_some());
        assert!(wording("ru", "От 1.00 AZN").is_some());
        assert_eq!(wording("en", "From 1.00 to 5,000.00 AZN"), None);
        assert_eq!(wording("az", "1,00 – 5 000,00 AZN"), None);
    }

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
