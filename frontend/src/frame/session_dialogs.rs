//! Two minutes before a session ends: "Davam et" in one press. Afterwards: signing in again, in place, so that nothing
//! typed on the page behind is lost.

use leptos::prelude::*;
use qabul_domain::calendar::Micros;

use crate::i18n::keys;
use crate::pages::login::LoginForm;
use crate::ui::{Button, Dialog, Kind, el, parts};
use crate::{api, session};

/// How long before its end a session warns, in microseconds.
const WARNING: i64 = 120 * Micros::SECOND;

/// The dialogs about the session.
pub fn session_dialogs(state: session::State) -> AnyView {
    let soon = RwSignal::new(false);
    // Closing the dialog without signing in is allowed; the next act of the page asks again.
    let lapsed = state.lapsed;
    let left = session::left(state);
    Effect::new(move |_| {
        let left = left.get();
        soon.set(left.is_some_and(|left| (0..=WARNING).contains(&left)));
        if left.is_some_and(|left| left < 0) {
            session::ended();
        }
    });
    let stay = Callback::new(move |()| {
        soon.set(false);
        leptos::task::spawn_local(async {
            api::refresh().await;
        });
    });
    let foot = ViewFn::from(move || {
        let leave = Callback::new(move |()| {
            soon.set(false);
            leptos::task::spawn_local(session::sign_out());
        });
        parts((
            view! { <Button kind=Kind::Quiet label=keys::header::SIGN_OUT on_press=leave/> }.into_any(),
            view! { <Button label=keys::common::CONTINUE on_press=stay/> }.into_any(),
        ))
    });
    let words = ViewFn::from(|| el("p").add(keys::error::SESSION_SOON).into_any());
    let again = ViewFn::from(move || {
        let form = view! { <LoginForm then=Callback::new(move |()| lapsed.set(false))/> };
        parts((el("p").add(keys::error::SESSION), form.into_any()))
    });
    parts((
        view! { <Dialog open=soon title=keys::error::SESSION_SOON_TITLE body=words foot/> }.into_any(),
        view! { <Dialog open=lapsed title=keys::error::SESSION_TITLE body=again foot=ViewFn::from(|| ())/> }.into_any(),
    ))
}
