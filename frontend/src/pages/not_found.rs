//! Not found and not allowed: the same page for both.

use leptos::prelude::*;

use crate::i18n::{keys, tr};
use crate::ui::{Kind, LinkButton, PageHead};

/// A plain sentence, the way back, 146.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <PageHead title=keys::error::NOT_FOUND_TITLE lead=keys::error::NOT_FOUND/>
        <p>{tr(keys::error::NOT_FOUND_HELP)}</p>
        <div class="actions">
            <LinkButton label=keys::error::TO_START href="/"/>
            <LinkButton kind=Kind::Secondary label=keys::error::TO_SERVICES href="/services"/>
        </div>
    }
    .into_any()
}
