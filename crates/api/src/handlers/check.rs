//! The public check of a document: pages made by the server, without sign-in and without JavaScript.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderValue, RETRY_AFTER};
use actix_web::{HttpRequest, HttpResponse, get, post, web};
use qabul_domain::decision::Explain as _;
use qabul_domain::language::Lang;
use serde::Deserialize;

use crate::context::Context;
use crate::extract::{Caller, Language};
use crate::middleware::check_path;
use crate::problem::{ApiError, again_text};
use crate::use_cases::check_document::{Checked, check_document};
use crate::{check_page, texts};

type Ctx = web::Data<Context>;

/// What the form sends.
#[derive(Deserialize)]
pub struct Asked {
    code: String,
}

/// The language of a page rendered by the server.
pub(super) fn lang_of(request: &HttpRequest, language: &Language) -> Lang {
    check_path::lang_of(request.query_string(), language.0)
}

fn page(html: String) -> HttpResponse {
    HttpResponse::Ok().content_type("text/html; charset=utf-8").insert_header(("cache-control", "no-store")).body(html)
}

/// The form.
#[get("/check")]
pub async fn form(context: Ctx, request: HttpRequest, language: Language) -> HttpResponse {
    page(check_page::form(lang_of(&request, &language), context.config.demo, "", None))
}

/// The answer to the form. The code is sent in the body, so that it appears in no log and no browser history.
#[post("/check")]
pub async fn submit(
    context: Ctx,
    request: HttpRequest,
    language: Language,
    caller: Caller,
    asked: web::Form<Asked>,
) -> Result<HttpResponse, ApiError> {
    let lang = lang_of(&request, &language);
    let checked = check_document(&context, &asked.code, caller.0).await?;
    Ok(answer(&context, lang, &asked.code, &checked))
}

/// The page that a QR code leads to.
#[get("/check/{code}")]
pub async fn by_code(
    context: Ctx,
    request: HttpRequest,
    language: Language,
    caller: Caller,
    code: web::Path<String>,
) -> Result<HttpResponse, ApiError> {
    let lang = lang_of(&request, &language);
    let checked = check_document(&context, &code, caller.0).await?;
    Ok(answer(&context, lang, &code, &checked))
}

fn answer(context: &Context, lang: Lang, typed: &str, checked: &Checked) -> HttpResponse {
    let demo = context.config.demo;
    match checked {
        Checked::Unknown => page(check_page::form(lang, demo, typed, Some(&texts::text(lang, "check.notFoundText")))),
        Checked::Unreadable(reason) => page(check_page::form(lang, demo, typed, Some(&reason.text(lang)))),
        Checked::TooMany { now, again } => {
            let time = again_text(*now, *again, lang);
            let words = texts::fill(lang, "problems.tooMany", &[("time", &time)]);
            let mut response = page(check_page::form(lang, demo, typed, Some(&words)));
            *response.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            let seconds = now.seconds_until(*again).max(0) + 1;
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Checked::Found(found) => page(check_page::found(lang, demo, found)),
    }
}

/// The style sheet of these pages.
pub async fn style() -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/css; charset=utf-8")
        .insert_header(("cache-control", "public, max-age=3600"))
        .body(check_page::STYLE)
}
