//! Simulates the SMS provider.

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;
use serde_json::json;

use crate::inbox::{Sms, Taken};
use crate::problem::{invalid, parse, problem};
use crate::shared::Shared;
use crate::switches::System;

const PREFIXES: [&str; 8] = ["10", "50", "51", "55", "60", "70", "77", "99"];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Message {
    id: String,
    to: String,
    text: String,
}

pub(crate) async fn send(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    match handle(&shared, &request, &body).await {
        Ok(response) | Err(response) => response,
    }
}

async fn handle(shared: &Shared, request: &HttpRequest, body: &[u8]) -> Result<HttpResponse, HttpResponse> {
    shared.gate(System::Sms, request).await?;
    let Message { id, to, text } = parse(body)?;
    if id.is_empty() || id.len() > 64 || text.is_empty() || text.chars().count() > 1_000 {
        return Err(invalid());
    }
    if !is_mobile(&to) {
        return Err(problem(StatusCode::UNPROCESSABLE_ENTITY, "numberRefused", "Not an Azerbaijani mobile number"));
    }
    let reply = json!({"id": id, "status": "accepted"});
    let sms = Sms { id, to, text, at: shared.clock.now() };
    let taken = shared.inbox().take_sms(sms);
    match taken {
        Taken::New => Ok(HttpResponse::Created().json(reply)),
        Taken::Again => Ok(HttpResponse::Ok().json(reply)),
        Taken::OtherContent => Err(problem(StatusCode::CONFLICT, "idReused", "The id was used for another message")),
    }
}

fn is_mobile(number: &str) -> bool {
    number.strip_prefix("+994").is_some_and(|rest| {
        rest.len() == 9
            && rest.bytes().all(|byte| byte.is_ascii_digit())
            && PREFIXES.iter().any(|prefix| rest.starts_with(prefix))
    })
}
