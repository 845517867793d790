//! Texts of SMS, e-mails, problems and pages made by the server, from `frontend/locales/server/*.json`.

use std::collections::HashMap;
use std::sync::LazyLock;

use qabul_domain::language::Lang;
use qabul_domain::rules::book::told::COMPLAINT;

type Table = HashMap<String, String>;

static TABLES: LazyLock<[Table; 3]> = LazyLock::new(|| {
    [
        table(include_str!("../../../frontend/locales/server/az.json")),
        table(include_str!("../../../frontend/locales/server/en.json")),
        table(include_str!("../../../frontend/locales/server/ru.json")),
    ]
});

/// Flattens `{"a": {"b": "text"}}` to `a.b`. A file that cannot be read gives an empty table, which the tests notice.
fn table(json: &str) -> Table {
    fn walk(prefix: &str, value: &serde_json::Value, into: &mut Table) {
        match value {
            serde_json::Value::Object(fields) => {
                for (name, value) in fields {
                    let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                    walk(&key, value, into);
                }
            }
            serde_json::Value::String(text) => {
                into.insert(prefix.to_owned(), text.clone());
            }
            _ => {}
        }
    }
    let mut into = Table::new();
    if let Ok(value) = serde_json::from_str(json) {
        walk("", &value, &mut into);
    }
    into
}

fn of(lang: Lang) -> &'static Table {
    let [az, en, ru] = &*TABLES;
    match lang {
        Lang::Az => az,
        Lang::En => en,
        Lang::Ru => ru,
    }
}

/// The text of a key; the key itself where there is none, so that a gap is seen and nothing breaks.
pub fn text(lang: Lang, key: &str) -> String {
    of(lang).get(key).cloned().unwrap_or_else(|| key.to_owned())
}

/// Whether a key exists.
pub fn has(key: &str) -> bool {
    of(Lang::Az).contains_key(key)
}

/// The text of a key with `{name}` replaced. `{complaint}` is the sentence that ends every decision against somebody (6.3, 6.5).
pub fn fill(lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
    let known = [("complaint", lang.pick(COMPLAINT))];
    fill_text(&text(lang, key), &[values, &known].concat())
}

/// A text with `{name}` replaced. Values are not looked into again.
pub fn fill_text(template: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        let (before, tail) = rest.split_at(open);
        out.push_str(before);
        let Some(close) = tail.find('}') else {
            rest = tail;
            break;
        };
        let name = &tail[1..close];
        match values.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&tail[..=close]),
        }
        rest = &tail[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_three_languages_hold_the_same_keys_and_placeholders() {
        let placeholders = |text: &str| {
            let mut names: Vec<String> = text
                .split('{')
                .skip(1)
                .filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned()))
                .collect();
            names.sort();
            names.dedup();
            names
        };
        assert!(of(Lang::Az).len() > 50, "the locale was read");
        for (key, az) in of(Lang::Az) {
            for lang in [Lang::En, Lang::Ru] {
                let other = of(lang).get(key).unwrap_or_else(|| panic!("{lang:?} has no {key}"));
                assert_eq!(placeholders(az), placeholders(other), "{key} in {lang:?}");
            }
        }
        for lang in [Lang::En, Lang::Ru] {
            for key in of(lang).keys() {
                assert!(of(Lang::Az).contains_key(key), "{key} stands in {lang:?} only");
            }
        }
    }

    #[test]
    fn clause_6_3_every_notice_of_a_decision_against_somebody_ends_with_where_to_complain() {
        for decision in
            ["masterExam.returned", "masterExam.notConfirmed", "masterExam.withdrawalRefused", "account.rejected"]
        {
            for lang in Lang::ALL {
                let told = fill(lang, &format!("notices.{decision}.text"), &[("reason", "x")]);
                assert!(told.ends_with(lang.pick(COMPLAINT)), "{decision} in {lang:?}: {told}");
            }
        }
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        assert_eq!(fill_text("{a} və {b}", &[("a", "{b}"), ("b", "2")]), "{b} və 2");
        assert_eq!(fill_text("{c", &[("c", "x")]), "{c");
    }
}
