//! Problem documents (RFC 9457) of the simulated systems.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::de::DeserializeOwned;
use serde_json::json;

/// A problem with the contract's `code`.
pub(crate) fn problem(status: StatusCode, code: &str, title: &str) -> HttpResponse {
    HttpResponse::build(status)
        .content_type("application/problem+json")
        .body(json!({"type": "about:blank", "title": title, "status": status.as_u16(), "code": code}).to_string())
}

/// No record with this key.
pub(crate) fn not_found() -> HttpResponse {
    problem(StatusCode::NOT_FOUND, "notFound", "No record")
}

/// The request does not match the contract.
pub(crate) fn invalid() -> HttpResponse {
    problem(StatusCode::BAD_REQUEST, "invalidRequest", "The request does not follow the contract")
}

/// Parses a JSON body strictly; the answer to an invalid body quotes nothing from it.
#[allow(clippy::result_large_err, reason = "the error is the answer itself, made once a request")]
pub(crate) fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, HttpResponse> {
    serde_json::from_slice(body).map_err(|_| invalid())
}
