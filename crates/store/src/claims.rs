//! Table `claim`: allows one live application per key. The primary key is the guard.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

/// Outcome of [`take`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The application holds the key.
    Done,
    /// Another application holds it; nothing was written.
    Held {
        /// That application.
        application_id: Uuid,
    },
}

/// Takes a key for an application. Taking a key that the application already holds succeeds. The application may be
/// inserted after its claim, but in the same unit.
pub async fn take(tx: &mut Tx, key: &str, application_id: Uuid, now: Micros) -> Result<Taken> {
    let rows = exec!(
        tx,
        "insert into claim (key, application_id, at) values ($1, $2, $3) on conflict (key) do nothing",
        key,
        application_id,
        now.0
    )?;
    if rows == 1 {
        return Ok(Taken::Done);
    }
    Ok(match holder(tx, key).await? {
        Some(holder) if holder != application_id => Taken::Held { application_id: holder },
        Some(_) => Taken::Done,
        // The key was released between the two statements, so the unit runs again.
        None => return Err(crate::Error::Again),
    })
}

/// Who holds a key.
pub async fn holder(tx: &mut Tx, key: &str) -> Result<Option<Uuid>> {
    row! { struct Holder { application_id: Uuid } }
    let row = fetch_optional!(tx, Holder, "select application_id from claim where key = $1", key)?;
    Ok(row.map(|row| row.application_id))
}

/// Releases every key of an application; returns how many.
pub async fn release(tx: &mut Tx, application_id: Uuid) -> Result<u64> {
    exec!(tx, "delete from claim where application_id = $1", application_id)
}
