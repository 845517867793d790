//! Table `registration`: a person who is registering for an account.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Private, Result, Tx};

words! {
    /// State of a registration.
    pub enum RegistrationState {
        /// Citizenship chosen.
        Started => "STARTED",
        /// A register answered; masked data was shown.
        IdentityFound => "IDENTITY_FOUND",
        /// "These are my data."
        IdentityConfirmed => "IDENTITY_CONFIRMED",
        /// The code sent to the phone was correct.
        PhoneVerified => "PHONE_VERIFIED",
        /// E-mail given twice.
        EmailSet => "EMAIL_SET",
        /// Ended in an account.
        Done => "DONE",
        /// Given up after 24 hours.
        Expired => "EXPIRED",
    }
}

/// A stored registration, unsealed.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Id.
    pub id: Uuid,
    /// State.
    pub state: RegistrationState,
    /// Answers so far, as JSON.
    pub data: Private<Vec<u8>>,
    /// The account that was created at the end.
    pub account_id: Option<Uuid>,
    /// First instant at which the registration is expired.
    pub expires_at: Micros,
    /// Raised by every save.
    pub version: i64,
    /// When it began.
    pub created_at: Micros,
}

/// Indexed values that a save changes besides the data.
#[derive(Debug, Clone, Default)]
pub struct Looked {
    /// FIN in normal form, once known.
    pub fin: Option<Private<String>>,
    /// Phone in normal form, once given.
    pub phone: Option<Private<String>>,
    /// E-mail in normal form, once given.
    pub email: Option<Private<String>>,
    /// The account that was created at the end.
    pub account_id: Option<Uuid>,
}

row! {
    struct Stored {
        id: Uuid, state: RegistrationState, data: Vec<u8>, account_id: Option<Uuid>, expires_at: Micros, version: i64,
        created_at: Micros,
    }
}

fn place(id: &Uuid, version: i64) -> Place<'_> {
    Place { table: "registration", column: "data", row: id.as_bytes(), version }
}

fn opened(tx: &Tx, row: Stored) -> Result<Registration> {
    Ok(Registration {
        data: tx.keys().open(place(&row.id, row.version), &row.data)?,
        id: row.id,
        state: row.state,
        account_id: row.account_id,
        expires_at: row.expires_at,
        version: row.version,
        created_at: row.created_at,
    })
}

/// Begins a registration. `secret_hash` is SHA-256 of the secret given to the person's cookie.
pub async fn start(
    tx: &mut Tx,
    id: Uuid,
    secret_hash: &[u8; 32],
    data: &[u8],
    now: Micros,
    expires_at: Micros,
) -> Result<()> {
    let sealed = tx.keys().seal(place(&id, 1), data)?;
    exec!(
        tx,
        "insert into registration (id, state, secret_hash, data, expires_at, version, created_at, updated_at)
         values ($1, 'STARTED', $2, $3, $4, 1, $5, $5)",
        id,
        &secret_hash[..],
        &sealed,
        expires_at.0,
        now.0
    )?;
    Ok(())
}

/// By the hash of the cookie's secret, if it is neither completed nor expired.
pub async fn find(tx: &mut Tx, secret_hash: &[u8; 32], now: Micros) -> Result<Option<Registration>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select id, state, data, account_id, expires_at, version, created_at from registration
          where secret_hash = $1 and expires_at > $2 and state not in ('DONE', 'EXPIRED')",
        &secret_hash[..],
        now.0
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// The account created by a completed registration, found by the hash of the cookie's secret until the registration
/// expires, so that a last step whose answer was lost can be repeated.
pub async fn find_done(tx: &mut Tx, secret_hash: &[u8; 32], now: Micros) -> Result<Option<Uuid>> {
    row! { struct Done { account_id: Option<Uuid> } }
    let row = fetch_optional!(
        tx,
        Done,
        "select account_id from registration where secret_hash = $1 and expires_at > $2 and state = 'DONE'",
        &secret_hash[..],
        now.0
    )?;
    Ok(row.and_then(|row| row.account_id))
}

/// Saves answers and state. `false` = changed after version `seen`, completed, or expired; nothing was written. An
/// indexed value that is not given keeps its stored value.
pub async fn save(
    tx: &mut Tx,
    id: Uuid,
    seen: i64,
    state: RegistrationState,
    data: &[u8],
    looked: &Looked,
    now: Micros,
) -> Result<bool> {
    let keys = tx.keys().clone();
    let sealed = keys.seal(place(&id, seen + 1), data)?;
    let fin = looked.fin.as_ref().map(|value| keys.blind("fin", value));
    let phone = looked.phone.as_ref().map(|value| keys.blind("phone", value));
    let email = looked.email.as_ref().map(|value| keys.blind("email", value));
    let rows = exec!(
        tx,
        "update registration set state = $3, data = $4, fin_index = coalesce($5, fin_index),
                phone_index = coalesce($6, phone_index), email_index = coalesce($7, email_index),
                account_id = coalesce($8, account_id), version = version + 1, updated_at = $9
          where id = $1 and version = $2 and expires_at > $9 and state not in ('DONE', 'EXPIRED')",
        id,
        seen,
        state.word(),
        &sealed,
        &fin,
        &phone,
        &email,
        looked.account_id,
        now.0
    )?;
    Ok(rows == 1)
}

/// Abandons the unfinished registration of a device. `false` = there was none.
pub async fn give_up(tx: &mut Tx, secret_hash: &[u8; 32], now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update registration set state = 'EXPIRED', updated_at = $2 where secret_hash = $1
            and state not in ('DONE', 'EXPIRED')",
        &secret_hash[..],
        now.0
    )?;
    Ok(rows == 1)
}

/// Marks expired registrations; returns how many. Called by the sweep. The guard is the instant, so a late sweep
/// changes nothing.
pub async fn expire(tx: &mut Tx, now: Micros) -> Result<u64> {
    exec!(
        tx,
        "update registration set state = 'EXPIRED', updated_at = $1 where expires_at <= $1
            and state not in ('DONE', 'EXPIRED')",
        now.0
    )
}

/// Deletes registrations that expired before `before`, with their personal data.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from registration where expires_at < $1 and state in ('DONE', 'EXPIRED')", before.0)
}
