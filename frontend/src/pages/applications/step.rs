//! `/applications/:id/:step`

use leptos::prelude::*;

use crate::wizard;

/// The page.
#[component]
pub fn Step() -> impl IntoView {
    wizard::step()
}
