//! Two minutes before a session ends: "Davam et" in one press. Afterwards: signing in again, in place, so that nothing
//! typed on the page behind is lost.

use leptos::prelude::*;

use crate::i18n::{keys, tr};
use crate::pages::login::LoginForm;
use crate::ui::{Button, Dialog, Kind};
use crate::{api, session};

/// The dialogs about the session.
#[component]
pub fn SessionDialogs() -> impl IntoView {
    let Some(state) = session::state() else { return ().into_any() };
    let soon = RwSignal::new(false);
    // Closing the dialog without signing in is allowed; the next act of the page asks again.
    let lapsed = state.lapsed;
    let left = session::left(state);
    Effect::new(move |_| soon.set(session::ends_soon(left.get())));
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
            body=ViewFn::from(|| view! { <p>{tr(keys::error::SESSION_SOON)}</p> })
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
                    <p>{tr(keys::error::SESSION)}</p>
                    <LoginForm then=Callback::new(move |()| lapsed.set(false))/>
                }
            })
            foot=ViewFn::from(|| ())
        />
    }
    .into_any()
}
