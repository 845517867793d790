//! The toast (guide §4.25): only for information that is also visible elsewhere, never for errors.

use std::cell::RefCell;
use std::time::Duration;

use leptos::prelude::*;

use super::el::{El, el, live};
use super::icon::{Icon, sign};
use crate::i18n::Key;

/// The shown message with its number.
type Shown = RwSignal<Option<(Key, u32)>>;

thread_local! {
    static SHOWN: RefCell<Option<Shown>> = const { RefCell::new(None) };
}

/// Shows a short message for six seconds.
pub fn toast(text: Key) {
    let Some(shown) = SHOWN.with_borrow(|shown| *shown) else { return };
    let number = shown.with_untracked(|now| now.map_or(0, |(_, number)| number.wrapping_add(1)));
    shown.set(Some((text, number)));
    hide_later(shown, number);
}

fn hide_later(shown: Shown, number: u32) {
    let hide = move || {
        // A toast under the pointer or with the focus stays until it loses them.
        let held = crate::dom::document().query_selector(".toast:hover, .toast:focus-within").ok().flatten().is_some();
        match shown.try_get_untracked().flatten() {
            Some((_, present)) if present == number && held => hide_later(shown, number),
            Some((_, present)) if present == number => shown.set(None),
            _ => {}
        }
    };
    set_timeout(hide, Duration::from_secs(6));
}

/// The place where toasts appear. Used once, in the frame.
pub fn toasts() -> El {
    let shown = RwSignal::new(None);
    SHOWN.set(Some(shown));
    let toast = live(move || shown.get().map(|(text, _)| el("div").class("toast").add(sign(Icon::Check)).add(text)));
    el("div").class("toasts").set("role", "status").add(toast)
}
