//! `/notices`

use leptos::prelude::*;

use crate::i18n::keys;
use crate::ui::PageHead;

/// The page.
#[component]
pub fn Notices() -> impl IntoView {
    view! { <PageHead title=keys::header::NOTICES/> }
}
