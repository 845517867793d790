//! Table `password_reset`: resets of a forgotten password (PORTAL-8), with or without an account behind the login.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

words! {
    /// State of a reset.
    pub enum ResetState {
        /// The login was typed.
        Started => "STARTED",
        /// The last digits were typed; if they match, a code was sent.
        Code => "CODE",
        /// The code was right.
        Proven => "PROVEN",
        /// The password was set.
        Done => "DONE",
    }
}

row! {
    /// A stored reset.
    #[derive(Debug, Clone)]
    pub struct PasswordReset {
        /// Id.
        pub id: Uuid,
        /// The account; none if no account has this login.
        pub account_id: Option<Uuid>,
        /// Keyed hash of the login, for limits.
        pub login_hash: Vec<u8>,
        /// State.
        pub state: ResetState,
        /// 1 = the digits matched.
        pub matched: i64,
        /// When the newest code was sent, or would have been sent.
        pub code_sent_at: Option<Micros>,
        /// First instant at which the code is no longer valid.
        pub code_expires_at: Option<Micros>,
        /// Tries left.
        pub code_tries_left: Option<i64>,
        /// Keyed hash of the digits with which the newest code was requested, from [`digits_hash`].
        pub digits_hash: Option<Vec<u8>>,
        /// First instant at which the reset is expired.
        pub expires_at: Micros,
        /// Raised by every save.
        pub version: i64,
    }
}

/// A reset to begin.
#[derive(Debug, Clone)]
pub struct NewReset {
    /// Id.
    pub id: Uuid,
    /// SHA-256 of the secret given to the person's cookie.
    pub secret_hash: [u8; 32],
    /// The account, if the login belongs to one.
    pub account_id: Option<Uuid>,
    /// Keyed hash of the login, from [`login_hash`].
    pub login_hash: Vec<u8>,
    /// First instant at which it is expired.
    pub expires_at: Micros,
}

/// Keyed hash of a login, counted by limits. The login itself is not stored.
pub fn login_hash(tx: &Tx, login: &str) -> Vec<u8> {
    tx.keys().hash("password.reset.login", &[login.as_bytes()])
}

/// Keyed hash of typed digits. It only shows whether the same digits are typed again.
pub fn digits_hash(tx: &Tx, id: Uuid, digits: &str) -> Vec<u8> {
    tx.keys().hash("password.reset.digits", &[id.as_bytes(), digits.as_bytes()])
}

/// Begins a reset.
pub async fn start(tx: &mut Tx, new: &NewReset, now: Micros) -> Result<()> {
    exec!(
        tx,
        "insert into password_reset (id, secret_hash, account_id, login_hash, state, matched, expires_at, version,
                created_at, updated_at)
         values ($1, $2, $3, $4, 'STARTED', 0, $5, 1, $6, $6)",
        new.id,
        &new.secret_hash[..],
        new.account_id,
        &new.login_hash,
        new.expires_at.0,
        now.0
    )?;
    Ok(())
}

/// By the hash of the cookie's secret, until the reset expires. Also finds a completed reset, so that a lost answer can
/// be repeated.
pub async fn find(tx: &mut Tx, secret_hash: &[u8; 32], now: Micros) -> Result<Option<PasswordReset>> {
    fetch_optional!(
        tx,
        PasswordReset,
        "select id, account_id, login_hash, state, matched, code_sent_at, code_expires_at, code_tries_left, digits_hash,
                expires_at, version
           from password_reset where secret_hash = $1 and expires_at > $2",
        &secret_hash[..],
        now.0
    )
}

/// Saves the changes of a step. `false` = changed elsewhere since it was read; nothing was written.
pub async fn save(tx: &mut Tx, reset: &PasswordReset, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update password_reset set state = $3, matched = $4, code_sent_at = $5, code_expires_at = $6,
                code_tries_left = $7, version = version + 1, updated_at = $8, digits_hash = $9
          where id = $1 and version = $2",
        reset.id,
        reset.version,
        reset.state.word(),
        reset.matched,
        reset.code_sent_at.map(|at| at.0),
        reset.code_expires_at.map(|at| at.0),
        reset.code_tries_left,
        now.0,
        &reset.digits_hash
    )?;
    Ok(rows == 1)
}

/// Deletes the reset of a device. `false` = there was none.
pub async fn forget(tx: &mut Tx, secret_hash: &[u8; 32]) -> Result<bool> {
    Ok(exec!(tx, "delete from password_reset where secret_hash = $1", &secret_hash[..])? == 1)
}

/// Deletes resets that expired before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from password_reset where expires_at < $1", before.0)
}
