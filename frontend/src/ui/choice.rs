//! Choices: radio cards, checkbox, select (guide §4.8–4.10).

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::el::{El, el, live, svg};
use super::fields::{Around, described, described_by, error_id, error_line, field, hint_line, value_of};
use super::form::Input;
use super::icon::{Icon, sign};
use super::react::memo;
use crate::i18n::{Text, keys};

/// One option of a choice.
#[derive(Clone)]
pub struct Choice {
    /// Value in the request.
    pub value: String,
    /// What it is called.
    pub label: Text,
    /// A line under it.
    pub hint: Option<Text>,
    /// Why it cannot be chosen. The option stays readable, with this reason.
    pub blocked: Option<Text>,
}

impl Choice {
    /// An option that can be chosen.
    pub fn new(value: impl Into<String>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, blocked: None }
    }
    /// Adds a line below it.
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Marks it as not selectable, with the reason (guide §4.8).
    #[allow(dead_code, reason = "part of the guide's component; every choice of today is open")]
    pub fn blocked(mut self, reason: Option<Text>) -> Self {
        self.blocked = reason;
        self
    }
}

/// Radio buttons as cards; fields of the chosen option follow directly below it.
#[component]
pub fn RadioCards(
    /// The field; its value is the chosen option's.
    input: Input,
    /// The question.
    #[prop(into)]
    legend: Text,
    /// Hint under the question.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Shows the question only to screen readers, for pages whose h1 is the question.
    #[prop(optional)]
    quiet_legend: bool,
    /// Options; tracked.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Fields below an option, by its value, while it is chosen.
    #[prop(optional, into)]
    under: Option<Callback<String, Option<AnyView>>>,
) -> impl IntoView {
    let id = input.id;
    let cards = live(move || {
        let cards = options.get().into_iter().enumerate().map(|(at, option)| {
            let value = option.value.clone();
            let below = under.map(|under| {
                let of = value.clone();
                let chosen = memo(move || input.value.with(|now| *now == of));
                live(move || {
                    let inner = if chosen.get() { untrack(|| under.run(value.clone())) } else { None };
                    inner.map(|inner| el("div").class("radio-under").add(inner))
                })
            });
            (card(input, at, option), below)
        });
        cards.collect::<Vec<_>>()
    });
    el("fieldset")
        .class("field")
        .live_class("invalid", move || input.error.with(Option::is_some))
        .set("aria-describedby", &described_by(id))
        .add(el("legend").class(if quiet_legend { "vh" } else { "label" }).add(legend))
        .add(hint_line(id, hint))
        .add(error_line(input))
        .add(cards)
        .into_any()
}

fn card(input: Input, at: usize, option: Choice) -> El {
    let Choice { value, label, hint, blocked } = option;
    // The first option has the field's id, so that the link of the error summary leads to it.
    let id = if at == 0 { input.id.to_owned() } else { [input.id, "-", &at.to_string()].concat() };
    let is_blocked = blocked.is_some();
    let of = value.clone();
    let radio = el("input")
        .set("type", "radio")
        .set("id", &id)
        .set("name", input.id)
        .set("value", &value)
        .live_prop("checked", move || input.value.with(|now| *now == of).into())
        .set_some("aria-disabled", is_blocked.then_some("true"))
        .on("click", move |event| {
            if is_blocked {
                event.prevent_default();
            }
        })
        .on("change", move |_| {
            if !is_blocked {
                input.value.set(value.clone());
                input.error.set(None);
            }
        });
    let words = el("span")
        .add(el("b").add(label))
        .add(hint.map(|hint| el("small").add(hint)))
        .add(blocked.map(|reason| el("small").class("why").add(reason)));
    el("label").class(if is_blocked { "radio-card blocked" } else { "radio-card" }).add(radio).add(words)
}

/// A checkbox. The value is `true` or empty; consent is never preselected.
#[component]
pub fn CheckBox(
    /// The field.
    input: Input,
    /// The sentence beside the box.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    let id = input.id;
    let change = move |event: web_sys::Event| {
        let target = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        let checked = target.is_some_and(|target| target.checked());
        input.value.set(if checked { "true".to_owned() } else { String::new() });
        input.error.set(None);
    };
    let control = el("input")
        .set("type", "checkbox")
        .set("id", id)
        .set("name", id)
        .live_prop("checked", move || (!input.value.with(String::is_empty)).into())
        .on("change", change);
    let control = described(control, input).set("aria-describedby", &error_id(id));
    let tick = svg("icon tick-mark", "0 0 24 24", "<use href=\"#i-check\"/>");
    el("div")
        .class("field")
        .live_class("invalid", move || input.error.with(Option::is_some))
        .add(error_line(input))
        .add(el("label").class("check").add(control).add(tick).add(el("span").add(label)))
        .into_any()
}

/// A native list with at most a dozen options.
#[component]
pub fn Select(
    /// The field; its value is the chosen option's.
    input: Input,
    /// Label.
    #[prop(into)]
    label: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// Says "(istəyə bağlı)".
    #[prop(optional)]
    optional: bool,
    /// Options; tracked.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
) -> impl IntoView {
    let id = input.id;
    let option = move |value: String, label: Text, blocked: bool| {
        let of = value.clone();
        el("option")
            .set("value", &value)
            .set_some("disabled", blocked.then_some(""))
            .live_prop("selected", move || input.value.with(|now| *now == of).into())
            .add(label)
    };
    let list = live(move || {
        let options = options.get().into_iter();
        options.map(|one| option(one.value, one.label, one.blocked.is_some())).collect::<Vec<_>>()
    });
    let control = el("select")
        .set("id", id)
        .set("name", id)
        .class("input")
        .on("change", move |event| {
            input.value.set(value_of(&event));
            input.error.set(None);
        })
        .add(option(String::new(), keys::field::CHOOSE.into(), false))
        .add(list);
    let around = Around { optional, ..Around::new(label).hint(hint) };
    field(input, around, el("div").class("select").add(described(control, input)).add(sign(Icon::Down))).into_any()
}
