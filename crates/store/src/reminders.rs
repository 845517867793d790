//! Table `reminder`: what a person was told because of the calendar. The key is the guard, written in the unit that queues
//! the messages: told once, whatever is killed, repeated or set back.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

/// Notes that an application's person is told `name`. `false` = they were told before; nothing was written.
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

/// Whom to tell.
#[derive(Debug, Clone, Copy)]
pub struct Whom<'a> {
    /// Kind of procedure; the desk's index begins with it.
    pub kind: &'a str,
    /// Campaign.
    pub campaign_id: Uuid,
    /// State, one word.
    pub state: &'a str,
    /// Only applications opened until then.
    pub opened: Micros,
}

/// Ids of applications whose person was told nothing under either key yet, in chunks after `after`.
pub async fn untold(
    tx: &mut Tx,
    whom: &Whom<'_>,
    keys: &[String; 2],
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Uuid>> {
    row! { struct Found { id: Uuid } }
    let rows = fetch_all!(
        tx,
        Found,
        "select a.id from application a
          where a.kind = $1 and a.campaign_id = $2 and a.state = $3 and a.created_at <= $4 and a.id > $5
            and not exists (select 1 from reminder r where r.application_id = a.id and (r.name = $6 or r.name = $7))
          order by a.id limit $8",
        whom.kind,
        whom.campaign_id,
        whom.state,
        whom.opened.0,
        after.unwrap_or(Uuid::nil()),
        &keys[0],
        &keys[1],
        i64::from(limit)
    )?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}
