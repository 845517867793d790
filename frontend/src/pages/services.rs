//! `/services`

use leptos::prelude::*;

use crate::i18n::keys;
use crate::ui::PageHead;

/// The page.
#[component]
pub fn Services() -> impl IntoView {
    view! { <PageHead title=keys::header::SERVICES/> }
}
