//! The payment provider: orders for top-ups and its signed call-backs (MAG-3).

use chrono::{DateTime, Utc};
use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use reqwest::{Method, Url};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::answer::{Answer, Unavailable};
use crate::line::{Call, Cause, Heard, Line};
use crate::settings::{PaymentSettings, SetUpError};
use crate::signature::{is_fresh, is_signed};
use crate::wire::Wire;

const CURRENCY: &str = "AZN";
/// A call-back is a few hundred bytes.
const LARGEST_CALLBACK: usize = 16 * 1024;

/// What the provider is asked to collect.
#[derive(Debug, Clone, Copy)]
pub struct TopUpOrder<'a> {
    /// The portal's id of the top-up; the same id never makes a second order.
    pub topup_id: Uuid,
    /// Amount, qəpik, above zero.
    pub amount: Qepik,
    /// Where the browser comes back to; must hold nothing personal.
    pub return_url: &'a str,
    /// Where the provider reports to, server to server.
    pub callback_url: &'a str,
    /// Language of the payment page: `az`, `en` or `ru`.
    pub lang: &'a str,
}

/// An order the provider has opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentOrder {
    /// The provider's id of the order.
    pub provider_id: String,
    /// Address of the payment page for the person's browser.
    pub redirect_url: String,
}

/// What became of a payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PaymentStatus {
    /// Money was taken.
    Paid,
    /// Nothing was taken: cancelled, refused by the bank or run out of time.
    Failed,
    /// Money taken earlier was given back.
    Reversed,
}

/// One message of the provider about an order. Its amount is what was really taken and may differ from the order's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaymentEvent {
    /// Id of the message; the same message may come several times.
    pub event_id: String,
    /// The provider's id of the order.
    pub provider_id: String,
    /// The provider's id of the movement of money; a reversal has its own. Crediting is idempotent by it.
    pub provider_tx: String,
    /// For a reversal, the movement that was undone.
    pub reverses_tx: Option<String>,
    /// The portal's id of the top-up.
    pub topup_id: Uuid,
    /// Amount, qəpik.
    pub amount: Qepik,
    /// What became of it.
    pub status: PaymentStatus,
    /// When, by the provider's clock.
    pub at: Micros,
}

/// The two headers of a call-back; see [`crate::TIMESTAMP_HEADER`] and [`crate::SIGNATURE_HEADER`].
#[derive(Debug, Clone, Copy, Default)]
pub struct CallbackHeaders<'a> {
    /// Instant of signing.
    pub timestamp: Option<&'a str>,
    /// Signature or signatures.
    pub signature: Option<&'a str>,
}

/// Why a call-back is not believed. The first four say nothing about the body, which was not even read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CallbackRefused {
    /// A header is missing.
    #[error("the call-back is not signed")]
    NotSigned,
    /// Signed more than five minutes ago or ahead.
    #[error("the call-back's timestamp is too far from now")]
    Stale,
    /// The signature was made with another secret or for another body.
    #[error("the call-back's signature is wrong")]
    WrongSignature,
    /// Larger than any honest call-back.
    #[error("the call-back is too large")]
    TooLarge,
    /// Signed, but not what the contract says.
    #[error("the call-back has a wrong shape")]
    WrongShape,
}

/// Client of the payment provider.
#[derive(Debug)]
pub struct PaymentProvider {
    line: Line,
    secret: SecretString,
    previous_secret: Option<SecretString>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct OrderRequest<'a> {
    topup_id: Uuid,
    amount: Qepik,
    currency: &'static str,
    return_url: &'a str,
    callback_url: &'a str,
    lang: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct OrderReply {
    provider_id: String,
    topup_id: Uuid,
    amount: Qepik,
    redirect_url: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct StatusReply {
    provider_id: String,
    #[serde(default)]
    last_event: Option<EventRecord>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EventRecord {
    event_id: String,
    provider_id: String,
    transaction_id: String,
    #[serde(default)]
    reverses_transaction_id: Option<String>,
    topup_id: Uuid,
    amount: Qepik,
    currency: String,
    status: PaymentStatus,
    at: DateTime<Utc>,
}

impl PaymentProvider {
    /// A client for the provider.
    pub fn new(wire: &Wire, settings: &PaymentSettings) -> Result<PaymentProvider, SetUpError> {
        let PaymentSettings { endpoint, callback_secret, previous_callback_secret } = settings;
        Ok(PaymentProvider {
            line: Line::new("payment", wire, endpoint)?,
            secret: callback_secret.clone(),
            previous_secret: previous_callback_secret.clone(),
        })
    }

    /// Opens an order, or gives back the one this top-up already has.
    pub async fn create(&self, order: TopUpOrder<'_>, now: Micros) -> Result<PaymentOrder, Unavailable> {
        let request = OrderRequest {
            topup_id: order.topup_id,
            amount: order.amount,
            currency: CURRENCY,
            return_url: order.return_url,
            callback_url: order.callback_url,
            lang: order.lang,
        };
        let encrypted = self.line.is_encrypted();
        let call = Call::post("createOrder", "/v1/orders", &request, &[]);
        let heard = self.line.ask(call, now, |reply: OrderReply| {
            if reply.topup_id != order.topup_id || reply.amount != order.amount {
                return Err(Cause::AboutAnother);
            }
            if !is_provider_id(&reply.provider_id) {
                return Err(Cause::Nonsense("providerId"));
            }
            // A provider spoken to over TLS does not send a person's card to a plain page.
            let page = Url::parse(&reply.redirect_url).map_err(|_| Cause::Nonsense("redirectUrl"))?;
            if page.scheme() != "https" && (encrypted || page.scheme() != "http") {
                return Err(Cause::Nonsense("redirectUrl"));
            }
            Ok(PaymentOrder { provider_id: reply.provider_id, redirect_url: page.into() })
        });
        match heard.await {
            Heard::Said(order) => Ok(order),
            Heard::Declined(_) | Heard::Silent => Err(Unavailable),
        }
    }

    /// What the provider knows of an order: for reconciliation and for a return page reached before the call-back.
    /// `Found(None)` while nothing has happened yet.
    pub async fn last_event(&self, provider_id: &str, now: Micros) -> Answer<Option<PaymentEvent>> {
        if !is_provider_id(provider_id) {
            return Answer::NotFound;
        }
        let path = format!("/v1/orders/{provider_id}");
        let call = Call::<()> {
            operation: "orderById",
            method: Method::GET,
            path: &path,
            body: None,
            declines: &["notFound"],
        };
        let heard = self.line.ask(call, now, |reply: StatusReply| {
            let event = reply.last_event.map(EventRecord::checked).transpose()?;
            let agrees = event.as_ref().is_none_or(|event| event.provider_id == provider_id);
            if reply.provider_id == provider_id && agrees { Ok(event) } else { Err(Cause::AboutAnother) }
        });
        match heard.await {
            Heard::Said(event) => Answer::Found(event),
            Heard::Declined(_) => Answer::NotFound,
            Heard::Silent => Answer::Unavailable,
        }
    }

    /// Reads a call-back after checking its time and signature. `body` is the raw body as received. The caller still has
    /// to make it idempotent by `event_id` and `provider_tx` and to compare the amount with the order.
    pub fn verify_callback(
        &self,
        headers: CallbackHeaders<'_>,
        body: &[u8],
        now: Micros,
    ) -> Result<PaymentEvent, CallbackRefused> {
        let (Some(timestamp), Some(signature)) = (headers.timestamp, headers.signature) else {
            return Err(CallbackRefused::NotSigned);
        };
        if body.len() > LARGEST_CALLBACK {
            return Err(CallbackRefused::TooLarge);
        }
        if !is_fresh(timestamp, now) {
            return Err(CallbackRefused::Stale);
        }
        let secrets: Vec<&SecretString> = std::iter::once(&self.secret).chain(&self.previous_secret).collect();
        if !is_signed(&secrets, timestamp, body, signature) {
            return Err(CallbackRefused::WrongSignature);
        }
        // `serde` reads a structure from a list of its values too.
        if body.trim_ascii_start().first() != Some(&b'{') {
            return Err(CallbackRefused::WrongShape);
        }
        let record: EventRecord = serde_json::from_slice(body).map_err(|_| CallbackRefused::WrongShape)?;
        record.checked().map_err(|_| CallbackRefused::WrongShape)
    }
}

impl EventRecord {
    fn checked(self) -> Result<PaymentEvent, Cause> {
        if self.currency != CURRENCY {
            return Err(Cause::Nonsense("currency"));
        }
        if self.amount.0 <= 0 {
            return Err(Cause::Nonsense("amount"));
        }
        let ids = [&self.event_id, &self.provider_id, &self.transaction_id];
        if !ids.into_iter().chain(&self.reverses_transaction_id).all(|id| is_provider_id(id)) {
            return Err(Cause::Nonsense("id"));
        }
        Ok(PaymentEvent {
            event_id: self.event_id,
            provider_id: self.provider_id,
            provider_tx: self.transaction_id,
            reverses_tx: self.reverses_transaction_id,
            topup_id: self.topup_id,
            amount: self.amount,
            status: self.status,
            at: Micros::from(self.at),
        })
    }
}

/// Ids of the provider are opaque, but short and safe to put into a path.
fn is_provider_id(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
}
