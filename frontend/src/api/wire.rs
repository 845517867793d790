//! A thin layer over `fetch`.

use qabul_contract::{decode::decode, problem::Problem};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Headers, RequestCredentials, RequestInit, Response, Url};

use super::Failure;
use crate::dom;

/// One request.
pub struct Shot<'a> {
    /// Method.
    pub method: &'static str,
    /// Path.
    pub path: &'a str,
    /// JSON body.
    pub body: Option<String>,
    /// `Idempotency-Key`.
    pub key: Option<&'a str>,
    /// `If-Match`, without quotes.
    pub if_match: Option<&'a str>,
    /// `Accept-Language`.
    pub lang: &'static str,
    /// Access token.
    pub bearer: Option<String>,
}

/// One successful answer.
pub struct Raw {
    /// HTTP status.
    pub status: u16,
    /// Body as text.
    pub body: String,
}

async fn answer(shot: &Shot<'_>) -> Result<Response, JsValue> {
    let headers = Headers::new()?;
    headers.set("Accept", "application/json, application/problem+json")?;
    headers.set("Accept-Language", shot.lang)?;
    // A form of another site cannot send this header, so calls with cookies are known to come from the portal.
    headers.set("X-Qabul", "1")?;
    if let Some(key) = shot.key {
        headers.set("Idempotency-Key", key)?;
    }
    if let Some(etag) = shot.if_match {
        headers.set("If-Match", &["\"", etag, "\""].concat())?;
    }
    if let Some(bearer) = &shot.bearer {
        headers.set("Authorization", &["Bearer ", bearer].concat())?;
    }
    let init = RequestInit::new();
    init.set_method(shot.method);
    init.set_credentials(RequestCredentials::SameOrigin);
    if let Some(body) = &shot.body {
        headers.set("Content-Type", "application/json")?;
        init.set_body(&JsValue::from_str(body));
    }
    init.set_headers(&headers);
    JsFuture::from(dom::window().fetch_with_str_and_init(shot.path, &init)).await?.dyn_into()
}

async fn body_text(response: &Response) -> Result<String, JsValue> {
    Ok(JsFuture::from(response.text()?).await?.as_string().unwrap_or_default())
}

async fn problem(response: &Response) -> Failure {
    let status = response.status();
    let body = body_text(response).await.unwrap_or_default();
    match decode::<Problem>(&body) {
        Some(problem) => Failure::Problem(Box::new(problem)),
        None => Failure::Broken { status },
    }
}

/// Sends a request and returns the answer as text.
///
/// # Errors
/// See [`Failure`].
pub async fn send(shot: &Shot<'_>) -> Result<Raw, Failure> {
    let response = answer(shot).await.map_err(|_| Failure::Offline)?;
    if !response.ok() {
        return Err(problem(&response).await);
    }
    // The head arrived but the body broke off: the act may have happened, so this counts as a lost answer.
    let body = body_text(&response).await.map_err(|_| Failure::Offline)?;
    Ok(Raw { status: response.status(), body })
}

/// Sends a request and returns the answer as a `blob:` address.
///
/// # Errors
/// See [`Failure`].
pub async fn blob(shot: &Shot<'_>) -> Result<String, Failure> {
    let response = answer(shot).await.map_err(|_| Failure::Offline)?;
    if !response.ok() {
        return Err(problem(&response).await);
    }
    let read = async {
        let blob: Blob = JsFuture::from(response.blob()?).await?.dyn_into()?;
        Url::create_object_url_with_blob(&blob)
    };
    read.await.map_err(|_: JsValue| Failure::Offline)
}

/// Fetches a static file as text.
///
/// # Errors
/// The network failed or the file does not exist.
pub async fn text(url: &str) -> Result<String, JsValue> {
    let response: Response = JsFuture::from(dom::window().fetch_with_str(url)).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::from_f64(response.status().into()));
    }
    body_text(&response).await
}
