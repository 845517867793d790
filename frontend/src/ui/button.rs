//! Buttons (guide §4.1). A button is never disabled to hide a reason; it answers with the reason.

use leptos::prelude::*;

use super::el::{el, parts};
use super::icon::{Icon, sign};
use crate::i18n::{Text, text_of};

/// Weight of a button. Only one primary button per view.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Kind {
    /// The main act of the view.
    #[default]
    Primary,
    /// Another act: outline.
    Secondary,
    /// A quiet way: text.
    Quiet,
}

impl Kind {
    fn class(self, extra: &str) -> String {
        let class = match self {
            Kind::Primary => "btn btn-primary ",
            Kind::Secondary => "btn btn-secondary ",
            Kind::Quiet => "btn btn-quiet ",
        };
        [class, extra].concat()
    }
}

/// A button. Without `on_press` it submits its form.
#[component]
pub fn Button(
    /// The verb that names the act.
    #[prop(into)]
    label: Text,
    /// Weight.
    #[prop(optional)]
    kind: Kind,
    /// Additional classes: `btn-big`, `btn-wide`.
    #[prop(optional)]
    class: &'static str,
    /// Icon before the word.
    #[prop(optional)]
    before: Option<Icon>,
    /// Icon after the word.
    #[prop(optional_no_strip, into)]
    after: Option<Icon>,
    /// While true, the button shows `busy_label`, keeps its size and ignores presses.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    /// The label while busy: "Göndərilir…" ("Sending…").
    #[prop(optional, into)]
    busy_label: Option<Text>,
    /// What it does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    /// Id, if something refers to it.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let is_busy = move || busy.is_some_and(|busy| busy.get());
    let shown = match busy_label {
        Some(busy_label) => text_of(move || if is_busy() { busy_label.get() } else { label.get() }),
        None => label,
    };
    let press = move |event: web_sys::Event| {
        if busy.is_some_and(|busy| busy.get_untracked()) {
            event.prevent_default();
        } else if let Some(on_press) = on_press {
            on_press.run(());
        }
    };
    let button = el("button")
        .set_some("id", id)
        .set("type", if on_press.is_some() { "button" } else { "submit" })
        .class(&kind.class(class))
        .live("aria-disabled", move || is_busy().then(|| "true".to_owned()))
        .on("click", press)
        .add(before.map(sign))
        .add(el("span").add(shown))
        .add(after.map(sign));
    let said = text_of(move || if is_busy() { shown.get() } else { String::new() });
    parts((button, busy.map(|_| el("span").class("vh").set("role", "status").add(said))))
}

/// Navigation that looks like a button.
#[component]
pub fn LinkButton(
    /// The verb that names its target.
    #[prop(into)]
    label: Text,
    /// Address.
    #[prop(into)]
    href: Signal<String>,
    /// Weight.
    #[prop(optional)]
    kind: Kind,
    /// Classes beside the kind's.
    #[prop(optional)]
    class: &'static str,
    /// Icon before the word.
    #[prop(optional)]
    before: Option<Icon>,
    /// Icon after the word.
    #[prop(optional)]
    after: Option<Icon>,
) -> impl IntoView {
    el("a")
        .class(&kind.class(class))
        .says("href", href)
        .add(before.map(sign))
        .add(el("span").add(label))
        .add(after.map(sign))
        .into_any()
}
