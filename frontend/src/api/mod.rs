//! The API client: tokens, languages, repetitions and problems in one place. Pages call [`get`], [`post`] and similar
//! functions and get a value or a [`Failure`].

pub mod failure;
pub mod wire;

use std::cell::RefCell;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::pin::Pin;

use js_sys::Promise;
use qabul_contract::decode::{Decode, decode};
use qabul_contract::{paths, sessions::Session};
use serde::Serialize;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::{JsFuture, future_to_promise};

pub use failure::Failure;

use crate::{dom, i18n, session};
use wire::{Raw, Shot};

/// An answer.
pub struct Reply<T> {
    /// The body.
    pub value: T,
}

/// The idempotency key of one act of a person. Keep it for repetitions of the same act: the server answers every
/// repetition with the first result, so a lost answer never charges twice.
#[derive(Clone, PartialEq, Eq)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// A key for a new act.
    pub fn fresh() -> Self {
        Self(dom::random_hex())
    }

    /// The key of an act in progress in this tab, also after a reload; a new key if there is none. Release it with
    /// [`IdempotencyKey::settle`] after the final answer.
    pub fn under_way(act: &str) -> Self {
        Self(dom::kept(act).unwrap_or_else(|| {
            let key = dom::random_hex();
            dom::keep(act, &key);
            key
        }))
    }

    /// Releases the key after the final answer of an act.
    pub fn settle(act: &str) {
        dom::let_go(act);
    }
}

/// One call before it is sent.
pub struct Call<'a> {
    method: &'static str,
    path: &'a str,
    body: Option<String>,
    key: Option<&'a IdempotencyKey>,
    if_match: Option<&'a str>,
    token: bool,
}

impl<'a> Call<'a> {
    /// A call without a body.
    pub fn new(method: &'static str, path: &'a str) -> Self {
        Self { method, path, body: None, key: None, if_match: None, token: true }
    }
    /// Without the access token, for public resources.
    pub fn public(mut self) -> Self {
        self.token = false;
        self
    }
    /// With a JSON body.
    pub fn body<B: Serialize>(self, body: &B) -> Self {
        self.text(json(body))
    }
    /// With a body that is already JSON; `None` = without a body.
    pub fn text(mut self, body: Option<String>) -> Self {
        self.body = body;
        self
    }
    /// With the key of the act.
    pub fn key(mut self, key: &'a IdempotencyKey) -> Self {
        self.key = Some(key);
        self
    }
    /// Only if the resource still has this ETag.
    pub fn if_match(mut self, etag: &'a str) -> Self {
        self.if_match = Some(etag);
        self
    }
    /// Sends the call and parses the answer as JSON.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn send<T: Decode>(self) -> Result<Reply<T>, Failure> {
        read(boxed(self).await).map(|value| Reply { value })
    }
    /// Sends the call if the answer has no body.
    ///
    /// # Errors
    /// See [`Failure`].
    pub async fn done(self) -> Result<(), Failure> {
        boxed(self).await.map(|_| ())
    }
}

/// A body as JSON. Serialized early, so that the code that sends it is compiled only once for all types of bodies.
pub fn json<B: Serialize>(body: &B) -> Option<String> {
    serde_json::to_string(body).ok()
}

/// Reads a resource.
///
/// # Errors
/// See [`Failure`].
pub async fn get<T: Decode>(path: &str) -> Result<T, Failure> {
    read(boxed(Call::new("GET", path)).await)
}

/// Reads a public resource.
///
/// # Errors
/// See [`Failure`].
pub async fn get_public<T: Decode>(path: &str) -> Result<T, Failure> {
    read(boxed(Call::new("GET", path).public()).await)
}

/// Performs a public act, repeated once if the answer was lost; see [`post`] for the key.
///
/// # Errors
/// See [`Failure`].
pub async fn post_public<B: Serialize, T: Decode>(path: &str, body: &B) -> Result<T, Failure> {
    read(twice(path, json(body), false).await)
}

/// Performs an act, repeated once if the answer was lost. The key is new, unless the same request was sent before
/// without an answer: then it counts as the same act, even if the person presses the button again.
///
/// # Errors
/// See [`Failure`].
pub async fn post<B: Serialize, T: Decode>(path: &str, body: &B) -> Result<T, Failure> {
    read(twice(path, json(body), true).await)
}

/// The same as [`post_public`], with a body that is already JSON.
///
/// # Errors
/// See [`Failure`].
pub async fn post_text<T: Decode>(path: &str, body: Option<String>) -> Result<T, Failure> {
    read(twice(path, body, false).await)
}

async fn twice(path: &str, body: Option<String>, token: bool) -> Result<Raw, Failure> {
    let act = act_of(path, body.as_deref().unwrap_or_default());
    let key = unanswered(act).unwrap_or_else(IdempotencyKey::fresh);
    let call = || boxed(Call { body: body.clone(), token, ..Call::new("POST", path).key(&key) });
    let mut answer = call().await;
    if matches!(answer, Err(Failure::Offline)) && dom::online() {
        answer = call().await;
    }
    let lost = answer.as_ref().err().is_some_and(Failure::passing);
    UNANSWERED.set(lost.then_some((act, key)));
    answer
}

thread_local! {
    /// The last act without an answer, with its key: pressing the same button again is the same act.
    static UNANSWERED: RefCell<Option<(u64, IdempotencyKey)>> = const { RefCell::new(None) };
}

/// Hash of path and body, so that the typed text itself is not kept.
fn act_of(path: &str, body: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    (path, body).hash(&mut hasher);
    hasher.finish()
}

fn unanswered(act: u64) -> Option<IdempotencyKey> {
    UNANSWERED.with_borrow(|last| last.as_ref().filter(|(other, _)| *other == act).map(|(_, key)| key.clone()))
}

fn read<T: Decode>(raw: Result<Raw, Failure>) -> Result<T, Failure> {
    let raw = raw?;
    decode(&raw.body).ok_or_else(|| Failure::unreadable(raw.status))
}

/// Replaces a resource, only if it still has the given ETag.
///
/// # Errors
/// See [`Failure`].
pub async fn put<B: Serialize, T: Decode>(path: &str, body: &B, etag: &str) -> Result<Reply<T>, Failure> {
    Call::new("PUT", path).body(body).if_match(etag).send().await
}

/// Fetches a document that needs the access token, as an address that the browser can open or save (`blob:…`).
///
/// # Errors
/// See [`Failure`].
pub async fn blob_url(path: &str) -> Result<String, Failure> {
    let mut call = Call::new("GET", path);
    let mut shot = shot_of(&mut call);
    let first = wire::blob(&shot).await;
    if !matches!(&first, Err(Failure::Problem(problem)) if problem.status == 401) || !refresh().await {
        return first;
    }
    shot.bearer = session::token();
    wire::blob(&shot).await
}

fn shot_of<'a>(call: &mut Call<'a>) -> Shot<'a> {
    Shot {
        method: call.method,
        path: call.path,
        body: call.body.take(),
        key: call.key.map(|key| key.0.as_str()),
        if_match: call.if_match,
        lang: i18n::lang_now().tag(),
        bearer: if call.token { session::token() } else { None },
    }
}

/// Behind a pointer, so that the code of a call is not compiled again for every type of answer.
fn boxed<'a>(call: Call<'a>) -> Pin<Box<dyn Future<Output = Result<Raw, Failure>> + 'a>> {
    Box::pin(run(call))
}

async fn run(mut call: Call<'_>) -> Result<Raw, Failure> {
    if call.token {
        session::settled().await;
        on_living_page().await;
    }
    let mut shot = shot_of(&mut call);
    let with_token = shot.bearer.is_some();
    match wire::send(&shot).await {
        // A second attempt is made only for an ended token: a wrong password is also answered 401, but in a call
        // without a token.
        Err(Failure::Problem(problem)) if problem.status == 401 && with_token => {
            if !refresh().await {
                on_living_page().await;
                return Err(Failure::Problem(problem));
            }
            shot.bearer = session::token();
            wire::send(&shot).await
        }
        other => other,
    }
}

/// Never returns if the pages are being left: their requests would be sent in another session, and nobody would see the
/// answers.
async fn on_living_page() {
    if session::is_over() {
        std::future::pending().await
    }
}

thread_local! {
    static REFRESHING: RefCell<Option<Promise>> = const { RefCell::new(None) };
}

/// Gets a new access token with the refresh cookie. Simultaneous calls share one request, because the cookie rotates
/// and a second use of the old one would end the session.
pub async fn refresh() -> bool {
    let under_way = REFRESHING.with_borrow(Clone::clone).unwrap_or_else(|| {
        let promise = future_to_promise(async {
            // Other tabs share the cookie: tabs refresh one after the other, and each sends the cookie that the
            // previous one received.
            let came = dom::alone("qabul.refresh", refresh_once()).await;
            REFRESHING.set(None);
            Ok(JsValue::from_bool(came))
        });
        REFRESHING.set(Some(promise.clone()));
        promise
    });
    JsFuture::from(under_way).await.is_ok_and(|came| came.is_truthy())
}

async fn refresh_once() -> bool {
    let mut call = Call::new("POST", paths::REFRESH).public();
    match wire::send(&shot_of(&mut call)).await {
        Ok(raw) => match decode::<Session>(&raw.body) {
            Some(fresh) => session::begin(fresh),
            None => false,
        },
        // Only a refusal ends the session, a lost connection does not.
        Err(failure) => {
            if matches!(failure.status(), 400..500) {
                session::ended();
            }
            false
        }
    }
}
