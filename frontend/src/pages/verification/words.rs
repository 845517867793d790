//! Texts of this page. They are in separate files, because they are half as large again as all other texts of the
//! portal, and only this page uses them.

use std::sync::Arc;

use leptos::prelude::*;
use qabul_domain::figures;
use serde_json::Value;

use crate::api::wire;
use crate::dom;
use crate::i18n::{self, Text, text_of};
use crate::ui::effect;

/// The texts, once they are loaded.
#[derive(Clone, Copy)]
pub struct Words {
    texts: RwSignal<Option<Arc<Value>>>,
    /// They did not come.
    pub lost: RwSignal<bool>,
}

impl Words {
    /// Begins to load them, and loads others after a change of language; the old ones stay meanwhile.
    pub fn new() -> Self {
        let words = Self { texts: RwSignal::new(None), lost: RwSignal::new(false) };
        effect(move |_| {
            i18n::lang();
            words.fetch();
        });
        words
    }

    /// Loads them, also after a failed attempt.
    pub fn fetch(self) {
        leptos::task::spawn_local(async move {
            let lang = i18n::lang_now();
            let file = ["verifier.", lang.tag(), ".json"].concat();
            let body = wire::text(&dom::beside_program(&file)).await.ok();
            let texts: Option<Value> = body.and_then(|body| serde_json::from_str(&body).ok());
            if lang == i18n::lang_now() {
                self.lost.try_set(texts.is_none());
                if let Some(texts) = texts {
                    self.texts.try_set(Some(Arc::new(texts)));
                }
            }
        });
    }

    /// Are they there? Tracked.
    pub fn ready(self) -> bool {
        self.texts.with(Option::is_some)
    }

    /// A text by section and name, `page.title`. Tracked.
    pub fn get(self, key: &str) -> String {
        let (section, name) = key.split_once('.').unwrap_or_default();
        self.texts.with(|texts| {
            let text = texts.as_deref().and_then(|texts| texts.get(section)?.get(name)?.as_str());
            text.unwrap_or_default().to_owned()
        })
    }

    /// A text with its `{placeholders}` filled. Tracked.
    pub fn with(self, key: &str, values: &[(&str, &str)]) -> String {
        values.iter().fold(self.get(key), |text, (name, value)| text.replace(&["{", name, "}"].concat(), value))
    }

    /// A text that follows the language.
    pub fn say(self, key: impl Into<String>) -> Text {
        let key = key.into();
        text_of(move || self.get(&key))
    }
}

/// A count with grouped thousands, in the format of the displayed language.
pub fn grouped(number: i64) -> String {
    figures::grouped(number.unsigned_abs(), i18n::lang())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use qabul_verifier::{FILES, Fault, Finding, Step};
    use serde_json::Value;

    const FILES_OF_TEXTS: [&str; 3] = [
        include_str!("../../../locales/verifier/az.json"),
        include_str!("../../../locales/verifier/en.json"),
        include_str!("../../../locales/verifier/ru.json"),
    ];
    const SOURCES: [&str; 5] = [
        include_str!("mod.rs"),
        include_str!("choose.rs"),
        include_str!("published.rs"),
        include_str!("verdict.rs"),
        include_str!("files.rs"),
    ];

    fn has(texts: &Value, section: &str, name: &str) -> bool {
        texts.get(section).and_then(|section| section.get(name)).is_some_and(Value::is_string)
    }

    #[test]
    fn everything_the_verifier_can_say_has_a_text_in_each_language() {
        for texts in FILES_OF_TEXTS {
            let texts: Value = serde_json::from_str(texts).unwrap();
            for finding in Finding::ALL {
                assert!(has(&texts, "finding", finding.word()), "{}", finding.word());
            }
            for fault in Fault::ALL {
                assert!(has(&texts, "fault", fault.word()), "{}", fault.word());
            }
            for step in [Step::Input, Step::Output, Step::Check, Step::Explain] {
                assert!(has(&texts, "step", step.word()), "{}", step.word());
            }
            for (folder, name) in FILES {
                assert!(has(&texts, "file", &[folder.word(), "/", name].concat()), "{name}");
            }
        }
    }

    #[test]
    fn every_text_of_the_page_is_there_and_none_is_left_over() {
        let texts: Value = serde_json::from_str(FILES_OF_TEXTS[0]).unwrap();
        let used = |section: &str| -> BTreeSet<String> {
            let mark = ["\"", section, "."].concat();
            let parts = SOURCES.iter().flat_map(|source| source.split(mark.as_str()).skip(1));
            parts.filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect()
        };
        for section in ["page", "verdict"] {
            let there: BTreeSet<String> = texts[section].as_object().unwrap().keys().cloned().collect();
            assert_eq!(there, used(section), "{section}");
        }
    }
}
