//! The page `done` of an application.

use leptos::prelude::*;

use crate::i18n::keys;
use crate::ui::PageHead;

/// The page.
#[component]
pub fn Done() -> impl IntoView {
    view! { <PageHead title=keys::header::APPLICATIONS/> }
}
