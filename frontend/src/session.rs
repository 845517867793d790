//! Who is signed in, and the state of the system. One for the whole program, reachable from event handlers too.
//!
//! The pages of a person die with their session. A session that ended by itself covers the page until the same person signs in
//! again. Another person, or signing out in this or another tab, loads the next page anew, and what was typed goes with the tab's
//! storage: so no page, request or draft of one person lives on under the session of another.

use std::cell::{Cell, RefCell};

use js_sys::Reflect;
use leptos::prelude::*;
use qabul_contract::{decode::decode, me::Me, paths, sessions::Session, system::SystemStatus};
use qabul_domain::{calendar::Micros, money::Qepik};
use uuid::Uuid;
use wasm_bindgen::JsValue;

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
    /// Whose pages this program shows, from the first session it takes. It never becomes another's: the pages of one person end
    /// before those of another begin.
    static OWNER: Cell<Option<Uuid>> = const { Cell::new(None) };
    /// Whether the pages are being left for good: nothing is sent or kept any more.
    static OVER: Cell<bool> = const { Cell::new(false) };
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
    window_event_listener_untyped("pagehide", |_| cover(OWNER.get().is_some()));
    window_event_listener_untyped("pageshow", |event| {
        if Reflect::get(&event, &JsValue::from_str("persisted")).is_ok_and(|kept| kept.is_truthy()) {
            leptos::task::spawn_local(thawed());
        }
    });
    state
}

/// Hides the page of a person, or shows it again. Hidden from the moment it is left: a browser that keeps it for "back" shows it
/// before any program runs.
fn cover(hidden: bool) {
    dom::html_attribute("data-covered", hidden.then_some(""));
}

/// The browser brought the page back as it was left. It stays covered until the server says that the session lives.
async fn thawed() {
    if OWNER.get().is_none() || OVER.get() {
        return;
    }
    if matches!(hint(), Hint::Out) {
        return die(START);
    }
    if api::refresh().await {
        cover(false);
    } else if state().is_some_and(|state| state.me.with_untracked(Option::is_some)) && !OVER.get() {
        // Nobody answered: the browser says so itself, and goes on where it was once the line is back.
        dom::reload();
    }
}

/// Another tab prolonged the session, ended it or began another one: it is one session, so this tab follows.
fn follow_other_tabs() {
    let Some(state) = state().filter(|_| OWNER.get().is_some() && !OVER.get()) else { return };
    let signed_in = state.me.with_untracked(Option::is_some);
    match hint() {
        Hint::Out => die(START),
        Hint::Unknown if signed_in => ended(),
        Hint::Unknown => {}
        Hint::Until(end) if signed_in => state.ends_at.set(Some(end)),
        // Signed in again in another tab: the same person goes on here too, another one is met by pages of their own.
        Hint::Until(_) => leptos::task::spawn_local(async {
            api::refresh().await;
        }),
    }
}

/// Waits until it is known whether a person is signed in. Calls that come together share one request.
pub async fn settled() {
    let Some(state) = state() else { return };
    if state.known.get_untracked() {
        return;
    }
    // A hint only, so that people who never signed in cause no refused request; the cookie itself is invisible.
    if matches!(hint(), Hint::Until(_)) {
        api::refresh().await;
    }
    state.known.set(true);
}

/// Whether a session may exist on this device, and until when: tabs tell each other by it. Says nothing about whose.
const HINT: &str = "qabul.session";
/// What stands there once a person has signed out.
const OUT: &str = "out";
/// Whose typing this tab keeps; see [`dom::keep`].
const KEPT_FOR: &str = "qabul.owner";
/// What is said on the page after the one that was left.
const SAID: &str = "qabul.said";
/// Where a person who is signed out is led.
const START: &str = "/";
/// Where a person who has just signed in is led.
const SERVICES: &str = "/services";

enum Hint {
    /// No session is known of.
    Unknown,
    /// A person signed out.
    Out,
    /// There may be one until then.
    Until(Micros),
}

fn hint() -> Hint {
    match dom::stored(HINT).as_deref() {
        None => Hint::Unknown,
        Some(OUT) => Hint::Out,
        Some(end) => end.parse().map_or(Hint::Unknown, |end| Hint::Until(Micros(end))),
    }
}

/// Whether the pages are being left for good; nothing may be sent from them.
pub(crate) fn is_over() -> bool {
    OVER.get()
}

/// The pages of a person end: nothing of them stays in this tab, neither in memory nor in its storage, and the next page is loaded
/// anew in their place.
fn die(to: &str) {
    OVER.set(true);
    TOKEN.set(None);
    cover(true);
    dom::close_tab_storage();
    dom::replace_with(to);
}

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

/// Takes a new session: after signing in, after a registration and after every refresh. `false` = it is another person's than these
/// pages; they are left, and nothing more is sent from them.
pub fn begin(session: Session) -> bool {
    let ends_at = Micros::from(session.session_ends_at);
    dom::store(HINT, &ends_at.0.to_string());
    let (owner, kept_for) = (session.me.id, session.me.id.to_string());
    if OWNER.get().is_some_and(|before| before != owner) {
        die(SERVICES);
        return false;
    }
    // What an earlier person of this tab had typed is not theirs to see.
    if dom::kept(KEPT_FOR).is_some_and(|before| before != kept_for) {
        dom::let_all_go();
    }
    dom::keep(KEPT_FOR, &kept_for);
    OWNER.set(Some(owner));
    TOKEN.set(Some(Token { text: session.access_token }));
    cover(false);
    if let Some(state) = state() {
        state.lapsed.set(false);
        state.known.set(true);
        state.ends_at.set(Some(ends_at));
        if state.me.with_untracked(|me| me.as_ref() != Some(&session.me)) {
            state.me.set(Some(session.me));
        }
    }
    true
}

/// The server no longer knows the session. The page is covered, and the same person may go on after signing in again.
pub(crate) fn ended() {
    TOKEN.set(None);
    dom::forget(HINT);
    if let Some(state) = state() {
        if state.me.with_untracked(Option::is_some) {
            cover(true);
            state.lapsed.set(true);
        }
        state.ends_at.set(None);
        state.me.set(None);
    }
}

/// The person did not sign in again: the page is left for the sign-in page, which leads back here. What was typed waits in the tab
/// for its owner alone.
pub fn walk_away() {
    OVER.set(true);
    let back = String::from(js_sys::encode_uri_component(&dom::here()));
    dom::replace_with(&["/login?to=", &back].concat());
}

/// After the session of this browser was ended by an act on a page that shows nothing of a person, such as a new password by SMS: the
/// page stays.
pub fn stay_out() {
    dom::store(HINT, OUT);
    dom::let_all_go();
    OWNER.set(None);
    cover(false);
    if let Some(state) = state() {
        state.lapsed.set(false);
    }
}

/// After a session was ended on purpose: nobody is asked to sign in again, and nothing of the person stays. `said` is told on the
/// page at `to`.
pub fn leave_for(to: &str, said: Option<&str>) {
    dom::store(HINT, OUT);
    die(to);
    if let Some(said) = said {
        dom::tell_next_page(SAID, said);
    }
}

/// What the page before this one wanted to be said.
pub fn said() -> Option<String> {
    let said = dom::kept(SAID)?;
    dom::let_go(SAID);
    Some(said)
}

/// What is said after signing out.
pub const SIGNED_OUT: &str = "signedOut";

/// Signs out. The device forgets the session even if the server does not answer.
pub async fn sign_out() {
    let _ = api::Call::new("DELETE", paths::CURRENT_SESSION).done().await;
    leave_for(START, Some(SIGNED_OUT));
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
