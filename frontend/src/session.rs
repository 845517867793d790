//! The signed-in person and the state of the system. One for the whole program, also accessible from event handlers.
//!
//! The pages of a person end with the session. If a session expires, the page is covered until the same person signs in
//! again. If another person signs in, or the person signs out in this or another tab, the next page is loaded anew and
//! typed text is deleted from the tab's storage. No page, request or draft of one person therefore continues in the
//! session of another.

use std::cell::{Cell, RefCell};

use js_sys::Reflect;
use leptos::prelude::*;
use qabul_contract::{
    decode::decode,
    me::{Me, SetLanguage},
    paths,
    sessions::Session,
    system::SystemStatus,
};
use qabul_domain::{calendar::Micros, language::Lang, money::Qepik};
use uuid::Uuid;
use wasm_bindgen::JsValue;

use crate::{api, clock, dom};

/// The access token is kept only here: not in storage, not in the page.
#[derive(Clone)]
struct Token {
    text: String,
}

/// State that every page may use.
#[derive(Clone, Copy)]
pub struct State {
    /// The signed-in person; `None` = signed out.
    pub me: RwSignal<Option<Me>>,
    /// Whether the refresh cookie has been tried. Until then it is unknown whether a person is signed in.
    pub known: RwSignal<bool>,
    /// Whether the session expired; pages that need one offer to sign in again in the same place.
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
    /// The person whose pages this program shows, from the first session on. It never changes: the pages of one person
    /// end before those of another begin.
    static OWNER: Cell<Option<Uuid>> = const { Cell::new(None) };
    /// Whether the pages are being left: nothing is sent or stored any more.
    static OVER: Cell<bool> = const { Cell::new(false) };
}

/// Uses the state of the system that `boot.js` fetched, so that the strip above the pages is shown from the beginning.
/// Call before [`start`], which fetches the state otherwise.
pub async fn early_status() {
    let Some(came) = dom::early("qabulStatus").await else { return };
    let Some((at, body)) = came.split_once(' ') else { return };
    if let (Ok(at), Some(status)) = (at.parse(), decode::<SystemStatus>(body)) {
        clock::set_server_then(status.now.into(), at);
        EARLY.set(Some(status));
    }
}

/// Creates the state under the current reactive owner. Call once, in the root of the program.
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

/// Hides or shows the page of a person. It is hidden from the moment it is left, because a browser that keeps it for
/// "back" displays it before any program runs.
fn cover(hidden: bool) {
    dom::html_attribute("data-covered", hidden.then_some(""));
}

/// The browser restored the page. It stays covered until the server confirms the session.
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
        // No answer: after a reload the browser shows its own error, and the page continues once the network works.
        dom::reload();
    }
}

/// Another tab prolonged, ended or began a session. All tabs share one session, so this tab follows.
fn follow_other_tabs() {
    let Some(state) = state().filter(|_| OWNER.get().is_some() && !OVER.get()) else { return };
    let signed_in = state.me.with_untracked(Option::is_some);
    match hint() {
        Hint::Out => die(START),
        Hint::Unknown if signed_in => ended(),
        Hint::Unknown => {}
        Hint::Until(end) if signed_in => state.ends_at.set(Some(end)),
        // Signed in again in another tab: the same person continues here too; for another person new pages are loaded.
        Hint::Until(_) => leptos::task::spawn_local(async {
            api::refresh().await;
        }),
    }
}

/// Waits until it is known whether a person is signed in. Simultaneous calls share one request.
pub async fn settled() {
    let Some(state) = state() else { return };
    if state.known.get_untracked() {
        return;
    }
    // Only a hint, so that people who never signed in cause no refused request; the program cannot read the cookie
    // itself.
    if matches!(hint(), Hint::Until(_)) {
        api::refresh().await;
    }
    state.known.set(true);
}

/// Whether a session may exist on this device, and until when. Tabs share it. It does not say whose session it is.
const HINT: &str = "qabul.session";
/// Its value after a person has signed out.
const OUT: &str = "out";
/// The person whose typed text this tab stores; see [`dom::keep`].
const KEPT_FOR: &str = "qabul.owner";
/// Message for the next page.
const SAID: &str = "qabul.said";
/// Target for a person who is signed out.
const START: &str = "/";
/// Target for a person who has just signed in.
const SERVICES: &str = "/services";

enum Hint {
    /// No session is known.
    Unknown,
    /// A person signed out.
    Out,
    /// There may be a session until this instant.
    Until(Micros),
}

fn hint() -> Hint {
    match dom::stored(HINT).as_deref() {
        None => Hint::Unknown,
        Some(OUT) => Hint::Out,
        Some(end) => end.parse().map_or(Hint::Unknown, |end| Hint::Until(Micros(end))),
    }
}

/// Whether the pages are being left; then nothing may be sent from them.
pub(crate) fn is_over() -> bool {
    OVER.get()
}

/// Ends the pages of a person: nothing of them stays in this tab, neither in memory nor in its storage, and the next
/// page is loaded in their place.
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

/// Takes a new session: after signing in, after a registration and after every refresh. `false` = it belongs to another
/// person than these pages; the pages are left, and nothing more is sent from them.
pub fn begin(session: Session) -> bool {
    let ends_at = Micros::from(session.session_ends_at);
    dom::store(HINT, &ends_at.0.to_string());
    let (owner, kept_for) = (session.me.id, session.me.id.to_string());
    if OWNER.get().is_some_and(|before| before != owner) {
        die(SERVICES);
        return false;
    }
    // Text typed by an earlier person in this tab must not be shown to this one.
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

/// The server no longer accepts the session. The page is covered, and the same person may continue after signing in
/// again.
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

/// The person did not sign in again: the page is left for the sign-in page, which leads back here. The typed text stays
/// in the tab, accessible only to its owner.
pub fn walk_away() {
    OVER.set(true);
    let back = String::from(js_sys::encode_uri_component(&dom::here()));
    dom::replace_with(&["/login?to=", &back].concat());
}

/// Called after a page without personal data has ended this browser's session, for example a new password by SMS: the
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

/// Called after a session was ended on purpose: nobody is asked to sign in again, and no data of the person stays.
/// `said` is shown on the page at `to`.
pub fn leave_for(to: &str, said: Option<&str>) {
    dom::store(HINT, OUT);
    die(to);
    if let Some(said) = said {
        dom::tell_next_page(SAID, said);
    }
}

/// The message from the previous page.
pub fn said() -> Option<String> {
    let said = dom::kept(SAID)?;
    dom::let_go(SAID);
    Some(said)
}

/// The message after signing out.
pub const SIGNED_OUT: &str = "signedOut";

/// Signs out. The device deletes the session even if the server does not answer.
pub async fn sign_out() {
    let _ = api::Call::new("DELETE", paths::CURRENT_SESSION).done().await;
    leave_for(START, Some(SIGNED_OUT));
}

/// Reloads balance and unread notices for the header.
pub async fn reload_me() {
    if let (Ok(me), Some(state)) = (api::get::<Me>(paths::ME).await, state()) {
        state.me.set(Some(me));
    }
}

/// Has later SMS and e-mails of the signed-in person written in this language. Without an answer the pages switch all
/// the same.
pub async fn write_in(lang: Lang) {
    settled().await;
    if me().is_some() {
        let path = [paths::ME, "/language"].concat();
        drop(api::Call::new("PUT", &path).body(&SetLanguage { lang }).done().await);
    }
}

/// Shows a balance that another answer contained.
pub fn set_balance(balance: Qepik) {
    if let Some(state) = state() {
        state.me.update(|me| {
            if let Some(me) = me {
                me.balance = balance;
            }
        });
    }
}

/// Seconds between two updates in [`left`].
pub const TICK: u64 = 15;

/// Microseconds until the session ends; `None` while nobody is signed in. Updated every [`TICK`] seconds.
pub fn left(state: State) -> Signal<Option<i64>> {
    let now = clock::ticking(TICK);
    Signal::derive(move || {
        let left = state.ends_at.get().map(|end| end.0 - now.get().0);
        left.filter(|_| state.me.with(Option::is_some))
    })
}
