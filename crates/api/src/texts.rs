//! Texts of SMS, e-mails, problems and pages rendered by the server, from `frontend/locales/server/*.json`.

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

/// Flattens `{"a": {"b": "text"}}` to `a.b`. An unreadable file gives an empty table, which the tests detect.
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

/// The text of a key; the key itself if there is none, so that the gap is visible and nothing fails.
pub fn text(lang: Lang, key: &str) -> String {
    of(lang).get(key).cloned().unwrap_or_else(|| key.to_owned())
}

/// Whether a key exists.
pub fn has(key: &str) -> bool {
    of(Lang::Az).contains_key(key)
}

/// The text of a key with `{name}` replaced. `{complaint}` is the sentence that ends every decision against a person
/// (6.3, 6.5).
pub fn fill(lang: Lang, key: &str, values: &[(&str, &str)]) -> String {
    let known = [("complaint", lang.pick(COMPLAINT))];
    fill_text(&text(lang, key), &[values, &known].concat())
}

/// An application number as pages, e-mails and prints show it: `287 206`, with a no-break space. An SMS, where every
/// letter counts, and a file name carry it without.
pub fn work_number(number: &str) -> String {
    grouped(number).map_or_else(|| number.to_owned(), |(first, rest)| format!("{first}\u{a0}{rest}"))
}

/// The two groups of an application number; none if it is too short for two.
pub fn grouped(number: &str) -> Option<(&str, &str)> {
    number.split_at_checked(3).filter(|(_, rest)| !rest.is_empty())
}

/// A text of a notice: `title`, `text` or `sms`.
pub fn notice(lang: Lang, name: &str, part: &str, values: &[(&str, &str)]) -> String {
    let number = values.iter().find(|(name, _)| *name == "number" && part != "sms");
    let number = number.map(|(name, number)| (*name, work_number(number)));
    let shown: Vec<(&str, &str)> = number.iter().map(|(name, number)| (*name, number.as_str())).collect();
    fill(lang, &format!("notices.{name}.{part}"), &[&shown, values].concat())
}

/// A text with `{name}` replaced. Placeholders inside values are not replaced.
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
    use qabul_domain::calendar::{Micros, deadline_text};
    use qabul_domain::money::Qepik;

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

    /// Every SMS, with the longest possible values.
    fn every_sms(lang: Lang) -> Vec<(&'static str, String)> {
        // A two-digit day in each month of 2027, from 15 January on.
        let months = (0..12).map(|month| Micros((1_799_974_800 + month * 30 * 86_400) * Micros::SECOND));
        let longest =
            |texts: Vec<String>| texts.into_iter().max_by_key(|text| text.chars().count()).unwrap_or_default();
        let deadline = longest(months.map(|at| deadline_text(at, lang)).collect());
        let sum = Qepik::manat(5_000).display(lang);
        let values =
            [("number", "287206"), ("code", "287206"), ("sum", &sum), ("deadline", &deadline), ("cabinet", "12345678")];
        let keys = of(lang).keys().filter(|key| key.ends_with(".sms") || key.starts_with("sms."));
        keys.map(|key| (key.as_str(), fill(lang, key, &values))).collect()
    }

    #[test]
    fn every_sms_names_its_sender_and_fits_one_message_in_every_language() {
        for lang in Lang::ALL {
            let all = every_sms(lang);
            assert!(all.len() > 30, "they were found");
            for (key, text) in all {
                assert!(text.starts_with("Qəbul: "), "{key} in {lang:?}: {text}");
                // An SMS with a letter outside the GSM alphabet carries 70 UTF-16 units; the brand name contains such a
                // letter.
                assert!(text.encode_utf16().count() <= 70, "{key} in {lang:?}: {text}");
                assert!(!text.contains('{'), "{key} in {lang:?} has a value this test does not know: {text}");
            }
        }
    }

    #[test]
    fn the_sms_of_a_code_names_its_purpose_and_asks_to_tell_nobody() {
        for (lang, nobody) in
            [(Lang::Az, "Heç kimə deməyin"), (Lang::En, "Do not tell anyone"), (Lang::Ru, "Никому не сообщайте")]
        {
            let mut codes: Vec<String> = every_sms(lang)
                .into_iter()
                .filter(|(key, _)| key.starts_with("sms.code."))
                .map(|(_, text)| text)
                .collect();
            assert!(codes.iter().all(|text| text.ends_with(nobody)), "{codes:?}");
            let count = codes.len();
            codes.sort_unstable();
            codes.dedup();
            assert_eq!((count, codes.len()), (3, 3), "each purpose has its own words: {codes:?}");
        }
    }

    #[test]
    fn the_number_of_an_application_is_spaced_on_pages_and_in_emails_and_whole_in_an_sms() {
        let say = |part| notice(Lang::Az, "masterExam.confirmed", part, &[("number", "287206")]);
        assert!(say("text").contains("İş nömrəsi 287\u{a0}206."), "{}", say("text"));
        assert!(say("sms").ends_with("287206"), "{}", say("sms"));
    }

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        assert_eq!(fill_text("{a} və {b}", &[("a", "{b}"), ("b", "2")]), "{b} və 2");
        assert_eq!(fill_text("{c", &[("c", "x")]), "{c");
    }
}
