//! One execution per key: the result is stored in the unit that made it, and a repetition gets the same bytes.

use qabul_store::idempotency::{self, Claimed, Outcome, Request};
use qabul_store::{Ids, Private, Stamp, Tx};
use serde::Serialize;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::context::Context;
use crate::extract::IdempotencyKey;
use crate::problem::{ApiError, Code};

/// Which request it is.
#[derive(Debug, Clone)]
pub struct Once {
    principal: String,
    operation: String,
    key: String,
    body_digest: [u8; 32],
}

impl Once {
    /// `operation` names the operation and its object, for example `application.confirm:<id>`.
    pub fn new(account_id: Uuid, operation: impl Into<String>, key: &IdempotencyKey, body: &[u8]) -> Once {
        Once {
            principal: format!("account:{account_id}"),
            operation: operation.into(),
            key: key.0.clone(),
            body_digest: Sha256::digest(body).into(),
        }
    }

    /// The same for a body that contains a code of the second factor, whose plain digest must not be stored.
    pub fn of_code(tx: &Tx, account_id: Uuid, operation: impl Into<String>, key: &IdempotencyKey, code: &str) -> Once {
        let body_digest = idempotency::keyed_digest(tx, code.as_bytes());
        Once { body_digest, ..Once::new(account_id, operation, key, &[]) }
    }

    /// The request in the form of the store.
    pub fn asked(&self) -> Request<'_> {
        Request {
            principal: &self.principal,
            operation: &self.operation,
            key: &self.key,
            body_digest: &self.body_digest,
        }
    }
}

/// What is answered.
pub struct Answered {
    /// Status, headers and body.
    pub outcome: Outcome,
    /// Whether it was answered before.
    pub replayed: bool,
}

/// A result with a JSON body.
///
/// # Errors
/// When the body cannot be serialized.
pub fn outcome<T: Serialize>(status: u16, body: &T) -> Result<Outcome, ApiError> {
    Ok(outcome_of(status, Private(serde_json::to_vec(body).map_err(ApiError::internal)?)))
}

/// A result whose body is already serialized.
pub fn outcome_of(status: u16, body: Private<Vec<u8>>) -> Outcome {
    Outcome { status, location: None, etag: None, body }
}

/// Runs `work` in one unit, once for this key. A refusal undoes the unit together with the key, so the same key may
/// succeed later, for example after a top-up.
///
/// # Errors
/// The refusal by `work`; another body with the same key.
pub async fn once<W>(context: &Context, request: Once, stamp: Stamp, work: W) -> Result<Answered, ApiError>
where
    W: AsyncFn(&mut Tx, &mut Ids) -> Result<Outcome, ApiError> + Send + 'static,
{
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let id = match idempotency::claim(tx, ids.id(), &request.asked(), stamp.now).await? {
                Claimed::Fresh(id) => id,
                Claimed::Replay(outcome) => return Ok(Answered { outcome, replayed: true }),
                Claimed::OtherBody => return Err(Code::IdempotencyMismatch.into()),
            };
            let outcome = work(tx, &mut ids).await?;
            idempotency::finish(tx, id, &outcome).await?;
            Ok(Answered { outcome, replayed: false })
        })
        .await
}
