//! One file per resource: parse the request, call the use case, answer. No rules, no SQL.

pub mod account;
pub mod applications;
pub mod callbacks;
pub mod campaigns;
pub mod check;
pub mod eligibility;
pub mod health;
pub mod me;
pub mod notices;
pub mod password_resets;
pub mod published;
pub mod reference;
pub mod registrations;
pub mod rules;
pub mod second_factor;
pub mod security_contact;
pub mod sessions;
pub mod swagger;
pub mod system;
pub mod wallet;

use actix_web::http::header::{CACHE_CONTROL, ETAG, VARY};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::problem::ApiError;
use crate::tags;

/// 200 with a body that belongs to one person: no cache may store it.
pub fn private<T: Serialize>(body: &T) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body)
}

/// The same with an ETag (passed without quotes).
pub fn tagged<T: Serialize>(body: &T, etag: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((ETAG, format!("\"{etag}\"")))
        .json(body)
}

/// A public body that may be cached for some seconds; 304 if the caller already has the same body.
///
/// # Errors
/// When the body cannot be serialized.
pub fn cached<T: Serialize>(request: &HttpRequest, seconds: u32, body: &T) -> Result<HttpResponse, ApiError> {
    let body = serde_json::to_vec(body).map_err(ApiError::internal)?;
    let digest = Sha256::digest(&body);
    let tag: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let seen = tags::if_none_match(request)?;
    let held = seen.as_ref().and_then(|seen| seen.held(&tag));
    let mut answer = if held.is_some() { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header((CACHE_CONTROL, format!("public, max-age={seconds}")))
        .insert_header((VARY, "accept-language, accept-encoding"))
        .insert_header((ETAG, format!("\"{}\"", held.unwrap_or(&tag))));
    Ok(if held.is_some() { answer.finish() } else { answer.content_type("application/json").body(body) })
}
