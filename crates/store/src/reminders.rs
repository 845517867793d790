//! Table `reminder`: notifications that depend on the calendar. The key is the guard. It is written in the unit that
//! queues the messages, so that each notification is sent once, even after crashes, retries or a clock set back.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

/// Records that the notification `name` is sent for an application. `false` = it was sent before; nothing was written.
pub async fn claim(tx: &mut Tx, application_id: Uuid, name: &str, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "insert into reminder (application_id, name, at) values ($1, $2, $3) on conflict (application_id, name) do nothing",
        application_id,
        name,
        now.0
    )?;
    Ok(rows == 1)
}

/// Which applicants to notify about a moved deadline.
#[derive(Debug, Clone, Copy)]
pub struct Whom<'a> {
    /// Kind of procedure; the index used by the desk begins with it.
    pub kind: &'a str,
    /// Campaign.
    pub campaign_id: Uuid,
    /// State, one word.
    pub state: &'a str,
    /// Only applications opened up to this instant.
    pub opened: Micros,
}

/// Ids of applications that have no notification under `key`, in chunks after `after`.
pub async fn untold(tx: &mut Tx, whom: &Whom<'_>, key: &str, after: Option<Uuid>, limit: u32) -> Result<Vec<Uuid>> {
    row! { struct Found { id: Uuid } }
    let rows = fetch_all!(
        tx,
        Found,
        "select a.id from application a
          where a.kind = $1 and a.campaign_id = $2 and a.state = $3 and a.created_at <= $4 and a.id > $5
            and not exists (select 1 from reminder r where r.application_id = a.id and r.name = $6)
          order by a.id limit $7",
        whom.kind,
        whom.campaign_id,
        whom.state,
        whom.opened.0,
        after.unwrap_or(Uuid::nil()),
        key,
        i64::from(limit)
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

row! {
    /// An application to examine because a mark of the calendar has passed.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub struct Due {
        /// The last mark it was examined for; 0 = none, or the application has changed since.
        pub reminded_until: i64,
        /// Application.
        pub id: Uuid,
    }
}

/// The query of [`due`], so that a test can examine its plan.
pub const DUE: &str = "select reminded_until, id from application
          where campaign_id = $1 and state = $2 and reminded_until < $3 and (reminded_until, id) > ($4, $5)
          order by reminded_until, id limit $6";

/// Applications of a campaign in one state that were not examined since `mark`, in chunks after `after`. The cost
/// depends only on the number of due applications: the index is in this order, and an examined application leaves the
/// range.
pub async fn due(
    tx: &mut Tx,
    campaign_id: Uuid,
    state: &str,
    mark: Micros,
    after: Option<Due>,
    limit: u32,
) -> Result<Vec<Due>> {
    let after = after.unwrap_or(Due { reminded_until: -1, id: Uuid::nil() });
    fetch_all!(tx, Due, DUE, campaign_id, state, mark.0, after.reminded_until, after.id, i64::from(limit))
}

/// Records that an application was examined for a mark, whether or not a notification was sent. Written in the same
/// unit.
pub async fn looked(tx: &mut Tx, id: Uuid, mark: Micros) -> Result<()> {
    exec!(tx, "update application set reminded_until = $2 where id = $1 and reminded_until < $2", id, mark.0)?;
    Ok(())
}

/// Has an application examined again, because its deadline changed.
pub async fn look_again(tx: &mut Tx, id: Uuid) -> Result<()> {
    exec!(tx, "update application set reminded_until = 0 where id = $1", id)?;
    Ok(())
}
