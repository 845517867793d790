//! Forms: values, checks on leaving and on sending, the error summary, refusals of the server at their fields.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use leptos::prelude::*;

use super::blocks::failure_banner;
use super::el::{el, live};
use super::summary::{SUMMARY, error_summary};
use crate::api::Failure;
use crate::dom;
use crate::i18n::{self, Key, Text, t};

/// What an error says.
#[derive(Clone, PartialEq)]
pub enum Message {
    /// A text of the SPA; follows a change of language.
    Key(Key),
    /// A sentence of the domain in az, en, ru; follows a change of language.
    Says([&'static str; 3]),
    /// A sentence from the server.
    Said(String),
}

impl Message {
    /// In words.
    pub fn text(&self) -> String {
        match self {
            Message::Key(key) => t(*key),
            Message::Says(says) => i18n::lang().pick(*says).to_owned(),
            Message::Said(text) => text.clone(),
        }
    }
}

impl From<Key> for Message {
    fn from(key: Key) -> Self {
        Message::Key(key)
    }
}

/// A running request, and what follows its answer.
type Request = Pin<Box<dyn Future<Output = Result<Box<dyn FnOnce()>, Failure>>>>;

type Check = Box<dyn Fn(&str) -> Option<Message> + Send + Sync>;

/// One field of a form; the server's pointer `/id` refers to it.
#[derive(Clone, Copy)]
pub struct Input {
    /// Id of the element and name in the request.
    pub id: &'static str,
    /// What was typed.
    pub value: RwSignal<String>,
    /// Its error.
    pub error: RwSignal<Option<Message>>,
    /// Its label, once it is rendered.
    pub(super) label: StoredValue<Option<Text>>,
    /// The value that the server refused: the error stays until another value is typed.
    refused: StoredValue<Option<String>>,
    check: StoredValue<Check>,
}

impl Input {
    /// The typed text without surrounding spaces. Not tracked.
    pub fn now(self) -> String {
        self.value.with_untracked(|value| value.trim().to_owned())
    }
    /// Sets the value as if it were typed.
    pub fn set(self, value: impl Into<String>) {
        self.value.set(value.into());
    }
    /// Sets the label for as long as the field is rendered: its text ends with the field.
    pub(super) fn called(self, label: Text) {
        self.label.set_value(Some(label));
        on_cleanup(move || self.label.try_update_value(|label| *label = None).unwrap_or_default());
    }
    /// Whether the field is on the page. Some fields are asked only after certain answers.
    fn is_shown(self) -> bool {
        dom::document().get_element_by_id(self.id).is_some()
    }
    /// Whether it shows no error.
    pub(super) fn is_right(&self) -> bool {
        self.error.with(Option::is_none)
    }
    /// Checks the value and shows or clears the error.
    pub fn validate(self) -> bool {
        let Some(value) = self.value.try_get_untracked() else { return true };
        let found = self.check.with_value(|check| check(&value));
        self.refused.set_value(None);
        let fine = found.is_none();
        self.error.set(found);
        fine
    }
    /// Called on leaving the field: an empty field is no error before the form is sent. The check waits until nothing is
    /// pressed: an error that appears between pressing and releasing a button would move the button away from the
    /// pointer, and the press would be lost.
    pub fn left(self) {
        let check = move || {
            if dom::pressed() {
                return self.left();
            }
            let value = self.value.try_get_untracked();
            if self.refused.try_with_value(|refused| refused.is_some() && *refused == value).unwrap_or(true) {
                return;
            }
            let empty = self.value.try_with_untracked(String::is_empty).unwrap_or(true);
            if !empty || self.error.try_with_untracked(Option::is_some).unwrap_or(false) {
                self.validate();
            }
        };
        set_timeout(check, Duration::from_millis(250));
    }
    /// Shows an error of the server at the field.
    pub fn refuse(self, message: impl Into<Message>) {
        self.refused.set_value(Some(self.value.get_untracked()));
        self.error.set(Some(message.into()));
    }
}

/// A form: its fields, whether it is being sent, and its error.
#[derive(Clone, Copy)]
pub struct Form {
    inputs: StoredValue<Vec<Input>>,
    codes: StoredValue<Vec<(&'static str, Input)>>,
    pub(super) listed: RwSignal<Vec<(Input, Message)>>,
    /// Whether it is being sent.
    pub busy: RwSignal<bool>,
    /// An error that belongs to no field.
    pub trouble: RwSignal<Option<Failure>>,
}

impl Default for Form {
    fn default() -> Self {
        Self::new()
    }
}

impl Form {
    /// An empty form.
    pub fn new() -> Self {
        Self {
            inputs: StoredValue::new(Vec::new()),
            codes: StoredValue::new(Vec::new()),
            listed: RwSignal::new(Vec::new()),
            busy: RwSignal::new(false),
            trouble: RwSignal::new(None),
        }
    }

    /// Adds a field with its check. The check of a field that is not shown returns `None`.
    pub fn input(self, id: &'static str, check: impl Fn(&str) -> Option<Message> + Send + Sync + 'static) -> Input {
        let check: Check = Box::new(check);
        let input = Input {
            id,
            value: RwSignal::new(String::new()),
            error: RwSignal::new(None),
            label: StoredValue::new(None),
            refused: StoredValue::new(None),
            check: StoredValue::new(check),
        };
        self.inputs.update_value(|inputs| inputs.push(input));
        input
    }

    /// A required field, with the message if it is empty.
    pub fn required(self, id: &'static str, missing: Key) -> Input {
        self.input(id, move |value| value.trim().is_empty().then_some(Message::Key(missing)))
    }

    /// An optional field that only the server checks.
    pub fn optional(self, id: &'static str) -> Input {
        self.input(id, |_| None)
    }

    /// Shows problems with this code at the field, for problems that name no field.
    pub fn answers_for(self, code: &'static str, input: Input) {
        self.codes.update_value(|codes| codes.push((code, input)));
    }

    /// Checks every field. If there are errors, lists them at the top and moves the focus there.
    pub fn valid(self) -> bool {
        self.trouble.set(None);
        // All fields are checked, not only up to the first error.
        let wrong = self.inputs.with_value(|inputs| inputs.iter().filter(|input| !input.validate()).count());
        let fine = wrong == 0;
        if fine {
            self.listed.set(Vec::new());
        } else {
            self.list();
        }
        fine
    }

    /// Removes earlier refusals, so that nothing of an earlier answer is shown beside a new one.
    pub fn forget_refusals(self) {
        self.trouble.set(None);
        self.listed.set(Vec::new());
        self.inputs.with_value(|inputs| {
            for input in inputs {
                input.refused.set_value(None);
                input.error.set(None);
            }
        });
    }

    /// Shows a failure: errors of fields at their fields, the rest above the form.
    pub fn refuse(self, failure: Failure) {
        let mut placed = false;
        self.inputs.with_value(|inputs| {
            for error in failure.errors() {
                let name = error.pointer.as_deref().unwrap_or_default().trim_start_matches('/');
                if let Some(input) = inputs.iter().find(|input| input.id == name && input.is_shown()) {
                    input.refuse(Message::Said(error.text.clone()));
                    placed = true;
                }
            }
        });
        let own =
            self.codes.with_value(|codes| codes.iter().find(|(code, _)| *code == failure.code()).map(|(_, i)| *i));
        if let (false, Some(input)) = (placed, own) {
            input.refuse(Message::Said(failure.text()));
            placed = true;
        }
        if placed {
            self.list();
        } else {
            self.trouble.set(Some(failure));
            dom::focus_soon(TROUBLE);
        }
    }

    /// Shows sentences at their fields (`/pointer`, sentence), lists them at the top and moves the focus there. Returns
    /// those that belong to no field of this form.
    pub fn point_out(self, findings: impl IntoIterator<Item = (String, String)>) -> Vec<String> {
        let mut homeless = Vec::new();
        self.inputs.with_value(|inputs| {
            for (pointer, text) in findings {
                match inputs.iter().find(|input| input.id == pointer.trim_start_matches('/')) {
                    Some(input) => input.refuse(Message::Said(text)),
                    None => homeless.push(text),
                }
            }
        });
        self.list();
        homeless
    }

    /// Shows the server's findings about the typed values, without a summary: a filled field shows its error, a
    /// corrected one loses it. An empty field is no error before the form is sent.
    pub fn follow(self, findings: &[(String, String)]) {
        self.inputs.with_value(|inputs| {
            for input in inputs {
                let found = findings.iter().find(|(pointer, _)| pointer.trim_start_matches('/') == input.id);
                match found {
                    Some((_, text)) if !input.now().is_empty() => input.refuse(Message::Said(text.clone())),
                    Some(_) => {}
                    None => {
                        input.validate();
                    }
                }
            }
        });
    }

    /// Shows sentences at their fields (`/pointer`, sentence), without a summary, because no button was pressed.
    pub fn show(self, findings: Vec<(String, String)>) {
        let inputs = self.inputs.try_with_value(Clone::clone).unwrap_or_default();
        for (pointer, text) in findings {
            if let Some(input) = inputs.iter().find(|input| input.id == pointer.trim_start_matches('/')) {
                input.refuse(Message::Said(text));
            }
        }
    }

    /// The text of every field, by its id. Not tracked; empty after the page is removed.
    pub fn typed(self) -> Vec<(&'static str, String)> {
        let read = |inputs: &Vec<Input>| {
            inputs.iter().filter_map(|input| Some((input.id, input.value.try_get_untracked()?))).collect()
        };
        self.inputs.try_with_value(read).unwrap_or_default()
    }

    /// Puts texts back into their fields.
    pub fn put_back(self, fields: &[(String, String)]) {
        self.inputs.with_value(|inputs| {
            for (id, text) in fields {
                if let Some(input) = inputs.iter().find(|input| input.id == id) {
                    input.set(text.as_str());
                }
            }
        });
    }

    /// Sends the form once: a second press during the request is ignored. Failures are shown, a value is passed on.
    pub fn send<T: 'static>(
        self,
        request: impl Future<Output = Result<T, Failure>> + 'static,
        then: impl FnOnce(T) + 'static,
    ) {
        self.send_boxed(Box::pin(async move {
            let value = request.await?;
            let then: Box<dyn FnOnce()> = Box::new(move || then(value));
            Ok(then)
        }));
    }

    /// Compiled once for all forms.
    fn send_boxed(self, request: Request) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.trouble.set(None);
        leptos::task::spawn_local(async move {
            let result = request.await;
            // The person may have left the page meanwhile.
            if self.busy.try_set(false).is_some() {
                return;
            }
            match result {
                Ok(then) => then(),
                Err(failure) => self.refuse(failure),
            }
        });
    }

    fn list(self) {
        let errors = self.inputs.with_value(|inputs| {
            inputs
                .iter()
                .filter_map(|input| input.error.get_untracked().map(|message| (*input, message)))
                .collect::<Vec<_>>()
        });
        self.listed.set(errors);
        dom::focus_soon(SUMMARY);
    }
}

const TROUBLE: &str = "trouble";

/// A `<form>` with its error summary above the fields. `on_send` runs only if every field is valid.
#[component]
pub fn FormBox(
    /// The form.
    form: Form,
    /// What sending does.
    #[prop(into)]
    on_send: Callback<()>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        if !form.busy.get_untracked() && form.valid() {
            on_send.run(());
        }
    };
    el("form")
        .class("form")
        .set("novalidate", "")
        .on("submit", submit)
        .add(live(move || error_summary(form)))
        .add(live(move || {
            form.trouble
                .get()
                .map(|failure| el("div").set("id", TROUBLE).set("tabindex", "-1").add(failure_banner(failure)))
        }))
        .add(children())
        .into_any()
}
