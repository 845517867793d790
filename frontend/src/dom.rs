//! The browser functions that the program uses directly.

use std::cell::Cell;
use std::future::Future;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Document, Element, HtmlElement, Window};

/// The window. The program runs only in browsers, so it stops if there is none.
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

/// Sets `lang` of the page, for screen readers and hyphenation.
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

/// Content of a `<meta>`; empty if it does not exist.
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

/// The file that `boot.js` fetched early under this name, if it arrived.
pub async fn early(name: &str) -> Option<String> {
    let early = Reflect::get(&window(), &JsValue::from_str(name)).ok()?;
    let promise: Promise = early.dyn_into().ok()?;
    JsFuture::from(promise).await.ok()?.as_string()
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Stores a choice on this device, never personal data. Does nothing if the browser refuses storage.
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

fn tab_storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Stores something for this tab only; it survives a reload and is deleted with the tab. For typed text that is not
/// saved yet, and for keys of acts without an answer. Does nothing if the browser refuses storage.
pub fn keep(name: &str, value: &str) {
    if KEEPS.get() {
        set_in_tab(name, value);
    }
}

fn set_in_tab(name: &str, value: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.set_item(name, value);
    }
}

thread_local! {
    /// Whether this page may still store something in its tab.
    static KEEPS: Cell<bool> = const { Cell::new(true) };
}

/// Deletes everything stored for this tab and stores nothing more, because fields of a page that is being left may
/// still report typed text.
pub fn close_tab_storage() {
    KEEPS.set(false);
    let_all_go();
}

/// Stores a word for the next page loaded in this tab.
pub fn tell_next_page(name: &str, word: &str) {
    set_in_tab(name, word);
}

/// Loads another page of the portal, replacing this one in the history.
pub fn replace_with(path: &str) {
    let _ = window().location().replace(path);
}

/// Loads this page anew.
pub fn reload() {
    let _ = window().location().reload();
}

/// A value stored for this tab.
pub fn kept(name: &str) -> Option<String> {
    tab_storage()?.get_item(name).ok().flatten()
}

/// Deletes a value stored for this tab.
pub fn let_go(name: &str) {
    if let Some(storage) = tab_storage() {
        let _ = storage.remove_item(name);
    }
}

/// Deletes everything stored for this tab, so that no typed text remains after signing out.
pub fn let_all_go() {
    if let Some(storage) = tab_storage() {
        let _ = storage.clear();
    }
}

/// Waits.
pub async fn pause(millis: i32) {
    let timer = Promise::new(&mut |resolve, _| {
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    let _ = JsFuture::from(timer).await;
}

/// Leaves the portal for another address, for example a payment page.
pub fn leave_for(url: &str) {
    let _ = window().location().set_href(url);
}

/// Saves a `blob:` address as a file with this name and frees it.
pub fn save_file(blob_url: &str, name: &str) {
    if let Ok(Ok(link)) = document().create_element("a").map(|link| link.dyn_into::<web_sys::HtmlAnchorElement>()) {
        link.set_href(blob_url);
        link.set_download(name);
        link.click();
    }
    // Freed later, because some browsers read the address only after the click.
    let used = blob_url.to_owned();
    leptos::prelude::set_timeout(
        move || {
            let _ = web_sys::Url::revoke_object_url(&used);
        },
        std::time::Duration::from_secs(60),
    );
}

/// Whether the browser allows pages to copy: not all do, and only with HTTPS.
pub fn can_copy() -> bool {
    !clipboard().is_undefined()
}

/// Copies a text. `false` = the browser did not allow it.
pub async fn copy(text: &str) -> bool {
    let clipboard = clipboard();
    let write = Reflect::get(&clipboard, &JsValue::from_str("writeText")).and_then(JsCast::dyn_into::<Function>);
    let Ok(write) = write else { return false };
    match write.call1(&clipboard, &JsValue::from_str(text)).and_then(JsCast::dyn_into::<Promise>) {
        Ok(done) => JsFuture::from(done).await.is_ok(),
        Err(_) => false,
    }
}

fn clipboard() -> JsValue {
    Reflect::get(&window().navigator(), &JsValue::from_str("clipboard")).unwrap_or_default()
}

/// Runs `work` while no other tab of this browser runs the same. If the browser has no locks, it just runs.
pub async fn alone(name: &str, work: impl Future<Output = bool> + 'static) -> bool {
    let locks = Reflect::get(&window().navigator(), &JsValue::from_str("locks")).unwrap_or_default();
    let request = Reflect::get(&locks, &JsValue::from_str("request")).and_then(JsCast::dyn_into::<Function>);
    let Ok(request) = request else { return work.await };
    let begin = Closure::once_into_js(move || future_to_promise(async { Ok(JsValue::from_bool(work.await)) }));
    match request.call2(&locks, &JsValue::from_str(name), &begin).and_then(JsCast::dyn_into::<Promise>) {
        Ok(done) => JsFuture::from(done).await.is_ok_and(|came| came.is_truthy()),
        Err(_) => false,
    }
}

/// Moves the focus to the element with this id. If a dialog is open, to the element inside it, because the inert page
/// behind it may contain an element with the same id.
pub fn focus(id: &str) {
    let within = document().query_selector(&format!("dialog[open] [id='{id}']")).ok().flatten();
    let element = within.or_else(|| document().get_element_by_id(id));
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Moves the focus after the next paint.
pub fn focus_soon(id: &'static str) {
    leptos::prelude::request_animation_frame(move || focus(id));
}

/// Whether something on the page is held down by a pointer or a key.
pub fn pressed() -> bool {
    document().query_selector(":active").ok().flatten().is_some()
}

/// Sets the title of the page.
pub fn set_title(title: &str) {
    document().set_title(title);
}

/// Path and query of the current address.
pub fn here() -> String {
    let location = window().location();
    let mut here = location.pathname().unwrap_or_default();
    here.push_str(&location.search().unwrap_or_default());
    here
}

/// Milliseconds since 1970 on the device's clock. For display only; the server's clock decides.
pub fn device_millis() -> f64 {
    js_sys::Date::now()
}

/// Whether the device reports that it is online. `true` if it reports nothing.
pub fn online() -> bool {
    window().navigator().on_line()
}

/// Whether the page is visible, and not in a background tab.
pub fn is_seen() -> bool {
    document().visibility_state() == web_sys::VisibilityState::Visible
}

/// Random bytes as 32 hex digits.
pub fn random_hex() -> String {
    let mut bytes = [0_u8; 16];
    if let Ok(crypto) = window().crypto() {
        let _ = crypto.get_random_values_with_u8_array(&mut bytes);
    }
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).filter_map(|half| char::from_digit(half.into(), 16)).collect()
}

/// Address of a file in the same build as the running program.
pub fn beside_program(file: &str) -> String {
    const BOOT: &str = "boot.js";
    let script = document().query_selector("script[src$='/boot.js']").ok().flatten();
    let boot = script.and_then(|script| script.get_attribute("src")).unwrap_or_default();
    [boot.strip_suffix(BOOT).unwrap_or_default(), file].concat()
}
