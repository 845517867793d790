//! Table `known_device`: devices on which the password or the number of an account was proven.
//!
//! Limits count unknown and known devices separately, so that unknown callers cannot use up the limit of the owner's
//! device.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::macros::Number;
use crate::{Result, Tx};

/// Maximum number of devices of one account; the device that was not seen for the longest time is removed.
pub const MOST: i64 = 20;

/// Whether the device, given by SHA-256 of its secret, has proven this account.
pub async fn is_known(tx: &mut Tx, secret_hash: &[u8; 32], account_id: Uuid, now: Micros) -> Result<bool> {
    let row = fetch_one!(
        tx,
        Number,
        "select count(*) as value from known_device where secret_hash = $1 and account_id = $2 and expires_at > $3",
        &secret_hash[..],
        account_id,
        now.0
    )?;
    Ok(row.value > 0)
}

/// Remembers a device until `expires_at`.
pub async fn remember(
    tx: &mut Tx,
    secret_hash: &[u8; 32],
    account_id: Uuid,
    now: Micros,
    expires_at: Micros,
) -> Result<()> {
    exec!(
        tx,
        "insert into known_device (secret_hash, account_id, seen_at, expires_at) values ($1, $2, $3, $4)
         on conflict (secret_hash, account_id) do update set seen_at = excluded.seen_at, expires_at = excluded.expires_at",
        &secret_hash[..],
        account_id,
        now.0,
        expires_at.0
    )?;
    exec!(
        tx,
        "delete from known_device where account_id = $1 and secret_hash not in
         (select secret_hash from known_device where account_id = $1 order by seen_at desc, secret_hash limit $2)",
        account_id,
        MOST
    )?;
    Ok(())
}

/// Removes the devices of an account, `except` one. Returns how many.
pub async fn forget(tx: &mut Tx, account_id: Uuid, except: Option<&[u8; 32]>) -> Result<u64> {
    let except = except.map_or(&[][..], |hash| &hash[..]);
    exec!(tx, "delete from known_device where account_id = $1 and secret_hash <> $2", account_id, except)
}

/// Deletes expired devices.
pub async fn purge(tx: &mut Tx, now: Micros) -> Result<u64> {
    exec!(tx, "delete from known_device where expires_at <= $1", now.0)
}
