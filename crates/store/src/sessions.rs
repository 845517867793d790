//! Table `session`: rotating refresh tokens with detection of reuse.
//!
//! A family is one sign-in on one device. Each exchange of a token adds a row and marks the old token as used. The next
//! token is derived from the old one with the portal's key, so that there is only one successor. A used token that
//! arrives again within the grace period, because its answer was lost or a second tab was slower, gets the same
//! successor. After the grace period reuse counts as theft, and the whole family is ended.

use qabul_domain::calendar::Micros;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{Error, Result, Tx, second_factors};

/// How long a used token is still accepted, in seconds.
pub const GRACE_SECONDS: i64 = 10;
/// Maximum number of exchanges followed from a repeated token to the newest one.
const LONGEST_CHAIN: usize = 64;

/// A token to store.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Id of the row.
    pub id: Uuid,
    /// Family; the id of the first row.
    pub family_id: Uuid,
    /// Account.
    pub account_id: Uuid,
    /// SHA-256 of the token.
    pub token_hash: [u8; 32],
    /// First instant at which it is expired.
    pub expires_at: Micros,
    /// Browser and operating system as readable text.
    pub user_agent: String,
}

row! {
    /// A stored token.
    #[derive(Debug, Clone)]
    pub struct Session {
        /// Id of the row.
        pub id: Uuid,
        /// Family.
        pub family_id: Uuid,
        /// Account.
        pub account_id: Uuid,
        /// The row that replaced this one.
        pub successor_id: Option<Uuid>,
        /// When it was exchanged.
        pub used_at: Option<Micros>,
        /// When it was issued.
        pub issued_at: Micros,
        /// First instant at which it is expired.
        pub expires_at: Micros,
        /// When it was ended.
        pub revoked_at: Option<Micros>,
        /// Browser and system.
        pub user_agent: String,
    }
}

/// Outcome of [`rotate`]. The unit must be committed in every case: `Reused` has ended the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// The new token; every repetition within the grace period returns the same one.
    Done {
        /// Family, for the access token.
        family_id: Uuid,
        /// Account.
        account_id: Uuid,
        /// The new token.
        token: [u8; 32],
        /// First instant at which it is expired.
        expires_at: Micros,
    },
    /// The token was used before and the grace period is over: the family has been ended.
    Reused {
        /// Family that was ended.
        family_id: Uuid,
        /// Account to be notified.
        account_id: Uuid,
    },
    /// The token is unknown, ended or expired.
    Refused,
}

/// The stored hash of a token.
pub fn token_hash(token: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(token).into()
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, family_id, account_id, successor_id, used_at, issued_at, expires_at, revoked_at, user_agent
             from session ",
            $rest
        )
    };
}

/// Stores the first token of a family, or a further token of a living family.
pub async fn create(tx: &mut Tx, new: &NewSession, now: Micros) -> Result<()> {
    exec!(
        tx,
        "insert into session (id, family_id, account_id, token_hash, issued_at, expires_at, user_agent)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id,
        new.family_id,
        new.account_id,
        &new.token_hash[..],
        now.0,
        new.expires_at.0,
        &new.user_agent
    )?;
    Ok(())
}

/// Exchanges a token for the next one, which expires at `expires_at`; `id` is the id of the new row.
pub async fn rotate(tx: &mut Tx, token: &[u8; 32], id: Uuid, expires_at: Micros, now: Micros) -> Result<Rotated> {
    let used = fetch_optional!(
        tx,
        Session,
        "update session set used_at = $2, successor_id = $3
          where token_hash = $1 and used_at is null and revoked_at is null and expires_at > $2
         returning id, family_id, account_id, successor_id, used_at, issued_at, expires_at, revoked_at, user_agent",
        &token_hash(token)[..],
        now.0,
        id
    )?;
    if let Some(old) = used {
        let next = successor(tx, token)?;
        let new = NewSession {
            id,
            family_id: old.family_id,
            account_id: old.account_id,
            token_hash: token_hash(&next),
            expires_at,
            user_agent: old.user_agent,
        };
        create(tx, &new, now).await?;
        return Ok(Rotated::Done { family_id: old.family_id, account_id: old.account_id, token: next, expires_at });
    }
    let Some(old) = find(tx, token).await? else { return Ok(Rotated::Refused) };
    let Some(used_at) = old.used_at else { return Ok(Rotated::Refused) };
    if old.revoked_at.is_some() {
        return Ok(Rotated::Refused);
    }
    if now < used_at.plus_seconds(GRACE_SECONDS) && old.expires_at > now {
        return newest(tx, *token, now).await;
    }
    revoke_family(tx, old.family_id, now).await?;
    Ok(Rotated::Reused { family_id: old.family_id, account_id: old.account_id })
}

/// The only token that may follow this one. The holder of the old token cannot compute it without the portal's key.
fn successor(tx: &Tx, token: &[u8; 32]) -> Result<[u8; 32]> {
    let next = tx.keys().hash("session.successor", &[&token[..]]);
    next.try_into().map_err(|_| Error::Unreadable("session.successor"))
}

async fn find(tx: &mut Tx, token: &[u8; 32]) -> Result<Option<Session>> {
    fetch_optional!(tx, Session, select!("where token_hash = $1"), &token_hash(token)[..])
}

/// The token at the end of the chain that begins with a used token: another tab may already have exchanged the first
/// successor. Also `Refused` if a node of an earlier release generated the successor, because only that node knows it.
async fn newest(tx: &mut Tx, mut token: [u8; 32], now: Micros) -> Result<Rotated> {
    for _ in 0..LONGEST_CHAIN {
        token = successor(tx, &token)?;
        let Some(next) = find(tx, &token).await? else { break };
        if next.revoked_at.is_some() || next.expires_at <= now {
            break;
        }
        if next.used_at.is_none() {
            let Session { family_id, account_id, expires_at, .. } = next;
            return Ok(Rotated::Done { family_id, account_id, token, expires_at });
        }
    }
    Ok(Rotated::Refused)
}

/// Ends one family. Returns how many tokens were ended.
pub async fn revoke_family(tx: &mut Tx, family_id: Uuid, now: Micros) -> Result<u64> {
    exec!(tx, "update session set revoked_at = $2 where family_id = $1 and revoked_at is null", family_id, now.0)
}

/// Ends the family of a token, given by SHA-256; returns its account, if the token was known.
pub async fn revoke_by_token(tx: &mut Tx, token_hash: &[u8; 32], now: Micros) -> Result<Option<Uuid>> {
    let Some(found) = fetch_optional!(tx, Session, select!("where token_hash = $1"), &token_hash[..])? else {
        return Ok(None);
    };
    revoke_family(tx, found.family_id, now).await?;
    Ok(Some(found.account_id))
}

/// Ends every family of an account, `except` one, and also sign-ins that wait for their second step or could be
/// repeated. Returns how many tokens were ended.
pub async fn revoke_account(tx: &mut Tx, account_id: Uuid, except: Option<Uuid>, now: Micros) -> Result<u64> {
    second_factors::end_steps(tx, account_id, now).await?;
    let except = except.unwrap_or(Uuid::nil());
    exec!(
        tx,
        "update session set revoked_at = $3 where account_id = $1 and family_id <> $2 and revoked_at is null",
        account_id,
        except,
        now.0
    )
}

/// Whether a family is still living: an access token of an ended family is refused before it expires.
pub async fn is_alive(tx: &mut Tx, family_id: Uuid, now: Micros) -> Result<bool> {
    let row = fetch_one!(
        tx,
        crate::macros::Number,
        "select count(*) as value from session where family_id = $1 and revoked_at is null and expires_at > $2",
        family_id,
        now.0
    )?;
    Ok(row.value > 0)
}

/// The newest token of each living family of an account, for the list of signed-in devices.
pub async fn living(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<Vec<Session>> {
    fetch_all!(
        tx,
        Session,
        select!(
            "where account_id = $1 and used_at is null and revoked_at is null and expires_at > $2
             order by issued_at desc, id desc"
        ),
        account_id,
        now.0
    )
}

/// Deletes tokens that expired before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from session where expires_at < $1", before.0)
}
