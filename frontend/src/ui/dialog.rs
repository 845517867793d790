//! The modal dialog (guide §4.24): only for consent, irreversible acts and the end of a session.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;

use super::el::{El, el, live};
use super::icon::{Icon, sign};
use super::react::effect;
use crate::dom;
use crate::i18n::{Text, keys};

/// A native `<dialog>`: the page behind is inert, Esc and ✕ cancel, the focus starts on the heading and returns to its
/// previous element.
#[component]
pub fn Dialog(
    /// Whether it is shown. Closing sets it to `false`.
    open: RwSignal<bool>,
    /// Heading.
    #[prop(into)]
    title: Text,
    /// Body; rebuilt each time it opens.
    body: ViewFn,
    /// Buttons.
    foot: ViewFn,
    /// A dialog that interrupts: screen readers announce its body at once, and the focus starts on the element with
    /// this id, so that one key answers it.
    #[prop(optional)]
    urgent: Option<&'static str>,
    /// The page behind is covered: the heading is the first of what is left.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let dialog = el("dialog")
        .class("dialog")
        .set_some("role", urgent.map(|_| "alertdialog"))
        .set("aria-labelledby", "dialog-title")
        .set_some("aria-describedby", urgent.map(|_| "dialog-body"))
        .on("close", move |_| open.set(false))
        .add(live(move || open.get().then(|| untrack(|| inner(open, title, alone, &body, &foot)))));
    if let Ok(node) = dialog.node().dyn_into::<HtmlDialogElement>() {
        effect(move |_| match (open.get(), node.open()) {
            (true, false) => {
                let _ = node.show_modal();
                if let Some(answer) = urgent {
                    dom::focus(answer);
                }
            }
            (false, true) => node.close(),
            _ => {}
        });
    }
    dialog.into_any()
}

fn inner(open: RwSignal<bool>, title: Text, alone: bool, body: &ViewFn, foot: &ViewFn) -> (El, (El, El)) {
    let heading = el(if alone { "h1" } else { "h2" })
        .class("dialog-title")
        .set("id", "dialog-title")
        .set("tabindex", "-1")
        .set("autofocus", "")
        .add(title);
    let close = el("button")
        .set("type", "button")
        .class("btn btn-quiet btn-icon")
        .says("aria-label", keys::common::CLOSE)
        .on("click", move |_| open.set(false))
        .add(sign(Icon::Close));
    let head = el("div").class("dialog-head").add(heading).add(close);
    let body = el("div").class("dialog-body").set("id", "dialog-body").add(body.run());
    (head, (body, el("div").class("dialog-foot").add(foot.run())))
}
