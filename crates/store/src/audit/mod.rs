//! Tables `audit` and `audit_seal`: who did what, stored so that a change is detected.
//!
//! Each row contains the digest of the previous row of the same subject. With one chain over everything, all units
//! would wait for each other; with a chain per subject they do not. Each row also contains a keyed digest, so that a
//! writer who has only the database cannot add a row. Once per second one sealer collects all unsealed rows under a
//! Merkle root, chains the roots and signs the head of the chain with a key that is not in the database
//! ([`seals`](self)). From then on the removal of a row at the end of a subject is detected too. The heads are also
//! written outside the database ([`Heads`]), so that cutting off the end of the chain is detected. The sealer finds
//! rows by "not sealed" and never by "after the last id", because ids become visible out of order.

macro_rules! select {
    ($rest:literal) => {
        concat!("select id, subject, seq, actor, action, at, detail, prev, digest, seal, mac from audit ", $rest)
    };
}

mod check;
mod evidence;
mod heads;
mod seals;

pub use check::{Break, Report, verify};
pub use evidence::Missing;
pub use heads::{Expected, Heads, Restart};
pub use seals::{Head, Sealing, needs_signature, restart, seal_batch};

use qabul_domain::calendar::Micros;
use serde_json::Value;
use uuid::Uuid;

use crate::macros::Number;
use crate::tx::Booked;
use crate::{Error, Keys, Result, Tx, merkle};

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// Id.
    pub id: Uuid,
    /// `application:<id>`, `account:<id>`, `campaign:<id>` …
    pub subject: &'a str,
    /// `account:<id>` or `system`.
    pub actor: &'a str,
    /// What was done, `application.confirm`.
    pub action: &'a str,
    /// When.
    pub at: Micros,
    /// JSON without personal data: digests, words, ids.
    pub detail: &'a str,
}

row! {
    /// A stored row.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Row {
        /// Id.
        pub id: Uuid,
        /// Subject.
        pub subject: String,
        /// Position in the subject: 1, 2, 3 ….
        pub seq: i64,
        /// Actor.
        pub actor: String,
        /// Action.
        pub action: String,
        /// When.
        pub at: Micros,
        /// Detail.
        pub detail: String,
        /// Digest of the row before; 32 zero bytes in the first.
        pub prev: Vec<u8>,
        /// Digest over all fields above.
        pub digest: Vec<u8>,
        /// Seal that covers it.
        pub seal: Option<i64>,
        /// Keyed digest of `digest`; none in rows of releases before the signed seals.
        pub mac: Option<Vec<u8>>,
    }
}

fn digest_of(event: &Event<'_>, seq: i64, prev: &[u8]) -> [u8; 32] {
    merkle::digest(&[
        b"qabul/audit/v1",
        event.id.as_bytes(),
        event.subject.as_bytes(),
        &seq.to_be_bytes(),
        event.actor.as_bytes(),
        event.action.as_bytes(),
        &event.at.0.to_be_bytes(),
        event.detail.as_bytes(),
        prev,
    ])
}

fn with_bookings(detail: &str, booked: &[Booked]) -> Result<String> {
    let unreadable = || Error::Unreadable("audit.detail");
    let mut detail: serde_json::Map<String, Value> = serde_json::from_str(detail).map_err(|_| unreadable())?;
    let booked = booked.iter().map(|one| (one.id.to_string(), Value::from(heads::hex(&one.digest)))).collect();
    detail.insert("booked".to_owned(), Value::Object(booked));
    serde_json::to_string(&detail).map_err(|_| unreadable())
}

/// The keyed digest of a row: only a process that has the portal's keys can compute it.
fn mac_of(keys: &Keys, digest: &[u8]) -> Vec<u8> {
    keys.hash("audit.row", &[digest])
}

/// Adds a row to the chain of its subject and returns its digest. Money booked earlier in the unit is named in the
/// detail under `booked`, with the digest of each booking. A unit that books money and appends no row afterwards is
/// undone.
pub async fn append(tx: &mut Tx, event: &Event<'_>) -> Result<[u8; 32]> {
    let booked = tx.take_booked();
    let detail = if booked.is_empty() { event.detail.to_owned() } else { with_bookings(event.detail, &booked)? };
    let event = &Event { detail: &detail, ..event.clone() };
    row! { struct Last { seq: i64, digest: Vec<u8> } }
    tx.serialize_on(event.subject).await?;
    let last = fetch_optional!(
        tx,
        Last,
        "select seq, digest from audit where subject = $1 order by seq desc limit 1",
        event.subject
    )?;
    let (seq, prev) = last.map_or((1, vec![0; 32]), |last| (last.seq + 1, last.digest));
    let digest = digest_of(event, seq, &prev);
    let mac = mac_of(tx.keys(), &digest);
    exec!(
        tx,
        "insert into audit (id, subject, seq, actor, action, at, detail, prev, digest, mac)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        event.id,
        event.subject,
        seq,
        event.actor,
        event.action,
        event.at.0,
        event.detail,
        &prev,
        &digest[..],
        &mac
    )?;
    Ok(digest)
}

/// The rows of a subject, oldest first.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<Row>> {
    fetch_all!(tx, Row, select!("where subject = $1 order by seq"), subject)
}

/// Every row, grouped by subject.
#[cfg(feature = "testing")]
pub(crate) async fn every_row(tx: &mut Tx) -> Result<Vec<Row>> {
    fetch_all!(tx, Row, select!("order by subject, seq"))
}

/// How many rows are not sealed yet, for metrics.
pub async fn unsealed_count(tx: &mut Tx) -> Result<i64> {
    Ok(fetch_one!(tx, Number, "select count(*) as value from audit where seal is null")?.value)
}
