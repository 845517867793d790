//! The act for the public: a page rendered by the server.

use actix_web::{HttpRequest, HttpResponse, get, web};

use super::check::lang_of;
use crate::context::Context;
use crate::extract::Language;
use crate::rules_page;

/// The text of every clause, each with its anchor.
#[get("/rules")]
pub async fn page(context: web::Data<Context>, request: HttpRequest, language: Language) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header(("cache-control", "public, max-age=600"))
        .insert_header(("vary", "accept-language"))
        .body(rules_page::page(lang_of(&request, &language), context.config.demo))
}
