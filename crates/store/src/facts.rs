//! Table `fact`: the last answer of each register about a person.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

words! {
    /// Kind of answer. "No such record" and "no answer" are different.
    pub enum FactStatus {
        /// The register answered with a record.
        Known => "known",
        /// The register answered that it has no record.
        NotFound => "notFound",
        /// The register did not answer; never a refusal.
        Unavailable => "unavailable",
    }
}

/// A register's answer.
#[derive(Debug, Clone)]
pub struct StoredFact {
    /// `person`, `education`, `recognition`: `Need::word`.
    pub need: String,
    /// Kind of answer.
    pub status: FactStatus,
    /// The answer as JSON; only if the status is `Known`.
    pub value: Option<Private<Vec<u8>>>,
    /// Which register.
    pub source: String,
    /// When the register was queried.
    pub at: Micros,
}

row! { struct Row { need: String, status: FactStatus, value: Option<Vec<u8>>, source: String, at: Micros } }

/// A fact has a key of two parts, so the need is part of the row that the sealed text is bound to.
pub(crate) fn row_key(person_id: Uuid, need: &str) -> Vec<u8> {
    let mut key = person_id.as_bytes().to_vec();
    key.extend_from_slice(need.as_bytes());
    key
}

fn place(key: &[u8], at: i64) -> Place<'_> {
    Place { table: "fact", column: "value", row: key, version: at }
}

/// Stores an answer; returns whether it was written. `Unavailable` never replaces an answer, and an older answer never
/// replaces a newer one.
pub async fn put(tx: &mut Tx, person_id: Uuid, fact: &StoredFact) -> Result<bool> {
    let key = row_key(person_id, &fact.need);
    let value = fact.value.as_ref().map(|value| tx.keys().seal(place(&key, fact.at.0), value)).transpose()?;
    let rows = exec!(
        tx,
        "insert into fact (person_id, need, status, value, source, at) values ($1, $2, $3, $4, $5, $6)
         on conflict (person_id, need) do update set status = excluded.status, value = excluded.value,
                source = excluded.source, at = excluded.at
          where fact.at <= excluded.at and (excluded.status <> 'unavailable' or fact.status = 'unavailable')",
        person_id,
        &fact.need,
        fact.status.word(),
        &value,
        &fact.source,
        fact.at.0
    )?;
    Ok(rows == 1)
}

/// All stored facts about a person.
pub async fn of_person(tx: &mut Tx, person_id: Uuid) -> Result<Vec<StoredFact>> {
    let rows = fetch_all!(
        tx,
        Row,
        "select need, status, value, source, at from fact where person_id = $1 order by need",
        person_id
    )?;
    opened(tx, person_id, rows)
}

fn opened(tx: &Tx, person_id: Uuid, rows: Vec<Row>) -> Result<Vec<StoredFact>> {
    rows.into_iter()
        .map(|row| {
            let key = row_key(person_id, &row.need);
            let value = row.value.map(|sealed| tx.keys().open(place(&key, row.at.0), &sealed)).transpose()?;
            Ok(StoredFact { need: row.need, status: row.status, value, source: row.source, at: row.at })
        })
        .collect()
}
