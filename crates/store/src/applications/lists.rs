//! Lists of applications: of an account, for officers, for sweeps.

use uuid::Uuid;

use super::Application;
use crate::{Cursor, Page, Result, Tx};

/// All applications of an account, newest first.
pub async fn list_for_account(
    tx: &mut Tx,
    account_id: Uuid,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Page<Application>> {
    let after = after.unwrap_or(Cursor::NEWEST);
    let rows = fetch_all!(
        tx,
        Application,
        select!(
            "where account_id = $1 and (created_at < $2 or (created_at = $2 and id < $3)) order by created_at desc,
             id desc limit $4"
        ),
        account_id,
        after.at.0,
        after.id,
        i64::from(limit) + 1
    )?;
    Ok(Page::cut(rows, limit, |row| Cursor { at: row.created_at, id: row.id }))
}

/// The applications of a person under a campaign, including those in which somebody else acts for the person.
pub async fn list_for_person(tx: &mut Tx, campaign_id: Uuid, person_id: Uuid) -> Result<Vec<Application>> {
    fetch_all!(
        tx,
        Application,
        select!("where campaign_id = $1 and person_id = $2 order by created_at, id"),
        campaign_id,
        person_id
    )
}

/// The filter of a list for officers.
#[derive(Debug, Clone, Default)]
pub struct DeskFilter {
    /// Kind; required.
    pub kind: String,
    /// State.
    pub state: Option<String>,
    /// Institution or commission; `None` only for officers without a limit.
    pub scope_id: Option<String>,
    /// Officer working on it.
    pub assigned_to: Option<Uuid>,
    /// Folded beginning of the name.
    pub name_prefix: Option<String>,
}

/// Applications for a desk, oldest first.
pub async fn list_for_desk(
    tx: &mut Tx,
    filter: &DeskFilter,
    after: Option<Cursor>,
    limit: u32,
) -> Result<Page<Application>> {
    let after = after.unwrap_or(Cursor::OLDEST);
    let above = filter.name_prefix.as_deref().map(crate::persons::upper_bound);
    let rows = fetch_all!(
        tx,
        Application,
        select!(
            "where kind = $1 and ($2 is null or state = $2) and ($3 is null or scope_id = $3)
                 and ($4 is null or assigned_to = $4) and ($5 is null or (name_key >= $5 and name_key < $6))
                 and (created_at > $7 or (created_at = $7 and id > $8)) order by created_at, id limit $9"
        ),
        &filter.kind,
        &filter.state,
        &filter.scope_id,
        filter.assigned_to,
        &filter.name_prefix,
        &above,
        after.at.0,
        after.id,
        i64::from(limit) + 1
    )?;
    Ok(Page::cut(rows, limit, |row| Cursor { at: row.created_at, id: row.id }))
}

/// Applications of a campaign in one state of a kind, for sweeps in chunks. The kind is a parameter because the index
/// used by the desk begins with it.
pub async fn in_state(
    tx: &mut Tx,
    kind: &str,
    campaign_id: Uuid,
    state: &str,
    after: Option<Uuid>,
    limit: u32,
) -> Result<Vec<Application>> {
    fetch_all!(
        tx,
        Application,
        select!("where kind = $1 and campaign_id = $2 and state = $3 and id > $4 order by id limit $5"),
        kind,
        campaign_id,
        state,
        after.unwrap_or(Uuid::nil()),
        i64::from(limit)
    )
}

/// How many applications of a campaign are in each state.
pub async fn count_by_state(tx: &mut Tx, campaign_id: Uuid) -> Result<Vec<(String, i64)>> {
    row! { struct Counted { state: String, value: i64 } }
    let rows = fetch_all!(
        tx,
        Counted,
        "select state, count(*) as value from application where campaign_id = $1 group by state order by state",
        campaign_id
    )?;
    Ok(rows.into_iter().map(|row| (row.state, row.value)).collect())
}
