//! Confirming and sending: one act with one key, however often the answer is lost.

use qabul_contract::applications::{Confirm, Confirmed, Opened};
use qabul_contract::decode::Decode;
use qabul_contract::paths;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use crate::api::{Call, Failure, IdempotencyKey, json};
use crate::dom;

/// Waits between attempts after a lost answer, in milliseconds.
const WAITS: [i32; 4] = [600, 1_500, 3_000, 6_000];

/// Confirms with the fee that the person consented to.
///
/// # Errors
/// See [`Failure`]. After [`Failure::Offline`] it is unknown whether it was confirmed: the key is kept, and the next
/// attempt gets the first answer.
pub async fn confirm(id: Uuid, etag: String, fee: Qepik) -> Result<Confirmed, Failure> {
    act(id, "confirm", &etag, json(&Confirm { consented_fee: fee, consent: true })).await
}

/// Sends the application to the commission.
///
/// # Errors
/// The same as [`confirm`].
pub async fn send(id: Uuid, etag: String) -> Result<Opened, Failure> {
    act(id, "events", &etag, raise("send")).await
}

/// Asks to withdraw a confirmed application.
///
/// # Errors
/// The same as [`confirm`].
pub async fn ask_withdrawal(id: Uuid, etag: String) -> Result<Opened, Failure> {
    act(id, "events", &etag, raise("askWithdrawal")).await
}

fn raise(event: &str) -> Option<String> {
    json(&serde_json::json!({ "event": event }))
}

async fn act<T: Decode>(id: Uuid, what: &str, etag: &str, body: Option<String>) -> Result<T, Failure> {
    let path = paths::of_application(id, what);
    let name = ["qabul.key.", what, ".", &id.to_string()].concat();
    let key = IdempotencyKey::under_way(&name);
    let mut waits = WAITS.into_iter();
    loop {
        let answer = Call::new("POST", &path).text(body.clone()).key(&key).if_match(etag).send().await;
        match (answer, waits.next()) {
            (Err(failure), Some(wait)) if is_lost(&failure) => dom::pause(wait).await,
            (Err(failure), None) if is_lost(&failure) => return Err(failure),
            (Err(failure), _) => {
                // After signing in again the same act is repeated; any other refusal ends it.
                if failure.status() != 401 {
                    IdempotencyKey::settle(&name);
                }
                return Err(failure);
            }
            (Ok(reply), _) => {
                IdempotencyKey::settle(&name);
                return Ok(reply.value);
            }
        }
    }
}

/// Whether the act may have happened although there was no result.
fn is_lost(failure: &Failure) -> bool {
    failure.passing() || failure.code() == "idempotencyInFlight"
}
