//! Handlers of the pages for people and of the JSON for browser tests.

use actix_web::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, LOCATION, X_CONTENT_TYPE_OPTIONS};
use actix_web::web::{Bytes, Data, Form, Path};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

use crate::payments::{self, Act};
use crate::persons::persons;
use crate::problem::{not_found, parse};
use crate::shared::Shared;
use crate::switches::{Mode, System};
use crate::{inbox_page, pay_page};

fn html(page: String) -> HttpResponse {
    HttpResponse::Ok()
        .content_type("text/html; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header((X_CONTENT_TYPE_OPTIONS, "nosniff"))
        // Without form-action, because after the payment the browser is redirected to the portal, which is another
        // origin.
        .insert_header((CONTENT_SECURITY_POLICY, "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'"))
        .body(page)
}

fn see_other(place: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((LOCATION, place)).finish()
}

/// `GET /`
pub(crate) async fn inbox(shared: Data<Shared>) -> HttpResponse {
    html(inbox_page::render(&shared))
}

/// `GET /inbox.json`: newest first.
pub(crate) async fn inbox_json(shared: Data<Shared>) -> HttpResponse {
    let inbox = shared.inbox();
    let sms: Vec<_> = inbox.sms.iter().rev().collect();
    let mails: Vec<_> = inbox.mails.iter().rev().collect();
    let orders: Vec<_> = shared.orders().all().rev().cloned().collect();
    HttpResponse::Ok().insert_header((CACHE_CONTROL, "no-store")).json(json!({
        "sms": sms, "mails": mails, "orders": orders,
    }))
}

/// `GET /persons.json`
pub(crate) async fn persons_json() -> HttpResponse {
    HttpResponse::Ok().json(persons())
}

/// `GET /mails/{number}/files/{index}`
pub(crate) async fn mail_file(shared: Data<Shared>, place: Path<(u64, usize)>) -> HttpResponse {
    let (number, index) = place.into_inner();
    let inbox = shared.inbox();
    let file = inbox.mails.iter().find(|mail| mail.number == number).and_then(|mail| mail.files.get(index));
    match file {
        // Only files that a browser displays without executing anything are displayed; others are downloaded.
        Some(file) if file.mime == "application/pdf" => {
            HttpResponse::Ok().content_type("application/pdf").body(file.bytes.clone())
        }
        Some(file) => HttpResponse::Ok().content_type("application/octet-stream").body(file.bytes.clone()),
        None => not_found(),
    }
}

#[derive(Deserialize, serde::Serialize)]
struct Switch {
    system: System,
    #[serde(flatten)]
    mode: Mode,
}

/// `GET /switches`
pub(crate) async fn switches(shared: Data<Shared>) -> HttpResponse {
    let all: Vec<Switch> =
        System::ALL.into_iter().map(|system| Switch { system, mode: shared.switches.get(system) }).collect();
    HttpResponse::Ok().json(all)
}

/// `POST /switches` with `{"system":"tmms","mode":"slow","millis":6000}`
pub(crate) async fn set_switch(shared: Data<Shared>, body: Bytes) -> HttpResponse {
    match parse::<Switch>(&body) {
        Ok(switch) => {
            shared.switches.set(switch.system, switch.mode);
            HttpResponse::NoContent().finish()
        }
        Err(response) => response,
    }
}

#[derive(Deserialize)]
pub(crate) struct SwitchForm {
    system: System,
    mode: String,
    #[serde(default)]
    seconds: String,
}

/// The same from the form of the page.
pub(crate) async fn set_switch_form(shared: Data<Shared>, form: Form<SwitchForm>) -> HttpResponse {
    let seconds = form.seconds.trim().parse::<u64>().unwrap_or(6).min(120);
    let mode = match form.mode.as_str() {
        "slow" => Mode::Slow { millis: seconds * 1_000 },
        "silent" => Mode::Silent,
        "error" => Mode::Error,
        "nonsense" => Mode::Nonsense,
        "half" => Mode::Half,
        "wrongPerson" => Mode::WrongPerson,
        _ => Mode::Normal,
    };
    shared.switches.set(form.system, mode);
    see_other("/#switches")
}

/// `POST /switches/reset`: sets all systems to normal.
pub(crate) async fn reset_switches(shared: Data<Shared>, request: HttpRequest) -> HttpResponse {
    shared.switches.reset();
    answer_by_kind(&request, "/#switches")
}

/// A form gets a redirect to a page, a program gets 204.
fn answer_by_kind(request: &HttpRequest, place: &str) -> HttpResponse {
    let accept = request.headers().get("accept").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if accept.contains("text/html") { see_other(place) } else { HttpResponse::NoContent().finish() }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Shift {
    offset_seconds: i64,
}

/// `POST /clock` with `{"offsetSeconds":86400}`: sets the shift of the portal's demo clock.
pub(crate) async fn shift_clock(shared: Data<Shared>, body: Bytes) -> HttpResponse {
    match parse::<Shift>(&body) {
        Ok(shift) => {
            shared.clock.shift(shift.offset_seconds);
            HttpResponse::NoContent().finish()
        }
        Err(response) => response,
    }
}

/// `GET /pay/{id}`
pub(crate) async fn pay(shared: Data<Shared>, id: Path<String>) -> HttpResponse {
    match shared.orders().get(&id) {
        Some(order) => html(pay_page::render(order)),
        None => not_found(),
    }
}

#[derive(Deserialize)]
pub(crate) struct ActForm {
    act: Act,
}

/// `POST /pay/{id}`
pub(crate) async fn pay_act(shared: Data<Shared>, id: Path<String>, form: Form<ActForm>) -> HttpResponse {
    match payments::settle(&shared.into_inner(), &id, form.act).await {
        Some(back) => see_other(&back),
        None => not_found(),
    }
}

/// `POST /pay/{id}/release`
pub(crate) async fn release(shared: Data<Shared>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    if payments::release(&shared.into_inner(), &id).await {
        answer_by_kind(&request, "/#payments")
    } else {
        not_found()
    }
}

/// `POST /pay/{id}/reverse`
pub(crate) async fn reverse(shared: Data<Shared>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    if payments::reverse(&shared.into_inner(), &id).await {
        answer_by_kind(&request, "/#payments")
    } else {
        not_found()
    }
}

/// `GET /livez`
pub(crate) async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok")
}
