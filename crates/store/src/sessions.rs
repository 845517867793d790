//! Table `session`: rotating refresh tokens with detection of reuse.
//!
//! A family is one log-in on one device. Each exchange of a token adds a row and marks the old one used. The next token is
//! made from the old one with the portal's key, so that there is one successor only: a used token that comes again within
//! the grace, because its answer was lost or a second tab was slower, gets the same one. Later it is theft, and the whole
//! family ends.

use qabul_domain::calendar::Micros;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{Error, Result, Tx, second_factors};

/// How long a used token may come once more, in seconds.
pub const GRACE_SECONDS: i64 = 10;
/// Exchanges followed from a repeated token to the newest one.
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
    /// First instant at which it no longer works.
    pub expires_at: Micros,
    /// Browser and system as readable text.
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
        /// First instant at which it no longer works.
        pub expires_at: Micros,
        /// When it was ended.
        pub revoked_at: Option<Micros>,
        /// Browser and system.
        pub user_agent: String,
    }
}

/// Outcome of [`rotate`]. All of them must be committed: `Reused` has ended the family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rotated {
    /// The new token works; the same for every repeat within the grace.
    Done {
        /// Family, for the access token.
        family_id: Uuid,
        /// Account.
        account_id: Uuid,
        /// The new token.
        token: [u8; 32],
        /// First instant at which it no longer works.
        expires_at: Micros,
    },
    /// The token was used before, after the grace: the family has been ended.
    Reused {
        /// Family that was ended.
        family_id: Uuid,
        /// Account to be notified.
        account_id: Uuid,
    },
    /// Unknown, ended or too old.
    Refused,
}

/// What is stored of a token.
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

/// Stores the first token of a family, or another of a family that lives.
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

/// Exchanges a token for the next one, which works until `expires_at`; `id` is the new row's.
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

/// The one token that may follow this one. Whoever holds the old token cannot make it without the portal's key.
fn successor(tx: &Tx, token: &[u8; 32]) -> Result<[u8; 32]> {
    let next = tx.keys().hash("session.successor", &[&token[..]]);
    next.try_into().map_err(|_| Error::Unreadable("session.successor"))
}

async fn find(tx: &mut Tx, token: &[u8; 32]) -> Result<Option<Session>> {
    fetch_optional!(tx, Session, select!("where token_hash = $1"), &token_hash(token)[..])
}

/// The token at the end of the chain that begins with a used one: another tab may have gone on from the first successor.
/// `Refused` also where a node of an earlier release made the successor, which only that node can have answered.
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

/// Ends one log-in. How many tokens ended.
pub async fn revoke_family(tx: &mut Tx, family_id: Uuid, now: Micros) -> Result<u64> {
    exec!(tx, "update session set revoked_at = $2 where family_id = $1 and revoked_at is null", family_id, now.0)
}

/// Ends the log-in a token belongs to, given by SHA-256; its account, if the token was known.
pub async fn revoke_by_token(tx: &mut Tx, token_hash: &[u8; 32], now: Micros) -> Result<Option<Uuid>> {
    let Some(found) = fetch_optional!(tx, Session, select!("where token_hash = $1"), &token_hash[..])? else {
        return Ok(None);
    };
    revoke_family(tx, found.family_id, now).await?;
    Ok(Some(found.account_id))
}

/// Ends every log-in of an account, `except` one family; sign-ins that wait for their second step, or could be repeated, too.
/// How many tokens ended.
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

/// Whether a log-in still holds: an access token of an ended family is refused before it runs out.
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

/// The newest token of each living log-in of an account: the list "where am I logged in".
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

/// Deletes tokens that ran out before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from session where expires_at < $1", before.0)
}
