//! Text fields (guide §4.2–4.6).

use leptos::prelude::*;

use super::form::Input;
use super::icon::{Icon, icon};
use crate::i18n::{Text, keys, t, tr};

/// Label, hint and error around a control. The control's id is the input's; it must carry `aria-describedby` =
/// [`described_by`].
#[component]
pub fn FieldFrame(
    /// The field.
    input: Input,
    /// Label.
    #[prop(into)]
    label: Text,
    /// Hint under the label.
    #[prop(optional_no_strip, into)]
    hint: Option<Text>,
    /// Says "(istəyə bağlı)" after the label.
    #[prop(optional)]
    optional: bool,
    /// Register the value came from: "Mənbə: TMMS".
    #[prop(optional_no_strip, into)]
    source: Option<Text>,
    /// Class beside `field`.
    #[prop(optional)]
    class: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    let id = input.id;
    view! {
        <div class=["field ", class].concat() class:invalid=move || input.error.with(Option::is_some)>
            <label class="label" for=id>
                {label}
                {optional.then(|| view! { " " <span class="optional">{tr(keys::common::OPTIONAL)}</span> })}
            </label>
            {hint.map(|hint| view! { <p class="hint" id=hint_id(id)>{hint}</p> })}
            {error_line(input)}
            {children()}
            {source.map(|source| view! { <p class="source">{source}</p> })}
        </div>
    }
    .into_any()
}

pub(crate) fn hint_id(id: &str) -> String {
    [id, "-hint"].concat()
}

pub(crate) fn error_id(id: &str) -> String {
    [id, "-error"].concat()
}

/// The error of a field; empty but present while there is none, so that it can be pointed at.
pub(crate) fn error_line(input: Input) -> AnyView {
    let line = move || {
        input.error.get().map(|message| {
            view! {
                <p class="error">{icon(Icon::Alert)} <span>{move || message.text()}</span></p>
            }
        })
    };
    view! { <div id=error_id(input.id)>{line}</div> }.into_any()
}

/// Value of `aria-describedby` of a field's control: its hint and its error.
pub fn described_by(id: &str) -> String {
    [id, "-hint ", id, "-error"].concat()
}

pub(crate) fn invalid(input: Input) -> impl Fn() -> Option<&'static str> + Copy + Send + Sync + 'static {
    move || input.error.with(Option::is_some).then_some("true")
}

/// What a bare `<input>` of a field needs.
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
    /// `maxlength`.
    pub max: Option<u16>,
    /// Class beside `input`.
    pub class: &'static str,
    /// Not to be changed here.
    pub readonly: bool,
    /// `aria-label` where the visible label does not say everything.
    pub name: Option<Text>,
    /// Runs on leaving, before the check: tidies what was typed.
    pub tidy: Option<fn(&str) -> String>,
}

/// The bare `<input>` of a field.
pub fn control(input: Input, how: Control) -> AnyView {
    let left = move |_| {
        if let Some(tidy) = how.tidy {
            let tidied = input.value.with_untracked(|value| tidy(value));
            if input.value.with_untracked(|value| *value != tidied) {
                input.value.set(tidied);
            }
        }
        input.left();
    };
    view! {
        <input
            id=input.id
            name=input.id
            class=["input ", how.class].concat()
            type=if how.kind.is_empty() { "text" } else { how.kind }
            inputmode=how.mode
            autocomplete=how.autocomplete
            autocapitalize=how.capitals
            spellcheck="false"
            maxlength=how.max
            readonly=how.readonly
            aria-label=how.name.map(|name| move || name.get())
            aria-describedby=described_by(input.id)
            aria-invalid=invalid(input)
            prop:value=input.value
            on:input:target=move |event| input.value.set(event.target().value())
            on:blur=left
        />
    }
    .into_any()
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
    /// Register the value came from.
    #[prop(optional, into)]
    source: Option<Text>,
    /// How the control is set up.
    #[prop(optional)]
    how: Control,
) -> impl IntoView {
    view! { <FieldFrame input label hint optional source>{control(input, how)}</FieldFrame> }
}

/// FIN: seven characters without I and O. They are answered with a hint, never changed silently.
#[component]
pub fn FinField(
    /// The field.
    input: Input,
) -> impl IntoView {
    let how = Control {
        class: "w-fin",
        capitals: Some("characters"),
        autocomplete: Some("off"),
        max: Some(20),
        tidy: Some(|typed| typed.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()),
        ..Control::default()
    };
    let letters = move || {
        let odd = input.value.with(|value| value.contains(['i', 'I', 'o', 'O', 'ı', 'İ']));
        // An error at the field says it already.
        (odd && input.error.with(Option::is_none))
            .then(|| view! { <p class="after warn">{icon(Icon::Info)} <span>{tr(keys::field::FIN_LETTERS)}</span></p> })
    };
    view! {
        <FieldFrame input label=keys::field::FIN hint=Text::from(keys::field::FIN_HINT)>
            {control(input, how)} <div role="status">{letters}</div>
        </FieldFrame>
    }
}

/// Mobile number after a fixed +994.
#[component]
pub fn PhoneField(
    /// The field.
    input: Input,
    /// Not to be changed now: a code is under way.
    #[prop(optional, into)]
    locked: Signal<bool>,
    /// Leads back to changing it.
    #[prop(optional, into)]
    on_change: Option<Callback<()>>,
) -> impl IntoView {
    let label: Text = keys::field::PHONE.into();
    let how = Control {
        kind: "tel",
        mode: Some("tel"),
        autocomplete: Some("tel-national"),
        max: Some(20),
        tidy: Some(tidy_phone),
        name: Some(Signal::derive(move || [label.get(), " +994".to_owned()].concat())),
        ..Control::default()
    };
    let field = move || control(input, Control { readonly: locked.get(), ..how });
    let change = move || {
        on_change.filter(|_| locked.get()).map(|on_change| {
            view! {
                <button type="button" class="affix-btn" on:click=move |_| on_change.run(())>
                    {tr(keys::common::CHANGE)}
                </button>
            }
        })
    };
    view! {
        <FieldFrame input label hint=Text::from(keys::field::PHONE_HINT)>
            <div class="affix"><span class="affix-text" aria-hidden="true">"+994"</span> {field} {change}</div>
        </FieldFrame>
    }
}

/// `0505550117`, `+994 50 555 01 17` → `50 555 01 17`; anything else stays as typed.
fn tidy_phone(typed: &str) -> String {
    match national(typed) {
        Some(digits) => [&digits[..2], &digits[2..5], &digits[5..7], &digits[7..]].join(" "),
        None => typed.to_owned(),
    }
}

/// The nine digits after +994, if that is what was typed.
pub(crate) fn national(typed: &str) -> Option<String> {
    let mut digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    if typed.chars().any(|c| !(c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')'))) {
        return None;
    }
    for prefix in ["00994", "994", "0"] {
        if digits.len() == 9 + prefix.len() && digits.starts_with(prefix) {
            digits = digits.split_off(prefix.len());
            break;
        }
    }
    (digits.len() == 9).then_some(digits)
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
        tidy: Some(|typed| typed.trim().to_owned()),
        ..Control::default()
    };
    view! { <FieldFrame input label hint>{control(input, how)}</FieldFrame> }
}

/// A sum with AZN after it.
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
        max: Some(14),
        tidy: Some(|typed| {
            crate::format::parse_money(typed).map_or_else(|| typed.to_owned(), crate::format::money_number)
        }),
        ..Control::default()
    };
    view! {
        <FieldFrame input label hint class="w-money">
            <div class="affix">{control(input, how)} <span class="affix-text">"AZN"</span></div>
        </FieldFrame>
    }
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
    let id = input.id;
    let toggle = move |_| shown.update(|shown| *shown = !*shown);
    view! {
        <FieldFrame input label hint>
            <div class="affix">
                <input
                    id=id
                    name=id
                    class="input"
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    aria-describedby=described_by(id)
                    aria-invalid=invalid(input)
                    prop:value=input.value
                    on:input:target=move |event| input.value.set(event.target().value())
                    on:blur=move |_| input.left()
                />
                <button
                    type="button"
                    class="affix-btn"
                    aria-pressed=move || shown.get().to_string()
                    aria-label=move || t(if shown.get() { keys::field::PASSWORD_HIDE } else { keys::field::PASSWORD_SHOW })
                    on:click=toggle
                >
                    {move || t(if shown.get() { keys::common::HIDE } else { keys::common::SHOW })}
                </button>
            </div>
        </FieldFrame>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_is_read_with_or_without_its_prefixes() {
        for typed in ["50 555 01 17", "050-555-01-17", "+994 50 555 01 17", "00994505550117"] {
            assert_eq!(tidy_phone(typed), "50 555 01 17", "{typed}");
        }
        for typed in ["50 555", "abc", "+7 912 345 67 89"] {
            assert_eq!(tidy_phone(typed), typed);
        }
    }
}
