//! Where to report a vulnerability (RFC 9116).

use actix_web::{HttpResponse, get, web};
use chrono::{DateTime, SecondsFormat};

use crate::context::Context;

type Ctx = web::Data<Context>;

/// How long the page is valid, in seconds: half a year.
const GOOD_FOR: i64 = 182 * 86_400;

/// The contact, rendered for each request so that it never expires.
#[get("/.well-known/security.txt")]
pub async fn show(context: Ctx) -> HttpResponse {
    let base = context.config.public_url.trim_end_matches('/');
    let expires =
        DateTime::from_timestamp_micros(context.clock.unshifted().plus_seconds(GOOD_FOR).0).unwrap_or_default();
    let text = format!(
        "Contact: {}\nExpires: {}\nPreferred-Languages: az, en, ru\nCanonical: {base}/.well-known/security.txt\n",
        context.config.security_contact,
        expires.to_rfc3339_opts(SecondsFormat::Secs, true),
    );
    HttpResponse::Ok()
        .content_type("text/plain; charset=utf-8")
        .insert_header(("cache-control", "public, max-age=86400"))
        .body(text)
}
