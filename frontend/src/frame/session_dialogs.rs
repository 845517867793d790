//! Two minutes before a session ends: a dialog to continue with one key (WCAG 2.2.1). After the end: signing in again
//! in the same place, so that nothing typed on the page behind is lost.

use leptos::prelude::*;
use qabul_domain::calendar::Micros;

use crate::i18n::keys;
use crate::pages::login::LoginForm;
use crate::ui::{Button, Dialog, Kind, effect, el, memo, parts};
use crate::{api, session};

/// How long before the end of a session the warning appears, in microseconds: two minutes plus the possible delay of
/// [`session::left`].
const WARNING: i64 = (120 + session::TICK.cast_signed()) * Micros::SECOND;
/// Id of the button that continues.
const STAY: &str = "session-stay";

/// The dialogs about the session.
pub fn session_dialogs(state: session::State) -> AnyView {
    let soon = RwSignal::new(false);
    // The page is already covered; closing the dialog without signing in leaves it.
    let lapsed = state.lapsed;
    let mut asked = false;
    effect(move |_| {
        let asks = lapsed.get();
        if asked && !asks && !session::is_over() && state.me.with_untracked(Option::is_none) {
            session::walk_away();
        }
        asked = asks;
    });
    let left = session::left(state);
    let ending = memo(move || left.get().is_some_and(|left| (0..=WARNING).contains(&left)));
    effect(move |_| soon.set(ending.get()));
    effect(move |_| {
        if left.get().is_some_and(|left| left < 0) {
            session::ended();
        }
    });
    // Any answer shows that the person is present, so the button, Esc and the cross all continue the session. Only
    // "Çıx" ("Sign out") does not.
    let mut was_open = false;
    effect(move |_| {
        let open = soon.get();
        if was_open && !open && ending.get_untracked() {
            leptos::task::spawn_local(async move {
                // The server was not reached, so the warning stays.
                if !api::refresh().await && ending.get_untracked() {
                    soon.set(true);
                }
            });
        }
        was_open = open;
    });
    let stay = Callback::new(move |()| soon.set(false));
    let foot = ViewFn::from(move || {
        // The dialog closes with the session.
        let leave = Callback::new(move |()| leptos::task::spawn_local(session::sign_out()));
        parts((
            view! { <Button kind=Kind::Quiet label=keys::header::SIGN_OUT on_press=leave/> }.into_any(),
            view! { <Button id=STAY label=keys::common::CONTINUE on_press=stay/> }.into_any(),
        ))
    });
    let words = ViewFn::from(|| el("p").add(keys::error::SESSION_SOON).into_any());
    let again = ViewFn::from(move || {
        let form = view! { <LoginForm password_id="sessionPassword" then=Callback::new(|()| ())/> };
        parts((el("p").add(keys::error::SESSION), form.into_any()))
    });
    parts((
        view! { <Dialog open=soon title=keys::error::SESSION_SOON_TITLE body=words foot urgent=STAY/> }.into_any(),
        view! { <Dialog open=lapsed title=keys::error::SESSION_TITLE body=again foot=ViewFn::from(|| ()) alone=true/> }
            .into_any(),
    ))
}
