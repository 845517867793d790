//! Table `application_version`: what was judged at a move, sealed and never edited.

use qabul_domain::calendar::Micros;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

/// A snapshot to keep.
pub struct NewSnapshot<'a> {
    /// Application.
    pub application_id: Uuid,
    /// Its version after the move.
    pub version: i64,
    /// State reached.
    pub state: &'a str,
    /// Canonical JSON of answers, facts and findings; sealed here.
    pub snapshot: &'a [u8],
    /// Act and edition it was judged by.
    pub rule_set: &'a str,
    /// Instant of the move.
    pub now: Micros,
}

/// A kept snapshot, unsealed.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// Version of the application.
    pub version: i64,
    /// State reached.
    pub state: String,
    /// Canonical JSON.
    pub snapshot: Private<Vec<u8>>,
    /// SHA-256 of it.
    pub digest: Vec<u8>,
    /// Act and edition it was judged by.
    pub rule_set: String,
    /// Instant of the move.
    pub at: Micros,
}

row! { struct Stored { version: i64, state: String, snapshot: Vec<u8>, digest: Vec<u8>, rule_set: String, at: Micros } }

pub(crate) fn place(id: &Uuid, version: i64) -> Place<'_> {
    Place { table: "application_version", column: "snapshot", row: id.as_bytes(), version }
}

/// Keeps a snapshot; its SHA-256.
pub async fn put(tx: &mut Tx, new: &NewSnapshot<'_>) -> Result<[u8; 32]> {
    let sealed = tx.keys().seal(place(&new.application_id, new.version), new.snapshot)?;
    let digest: [u8; 32] = Sha256::digest(new.snapshot).into();
    exec!(
        tx,
        "insert into application_version (application_id, version, state, snapshot, digest, rule_set, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.application_id,
        new.version,
        new.state,
        &sealed,
        &digest[..],
        new.rule_set,
        new.now.0
    )?;
    Ok(digest)
}

/// The snapshot of one version.
pub async fn find(tx: &mut Tx, application_id: Uuid, version: i64) -> Result<Option<Snapshot>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select version, state, snapshot, digest, rule_set, at from application_version where application_id = $1
         and version = $2",
        application_id,
        version
    )?;
    row.map(|row| opened(tx, application_id, row)).transpose()
}

/// The newest snapshot.
pub async fn latest(tx: &mut Tx, application_id: Uuid) -> Result<Option<Snapshot>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select version, state, snapshot, digest, rule_set, at from application_version
          where application_id = $1 order by version desc limit 1",
        application_id
    )?;
    row.map(|row| opened(tx, application_id, row)).transpose()
}

fn opened(tx: &Tx, id: Uuid, row: Stored) -> Result<Snapshot> {
    Ok(Snapshot {
        snapshot: tx.keys().open(place(&id, row.version), &row.snapshot)?,
        version: row.version,
        state: row.state,
        digest: row.digest,
        rule_set: row.rule_set,
        at: row.at,
    })
}
