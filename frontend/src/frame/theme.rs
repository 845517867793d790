//! The choice of theme: system, light or dark. `theme.js` applies the stored choice before the first paint.

use leptos::prelude::*;

use crate::dom;
use crate::i18n::{Key, keys};
use crate::ui::{El, el};

const STORED: &str = "qabul.theme";

/// The three choices as radio buttons. `name` distinguishes two groups on one page.
pub fn theme_switch(name: &'static str) -> El {
    let chosen = RwSignal::new(dom::stored(STORED).unwrap_or_default());
    let choose = move |theme: &'static str| {
        let wish = (!theme.is_empty()).then_some(theme);
        dom::html_attribute("data-theme", wish);
        match wish {
            Some(theme) => dom::store(STORED, theme),
            None => dom::forget(STORED),
        }
        chosen.set(theme.to_owned());
    };
    let option = move |theme: &'static str, label: Key| {
        let radio = el("input")
            .set("type", "radio")
            .set("name", name)
            .live_prop("checked", move || chosen.with(|now| now == theme).into())
            .on("change", move |_| choose(theme));
        el("label").add(radio).add(label)
    };
    el("fieldset")
        .class("theme")
        .add(el("legend").add(keys::header::THEME))
        .add(option("", keys::header::THEME_SYSTEM))
        .add(option("light", keys::header::THEME_LIGHT))
        .add(option("dark", keys::header::THEME_DARK))
}
