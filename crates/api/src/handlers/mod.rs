//! One file a resource: parse, call the use case, answer. No rule, no SQL.

pub mod account;
pub mod applications;
pub mod callbacks;
pub mod campaigns;
pub mod check;
pub mod health;
pub mod me;
pub mod notices;
pub mod password_resets;
pub mod reference;
pub mod registrations;
pub mod sessions;
pub mod system;
pub mod wallet;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, ETAG};
use serde::Serialize;

/// 200 with a body that belongs to one person: never stored by anybody in between.
pub fn private<T: Serialize>(body: &T) -> HttpResponse {
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(body)
}

/// The same with an ETag (given without quotes).
pub fn tagged<T: Serialize>(body: &T, etag: &str) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((ETAG, format!("\"{etag}\"")))
        .json(body)
}
