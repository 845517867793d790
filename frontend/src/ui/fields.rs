//! Text fields (guide §4.2–4.6).

use std::rc::Rc;

use js_sys::Reflect;
use leptos::prelude::*;
use qabul_domain::money::Qepik;
use qabul_domain::person::{Email, Phone};
use qabul_domain::typed;
use wasm_bindgen::JsValue;

use super::el::{El, Part, el, live};
use super::form::{Input, Message};
use super::icon::{Icon, sign};
use crate::i18n::{Text, keys, t, text_of};

/// The parts around a control.
#[derive(Clone, Copy)]
pub struct Around {
    /// Label.
    pub label: Text,
    /// Hint under the label.
    pub hint: Option<Text>,
    /// Adds "(istəyə bağlı)" ("optional") to the label.
    pub optional: bool,
    /// Register that the value comes from: "Mənbə: TMMS" ("Source: TMMS").
    pub source: Option<Text>,
    /// Class beside `field`.
    pub class: &'static str,
}

impl Around {
    /// A label alone.
    pub fn new(label: impl Into<Text>) -> Self {
        Self { label: label.into(), hint: None, optional: false, source: None, class: "" }
    }
    /// With a hint.
    pub fn hint(mut self, hint: Option<Text>) -> Self {
        self.hint = hint;
        self
    }
}

/// Label, hint and error around a control. The control has the input's id and must have `aria-describedby` =
/// [`described_by`].
pub fn field(input: Input, around: Around, control: impl Part) -> El {
    let id = input.id;
    input.called(around.label);
    let optional = around.optional.then(|| (" ", el("span").class("optional").add(keys::common::OPTIONAL)));
    el("div")
        .class(&["field ", around.class].concat())
        .live_class("invalid", move || input.error.with(Option::is_some))
        .add(el("label").class("label").set("for", id).add(around.label).add(optional))
        .add(hint_line(id, around.hint))
        .add(error_line(input))
        .add(control)
        .add(around.source.map(|source| el("p").class("source").add(source)))
}

/// The hint of a field.
pub(crate) fn hint_line(id: &str, hint: Option<Text>) -> Option<El> {
    hint.map(|hint| el("p").class("hint").set("id", &[id, "-hint"].concat()).add(hint))
}

pub(crate) fn error_id(id: &str) -> String {
    [id, "-error"].concat()
}

/// The error of a field; empty but present if there is none, so that `aria-describedby` can refer to it.
pub(crate) fn error_line(input: Input) -> El {
    let line = live(move || {
        input.error.get().map(|message| {
            let words = text_of(move || message.text());
            el("p").class("error").add(sign(Icon::Alert)).add(el("span").add(words))
        })
    });
    el("div").set("id", &error_id(input.id)).add(line)
}

/// Value of `aria-describedby` of a field's control: the ids of its hint and its error.
pub fn described_by(id: &str) -> String {
    [id, "-hint ", id, "-error"].concat()
}

/// `aria-describedby` and `aria-invalid` of a field's control.
pub(crate) fn described(control: El, input: Input) -> El {
    control
        .set("aria-describedby", &described_by(input.id))
        .live("aria-invalid", move || input.error.with(Option::is_some).then(|| "true".to_owned()))
}

/// Connects an `<input>`, `<select>` or `<textarea>` to its field.
pub(crate) fn bound(control: El, input: Input) -> El {
    let control = control.live_prop("value", move || JsValue::from_str(&input.value.read()));
    on_typed(control, move |text| {
        if input.value.with_untracked(|value| *value != text) {
            input.value.set(text);
        }
    })
}

/// Reports the value of a control after it was typed, pasted or filled in: some browsers and password managers fill in
/// without an `input` event and send only `change`.
pub(crate) fn on_typed(control: El, act: impl Fn(String) + 'static) -> El {
    let act: Rc<dyn Fn(String)> = Rc::new(act);
    let filled = act.clone();
    control.on("input", move |event| act(value_of(&event))).on("change", move |event| filled(value_of(&event)))
}

/// The value of the control that sent an event.
pub(crate) fn value_of(event: &web_sys::Event) -> String {
    let value = event.target().and_then(|target| Reflect::get(&target, &JsValue::from_str("value")).ok());
    value.and_then(|value| value.as_string()).unwrap_or_default()
}

/// Settings of the `<input>` of a field.
#[derive(Clone, Copy, Default)]
pub struct Control {
    /// `type`; text when empty.
    pub kind: &'static str,
    /// `inputmode`.
    pub mode: Option<&'static str>,
    /// `autocomplete`.
    pub autocomplete: Option<&'static str>,
    /// `autocapitalize`.
    pub capitals: Option<&'static str>,
    /// Class beside `input`.
    pub class: &'static str,
    /// Whether it is read-only.
    pub readonly: bool,
    /// `aria-label`, if the visible label is not sufficient.
    pub name: Option<Text>,
    /// Runs on leaving, before the check: normalises the typed text.
    pub tidy: Option<fn(&str) -> String>,
}

/// The `<input>` of a field.
pub fn control(input: Input, how: Control) -> El {
    let left = move |_| {
        if let Some(tidy) = how.tidy {
            let tidied = input.value.with_untracked(|value| tidy(value));
            if input.value.with_untracked(|value| *value != tidied) {
                input.value.set(tidied);
            }
        }
        input.left();
    };
    let mut control = el("input")
        .set("id", input.id)
        .set("name", input.id)
        .class(&["input ", how.class].concat())
        .set("type", if how.kind.is_empty() { "text" } else { how.kind })
        .set_some("inputmode", how.mode)
        .set_some("autocomplete", how.autocomplete)
        .set_some("autocapitalize", how.capitals)
        .set("spellcheck", "false")
        .set_some("readonly", how.readonly.then_some(""));
    if let Some(name) = how.name {
        control = control.says("aria-label", name);
    }
    bound(described(control, input), input).on("blur", left)
}

/// A line of text.
#[component]
pub fn TextField(
    /// The field.
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
    /// Register that the value comes from.
    #[prop(optional, into)]
    source: Option<Text>,
    /// Settings of the control.
    #[prop(optional)]
    how: Control,
) -> impl IntoView {
    let around = Around { optional, source, ..Around::new(label).hint(hint) };
    field(input, around, control(input, how)).into_any()
}

/// FIN: seven characters without I and O. These letters cause a hint and are never changed silently.
#[component]
pub fn FinField(
    /// The field.
    input: Input,
) -> impl IntoView {
    let how = Control {
        class: "w-fin",
        capitals: Some("characters"),
        autocomplete: Some("off"),
        tidy: Some(typed::identifier),
        ..Control::default()
    };
    let letters = live(move || {
        let odd = input.value.with(|value| value.contains(['i', 'I', 'o', 'O', 'ı', 'İ']));
        // The error of the field already says it.
        (odd && input.error.with(Option::is_none))
            .then(|| el("p").class("after warn").add(sign(Icon::Info)).add(el("span").add(keys::field::FIN_LETTERS)))
    });
    let around = Around::new(keys::field::FIN).hint(Some(keys::field::FIN_HINT.into()));
    field(input, around, (control(input, how), el("div").set("role", "status").add(letters))).into_any()
}

/// Mobile number after a fixed +994.
#[component]
pub fn PhoneField(
    /// The field.
    input: Input,
    /// Read-only while a code is being checked.
    #[prop(optional, into)]
    locked: Signal<bool>,
    /// Returns to changing it.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let label: Text = keys::field::PHONE.into();
    let how = Control {
        kind: "tel",
        mode: Some("tel"),
        autocomplete: Some("tel-national"),
        tidy: Some(tidy_phone),
        name: Some(text_of(move || [label.get().as_str(), " +994"].concat())),
        ..Control::default()
    };
    let number = live(move || control(input, Control { readonly: locked.get(), ..how }));
    let change = live(move || {
        on_change.filter(|_| locked.get()).map(|on_change| {
            el("button")
                .set("type", "button")
                .class("affix-btn")
                .on("click", move |_| on_change.run(()))
                .add(keys::common::CHANGE)
        })
    });
    let prefix = el("span").class("affix-text").set("aria-hidden", "true").add("+994");
    let around = Around::new(label).hint(Some(keys::field::PHONE_HINT.into()));
    field(input, around, el("div").class("affix").add(prefix).add(number).add(change)).into_any()
}

/// `0505550117`, `Tel: +994 50 555 01 17` → `50 555 01 17`; anything else is unchanged.
fn tidy_phone(typed: &str) -> String {
    Phone::parse(typed).map_or_else(|_| typed.to_owned(), |phone| phone.display())
}

/// E-mail address.
#[component]
pub fn EmailField(
    /// The field.
    input: Input,
    /// Label.
    #[prop(into)]
    label: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// `autocomplete`; `email` when absent.
    #[prop(default = "email")]
    autocomplete: &'static str,
) -> impl IntoView {
    let how = Control {
        kind: "email",
        mode: Some("email"),
        autocomplete: Some(autocomplete),
        capitals: Some("none"),
        tidy: Some(typed::plain),
        ..Control::default()
    };
    field(input, Around::new(label).hint(hint), control(input, how)).into_any()
}

/// The error of a typed address, if there is one. Whether it is deliverable is shown by the e-mail sent to it.
pub fn email_error(typed: &str) -> Option<Message> {
    Email::parse(typed).is_err().then_some(Message::Key(keys::field::EMAIL_BAD))
}

/// An amount with AZN after it.
#[component]
pub fn MoneyField(
    /// The field.
    input: Input,
    /// Label.
    #[prop(into)]
    label: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
) -> impl IntoView {
    let how = Control {
        mode: Some("decimal"),
        autocomplete: Some("off"),
        tidy: Some(|typed| Qepik::parse(typed).map_or_else(|_| typed.to_owned(), crate::format::money_number)),
        ..Control::default()
    };
    let around = Around { class: "w-money", ..Around::new(label).hint(hint) };
    let unit = el("span").class("affix-text").add("AZN");
    field(input, around, el("div").class("affix").add(control(input, how)).add(unit)).into_any()
}

/// A password with a button that shows it.
#[component]
pub fn PasswordField(
    /// The field.
    input: Input,
    /// Label.
    #[prop(into)]
    label: Text,
    /// Hint.
    #[prop(optional, into)]
    hint: Option<Text>,
    /// `current-password` or `new-password`.
    autocomplete: &'static str,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    let how =
        Control { kind: "password", autocomplete: Some(autocomplete), capitals: Some("none"), ..Control::default() };
    let control =
        control(input, how).live("type", move || Some(if shown.get() { "text" } else { "password" }.to_owned()));
    let name = text_of(move || t(if shown.get() { keys::field::PASSWORD_HIDE } else { keys::field::PASSWORD_SHOW }));
    let word = text_of(move || t(if shown.get() { keys::common::HIDE } else { keys::common::SHOW }));
    let toggle = el("button")
        .set("type", "button")
        .class("affix-btn")
        .live("aria-pressed", move || Some(shown.get().to_string()))
        .says("aria-label", name)
        .on("click", move |_| shown.update(|shown| *shown = !*shown))
        .add(word);
    field(input, Around::new(label).hint(hint), el("div").class("affix").add(control).add(toggle)).into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_read_with_or_without_its_prefixes() {
        for typed in [
            "50 555 01 17",
            "050-555-01-17",
            "+994 50 555 01 17",
            "00994505550117",
            "Tel: \u{202a}+994 50 555\u{2011}01\u{2011}17\u{202c}",
        ] {
            assert_eq!(tidy_phone(typed), "50 555 01 17", "{typed}");
        }
        for typed in ["50 555", "abc", "+7 912 345 67 89"] {
            assert_eq!(tidy_phone(typed), typed);
        }
    }
}
