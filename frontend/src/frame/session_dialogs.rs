//! Two minutes before a session ends: "Davam et" in one press. Afterwards: signing in again, in place, so that nothing
//! typed on the page behind is lost.

use leptos::prelude::*;
use qabul_domain::calendar::Micros;

use crate::i18n::{keys, t};
use crate::pages::login::LoginForm;
use crate::ui::{Button, Dialog, Kind};
use crate::{api, clock, session};

const WARNING: i64 = 120 * Micros::SECOND;

/// The dialogs about the session.
#[component]
pub fn SessionDialogs() -> impl IntoView {
    let Some(state) = session::state() else { return ().into_any() };
    let soon = RwSignal::new(false);
    // Closing the dialog without signing in is allowed; the next act of the page asks again.
    let lapsed = state.lapsed;
    let now = clock::ticking(15);
    Effect::new(move |_| {
        let left = state.ends_at.get().map(|end| end.0 - now.get().0);
        let signed_in = state.me.with(Option::is_some);
        soon.set(signed_in && left.is_some_and(|left| (0..=WARNING).contains(&left)));
        if signed_in && left.is_some_and(|left| left < 0) {
            session::ended();
        }
    });
    let stay = Callback::new(move |()| {
        soon.set(false);
        leptos::task::spawn_local(async {
            api::refresh().await;
        });
    });
    view! {
        <Dialog
            open=soon
            title=keys::error::SESSION_SOON_TITLE
            body=ViewFn::from(|| view! { <p>{move || t(keys::error::SESSION_SOON)}</p> })
            foot=ViewFn::from(move || {
                view! {
                    <Button
                        kind=Kind::Quiet
                        label=keys::header::SIGN_OUT
                        on_press=Callback::new(move |()| {
                            soon.set(false);
                            leptos::task::spawn_local(session::sign_out());
                        })
                    />
                    <Button label=keys::common::CONTINUE on_press=stay/>
                }
            })
        />
        <Dialog
            open=lapsed
            title=keys::error::SESSION_TITLE
            body=ViewFn::from(move || {
                view! {
                    <p>{move || t(keys::error::SESSION)}</p>
                    <LoginForm then=Callback::new(move |()| lapsed.set(false))/>
                }
            })
            foot=ViewFn::from(|| ())
        />
    }
    .into_any()
}
