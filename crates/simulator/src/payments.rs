//! Simulates the payment provider: orders, the actions of a person, signed callbacks.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{DateTime, SecondsFormat, Utc};
use hmac::{Hmac, KeyInit, Mac};
use qabul_domain::money::Qepik;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::Sha256;
use uuid::Uuid;

use crate::problem::{invalid, not_found, parse, problem};
use crate::shared::Shared;
use crate::switches::System;

/// Maximum number of orders kept.
const MOST_ORDERS: usize = 1_000;
/// Pauses between the attempts of one callback.
const CALLBACK_PAUSES: [Duration; 4] =
    [Duration::from_millis(500), Duration::from_secs(2), Duration::from_secs(5), Duration::from_secs(15)];

/// State of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum OrderStatus {
    /// Nothing happened yet.
    Created,
    /// Money was taken.
    Paid,
    /// Cancelled.
    Failed,
    /// Money was given back.
    Reversed,
}

/// An order of the provider.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Order {
    /// The provider's id.
    pub provider_id: String,
    /// The portal's id.
    pub topup_id: Uuid,
    /// Amount ordered, qəpik.
    pub amount: Qepik,
    /// Address to which the browser returns.
    pub return_url: String,
    /// Where callbacks go.
    pub callback_url: String,
    /// Language of the page.
    pub lang: String,
    /// State.
    pub status: OrderStatus,
    /// The last event, as sent.
    pub last_event: Option<Value>,
    /// HTTP statuses of the attempts of callbacks; 0 if there was no answer.
    pub callback_statuses: Vec<u16>,
    /// An event not sent yet ([`Act::Later`]).
    pub owed: Option<Value>,
}

/// What a person or a test does on the payment page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Act {
    /// Pays.
    Pay,
    /// Cancels.
    Cancel,
    /// Pays; the callback arrives some time after the browser has returned.
    Later,
    /// Pays; the same callback arrives twice.
    Twice,
    /// Pays another amount than ordered: one manat more.
    WrongAmount,
    /// Does not pay; a forged callback without the correct secret claims that it was paid.
    Forged,
}

/// Orders, oldest first.
#[derive(Default)]
pub(crate) struct Orders(VecDeque<Order>);

impl Orders {
    pub(crate) fn all(&self) -> impl DoubleEndedIterator<Item = &Order> {
        self.0.iter()
    }

    pub(crate) fn get(&self, provider_id: &str) -> Option<&Order> {
        self.0.iter().find(|order| order.provider_id == provider_id)
    }

    fn get_mut(&mut self, provider_id: &str) -> Option<&mut Order> {
        self.0.iter_mut().find(|order| order.provider_id == provider_id)
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct OrderRequest {
    topup_id: Uuid,
    amount: Qepik,
    currency: String,
    return_url: String,
    callback_url: String,
    lang: String,
}

/// `POST /payments/v1/orders`
pub(crate) async fn create(shared: Data<Shared>, request: HttpRequest, body: Bytes) -> HttpResponse {
    async fn answer(shared: &Shared, request: &HttpRequest, body: &[u8]) -> Result<HttpResponse, HttpResponse> {
        shared.gate(System::Payment, request).await?;
        let wanted: OrderRequest = parse(body)?;
        let is_web = |url: &str| url.starts_with("http://") || url.starts_with("https://");
        let fine = wanted.amount.0 > 0
            && wanted.currency == "AZN"
            && is_web(&wanted.return_url)
            && is_web(&wanted.callback_url)
            && ["az", "en", "ru"].contains(&wanted.lang.as_str());
        if !fine {
            return Err(invalid());
        }
        let mut orders = shared.orders();
        if let Some(known) = orders.all().find(|order| order.topup_id == wanted.topup_id) {
            if known.amount != wanted.amount {
                return Err(problem(StatusCode::CONFLICT, "topupReused", "The top-up has an order of another amount"));
            }
            return Ok(HttpResponse::Ok().json(opened(shared, known)));
        }
        let order = Order {
            provider_id: new_id("ord"),
            topup_id: wanted.topup_id,
            amount: wanted.amount,
            return_url: wanted.return_url,
            callback_url: wanted.callback_url,
            lang: wanted.lang,
            status: OrderStatus::Created,
            last_event: None,
            callback_statuses: Vec::new(),
            owed: None,
        };
        let reply = opened(shared, &order);
        orders.0.push_back(order);
        if orders.0.len() > MOST_ORDERS {
            orders.0.pop_front();
        }
        Ok(HttpResponse::Created().json(reply))
    }
    match answer(&shared, &request, &body).await {
        Ok(response) | Err(response) => response,
    }
}

/// `GET /payments/v1/orders/{providerId}`
pub(crate) async fn by_id(shared: Data<Shared>, request: HttpRequest, id: Path<String>) -> HttpResponse {
    if let Err(response) = shared.gate(System::Payment, &request).await {
        return response;
    }
    match shared.orders().get(&id) {
        Some(order) => {
            let mut reply = opened(&shared, order);
            reply["status"] = json!(order.status);
            reply["lastEvent"] = json!(order.last_event);
            HttpResponse::Ok().json(reply)
        }
        None => not_found(),
    }
}

fn opened(shared: &Shared, order: &Order) -> Value {
    json!({
        "providerId": order.provider_id,
        "topupId": order.topup_id,
        "amount": order.amount,
        "currency": "AZN",
        "status": order.status,
        "redirectUrl": format!("{}/pay/{}", shared.public_url, order.provider_id),
    })
}

/// See [`crate::Handle::settle`]. Waits for the first attempt of the callback, so that a returning browser sees the
/// money; further attempts run in the background.
pub(crate) async fn settle(shared: &Arc<Shared>, provider_id: &str, act: Act) -> Option<String> {
    let (back, event) = {
        let mut orders = shared.orders();
        let order = orders.get_mut(provider_id)?;
        let back = order.return_url.clone();
        if order.status != OrderStatus::Created {
            return Some(back);
        }
        let amount = if act == Act::WrongAmount { Qepik(order.amount.0 + 100) } else { order.amount };
        let status = if act == Act::Cancel { OrderStatus::Failed } else { OrderStatus::Paid };
        let event = event(shared, order, amount, status, None);
        if act != Act::Forged {
            order.status = status;
            order.last_event = Some(event.clone());
        }
        if act == Act::Later {
            order.owed = Some(event.clone());
        }
        (back, event)
    };
    match act {
        Act::Later => {
            let (shared, id) = (Arc::clone(shared), provider_id.to_owned());
            tokio::spawn(async move {
                tokio::time::sleep(shared.later_after).await;
                release(&shared, &id).await;
            });
        }
        Act::Twice => {
            call_back(shared, provider_id, &event).await;
            call_back(shared, provider_id, &event).await;
        }
        Act::Forged => {
            try_once(shared, provider_id, &event, true).await;
        }
        Act::Pay | Act::Cancel | Act::WrongAmount => call_back(shared, provider_id, &event).await,
    }
    Some(back)
}

/// See [`crate::Handle::release`].
pub(crate) async fn release(shared: &Arc<Shared>, provider_id: &str) -> bool {
    let owed = shared.orders().get_mut(provider_id).and_then(|order| order.owed.take());
    let Some(event) = owed else { return false };
    call_back(shared, provider_id, &event).await;
    true
}

/// See [`crate::Handle::reverse`].
pub(crate) async fn reverse(shared: &Arc<Shared>, provider_id: &str) -> bool {
    let event = {
        let mut orders = shared.orders();
        let Some(order) = orders.get_mut(provider_id).filter(|order| order.status == OrderStatus::Paid) else {
            return false;
        };
        let paid = order.last_event.clone().unwrap_or_default();
        let amount = paid["amount"].as_i64().map_or(order.amount, Qepik);
        let event = event(shared, order, amount, OrderStatus::Reversed, paid["transactionId"].as_str());
        order.status = OrderStatus::Reversed;
        order.last_event = Some(event.clone());
        event
    };
    call_back(shared, provider_id, &event).await;
    true
}

/// See [`crate::Handle::send_event`].
pub(crate) async fn send(shared: &Arc<Shared>, provider_id: &str, changes: &Value) -> Option<u16> {
    let event = {
        let orders = shared.orders();
        let order = orders.get(provider_id)?;
        let mut event = event(shared, order, order.amount, OrderStatus::Paid, None);
        for (name, value) in changes.as_object().into_iter().flatten() {
            event[name.as_str()] = value.clone();
        }
        event
    };
    try_once(shared, provider_id, &event, false).await;
    shared.orders().get(provider_id).and_then(|order| order.callback_statuses.last().copied())
}

fn event(shared: &Shared, order: &Order, amount: Qepik, status: OrderStatus, undone: Option<&str>) -> Value {
    let at = DateTime::<Utc>::from(shared.clock.now()).to_rfc3339_opts(SecondsFormat::Micros, true);
    let mut event = json!({
        "eventId": new_id("ev"),
        "providerId": order.provider_id,
        "transactionId": new_id("tx"),
        "topupId": order.topup_id,
        "amount": amount,
        "currency": "AZN",
        "status": status,
        "at": at,
    });
    if let Some(undone) = undone {
        event["reversesTransactionId"] = json!(undone);
    }
    event
}

/// Sends until the portal answers 2xx; attempts after the first run in the background.
async fn call_back(shared: &Arc<Shared>, provider_id: &str, event: &Value) {
    if try_once(shared, provider_id, event, false).await {
        return;
    }
    let (shared, id, event) = (Arc::clone(shared), provider_id.to_owned(), event.clone());
    tokio::spawn(async move {
        for pause in CALLBACK_PAUSES {
            tokio::time::sleep(pause).await;
            if try_once(&shared, &id, &event, false).await {
                return;
            }
        }
        tracing::warn!("a call-back was never accepted");
    });
}

async fn try_once(shared: &Shared, provider_id: &str, event: &Value, forged: bool) -> bool {
    let Some(url) = shared.orders().get(provider_id).map(|order| order.callback_url.clone()) else { return false };
    let body = event.to_string();
    let timestamp = shared.clock.now().0.div_euclid(1_000_000).to_string();
    let secret = if forged { "somebody else's secret" } else { shared.secret.as_str() };
    let sent = shared
        .client
        .post(url)
        .header("content-type", "application/json")
        .header("x-payment-timestamp", &timestamp)
        .header("x-payment-signature", sign(secret, &timestamp, &body))
        .body(body)
        .send()
        .await;
    let status = sent.as_ref().map_or(0, |response| response.status().as_u16());
    if let Some(order) = shared.orders().get_mut(provider_id) {
        order.callback_statuses.push(status);
    }
    (200..300).contains(&status)
}

fn sign(secret: &str, timestamp: &str, body: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{timestamp}.{body}").as_bytes());
    let digest: String = mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    format!("v1={digest}")
}

/// Ids must differ from those of earlier runs, which the portal still has.
fn new_id(prefix: &str) -> String {
    let mut bytes = [0_u8; 10];
    if getrandom::fill(&mut bytes).is_err() {
        tracing::error!("no randomness: ids may repeat");
    }
    let digits: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{prefix}-{digits}")
}
