//! Table `idempotency`: results of requests with an `Idempotency-Key`, stored in the unit that produced them.
//!
//! A unit begins with [`claim`] and ends with [`finish`]. Because the key is claimed first, the same request on two
//! nodes waits, and the second one finds the result of the first. A refusal undoes the unit together with the claim, so
//! the same key may succeed later, for example after a top-up.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Error, Private, Result, Tx};

/// How long results are kept, in seconds.
pub const KEPT_SECONDS: i64 = 7 * 24 * 3600;

/// Which request it is.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// `account:<id>` or `registration:<id>`.
    pub principal: &'a str,
    /// Operation and object, for example `application.confirm:<id>`.
    pub operation: &'a str,
    /// The header's value.
    pub key: &'a str,
    /// SHA-256 of the body; for a body that contains a secret, [`keyed_digest`].
    pub body_digest: &'a [u8; 32],
}

/// The stored result of a request.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// HTTP status.
    pub status: u16,
    /// `Location`.
    pub location: Option<String>,
    /// `ETag`.
    pub etag: Option<String>,
    /// Body.
    pub body: Private<Vec<u8>>,
}

/// Outcome of [`claim`] and [`find`].
#[derive(Debug, Clone)]
pub enum Claimed {
    /// Never seen: carry out the request, then call [`finish`] with this id.
    Fresh(Uuid),
    /// Answered before: send the same answer.
    Replay(Outcome),
    /// The key was used before with another body: 422.
    OtherBody,
}

row! {
    struct Stored {
        id: Uuid, body_digest: Vec<u8>, status: Option<i64>, location: Option<String>, etag: Option<String>,
        body: Option<Vec<u8>>,
    }
}

fn place(id: &Uuid) -> Place<'_> {
    Place { table: "idempotency", column: "body", row: id.as_bytes(), version: 1 }
}

/// Keyed digest of a body that contains a secret. From a plain digest, six digits or fifty bits could be guessed.
pub fn keyed_digest(tx: &Tx, body: &[u8]) -> [u8; 32] {
    let mut digest = [0_u8; 32];
    digest.copy_from_slice(&tx.keys().hash("idempotency body", &[body]));
    digest
}

async fn stored(tx: &mut Tx, request: &Request<'_>) -> Result<Option<Stored>> {
    fetch_optional!(
        tx,
        Stored,
        "select id, body_digest, status, location, etag, body from idempotency
          where principal = $1 and operation = $2 and key = $3",
        request.principal,
        request.operation,
        request.key
    )
}

fn read(tx: &Tx, request: &Request<'_>, row: Stored) -> Result<Claimed> {
    if row.body_digest != request.body_digest {
        return Ok(Claimed::OtherBody);
    }
    let (Some(status), Some(body)) = (row.status, row.body) else { return Ok(Claimed::Fresh(row.id)) };
    Ok(Claimed::Replay(Outcome {
        status: u16::try_from(status).map_err(|_| Error::Unreadable("idempotency.status"))?,
        location: row.location,
        etag: row.etag,
        body: tx.keys().open(place(&row.id), &body)?,
    }))
}

/// First statement of a unit: claims the key, or finds the stored answer.
pub async fn claim(tx: &mut Tx, id: Uuid, request: &Request<'_>, now: Micros) -> Result<Claimed> {
    let rows = exec!(
        tx,
        "insert into idempotency (id, principal, operation, key, body_digest, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (principal, operation, key) do nothing",
        id,
        request.principal,
        request.operation,
        request.key,
        &request.body_digest[..],
        now.0
    )?;
    if rows == 1 {
        return Ok(Claimed::Fresh(id));
    }
    match stored(tx, request).await? {
        Some(row) => read(tx, request, row),
        // The row was deleted between the two statements, so the unit runs again.
        None => Err(Error::Again),
    }
}

/// Looks up a key without claiming it, for a quick replay outside the writer. `None` = never seen.
pub async fn find(tx: &mut Tx, request: &Request<'_>) -> Result<Option<Claimed>> {
    let row = stored(tx, request).await?;
    row.map(|row| read(tx, request, row)).transpose()
}

/// Last statement of a unit: stores the answer.
pub async fn finish(tx: &mut Tx, id: Uuid, outcome: &Outcome) -> Result<()> {
    let body = tx.keys().seal(place(&id), &outcome.body)?;
    // The row was claimed or read in the same unit, so it exists.
    exec!(
        tx,
        "update idempotency set status = $2, location = $3, etag = $4, body = $5 where id = $1",
        id,
        i64::from(outcome.status),
        &outcome.location,
        &outcome.etag,
        &body
    )
    .map(drop)
}

/// Releases a key in a unit that is committed nevertheless, because a wrong try must be counted. The next request may
/// then have another body.
pub async fn release(tx: &mut Tx, id: Uuid) -> Result<()> {
    exec!(tx, "delete from idempotency where id = $1", id).map(drop)
}

/// Replaces the stored result of a request. Does nothing if the request is unknown.
pub async fn replace(tx: &mut Tx, request: &Request<'_>, outcome: &Outcome) -> Result<()> {
    match stored(tx, request).await? {
        Some(row) => finish(tx, row.id, outcome).await,
        None => Ok(()),
    }
}

/// Deletes results older than `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from idempotency where at < $1", before.0)
}
