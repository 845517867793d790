//! Table `application_version`: the data judged at a move, sealed and never changed.

use qabul_domain::calendar::Micros;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

/// A snapshot to keep.
pub struct NewSnapshot<'a> {
    /// Application.
    pub application_id: Uuid,
    /// Version of the application after the move.
    pub version: i64,
    /// State reached.
    pub state: &'a str,
    /// Canonical JSON of answers, facts and findings; sealed here.
    pub snapshot: &'a [u8],
    /// Act and edition used for the judgement.
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
    /// Act and edition used for the judgement.
    pub rule_set: String,
    /// Instant of the move.
    pub at: Micros,
}

row! { struct Stored { version: i64, state: String, snapshot: Vec<u8>, digest: Vec<u8>, rule_set: String, at: Micros } }

pub(crate) fn place(id: &Uuid, version: i64) -> Place<'_> {
    Place { table: "application_version", column: "snapshot", row: id.as_bytes(), version }
}

/// Stores a snapshot; returns its SHA-256.
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

/// The newest snapshot of a move that led to the given state.
pub async fn latest_as(tx: &mut Tx, application_id: Uuid, state: &str) -> Result<Option<Snapshot>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select version, state, snapshot, digest, rule_set, at from application_version
          where application_id = $1 and state = $2 order by version desc limit 1",
        application_id,
        state
    )?;
    row.map(|row| opened(tx, application_id, row)).transpose()
}

/// A snapshot with the numbers that people use to refer to it.
#[derive(Debug, Clone)]
pub struct Judged {
    /// Application.
    pub application_id: Uuid,
    /// Kind.
    pub kind: String,
    /// Work number.
    pub work_number: String,
    /// Code of the campaign.
    pub campaign: String,
    /// What was judged.
    pub snapshot: Snapshot,
}

/// Snapshots of one campaign, or of all, ordered by application and version, for processing in chunks: at most `limit`
/// rows after `after`.
pub async fn judged(
    tx: &mut Tx,
    campaign: Option<&str>,
    after: Option<(Uuid, i64)>,
    limit: u32,
) -> Result<Vec<Judged>> {
    row! { struct Found {
        application_id: Uuid, kind: String, work_number: String, campaign: String, version: i64, state: String,
        snapshot: Vec<u8>, digest: Vec<u8>, rule_set: String, at: Micros
    } }
    let (id, version) = after.unwrap_or((Uuid::nil(), 0));
    let rows = fetch_all!(
        tx,
        Found,
        "select v.application_id, a.kind, a.work_number, c.code as campaign, v.version, v.state, v.snapshot, v.digest,
                v.rule_set, v.at
           from application_version v join application a on a.id = v.application_id
                join campaign c on c.id = a.campaign_id
          where ($1 is null or c.code = $1)
            and (v.application_id > $2 or (v.application_id = $2 and v.version > $3))
          order by v.application_id, v.version limit $4",
        campaign,
        id,
        version,
        i64::from(limit)
    )?;
    rows.into_iter()
        .map(|row| {
            let Found { application_id, kind, work_number, campaign, version, state, snapshot, digest, rule_set, at } =
                row;
            let stored = Stored { version, state, snapshot, digest, rule_set, at };
            let snapshot = opened(tx, application_id, stored)?;
            Ok(Judged { application_id, kind, work_number, campaign, snapshot })
        })
        .collect()
}

/// Snapshots of the applications with a given application number, or of the application with this id; oldest first.
pub async fn judged_of(tx: &mut Tx, campaign: Option<&str>, number: &str, id: Option<Uuid>) -> Result<Vec<Judged>> {
    row! { struct Found { id: Uuid, kind: String, work_number: String, campaign: String } }
    let rows = fetch_all!(
        tx,
        Found,
        "select a.id, a.kind, a.work_number, c.code as campaign
           from application a join campaign c on c.id = a.campaign_id
          where (a.work_number = $1 or a.id = $2) and ($3 is null or c.code = $3) order by a.created_at, a.id",
        number,
        id.unwrap_or(Uuid::nil()),
        campaign
    )?;
    let mut judged = Vec::new();
    for Found { id, kind, work_number, campaign } in rows {
        let versions = fetch_all!(
            tx,
            Stored,
            "select version, state, snapshot, digest, rule_set, at from application_version where application_id = $1
              order by version",
            id
        )?;
        for row in versions {
            let (kind, work_number, campaign) = (kind.clone(), work_number.clone(), campaign.clone());
            judged.push(Judged { application_id: id, kind, work_number, campaign, snapshot: opened(tx, id, row)? });
        }
    }
    Ok(judged)
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
