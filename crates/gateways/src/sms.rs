//! The SMS provider.

use qabul_domain::calendar::Micros;
use serde::{Deserialize, Serialize};

use crate::answer::Delivery;
use crate::line::{Call, Cause, Heard, Line};
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// Client of the SMS provider.
#[derive(Debug)]
pub struct SmsGateway {
    line: Line,
}

#[derive(Serialize)]
struct Message<'a> {
    id: &'a str,
    to: &'a str,
    text: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    id: String,
}

impl SmsGateway {
    /// A client for the provider at this address.
    pub fn new(wire: &Wire, endpoint: &Endpoint) -> Result<SmsGateway, SetUpError> {
        Ok(SmsGateway { line: Line::new("sms", wire, endpoint)? })
    }

    /// Hands a message over. `id` is the sender's own (outbox) id: the provider delivers one id once, however often it is
    /// handed over. `to` is `+994XXXXXXXXX`.
    pub async fn send(&self, id: &str, to: &str, text: &str, now: Micros) -> Delivery {
        let message = Message { id, to, text };
        let call = Call::post("sendSms", "/v1/messages", &message, &["invalidRequest", "numberRefused", "idReused"]);
        let heard =
            self.line.ask(call, now, |reply: Reply| if reply.id == id { Ok(()) } else { Err(Cause::AboutAnother) });
        match heard.await {
            Heard::Said(()) => Delivery::Accepted,
            Heard::Declined(_) => Delivery::Refused,
            Heard::Silent => Delivery::Unavailable,
        }
    }
}
