//! Who is signed in, and the state of the system. One for the whole program, reachable from event handlers too.

use std::cell::RefCell;

use leptos::prelude::*;
use qabul_contract::{decode::decode, me::Me, paths, sessions::Session, system::SystemStatus};
use qabul_domain::{calendar::Micros, money::Qepik};

use crate::{api, clock, dom};

/// The access token lives here and nowhere else: not in storage, not in the page.
#[derive(Clone)]
struct Token {
    text: String,
}

/// What every page may look at.
#[derive(Clone, Copy)]
pub struct State {
    /// The signed-in person; `None` = signed out.
    pub me: RwSignal<Option<Me>>,
    /// Whether the refresh cookie has been tried. Until then nobody knows whether a person is signed in.
    pub known: RwSignal<bool>,
    /// Whether the session ended by itself; pages that need one offer to sign in again, in place.
    pub lapsed: RwSignal<bool>,
    /// When the session ends unless it is used.
    pub ends_at: RwSignal<Option<Micros>>,
    /// Mode of the installation, once known.
    pub system: RwSignal<Option<SystemStatus>>,
    /// Whether the device is online.
    pub online: RwSignal<bool>,
}

thread_local! {
    static STATE: RefCell<Option<State>> = const { RefCell::new(None) };
    static TOKEN: RefCell<Option<Token>> = const { RefCell::new(None) };
    static EARLY: RefCell<Option<SystemStatus>> = const { RefCell::new(None) };
}

/// Takes the state of the system that `boot.js` fetched, so that the strip above the pages is there from the first. Call
/// before [`start`], which asks for it otherwise.
pub async fn early_status() {
    let Some(came) = dom::early("qabulStatus").await else { return };
    let Some((at, body)) = came.split_once(' ') else { return };
    if let (Ok(at), Some(status)) = (at.parse(), decode::<SystemStatus>(body)) {
        clock::set_server_then(status.now.into(), at);
        EARLY.set(Some(status));
    }
}

/// Makes the state under the present reactive owner. Call once, in the root of the program.
pub fn start() -> State {
    let state = State {
        me: RwSignal::new(None),
        known: RwSignal::new(false),
        lapsed: RwSignal::new(false),
        ends_at: RwSignal::new(None),
        system: RwSignal::new(EARLY.take()),
        online: RwSignal::new(dom::online()),
    };
    STATE.set(Some(state));
    window_event_listener_untyped("online", move |_| state.online.set(true));
    window_event_listener_untyped("offline", move |_| state.online.set(false));
    let known = state.system.with_untracked(Option::is_some);
    leptos::task::spawn_local(async move {
        if known {
            return;
        }
        if let Ok(status) = api::get_public::<SystemStatus>(paths::STATUS).await {
            clock::set_server_now(status.now.into());
            state.system.set(Some(status));
        }
    });
    leptos::task::spawn_local(settled());
    window_event_listener_untyped("storage", |_| follow_other_tabs());
    state
}

/// Another tab prolonged the session or ended it: it is one session, so this tab neither warns too early nor goes on.
fn follow_other_tabs() {
    let Some(state) = state().filter(|state| state.me.with_untracked(Option::is_some)) else { return };
    match dom::stored(HINT) {
        None => ended(),
        Some(end) => {
            if let Ok(end) = end.parse() {
                state.ends_at.set(Some(Micros(end)));
            }
        }
    }
}

/// Waits until it is known whether a person is signed in. Calls that come together share one request.
pub async fn settled() {
    let Some(state) = state() else { return };
    if state.known.get_untracked() {
        return;
    }
    // A hint only, so that people who never signed in cause no refused request; the cookie itself is invisible.
    if dom::stored(HINT).is_some() {
        api::refresh().await;
    }
    state.known.set(true);
}

/// Whether a session may exist on this device, and until when: tabs tell each other by it. Says nothing about whose.
const HINT: &str = "qabul.session";

/// The state, if the program has started.
pub fn state() -> Option<State> {
    STATE.with_borrow(|state| *state)
}

/// The signed-in person. Tracked.
pub fn me() -> Option<Me> {
    state().and_then(|state| state.me.get())
}

/// The access token, if there is one.
pub(crate) fn token() -> Option<String> {
    TOKEN.with_borrow(|token| token.as_ref().map(|token| token.text.clone()))
}

/// Takes a new session: after signing in, after a registration and after every refresh.
pub fn begin(session: Session) {
    TOKEN.set(Some(Token { text: session.access_token }));
    let ends_at = Micros::from(session.session_ends_at);
    dom::store(HINT, &ends_at.0.to_string());
    if let Some(state) = state() {
        state.lapsed.set(false);
        state.known.set(true);
        state.ends_at.set(Some(ends_at));
        if state.me.with_untracked(|me| me.as_ref() != Some(&session.me)) {
            state.me.set(Some(session.me));
        }
    }
}

/// The server no longer knows the session.
pub(crate) fn ended() {
    TOKEN.set(None);
    dom::forget(HINT);
    if let Some(state) = state() {
        if state.me.with_untracked(Option::is_some) {
            state.lapsed.set(true);
        }
        state.ends_at.set(None);
        state.me.set(None);
    }
}

/// After a session was ended on purpose: nobody is asked to sign in again in place.
pub fn stay_out() {
    dom::let_all_go();
    if let Some(state) = state() {
        state.lapsed.set(false);
    }
}

/// Signs out. The device forgets the session even if the server does not answer.
pub async fn sign_out() {
    let _ = api::Call::new("DELETE", paths::CURRENT_SESSION).done().await;
    ended();
    stay_out();
}

/// Reads balance and unread notices anew, for the header.
pub async fn reload_me() {
    if let (Ok(me), Some(state)) = (api::get::<Me>(paths::ME).await, state()) {
        state.me.set(Some(me));
    }
}

/// Shows a balance another answer brought along.
pub fn set_balance(balance: Qepik, text: String) {
    if let Some(state) = state() {
        state.me.update(|me| {
            if let Some(me) = me {
                me.balance = balance;
                me.balance_text = text;
            }
        });
    }
}

/// Seconds between two looks at the clock in [`left`].
pub const TICK: u64 = 15;

/// Microseconds until the session ends; `None` while nobody is signed in. Moves every [`TICK`] seconds.
pub fn left(state: State) -> Signal<Option<i64>> {
    let now = clock::ticking(TICK);
    Signal::derive(move || {
        let left = state.ends_at.get().map(|end| end.0 - now.get().0);
        left.filter(|_| state.me.with(Option::is_some))
    })
}
