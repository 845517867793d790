//! Table `correction`: why an application was returned, and which parts of it may be changed.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

/// A return for correction.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Version of the application made by the return.
    pub version: i64,
    /// The officer's text.
    pub reason: Private<String>,
    /// Ids of the steps that may be changed; empty = every step.
    pub steps: Vec<String>,
    /// When.
    pub at: Micros,
}

row! { struct Stored { version: i64, reason: Vec<u8>, steps: String, at: Micros } }

fn place(id: &Uuid, version: i64) -> Place<'_> {
    Place { table: "correction", column: "reason", row: id.as_bytes(), version }
}

/// Keeps a return.
pub async fn put(tx: &mut Tx, application_id: Uuid, correction: &Correction) -> Result<()> {
    let reason = tx.keys().seal(place(&application_id, correction.version), correction.reason.as_bytes())?;
    let steps = serde_json::to_string(&correction.steps).map_err(|_| crate::Error::Unreadable("correction.steps"))?;
    exec!(
        tx,
        "insert into correction (application_id, version, reason, steps, at) values ($1, $2, $3, $4, $5)",
        application_id,
        correction.version,
        &reason,
        &steps,
        correction.at.0
    )?;
    Ok(())
}

/// The newest return of an application.
pub async fn latest(tx: &mut Tx, application_id: Uuid) -> Result<Option<Correction>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select version, reason, steps, at from correction where application_id = $1 order by version desc limit 1",
        application_id
    )?;
    let Some(row) = row else { return Ok(None) };
    let reason = tx.keys().open(place(&application_id, row.version), &row.reason)?;
    let unreadable = || crate::Error::Unreadable("correction.reason");
    Ok(Some(Correction {
        version: row.version,
        reason: Private(String::from_utf8(reason.into_inner()).map_err(|_| unreadable())?),
        steps: serde_json::from_str(&row.steps).map_err(|_| unreadable())?,
        at: row.at,
    }))
}
