//! The head of a page: title of the tab, the h1, the current position.

use std::cell::Cell;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{FocusOptions, HtmlElement};

use super::el::{El, el, parts};
use super::icon::{Icon, sign};
use super::react::effect;
use crate::dom;
use crate::i18n::{Text, keys, t};

thread_local! {
    /// On the first page the focus stays where the browser put it; on every later page it moves to the h1.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// Title of the tab, h1 that gets the focus after a change of page, lead, the line above and the link back.
#[component]
pub fn PageHead(
    /// The h1.
    #[prop(into)]
    title: Text,
    /// Title of the tab, if it differs from the h1. "– Qəbul" is added.
    #[prop(optional, into)]
    tab: Option<Text>,
    /// A line above the h1: service, academic year, application number.
    #[prop(optional, into)]
    over: Option<ViewFn>,
    /// The sentence below the h1.
    #[prop(optional, into)]
    lead: Option<Text>,
    /// Address of "Geri".
    #[prop(optional, into)]
    back: Option<Signal<String>>,
    /// Label of "Geri" ("Back"), if it leads to a named page.
    #[prop(optional, into)]
    back_label: Option<Text>,
) -> impl IntoView {
    let tab = tab.unwrap_or(title);
    effect(move |_| dom::set_title(&[tab.get().as_str(), " – ", &t(keys::common::BRAND)].concat()));
    let back = back.map(|back| {
        let label = back_label.unwrap_or_else(|| keys::common::BACK.into());
        el("a").class("back").says("href", back).add(sign(Icon::Back)).add(el("span").add(label))
    });
    let head = el("div")
        .class("page-head")
        .add(over.map(|over| el("div").class("over").add(over.run())))
        .add(heading(title))
        .add(lead.map(|lead| el("p").class("lead").add(lead)));
    parts((back, head))
}

/// An h1 that gets the focus when its page is entered from another page.
pub fn heading(title: Text) -> El {
    let heading = el("h1").set("tabindex", "-1").add(title);
    if !FIRST.replace(false)
        && let Ok(node) = heading.node().dyn_into::<HtmlElement>()
    {
        // After it has been added to the page.
        request_animation_frame(move || {
            let calm = FocusOptions::new();
            // "Back" keeps its scroll position; the router scrolls to the top for new pages.
            calm.set_prevent_scroll(true);
            let _ = node.focus_with_options(&calm);
        });
    }
    heading
}
