//! Tables `second_factor`, `recovery_code` and `second_step`: codes of an authenticator app beside the password.
//!
//! The secret in use is `account.totp`. An account that has one signs in with two steps.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::macros::Number;
use crate::seal::Place;
use crate::{Private, Result, Tx};

row! {
    struct Stored { pending: Option<Vec<u8>>, pending_until: Option<Micros>, since: Option<Micros> }
}

/// State of an account's second factor.
#[derive(Debug, Clone)]
pub struct SecondFactor {
    /// The secret being set up, until its set-up expires.
    pub pending: Option<Private<Vec<u8>>>,
    /// When it was turned on; `None` = off.
    pub since: Option<Micros>,
}

row! {
    /// A sign-in that waits for its second step.
    #[derive(Debug, Clone)]
    pub struct SecondStep {
        /// Id.
        pub id: Uuid,
        /// Account whose password was right.
        pub account_id: Uuid,
        /// When the second step was completed; `None` = not yet.
        pub done_at: Option<Micros>,
    }
}

fn place(account_id: &Uuid) -> Place<'_> {
    Place { table: "second_factor", column: "pending", row: account_id.as_bytes(), version: 1 }
}

fn hashed(tx: &Tx, account_id: Uuid, code: &str) -> Vec<u8> {
    tx.keys().hash("recovery code", &[account_id.as_bytes(), code.as_bytes()])
}

/// The state at `now`.
pub async fn find(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<SecondFactor> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select pending, pending_until, since from second_factor where account_id = $1",
        account_id
    )?;
    let Some(row) = row else { return Ok(SecondFactor { pending: None, since: None }) };
    let sealed = row.pending.filter(|_| row.pending_until.is_some_and(|until| now < until));
    let pending = sealed.map(|sealed| tx.keys().open(place(&account_id), &sealed)).transpose()?;
    Ok(SecondFactor { pending, since: row.since })
}

/// Stores a secret that is being set up. An earlier one becomes invalid, and so does the record of time steps already
/// used: the code that was used to turn the factor off a moment ago must not block the first code of a new secret.
/// `false` = the factor is already on.
pub async fn begin(tx: &mut Tx, account_id: Uuid, secret: &[u8], until: Micros) -> Result<bool> {
    let sealed = tx.keys().seal(place(&account_id), secret)?;
    let rows = exec!(
        tx,
        "insert into second_factor (account_id, pending, pending_until) values ($1, $2, $3)
         on conflict (account_id) do update
            set pending = excluded.pending, pending_until = excluded.pending_until, last_step = 0
          where second_factor.since is null",
        account_id,
        &sealed,
        until.0
    )?;
    Ok(rows == 1)
}

/// Turns the factor on with the secret that was set up and with new recovery codes. `false` = it is already on.
pub async fn turn_on(tx: &mut Tx, account_id: Uuid, secret: &[u8], codes: &[String], now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update second_factor set pending = null, pending_until = null, since = $2
          where account_id = $1 and since is null and pending is not null",
        account_id,
        now.0
    )?;
    if rows == 0 {
        return Ok(false);
    }
    let sealed =
        tx.keys().seal(Place { table: "account", column: "totp", row: account_id.as_bytes(), version: 1 }, secret)?;
    exec!(
        tx,
        "update account set totp = $2, version = version + 1, updated_at = $3 where id = $1",
        account_id,
        &sealed,
        now.0
    )?;
    put_codes(tx, account_id, codes).await?;
    Ok(true)
}

/// Replaces all recovery codes.
pub async fn put_codes(tx: &mut Tx, account_id: Uuid, codes: &[String]) -> Result<()> {
    exec!(tx, "delete from recovery_code where account_id = $1", account_id)?;
    for code in codes {
        let hash = hashed(tx, account_id, code);
        exec!(tx, "insert into recovery_code (account_id, hash) values ($1, $2)", account_id, &hash)?;
    }
    Ok(())
}

/// Turns the factor off. `false` = it was off.
pub async fn turn_off(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update second_factor set since = null, pending = null, pending_until = null
          where account_id = $1 and since is not null",
        account_id
    )?;
    if rows == 0 {
        return Ok(false);
    }
    exec!(
        tx,
        "update account set totp = null, version = version + 1, updated_at = $2 where id = $1",
        account_id,
        now.0
    )?;
    exec!(tx, "delete from recovery_code where account_id = $1", account_id)?;
    Ok(true)
}

/// Uses the code of a time step. `false` = that step or a later one was used before.
pub async fn take_step(tx: &mut Tx, account_id: Uuid, step: i64) -> Result<bool> {
    let rows = exec!(
        tx,
        "insert into second_factor (account_id, last_step) values ($1, $2)
         on conflict (account_id) do update set last_step = excluded.last_step
          where second_factor.last_step < excluded.last_step",
        account_id,
        step
    )?;
    Ok(rows == 1)
}

/// Uses a recovery code. `false` = no such code, or it was used.
pub async fn take_recovery_code(tx: &mut Tx, account_id: Uuid, code: &str, now: Micros) -> Result<bool> {
    let hash = hashed(tx, account_id, code);
    let rows = exec!(
        tx,
        "update recovery_code set used_at = $3 where account_id = $1 and hash = $2 and used_at is null",
        account_id,
        &hash,
        now.0
    )?;
    Ok(rows == 1)
}

/// Number of unused recovery codes.
pub async fn recovery_codes_left(tx: &mut Tx, account_id: Uuid) -> Result<i64> {
    let row = fetch_one!(
        tx,
        Number,
        "select count(*) as value from recovery_code where account_id = $1 and used_at is null",
        account_id
    )?;
    Ok(row.value)
}

/// Stores a sign-in whose password was correct.
pub async fn begin_step(
    tx: &mut Tx,
    id: Uuid,
    secret_hash: &[u8; 32],
    account_id: Uuid,
    expires_at: Micros,
) -> Result<()> {
    exec!(
        tx,
        "insert into second_step (id, secret_hash, account_id, expires_at) values ($1, $2, $3, $4)",
        id,
        &secret_hash[..],
        account_id,
        expires_at.0
    )?;
    Ok(())
}

/// The sign-in that belongs to a cookie, until it expires. Its row is held until the unit ends: a unit that ends the
/// sessions of the account either waits and then also ends the session opened by this step, or runs first and leaves no
/// sign-in to complete.
pub async fn hold_step(tx: &mut Tx, secret_hash: &[u8; 32], now: Micros) -> Result<Option<SecondStep>> {
    fetch_optional!(
        tx,
        SecondStep,
        "update second_step set expires_at = expires_at where secret_hash = $1 and expires_at > $2
         returning id, account_id, done_at",
        &secret_hash[..],
        now.0
    )
}

/// Ends a waiting sign-in. `false` = it was ended before.
pub async fn end_step(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    Ok(exec!(tx, "update second_step set done_at = $2 where id = $1 and done_at is null", id, now.0)? == 1)
}

/// Ends every sign-in of an account that waits for its second step, and prevents the repetition of completed ones.
pub async fn end_steps(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<u64> {
    exec!(tx, "update second_step set expires_at = $2 where account_id = $1 and expires_at > $2", account_id, now.0)
}

/// Deletes the secrets of set-ups that were not completed in time.
pub async fn forget_abandoned(tx: &mut Tx, now: Micros) -> Result<u64> {
    exec!(tx, "update second_factor set pending = null, pending_until = null where pending_until < $1", now.0)
}

/// Deletes waiting sign-ins that expired before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from second_step where expires_at < $1", before.0)
}
