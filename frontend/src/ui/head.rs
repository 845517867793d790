//! The head of a page: title of the tab, the one h1, where one is.

use std::cell::Cell;

use leptos::{html, prelude::*};
use web_sys::FocusOptions;

use super::icon::{Icon, icon};
use crate::dom;
use crate::i18n::{Text, keys, t};

thread_local! {
    /// The first page keeps the focus where the browser put it; every later one moves it to its h1.
    static FIRST: Cell<bool> = const { Cell::new(true) };
}

/// Title of the tab, h1 that takes the focus after a change of page, lead, the line above and the way back.
#[component]
pub fn PageHead(
    /// The h1.
    #[prop(into)]
    title: Text,
    /// Title of the tab, where it differs from the h1. "– Qəbul" is added.
    #[prop(optional, into)]
    tab: Option<Text>,
    /// A line above the h1: service, academic year, work number.
    #[prop(optional, into)]
    over: Option<ViewFn>,
    /// The sentence under the h1.
    #[prop(optional, into)]
    lead: Option<Text>,
    /// Address of "Geri".
    #[prop(optional, into)]
    back: Option<Signal<String>>,
    /// What "Geri" is called where it leads to a named page.
    #[prop(optional, into)]
    back_label: Option<Text>,
) -> impl IntoView {
    let tab = tab.unwrap_or(title);
    Effect::new(move |_| dom::set_title(&[tab.get().as_str(), " – ", &t(keys::common::BRAND)].concat()));
    let node = focused_heading();
    view! {
        {back.map(|back| {
            let label = back_label.unwrap_or_else(|| keys::common::BACK.into());
            view! { <a class="back" href=back>{icon(Icon::Back)} <span>{label}</span></a> }
        })}
        <div class="page-head">
            {over.map(|over| view! { <div class="over">{over.run()}</div> })}
            <h1 node_ref=node tabindex="-1">{title}</h1>
            {lead.map(|lead| view! { <p class="lead">{lead}</p> })}
        </div>
    }
    .into_any()
}

/// A reference for an h1 that takes the focus when its page is entered from another page.
pub fn focused_heading() -> NodeRef<html::H1> {
    let node = NodeRef::<html::H1>::new();
    Effect::new(move |_| {
        if let Some(heading) = node.get()
            && !FIRST.replace(false)
        {
            let calm = FocusOptions::new();
            // Back keeps its scroll position; the router scrolls to the top for new pages.
            calm.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&calm);
        }
    });
    node
}
