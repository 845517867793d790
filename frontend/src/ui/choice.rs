//! Choices: radio cards, checkbox, select (guide §4.8–4.10).

use leptos::prelude::*;

use super::fields::{FieldFrame, described_by, error_id, error_line, hint_id, invalid};
use super::form::Input;
use super::icon::{Icon, icon};
use crate::i18n::{Text, keys, tr};

/// One option of a choice.
#[derive(Clone)]
pub struct Choice {
    /// Value in the request.
    pub value: String,
    /// What it is called.
    pub label: Text,
    /// A line under it.
    pub hint: Option<Text>,
    /// Why it cannot be chosen. The option stays readable with this reason.
    pub blocked: Option<Text>,
}

impl Choice {
    /// An option that can be chosen.
    pub fn new(value: impl Into<String>, label: impl Into<Text>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None, blocked: None }
    }
    /// With a line under it.
    pub fn hint(mut self, hint: impl Into<Text>) -> Self {
        self.hint = Some(hint.into());
        self
    }
    /// Not to be chosen, and why.
    pub fn blocked(mut self, reason: Option<Text>) -> Self {
        self.blocked = reason;
        self
    }
}

/// Radio buttons as cards; what belongs to the chosen one follows directly under it.
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
    /// Says the question to screen readers only: for pages whose h1 is the question.
    #[prop(optional)]
    quiet_legend: bool,
    /// Options; tracked.
    #[prop(into)]
    options: Signal<Vec<Choice>>,
    /// Fields under an option, by its value, while it is chosen.
    #[prop(optional, into)]
    under: Option<Callback<String, Option<AnyView>>>,
) -> impl IntoView {
    let id = input.id;
    let cards = move || {
        options
            .get()
            .into_iter()
            .enumerate()
            .map(|(at, option)| {
                let value = option.value.clone();
                view! {
                    {card(input, at, option)}
                    {under
                        .map(|under| {
                            let chosen = Memo::new({
                                let value = value.clone();
                                move |_| input.value.with(|now| *now == value)
                            });
                            move || {
                                let inner = if chosen.get() { under.run(value.clone()) } else { None };
                                inner.map(|inner| view! { <div class="radio-under">{inner}</div> })
                            }
                        })}
                }
            })
            .collect_view()
    };
    view! {
        <fieldset
            class="field"
            class:invalid=move || input.error.with(Option::is_some)
            aria-describedby=described_by(id)
        >
            <legend class=if quiet_legend { "vh" } else { "label" }>{legend}</legend>
            {hint.map(|hint| view! { <p class="hint" id=hint_id(id)>{hint}</p> })}
            {error_line(input)}
            {cards}
        </fieldset>
    }
    .into_any()
}

fn card(input: Input, at: usize, option: Choice) -> AnyView {
    let Choice { value, label, hint, blocked } = option;
    // The first option carries the field's id, so that the error summary's link lands on it.
    let id = if at == 0 { input.id.to_owned() } else { [input.id, "-", &at.to_string()].concat() };
    let is_blocked = blocked.is_some();
    let chosen = {
        let value = value.clone();
        move || input.value.with(|now| *now == value)
    };
    let choose = {
        let value = value.clone();
        move |event: leptos::ev::Event| {
            if is_blocked {
                event.prevent_default();
            } else {
                input.value.set(value.clone());
                input.error.set(None);
            }
        }
    };
    let refuse = move |event: leptos::ev::MouseEvent| {
        if is_blocked {
            event.prevent_default();
        }
    };
    view! {
        <label class="radio-card" class:blocked=is_blocked>
            <input
                type="radio"
                id=id
                name=input.id
                value=value
                prop:checked=chosen
                aria-disabled=is_blocked.then_some("true")
                on:click=refuse
                on:change=choose
            />
            <span>
                <b>{label}</b>
                {hint.map(|hint| view! { <small>{hint}</small> })}
                {blocked.map(|reason| view! { <small class="why">{reason}</small> })}
            </span>
        </label>
    }
    .into_any()
}

/// A box to tick. The value is `true` or empty; consent is never ticked beforehand.
#[component]
pub fn CheckBox(
    /// The field.
    input: Input,
    /// The sentence beside the box.
    #[prop(into)]
    label: Text,
) -> impl IntoView {
    let id = input.id;
    let change = move |checked: bool| {
        input.value.set(if checked { "true".to_owned() } else { String::new() });
        input.error.set(None);
    };
    view! {
        <div class="field" class:invalid=move || input.error.with(Option::is_some)>
            {error_line(input)}
            <label class="check">
                <input
                    type="checkbox"
                    id=id
                    name=id
                    aria-describedby=error_id(id)
                    aria-invalid=invalid(input)
                    prop:checked=move || input.value.with(|value| !value.is_empty())
                    on:change:target=move |event| change(event.target().checked())
                />
                <svg class="icon tick-mark" viewBox="0 0 24 24" aria-hidden="true"><use href="#i-check"></use></svg>
                <span>{label}</span>
            </label>
        </div>
    }
    .into_any()
}

/// A native list of at most a dozen options.
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
    let list = move || {
        options
            .get()
            .into_iter()
            .map(|option| {
                let value = option.value.clone();
                let chosen = move || input.value.with(|now| *now == value);
                view! {
                    <option value=option.value prop:selected=chosen disabled=option.blocked.is_some()>
                        {option.label}
                    </option>
                }
            })
            .collect_view()
    };
    view! {
        <FieldFrame input label hint optional>
            <div class="select">
                <select
                    id=id
                    name=id
                    class="input"
                    aria-describedby=described_by(id)
                    aria-invalid=invalid(input)
                    on:change:target=move |event| {
                        input.value.set(event.target().value());
                        input.error.set(None);
                    }
                >
                    <option value="" prop:selected=move || input.value.with(String::is_empty)>
                        {tr(keys::field::CHOOSE)}
                    </option>
                    {list}
                </select>
                {icon(Icon::Down)}
            </div>
        </FieldFrame>
    }
    .into_any()
}
