//! Table `timer`: instants that one application waits for. Decisions are made by the guard at the instant of receipt; a
//! timer only records the event, so a late timer changes nothing. The end of a campaign's window is handled by one
//! sweep instead of 100,000 timers.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

row! {
    /// A running timer.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Timer {
        /// Application.
        pub application_id: Uuid,
        /// Name, unique within the application.
        pub name: String,
        /// When it is due.
        pub at: Micros,
    }
}

/// Sets a timer, or moves it if it exists.
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

/// Cancels a timer; returns whether it existed.
pub async fn cancel(tx: &mut Tx, application_id: Uuid, name: &str) -> Result<bool> {
    Ok(exec!(tx, "delete from timer where application_id = $1 and name = $2", application_id, name)? == 1)
}

/// Cancels all timers of an application; returns how many.
pub async fn cancel_all(tx: &mut Tx, application_id: Uuid) -> Result<u64> {
    exec!(tx, "delete from timer where application_id = $1", application_id)
}

/// Timers due at `now`, earliest first. Each is handled in its own unit, which ends with [`cancel`]: the unit that
/// deletes the row handles the event.
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
