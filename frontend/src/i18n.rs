//! Texts in three languages. The keys are compiled in, and the texts of one language are one fetched file, so nobody
//! downloads the other languages.

use std::cell::RefCell;
use std::sync::Arc;

use leptos::prelude::*;
use leptos::reactive::graph::Observer;
use qabul_domain::figures;
use qabul_domain::language::Lang;
use serde_json::Value;
use wasm_bindgen::JsValue;

use crate::{api::wire, dom};

#[expect(non_snake_case, reason = "sections are named as in the locale files")]
pub mod keys {
    //! One constant for each text of `locales/az.json`.
    include!(concat!(env!("OUT_DIR"), "/keys.rs"));
}

/// A text: its position in the flattened locale file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Key(u16);

/// A text of a component: a key, a fixed text or a value that changes.
pub type Text = Signal<String>;

impl From<Key> for Signal<String> {
    fn from(key: Key) -> Self {
        Signal::derive(move || t(key))
    }
}

struct Words {
    lang: Lang,
    texts: Vec<String>,
}

thread_local! {
    static WORDS: RefCell<Option<ArcRwSignal<Arc<Words>>>> = const { RefCell::new(None) };
}

fn words() -> Option<ArcRwSignal<Arc<Words>>> {
    WORDS.with_borrow(Clone::clone)
}

/// Reads the texts. Tracked inside a view; event handlers and requests have nothing that could be updated.
fn read<T>(what: impl FnOnce(&Words) -> T) -> Option<T> {
    let words = words()?;
    Some(if Observer::get().is_some() {
        words.with(|words| what(words))
    } else {
        words.with_untracked(|words| what(words))
    })
}

/// A key as a displayable text: one type for all texts keeps the program small, unlike a closure for each.
pub fn tr(key: Key) -> Text {
    key.into()
}

/// The displayed language. Tracked: a view that calls it follows a change.
pub fn lang() -> Lang {
    read(|words| words.lang).unwrap_or_default()
}

/// The displayed language, not tracked.
pub fn lang_now() -> Lang {
    words().map(|words| words.with_untracked(|words| words.lang)).unwrap_or_default()
}

/// The text of a key. Tracked: a view that calls it follows a switch of language.
pub fn t(key: Key) -> String {
    read(|words| words.texts.get(usize::from(key.0)).cloned()).flatten().unwrap_or_default()
}

/// The text of a key with its `{placeholders}` filled.
pub fn t_with(key: Key, values: &[(&str, &str)]) -> String {
    let mut text = t(key);
    for (name, value) in values {
        let mut mark = String::with_capacity(name.len() + 2);
        mark.push('{');
        mark.push_str(name);
        mark.push('}');
        text = text.replace(&mark, value);
    }
    text
}

/// A text that follows a change of language, for use as a component's `label=` or between tags.
pub fn text_of(make: impl Fn() -> String + Send + Sync + 'static) -> Text {
    // Boxed, because a separate signal type for every text would make the program larger.
    let make: Box<dyn Fn() -> String + Send + Sync> = Box::new(make);
    Signal::derive(make)
}

/// Picks the plural form `[one, few, many]` of a count and fills `{n}`.
pub fn t_count(forms: [Key; 3], count: i64) -> String {
    let shown = figures::grouped(count.unsigned_abs(), lang());
    t_with(forms[plural(lang(), count)], &[("n", &shown)])
}

/// Index of the plural form: 0 one, 1 few, 2 many.
fn plural(lang: Lang, count: i64) -> usize {
    let (tens, ones) = (count % 100, count % 10);
    match lang {
        Lang::Ru if ones == 1 && tens != 11 => 0,
        Lang::Ru if (2..=4).contains(&ones) && !(12..=14).contains(&tens) => 1,
        Lang::Az | Lang::En if count == 1 => 0,
        _ => 2,
    }
}

/// Reads the language of the page (set by `boot.js` from the stored choice) and loads its texts. Call once, before the
/// first view.
///
/// # Errors
/// The texts could not be fetched.
pub async fn start() -> Result<(), JsValue> {
    let lang = Lang::of(&dom::html_lang()).unwrap_or_default();
    let body = match dom::early("qabulTexts").await {
        Some(body) => body,
        None => fetch(lang).await?,
    };
    let words = Words { lang, texts: flatten_file(&body) };
    WORDS.set(Some(ArcRwSignal::new(Arc::new(words))));
    Ok(())
}

/// Changes the language without a reload: nothing typed is lost, and the choice is stored on this device.
///
/// # Errors
/// The texts could not be fetched; the old language stays.
pub async fn switch(lang: Lang) -> Result<(), JsValue> {
    let texts = flatten_file(&fetch(lang).await?);
    if texts.len() != keys::COUNT {
        return Err(JsValue::NULL);
    }
    if let Some(words) = words() {
        dom::set_html_lang(lang.tag());
        dom::store("qabul.lang", lang.tag());
        words.set(Arc::new(Words { lang, texts }));
    }
    Ok(())
}

async fn fetch(lang: Lang) -> Result<String, JsValue> {
    let urls = dom::meta("qabul-locales");
    let urls: Value = serde_json::from_str(&urls).map_err(|_| JsValue::NULL)?;
    wire::text(urls.get(lang.tag()).and_then(Value::as_str).ok_or(JsValue::NULL)?).await
}

/// The texts of a locale file, in the order of the compiled keys.
fn flatten_file(body: &str) -> Vec<String> {
    let mut texts = Vec::with_capacity(keys::COUNT);
    if let Ok(Value::Object(mut sections)) = serde_json::from_str(body) {
        sections.remove("server");
        flatten(&Value::Object(sections), &mut texts);
    }
    texts
}

fn flatten(value: &Value, texts: &mut Vec<String>) {
    match value {
        // A map of `serde_json` is sorted by key, both here and in build.rs, so an index means the same text on both
        // sides.
        Value::Object(map) => map.values().for_each(|inner| flatten(inner, texts)),
        Value::String(text) => texts.push(text.clone()),
        _ => texts.push(String::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_flattens_to_as_many_texts_as_there_are_keys() {
        for file in
            [include_str!("../locales/az.json"), include_str!("../locales/en.json"), include_str!("../locales/ru.json")]
        {
            assert_eq!(flatten_file(file).len(), keys::COUNT);
        }
    }

    #[test]
    fn a_key_stands_for_its_own_text() {
        let texts = flatten_file(include_str!("../locales/az.json"));
        assert_eq!(texts[usize::from(keys::common::NEXT.0)], "Növbəti");
        assert_eq!(texts[usize::from(keys::time::OVER.0)], "Bitib");
    }

    #[test]
    fn russian_counts_use_three_forms() {
        let forms = [1, 2, 5, 11, 12, 21, 22, 25, 111].map(|n| plural(Lang::Ru, n));
        assert_eq!(forms, [0, 1, 2, 2, 2, 0, 1, 2, 2]);
    }
}
