//! The few things of the browser the program touches directly.

use js_sys::{Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlElement, Window};

/// The window. The program runs nowhere else, so its absence ends it.
pub fn window() -> Window {
    leptos::prelude::window()
}

/// The document.
pub fn document() -> Document {
    leptos::prelude::document()
}

fn root() -> Option<Element> {
    document().document_element()
}

/// `lang` of the page.
pub fn html_lang() -> String {
    root().and_then(|html| html.get_attribute("lang")).unwrap_or_default()
}

/// Sets `lang` of the page, so that screen readers and hyphenation follow.
pub fn set_html_lang(tag: &str) {
    if let Some(html) = root() {
        let _ = html.set_attribute("lang", tag);
    }
}

/// Sets or clears an attribute of `<html>`.
pub fn html_attribute(name: &str, value: Option<&str>) {
    if let Some(html) = root() {
        let _ = match value {
            Some(value) => html.set_attribute(name, value),
            None => html.remove_attribute(name),
        };
    }
}

/// Content of a `<meta>`; empty where there is none.
pub fn meta(name: &str) -> String {
    let mut selector = String::from("meta[name=\"");
    selector.push_str(name);
    selector.push_str("\"]");
    document()
        .query_selector(&selector)
        .ok()
        .flatten()
        .and_then(|meta| meta.get_attribute("content"))
        .unwrap_or_default()
}

/// The texts `boot.js` began to fetch beside the program, if they came.
pub async fn early_texts() -> Option<String> {
    let early = Reflect::get(&window(), &JsValue::from_str("qabulTexts")).ok()?;
    let promise: Promise = early.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Remembers a choice on this device. Never personal data. Silent where storage is refused.
pub fn store(name: &str, value: &str) {
    if let Some(storage) = storage() {
        let _ = storage.set_item(name, value);
    }
}

/// A remembered choice.
pub fn stored(name: &str) -> Option<String> {
    storage()?.get_item(name).ok().flatten()
}

/// Forgets a remembered choice.
pub fn forget(name: &str) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(name);
    }
}

/// Moves the focus to the element of this id.
pub fn focus(id: &str) {
    if let Some(element) = document().get_element_by_id(id).and_then(|e| e.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus after the view has been painted.
pub fn focus_soon(id: &'static str) {
    leptos::prelude::request_animation_frame(move || focus(id));
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Path and query of the present address.
pub fn here() -> String {
    let location = window().location();
    let mut here = location.pathname().unwrap_or_default();
    here.push_str(&location.search().unwrap_or_default());
    here
}

/// Milliseconds since 1970 on the device's clock. For display only: what counts is the server's clock.
pub fn device_millis() -> f64 {
    js_sys::Date::now()
}

/// Whether the device says it is online. `true` where it does not say.
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Random bytes as 32 hex digits.
pub fn random_hex() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|half| char::from_digit(half.into(), 16)).collect()
}
