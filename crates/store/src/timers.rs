//! Table `timer`: what one application waits for. The guard at the receipt instant decides; a timer only records, so a late
//! one changes nothing. Windows of a whole campaign are a sweep, never 100,000 timers.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

row! {
    /// A running timer.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Timer {
        /// Application.
        pub application_id: Uuid,
        /// Name, unique in the application.
        pub name: String,
        /// When it is due.
        pub at: Micros,
    }
}

/// Starts a timer or moves it.
pub async fn set(tx: &mut Tx, application_id: Uuid, name: &str, at: Micros) -> Result<()> {
    exec!(
        tx,
        "insert into timer (application_id, name, at) values ($1, $2, $3)
         on conflict (application_id, name) do update set at = excluded.at",
        application_id,
        name,
        at.0
    )?;
    Ok(())
}

/// Stops a timer; whether it was running.
pub async fn cancel(tx: &mut Tx, application_id: Uuid, name: &str) -> Result<bool> {
    Ok(exec!(tx, "delete from timer where application_id = $1 and name = $2", application_id, name)? == 1)
}

/// Stops all timers of an application.
pub async fn cancel_all(tx: &mut Tx, application_id: Uuid) -> Result<u64> {
    exec!(tx, "delete from timer where application_id = $1", application_id)
}

/// Timers due at `now`, earliest first. Each is handled in its own unit, which ends with [`cancel`]: whoever deletes the row
/// has the event.
pub async fn due(tx: &mut Tx, now: Micros, limit: u32) -> Result<Vec<Timer>> {
    fetch_all!(
        tx,
        Timer,
        "select application_id, name, at from timer where at <= $1 order by at, application_id, name limit $2",
        now.0,
        i64::from(limit)
    )
}

/// The timers of an application.
pub async fn of_application(tx: &mut Tx, application_id: Uuid) -> Result<Vec<Timer>> {
    fetch_all!(
        tx,
        Timer,
        "select application_id, name, at from timer where application_id = $1 order by at, name",
        application_id
    )
}
