//! Turns every refusal into one problem body in the caller's language, whether a handler, an extractor or the framework
//! refused.

use std::io::ErrorKind;
use std::rc::Rc;
use std::time::Duration;

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::{InternalError, PayloadError, UrlencodedError};
use actix_web::http::header::{
    ACCEPT_ENCODING, ALLOW, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, HeaderValue, RETRY_AFTER,
};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpResponse, ResponseError, web};
use qabul_domain::language::Lang;
use tracing::Instrument as _;

use super::{body_time, check_path, headers, language, methods, request_id, wishes};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::sampled::{self, Refused};
use crate::serve::guarded::Busy;
use crate::{check_page, metrics, tags};

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
    /// An empty answer: [`around`] writes the body, because the language is known only there.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// The outermost layer: request id, tracing span, headers, problem bodies, one log line per failure.
///
/// # Errors
/// A refusal from outside any handler, with its answer already made.
pub async fn around(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    let begun = std::time::Instant::now();
    let id = request_id::fresh();
    let method = request.method().clone();
    request.extensions_mut().insert(id.clone());
    check_path::put_right(&mut request);
    methods::head_as_get(&mut request);
    wishes::plain_encodings(request.headers_mut());
    let context = request.app_data::<web::Data<Context>>().cloned();
    let https = context.as_ref().is_some_and(|context| context.config.https());
    let path = request.path().to_owned();
    let form = Form::of(&request, context.as_ref(), id.0.clone());
    let work = request.conn_data::<Rc<Busy>>().cloned().map(Busy::work);
    if request.headers().contains_key(CONTENT_ENCODING) {
        sampled::note(Refused::Encoded);
        let mut body = form.answer(&Code::UnsupportedMedia.into());
        body.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        finish(body.headers_mut(), &path, https, &id.0);
        let response = request.into_response(body).map_into_left_body();
        metrics::observe(&method, "other", response.status().as_u16(), begun.elapsed().as_secs_f64());
        return Ok(response);
    }
    if let Some(context) = &context {
        body_time::limit(&mut request, Duration::from_secs(context.config.patience_seconds));
    }
    // The request must not be cloned: the router requires that it holds the only reference.
    let span = tracing::info_span!("request", request_id = %id.0, method = methods::label(&method));
    let called = qabul_gateways::with_request_id(id.0.clone(), next.call(request).instrument(span)).await;
    drop(work);
    let mut response = match called {
        Ok(response) => match refusal(&response, &form) {
            Some(body) => {
                let (request, _) = response.into_parts();
                ServiceResponse::new(request, body).map_into_boxed_body().map_into_left_body()
            }
            None => response.map_into_boxed_body().map_into_left_body(),
        },
        Err(error) => {
            let mut body = match error.as_error::<ApiError>() {
                Some(ours) => form.answer(ours),
                None => form.answer(&foreign(&error)),
            };
            finish(body.headers_mut(), &path, https, &id.0);
            return Err(InternalError::from_response(error, body).into());
        }
    };
    finish(response.headers_mut(), &path, https, &id.0);
    if !response.response().extensions().contains::<tags::OfThisEncoding>() {
        tags::mark_packed(response.headers_mut());
    }
    if context.is_some_and(|context| context.is_draining()) {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let route = response.request().match_pattern().unwrap_or_else(|| "other".to_owned());
    metrics::observe(&method, &route, response.status().as_u16(), begun.elapsed().as_secs_f64());
    Ok(response)
}

fn finish(headers: &mut actix_web::http::header::HeaderMap, path: &str, https: bool, id: &str) {
    headers::add(headers, path, https);
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(request_id::HEADER, value);
    }
}

/// How refusals of one request are rendered: as a problem document, or as a page for a person with a browser.
struct Form {
    lang: Lang,
    trace_id: String,
    /// Set on pages of the public check; the value says whether the page shows that this is a demo.
    page: Option<bool>,
}

impl Form {
    fn of(request: &ServiceRequest, context: Option<&web::Data<Context>>, trace_id: String) -> Form {
        let demo = context.is_some_and(|context| context.config.demo);
        let page = check_path::is_page(request.path()).then_some(demo);
        let lang = language::of(request.request());
        let lang = if page.is_some() { check_path::lang_of(request.query_string(), lang) } else { lang };
        Form { lang, trace_id, page }
    }

    /// The answer to a refusal; failures are logged here, once.
    fn answer(&self, error: &ApiError) -> HttpResponse {
        let trace_id = &self.trace_id;
        if let Some(inside) = error.inside() {
            tracing::error!(event = "request.failed", trace_id, code = error.code.word(), cause = ?inside, "request failed");
        }
        let problem = error.problem(self.lang, trace_id);
        let mut response = HttpResponse::build(error.status_code());
        response.insert_header(("content-language", self.lang.tag()));
        if let Some(seconds) = problem.retry_after {
            response.insert_header((RETRY_AFTER, seconds.to_string()));
        }
        if let Some(allowed) = &error.allow {
            response.insert_header((ALLOW, allowed.as_str()));
        }
        if error.status_code() == StatusCode::UNAUTHORIZED {
            response.insert_header(("www-authenticate", "Bearer"));
        }
        match self.page {
            Some(demo) => {
                response.content_type("text/html; charset=utf-8").insert_header((CACHE_CONTROL, "no-store"));
                response.body(check_page::form(self.lang, demo, "", Some(&problem.title)))
            }
            None => {
                response.content_type("application/problem+json");
                response.body(serde_json::to_vec(&problem).unwrap_or_default())
            }
        }
    }
}

/// The answer to a refusal, for callers that add more to it, for example a cookie.
pub fn answer(error: &ApiError, lang: Lang, trace_id: &str) -> HttpResponse {
    Form { lang, trace_id: trace_id.to_owned(), page: None }.answer(error)
}

/// The problem to answer with, if the response is a refusal without a body from the portal.
fn refusal<B>(response: &ServiceResponse<B>, form: &Form) -> Option<HttpResponse> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    // The answers of `actix-files` to preconditions and ranges are already complete.
    if matches!(status, StatusCode::PRECONDITION_FAILED | StatusCode::RANGE_NOT_SATISFIABLE)
        && response.response().error().is_none()
    {
        return None;
    }
    match response.response().error() {
        Some(error) => Some(match error.as_error::<ApiError>() {
            Some(ours) => form.answer(ours),
            None => form.answer(&foreign(error)),
        }),
        None if is_own_body(response) => None,
        None => Some(form.answer(&Code::from(status).into())),
    }
}

/// A refusal of the framework. Its own plain text is not meant for people.
fn foreign(error: &Error) -> ApiError {
    if let Some(UrlencodedError::Payload(PayloadError::Io(cause))) = error.as_error()
        && cause.kind() == ErrorKind::TimedOut
    {
        return Code::TooSlow.into();
    }
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        ApiError::internal(anyhow::anyhow!("{error}"))
    } else {
        ApiError::new(Code::from(status))
    }
}

/// Whether a refusal already has a body from the portal: a problem or a page.
fn is_own_body<B>(response: &ServiceResponse<B>) -> bool {
    response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/problem+json") || kind.starts_with("text/html"))
}
