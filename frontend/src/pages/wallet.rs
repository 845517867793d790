//! `/wallet` and `/wallet/return`

use leptos::prelude::*;

use crate::i18n::keys;
use crate::ui::PageHead;

/// Balance, top-up and statement.
#[component]
pub fn Wallet() -> impl IntoView {
    view! { <PageHead title=keys::header::BALANCE/> }
}

/// Where the payment provider sends the person back to.
#[component]
pub fn WalletReturn() -> impl IntoView {
    view! { <PageHead title=keys::header::BALANCE/> }
}
