//! Table `contact_change`: a new phone number or e-mail address that is not proven yet.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

words! {
    /// What changes.
    pub enum ContactKind {
        /// Mobile number; proven by a code.
        Phone => "phone",
        /// E-mail address; proven by a link.
        Email => "email",
    }
}

/// A change to begin.
pub struct NewChange<'a> {
    /// Id.
    pub id: Uuid,
    /// Account.
    pub account_id: Uuid,
    /// What changes.
    pub kind: ContactKind,
    /// The new value in normal form; sealed here.
    pub value: &'a Private<String>,
    /// SHA-256 of the secret in the link; none for a phone.
    pub token_hash: Option<[u8; 32]>,
    /// First instant at which the change is expired.
    pub expires_at: Micros,
}

/// A stored change, unsealed.
#[derive(Debug, Clone)]
pub struct ContactChange {
    /// Id.
    pub id: Uuid,
    /// Account.
    pub account_id: Uuid,
    /// What changes.
    pub kind: ContactKind,
    /// The new value in normal form.
    pub value: Private<String>,
    /// First instant at which the change is expired.
    pub expires_at: Micros,
    /// When it was proven or replaced.
    pub closed_at: Option<Micros>,
    /// When it was requested.
    pub created_at: Micros,
}

row! {
    struct Stored {
        id: Uuid, account_id: Uuid, kind: ContactKind, value: Vec<u8>, expires_at: Micros, closed_at: Option<Micros>,
        created_at: Micros,
    }
}

fn place(id: &Uuid) -> Place<'_> {
    Place { table: "contact_change", column: "value", row: id.as_bytes(), version: 1 }
}

fn opened(tx: &Tx, row: Stored) -> Result<ContactChange> {
    Ok(ContactChange {
        value: tx.keys().open_text(place(&row.id), &row.value)?,
        id: row.id,
        account_id: row.account_id,
        kind: row.kind,
        expires_at: row.expires_at,
        closed_at: row.closed_at,
        created_at: row.created_at,
    })
}

/// Begins a change; an earlier open change of the same kind is closed.
pub async fn begin(tx: &mut Tx, new: &NewChange<'_>, now: Micros) -> Result<()> {
    exec!(
        tx,
        "update contact_change set closed_at = $3 where account_id = $1 and kind = $2 and closed_at is null",
        new.account_id,
        new.kind.word(),
        now.0
    )?;
    let sealed = tx.keys().seal_text(place(&new.id), new.value)?;
    let token_hash = new.token_hash.map(|hash| hash.to_vec());
    exec!(
        tx,
        "insert into contact_change (id, account_id, kind, value, token_hash, expires_at, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id,
        new.account_id,
        new.kind.word(),
        &sealed,
        &token_hash,
        new.expires_at.0,
        now.0
    )?;
    Ok(())
}

/// The open change of an account, if there is one.
pub async fn find_open(tx: &mut Tx, account_id: Uuid, kind: ContactKind, now: Micros) -> Result<Option<ContactChange>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select id, account_id, kind, value, expires_at, closed_at, created_at from contact_change
          where account_id = $1 and kind = $2 and closed_at is null and expires_at > $3
          order by created_at desc, id desc limit 1",
        account_id,
        kind.word(),
        now.0
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// The newest change of an account, if it was closed at `since` or later.
pub async fn find_closed(
    tx: &mut Tx,
    account_id: Uuid,
    kind: ContactKind,
    since: Micros,
) -> Result<Option<ContactChange>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select id, account_id, kind, value, expires_at, closed_at, created_at from contact_change
          where account_id = $1 and kind = $2 order by created_at desc, id desc limit 1",
        account_id,
        kind.word()
    )?;
    let change = row.map(|row| opened(tx, row)).transpose()?;
    Ok(change.filter(|change| change.closed_at.is_some_and(|at| at >= since)))
}

/// By the hash of the link's secret, open or closed, until it expires: a link may be opened twice.
pub async fn find_by_token(tx: &mut Tx, token_hash: &[u8; 32], now: Micros) -> Result<Option<ContactChange>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select id, account_id, kind, value, expires_at, closed_at, created_at from contact_change
          where token_hash = $1 and expires_at > $2",
        &token_hash[..],
        now.0
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// Closes a change. `false` = it was closed before.
pub async fn close(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    Ok(exec!(tx, "update contact_change set closed_at = $2 where id = $1 and closed_at is null", id, now.0)? == 1)
}

/// Deletes changes that expired before `before`, with their personal data.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from contact_change where expires_at < $1", before.0)
}
