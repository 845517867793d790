//! Every refusal becomes one problem body in the caller's language, whoever refused: a handler, an extractor or the
//! framework itself.

use actix_web::body::{BoxBody, EitherBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue, RETRY_AFTER};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use actix_web::{Error, HttpMessage as _, HttpResponse, ResponseError, web};

use super::{headers, language, request_id};
use crate::context::Context;
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
/// Never; refusals become answers.
pub async fn around(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    let id = request_id::fresh();
    request.extensions_mut().insert(id.clone());
    let https = request.app_data::<web::Data<Context>>().is_some_and(|context| context.config.https());
    let path = request.path().to_owned();
    let kept = request.request().clone();
    let outcome = next.call(request).await;
    let lang = language::of(&kept);
    let mut response = match outcome {
        Ok(response) => {
            let refused = response.status().is_client_error() || response.status().is_server_error();
            let ours = response.headers().contains_key(CONTENT_TYPE);
            match response.response().error().and_then(|error| error.as_error::<ApiError>()) {
                Some(error) => {
                    let body = answer(error, lang, &id.0);
                    ServiceResponse::new(kept, body).map_into_boxed_body().map_into_left_body()
                }
                // The framework's own refusals carry plain text or nothing.
                None if refused && (!ours || !is_own_body(&response)) => {
                    let error = ApiError::new(Code::from(response.status()));
                    ServiceResponse::new(kept, answer(&error, lang, &id.0)).map_into_boxed_body().map_into_left_body()
                }
                None => response.map_into_boxed_body().map_into_left_body(),
            }
        }
        Err(error) => {
            let body = match error.as_error::<ApiError>() {
                Some(error) => answer(error, lang, &id.0),
                None => {
                    let status = error.as_response_error().status_code();
                    let mut problem = ApiError::new(Code::from(status));
                    if status.is_server_error() {
                        problem = ApiError::internal(anyhow::anyhow!("{error}"));
                    }
                    answer(&problem, lang, &id.0)
                }
            };
            ServiceResponse::new(kept, body).map_into_boxed_body().map_into_left_body()
        }
    };
    headers::add(response.headers_mut(), &path, https);
    if let Ok(value) = HeaderValue::from_str(&id.0) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    Ok(response)
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
pub fn answer(error: &ApiError, lang: qabul_domain::language::Lang, trace_id: &str) -> HttpResponse {
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
