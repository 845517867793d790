//! Every refusal becomes one problem body in the caller's language, whoever refused: a handler, an extractor or the
//! framework itself.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::InternalError;
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpResponse, ResponseError, web};

use qabul_domain::language::Lang;

use super::{headers, language, request_id};
use crate::context::Context;
use crate::metrics;
use crate::problem::{ApiError, Code};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
    /// An empty answer: [`around`] writes the body, because only there the language is known.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        HttpResponse::new(self.status_code())
    }
}

/// The outermost layer: id, headers, problem bodies, one log line for each failure.
///
/// # Errors
/// A refusal that came up outside any handler, with its answer already made.
pub async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    let id = request_id::fresh();
    request.extensions_mut().insert(id.clone());
    let context = request.app_data::<web::Data<Context>>().cloned();
    let https = context.as_ref().is_some_and(|context| context.config.https());
    let path = request.path().to_owned();
    let lang = language::of(request.request());
    let begun = std::time::Instant::now();
    let method = request.method().clone();
    // The request itself must not be kept: the router needs to be its only holder.
    let mut response = match next.call(request).await {
        Ok(response) => match refusal(&response, lang, &id.0) {
            Some(body) => {
                let (request, _) = response.into_parts();
                ServiceResponse::new(request, body).map_into_boxed_body().map_into_left_body()
            }
            None => response.map_into_boxed_body().map_into_left_body(),
        },
        Err(error) => {
            let mut body = match error.as_error::<ApiError>() {
                Some(ours) => answer(ours, lang, &id.0),
                None => answer(&foreign(&error), lang, &id.0),
            };
            finish(body.headers_mut(), &path, https, &id.0);
            return Err(InternalError::from_response(error, body).into());
        }
    };
    finish(response.headers_mut(), &path, https, &id.0);
    if context.is_some_and(|context| context.is_draining()) {
        response.response_mut().head_mut().set_connection_type(ConnectionType::Close);
    }
    let route = response.request().match_pattern().unwrap_or_else(|| "other".to_owned());
    metrics::observe(method.as_str(), &route, response.status().as_u16(), begun.elapsed().as_secs_f64());
    Ok(response)
}

fn finish(headers: &mut actix_web::http::header::HeaderMap, path: &str, https: bool, id: &str) {
    headers::add(headers, path, https);
    if let Ok(value) = HeaderValue::from_str(id) {
        headers.insert(REQUEST_ID, value);
    }
}

/// The problem to answer with, where the response is a refusal without a body of ours.
fn refusal<B>(response: &ServiceResponse<B>, lang: Lang, id: &str) -> Option<HttpResponse> {
    let status = response.status();
    if !status.is_client_error() && !status.is_server_error() {
        return None;
    }
    match response.response().error() {
        Some(error) => Some(match error.as_error::<ApiError>() {
            Some(ours) => answer(ours, lang, id),
            None => answer(&foreign(error), lang, id),
        }),
        None if is_own_body(response) => None,
        None => Some(answer(&ApiError::new(Code::from(status)), lang, id)),
    }
}

/// A refusal of the framework: plain text of its own, which is not for people.
fn foreign(error: &Error) -> ApiError {
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        ApiError::internal(anyhow::anyhow!("{error}"))
    } else {
        ApiError::new(Code::from(status))
    }
}

/// Whether a refusal already has a body of ours: a problem or a page.
fn is_own_body<B>(response: &ServiceResponse<B>) -> bool {
    response
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("application/problem+json") || kind.starts_with("text/html"))
}

/// The answer of a refusal; failures are logged here, once.
pub fn answer(error: &ApiError, lang: Lang, trace_id: &str) -> HttpResponse {
    if let Some(inside) = error.inside() {
        tracing::error!(event = "request.failed", trace_id, code = error.code.word(), cause = ?inside, "request failed");
    }
    let problem = error.problem(lang, trace_id);
    let mut response = HttpResponse::build(error.status_code());
    response.content_type("application/problem+json");
    response.insert_header(("content-language", lang.tag()));
    if let Some(seconds) = problem.retry_after {
        response.insert_header((RETRY_AFTER, seconds.to_string()));
    }
    if error.status_code() == StatusCode::UNAUTHORIZED {
        response.insert_header(("www-authenticate", "Bearer"));
    }
    response.body(serde_json::to_vec(&problem).unwrap_or_default())
}
