//! Addresses: a click on a link of the portal changes the page without leaving the program. This router is small; the
//! framework's general router is as large as three pages.

use std::cell::RefCell;

use leptos::ev::{MouseEvent, PopStateEvent};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, HtmlAnchorElement, Url};

use crate::dom;
use crate::lazy::{Page, page_of};

/// Named parts of an address.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Words(Vec<(String, String)>);

impl Words {
    /// The part with this name.
    pub fn get(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, word)| word.clone())
    }

    /// Parts taken from the path.
    pub fn of<const N: usize>(words: [(&str, &str); N]) -> Self {
        Self(words.map(|(name, word)| (name.to_owned(), word.to_owned())).into())
    }

    /// Parts of `?a=b&c=d`.
    fn of_query(search: &str) -> Self {
        let pairs = search.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
        let read = |text: &str| {
            let plain = text.replace('+', " ");
            js_sys::decode_uri_component(&plain).map_or(plain, String::from)
        };
        Self(pairs.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(a, b)| (read(a), read(b))).collect())
    }
}

/// Where to scroll after a page is shown.
#[derive(Clone, PartialEq)]
enum Scroll {
    Nowhere,
    To(f64),
    Element(String),
}

/// The words of one page's address. Every page has its own: the page that is left stays until the next is there, and must not
/// take the words of the next one's address for its own.
#[derive(Clone)]
struct Own {
    page: Page,
    query: ArcRwSignal<Words>,
    params: ArcRwSignal<Words>,
}

impl Own {
    fn new(page: Page, query: Words, params: Words) -> Self {
        Self { page, query: ArcRwSignal::new(query), params: ArcRwSignal::new(params) }
    }
}

/// The address as signals.
#[derive(Clone)]
struct Address {
    path: RwSignal<String>,
    own: Own,
    scroll: RwSignal<Scroll>,
}

thread_local! {
    static ADDRESS: RefCell<Option<Address>> = const { RefCell::new(None) };
}

fn address() -> Option<Address> {
    ADDRESS.with_borrow(Clone::clone)
}

/// Takes over a new address. Gives whether the path is another one.
fn arrive(path: String, search: &str, scroll: Scroll) -> bool {
    let Some(address) = address() else { return false };
    let (page, params) = page_of(&path);
    let query = Words::of_query(search);
    address.scroll.set(scroll);
    if page == address.own.page {
        set_changed(&address.own.params, params);
        address.own.query.set(query);
    } else {
        let own = Own::new(page, query, params);
        ADDRESS.with_borrow_mut(|address| address.iter_mut().for_each(|address| address.own = own.clone()));
    }
    let other = address.path.with_untracked(|now| *now != path);
    if other {
        address.path.set(path);
    }
    other
}

fn set_changed(signal: &ArcRwSignal<Words>, words: Words) {
    if signal.with_untracked(|now| *now != words) {
        signal.set(words);
    }
}

/// Options for changing the page.
#[derive(Clone, Copy)]
pub struct NavigateOptions {
    /// Replaces the current history entry, so that "back" does not lead to it.
    pub replace: bool,
    /// Scrolls to the top.
    pub scroll: bool,
}

impl Default for NavigateOptions {
    fn default() -> Self {
        Self { replace: false, scroll: true }
    }
}

/// Begins to follow the address. Call once, in the root of the program. Returns the path.
pub fn start() -> ReadSignal<String> {
    let location = dom::window().location();
    let path = location.pathname().unwrap_or_default();
    let (page, params) = page_of(&path);
    let query = Words::of_query(&location.search().unwrap_or_default());
    let scroll = hash_of(&location.hash().unwrap_or_default()).map_or(Scroll::Nowhere, Scroll::Element);
    let path = RwSignal::new(path);
    ADDRESS.set(Some(Address { path, own: Own::new(page, query, params), scroll: RwSignal::new(scroll) }));
    window_event_listener(leptos::ev::popstate, move |event: PopStateEvent| {
        let location = dom::window().location();
        let scroll = event.state().as_f64().map_or(Scroll::Nowhere, Scroll::To);
        arrive(location.pathname().unwrap_or_default(), &location.search().unwrap_or_default(), scroll);
    });
    window_event_listener(leptos::ev::click, clicked);
    path.read_only()
}

/// Handles a plain click on a link of the portal; leaves all others to the browser.
fn clicked(event: MouseEvent) {
    let modified = event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key();
    if event.default_prevented() || event.button() != 0 || modified {
        return;
    }
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let link = target.and_then(|target| target.closest("a[href]").ok().flatten());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else { return };
    let outside = link.rel().split(' ').any(|word| word == "external");
    let foreign = link.origin() != dom::window().location().origin().unwrap_or_default();
    if outside || foreign || link.has_attribute("download") || !matches!(link.target().as_str(), "" | "_self") {
        return;
    }
    event.prevent_default();
    go(&link.href(), NavigateOptions::default());
}

fn hash_of(hash: &str) -> Option<String> {
    Some(hash.trim_start_matches('#').to_owned()).filter(|id| !id.is_empty())
}

/// Changes the page.
pub fn go(to: &str, options: NavigateOptions) {
    let window = dom::window();
    let base = window.location().href().unwrap_or_default();
    let (Ok(url), Ok(history)) = (Url::new_with_base(to, &base), window.history()) else { return };
    let href = url.href();
    if options.replace {
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&href));
    } else {
        // The entry that is left stores its scroll position.
        let _ = history.replace_state(&JsValue::from_f64(window.scroll_y().unwrap_or_default()), "");
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&href));
    }
    let top = if options.scroll { Scroll::To(0.0) } else { Scroll::Nowhere };
    if !arrive(url.pathname(), &url.search(), hash_of(&url.hash()).map_or(top, Scroll::Element)) {
        shown();
    }
}

/// Called when the page of the current address is shown: scrolls to its position.
pub fn shown() {
    let Some(address) = address() else { return };
    request_animation_frame(move || {
        match address.scroll.get_untracked() {
            Scroll::Nowhere => {}
            Scroll::To(top) => dom::window().scroll_to_with_x_and_y(0.0, top),
            Scroll::Element(id) => {
                if let Some(element) = dom::document().get_element_by_id(&id) {
                    element.scroll_into_view();
                }
            }
        }
        address.scroll.set(Scroll::Nowhere);
    });
}

/// The path. Tracked.
pub fn use_path() -> Signal<String> {
    address().map(|address| address.path.into()).unwrap_or_default()
}

/// Parts of the path of the page that is built: `id`, `step`.
pub fn use_params_map() -> Signal<Words> {
    address().map(|address| address.own.params.into()).unwrap_or_default()
}

/// Words of the query of the page that is built.
pub fn use_query_map() -> Signal<Words> {
    address().map(|address| address.own.query.into()).unwrap_or_default()
}

/// A function that changes the page, for use in an event or after a request.
pub fn use_navigate() -> fn(&str, NavigateOptions) {
    go
}
