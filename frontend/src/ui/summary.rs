//! The list of errors above a form. A line ends when its field is right, and the list with its last line.

use leptos::prelude::*;

use super::el::{El, el};
use super::form::{Form, Input, Message};
use crate::dom;
use crate::i18n::{keys, t_with, text_of};

/// Id of the list.
pub(super) const SUMMARY: &str = "errors";

/// The list of errors, each with a link to its field.
pub(super) fn error_summary(form: Form) -> Option<El> {
    let errors = form.listed.get();
    if errors.is_empty() {
        return None;
    }
    // Equal sentences at two fields are distinguished by the labels of the fields.
    let named: Vec<bool> =
        errors.iter().map(|(_, own)| errors.iter().filter(|(_, other)| other == own).count() > 1).collect();
    let inputs: Vec<Input> = errors.iter().map(|(input, _)| *input).collect();
    let lines: Vec<El> = errors
        .into_iter()
        .zip(named)
        .map(|((input, message), named)| {
            let id = input.id;
            let words = move || {
                // The sentence at the field may have become another one.
                let now = input.error.get();
                let message = now.as_ref().unwrap_or(&message);
                let text = message.text();
                // The label ends with its field, which other answers may remove.
                let label = input.label.get_value().and_then(|label| label.try_get()).unwrap_or_default();
                // The server's sentences may fit any field, so they are said with the label of their own.
                let said = matches!(message, Message::Said(_)) && !text.starts_with(&label);
                if label.is_empty() || !(named || said) { text } else { [&label, ": ", &text].concat() }
            };
            let go = move |event: web_sys::Event| {
                event.prevent_default();
                dom::focus(id);
            };
            let link = el("a").set("href", &["#", id].concat()).set("rel", "external").on("click", go);
            // Hidden, not rebuilt: a screen reader would read the rest once more.
            el("li").live("hidden", move || input.is_right().then(String::new)).add(link.add(text_of(words)))
        })
        .collect();
    let over = move || {
        let over = inputs.iter().all(|input| input.is_right());
        mark_title(!over);
        over.then(String::new)
    };
    let title = el("h2").set("id", "errors-title").add(keys::error::SUMMARY);
    let summary = el("div").set("id", SUMMARY).class("summary-errors").set("role", "alert").set("tabindex", "-1");
    let summary = summary.live("hidden", over);
    Some(summary.set("aria-labelledby", "errors-title").add(title).add(el("ul").class("plain").add(lines)))
}

/// Says in the title of the page whether there are errors.
fn mark_title(wrong: bool) {
    let (title, prefix) = (dom::document().title(), t_with(keys::common::TITLE_ERROR, &[("title", "")]));
    match title.strip_prefix(&prefix) {
        None if wrong => dom::set_title(&[prefix, title].concat()),
        Some(plain) if !wrong => dom::set_title(plain),
        _ => {}
    }
}
