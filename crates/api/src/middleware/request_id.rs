//! An id for each request: in the logs, in every problem, in the answer's `X-Request-Id`, and in that of the questions the
//! portal asks outside systems meanwhile.

use actix_web::http::header::HeaderName;
use actix_web::{HttpMessage as _, HttpRequest};

/// The header it travels in.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Id of one request. Made by the server; an id sent by the caller is not taken over, it may hold anything.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Makes a fresh id.
pub fn fresh() -> RequestId {
    let mut bytes = [0_u8; 16];
    // Without randomness an id of zeros: a request is never refused for want of an id.
    let _ = getrandom::fill(&mut bytes);
    RequestId(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Id of a request in hand.
pub fn of(request: &HttpRequest) -> String {
    request.extensions().get::<RequestId>().map(|id| id.0.clone()).unwrap_or_default()
}
