//! Table `notice`: the notifications of an account.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::macros::Number;
use crate::seal::Place;
use crate::{Cursor, Page, Private, Result, Tx};

/// A notice, unsealed.
#[derive(Debug, Clone)]
pub struct Notice {
    /// Id.
    pub id: Uuid,
    /// Whose inbox.
    pub account_id: Uuid,
    /// Key under `notices.` in the locales.
    pub name: String,
    /// Parameters of the text as JSON.
    pub params: Private<Vec<u8>>,
    /// What it is about.
    pub application_id: Option<Uuid>,
    /// When it was written.
    pub at: Micros,
    /// When it was first read.
    pub read_at: Option<Micros>,
}

row! {
    struct Stored {
        id: Uuid, account_id: Uuid, name: String, params: Vec<u8>, application_id: Option<Uuid>, at: Micros,
        read_at: Option<Micros>,
    }
}

fn place(id: &Uuid) -> Place<'_> {
    Place { table: "notice", column: "params", row: id.as_bytes(), version: 1 }
}

/// Adds a notice to an inbox. `read_at` is ignored.
pub async fn add(tx: &mut Tx, notice: &Notice) -> Result<()> {
    let params = tx.keys().seal(place(&notice.id), &notice.params)?;
    exec!(
        tx,
        "insert into notice (id, account_id, name, params, application_id, at) values ($1, $2, $3, $4, $5, $6)",
        notice.id,
        notice.account_id,
        &notice.name,
        &params,
        notice.application_id,
        notice.at.0
    )?;
    Ok(())
}

/// An inbox, newest first.
pub async fn page(tx: &mut Tx, account_id: Uuid, after: Option<Cursor>, limit: u32) -> Result<Page<Notice>> {
    let after = after.unwrap_or(Cursor::NEWEST);
    let rows = fetch_all!(
        tx,
        Stored,
        "select id, account_id, name, params, application_id, at, read_at from notice
          where account_id = $1 and (at < $2 or (at = $2 and id < $3)) order by at desc, id desc limit $4",
        account_id,
        after.at.0,
        after.id,
        i64::from(limit) + 1
    )?;
    Page::cut(rows, limit, |row| Cursor { at: row.at, id: row.id }).try_map(|row| {
        Ok(Notice {
            params: tx.keys().open(place(&row.id), &row.params)?,
            id: row.id,
            account_id: row.account_id,
            name: row.name,
            application_id: row.application_id,
            at: row.at,
            read_at: row.read_at,
        })
    })
}

/// Whether a notice belongs to this account.
pub async fn is_in_inbox(tx: &mut Tx, account_id: Uuid, id: Uuid) -> Result<bool> {
    let row = fetch_one!(
        tx,
        Number,
        "select count(*) as value from notice where id = $1 and account_id = $2",
        id,
        account_id
    )?;
    Ok(row.value > 0)
}

/// Records that a notice of this account was read; only the first time is recorded. `false` = not in this inbox, or
/// read before.
pub async fn mark_read(tx: &mut Tx, account_id: Uuid, id: Uuid, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update notice set read_at = $3 where id = $1 and account_id = $2 and read_at is null",
        id,
        account_id,
        now.0
    )?;
    Ok(rows == 1)
}

/// Records that everything written up to `now` was read; returns how many were unread.
pub async fn mark_all_read(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<u64> {
    exec!(
        tx,
        "update notice set read_at = $2 where account_id = $1 and read_at is null and at <= $2",
        account_id,
        now.0
    )
}

/// Number of unread notices in an inbox.
pub async fn unread_count(tx: &mut Tx, account_id: Uuid) -> Result<i64> {
    let row = fetch_one!(
        tx,
        Number,
        "select count(*) as value from notice where account_id = $1 and read_at is null",
        account_id
    )?;
    Ok(row.value)
}
