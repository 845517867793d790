//! "Not found" and "not allowed": the same page for both.

use leptos::prelude::*;

use crate::i18n::keys;
use crate::ui::{Kind, LinkButton, PageHead, actions, el, parts};

/// A simple sentence, a link back, and the hotline 146.
#[component]
pub fn NotFound() -> impl IntoView {
    let start = view! { <LinkButton label=keys::error::TO_START href="/"/> };
    let services = view! { <LinkButton kind=Kind::Secondary label=keys::error::TO_SERVICES href="/services"/> };
    parts((
        view! { <PageHead title=keys::error::NOT_FOUND_TITLE lead=keys::error::NOT_FOUND/> }.into_any(),
        (el("p").add(keys::error::NOT_FOUND_HELP), actions((start.into_any(), services.into_any()))),
    ))
}
