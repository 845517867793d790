//! Sistem / Açıq / Tünd. `theme.js` applies the stored choice before the first paint.

use leptos::prelude::*;

use crate::dom;
use crate::i18n::{Key, keys, tr};

const STORED: &str = "qabul.theme";

/// The three choices as radio buttons. `name` tells two of them on one page apart.
#[component]
pub fn ThemeSwitch(
    /// Name of the radio group.
    name: &'static str,
) -> impl IntoView {
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
        view! {
            <label>
                <input
                    type="radio"
                    name=name
                    prop:checked=move || chosen.with(|now| now == theme)
                    on:change=move |_| choose(theme)
                />
                {tr(label)}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="theme">
            <legend class="vh">{tr(keys::header::THEME)}</legend>
            {option("", keys::header::THEME_SYSTEM)}
            {option("light", keys::header::THEME_LIGHT)}
            {option("dark", keys::header::THEME_DARK)}
        </fieldset>
    }
    .into_any()
}
