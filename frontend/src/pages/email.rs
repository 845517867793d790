//! `/email#…`: proves an e-mail address with the link from an e-mail. No session is needed.

use leptos::prelude::*;
use qabul_contract::me::ProveEmail;
use qabul_contract::paths;

use crate::api::Call;
use crate::i18n::keys;
use crate::ui::{Button, Form, FormBox, LinkButton, PageHead, actions, live, parts};
use crate::{dom, session};

/// The page. The secret is sent only when a button is pressed: mail scanners open links, but press no buttons.
#[component]
pub fn Email() -> impl IntoView {
    let hash = dom::window().location().hash().unwrap_or_default();
    let token = StoredValue::new(hash.trim_start_matches('#').to_owned());
    let form = Form::new();
    let done = RwSignal::new(false);
    let send = Callback::new(move |()| {
        let body = ProveEmail { token: token.get_value() };
        form.send(async move { Call::new("POST", paths::EMAIL_PROOFS).public().body(&body).done().await }, move |()| {
            done.set(true)
        });
    });
    live(move || {
        if done.get() {
            let (label, href) = if session::me().is_some() {
                (keys::header::PROFILE, "/profile")
            } else {
                (keys::header::SIGN_IN, "/login")
            };
            return parts((
                view! { <PageHead title=keys::email::DONE_TITLE lead=keys::email::DONE_LEAD/> }.into_any(),
                actions(view! { <LinkButton label href=href/> }.into_any()),
            ));
        }
        let button = view! { <Button label=keys::email::CONFIRM busy=form.busy busy_label=keys::common::SENDING/> };
        let fields = actions(button.into_any());
        parts((
            view! { <PageHead title=keys::email::TITLE lead=keys::email::LEAD/> }.into_any(),
            view! { <FormBox form on_send=send>{fields.into_any()}</FormBox> }.into_any(),
        ))
    })
    .into_any()
}
