//! Table `code`: one-time codes.

use qabul_domain::calendar::Micros;
use subtle::ConstantTimeEq;
use uuid::Uuid;

use crate::macros::Number;
use crate::{Result, Tx};

/// Purpose of a code and its owner.
#[derive(Debug, Clone, Copy)]
pub struct Purpose<'a> {
    /// What it opens, `registration.phone`.
    pub name: &'a str,
    /// Owner: id of a registration or an account.
    pub owner: &'a str,
}

/// Times of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// How long the code is valid, in seconds.
    pub valid_seconds: i64,
    /// Minimum time between two codes of one owner, in seconds.
    pub resend_seconds: i64,
    /// Most tries.
    pub max_tries: i64,
}

/// Outcome of [`issue`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// Stored; every earlier code of the owner is invalid.
    Done {
        /// First instant at which the code is no longer valid.
        expires_at: Micros,
    },
    /// The last code was sent too recently; nothing was written.
    TooSoon {
        /// First instant at which another code may be sent.
        again_at: Micros,
    },
}

/// Outcome of [`check`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Checked {
    /// Correct. The code cannot be used a second time.
    Right,
    /// Wrong.
    Wrong {
        /// Remaining tries; 0 = a new code is needed.
        left: i64,
    },
    /// No code exists, or it is expired, used or was tried too often.
    Over,
}

row! { struct Live { id: Uuid, hash: Vec<u8>, tries: i64, max_tries: i64 } }

/// Issues a code of six digits (from [`crate::Ids::digits6`]). [`crate::limits`] counts codes per hour and day.
pub async fn issue(
    tx: &mut Tx,
    id: Uuid,
    purpose: Purpose<'_>,
    digits: &str,
    terms: Terms,
    now: Micros,
) -> Result<Issued> {
    tx.serialize_on(&format!("code:{}:{}", purpose.name, purpose.owner)).await?;
    let last = fetch_optional!(
        tx,
        Number,
        "select sent_at as value from code where purpose = $1 and owner = $2 order by sent_at desc limit 1",
        purpose.name,
        purpose.owner
    )?;
    if let Some(last) = last {
        let again_at = Micros(last.value).plus_seconds(terms.resend_seconds);
        if now < again_at {
            return Ok(Issued::TooSoon { again_at });
        }
    }
    exec!(
        tx,
        "update code set consumed_at = $3 where purpose = $1 and owner = $2 and consumed_at is null",
        purpose.name,
        purpose.owner,
        now.0
    )?;
    let hash = hashed(tx, purpose, digits);
    let expires_at = now.plus_seconds(terms.valid_seconds);
    exec!(
        tx,
        "insert into code (id, purpose, owner, hash, tries, max_tries, sent_at, expires_at)
         values ($1, $2, $3, $4, 0, $5, $6, $7)",
        id,
        purpose.name,
        purpose.owner,
        &hash,
        terms.max_tries,
        now.0,
        expires_at.0
    )?;
    Ok(Issued::Done { expires_at })
}

/// Checks a code. The number of tries is `most` or the number the code was issued with, whichever is smaller. The try
/// is counted before the comparison, so parallel guesses cannot share one try. The unit must be committed whatever the
/// result: a `Wrong` that is rolled back is not counted.
pub async fn check(tx: &mut Tx, purpose: Purpose<'_>, digits: &str, most: i64, now: Micros) -> Result<Checked> {
    let live = fetch_optional!(
        tx,
        Live,
        "update code set tries = tries + 1
          where id = (select id from code where purpose = $1 and owner = $2 and consumed_at is null
          order by sent_at desc, id desc limit 1)
            and consumed_at is null and expires_at > $3 and tries < max_tries and tries < $4
         returning id, hash, tries, max_tries",
        purpose.name,
        purpose.owner,
        now.0,
        most
    )?;
    let Some(live) = live else { return Ok(Checked::Over) };
    let right: bool = hashed(tx, purpose, digits).ct_eq(&live.hash).into();
    if !right {
        return Ok(Checked::Wrong { left: live.max_tries.min(most) - live.tries });
    }
    let rows = exec!(tx, "update code set consumed_at = $2 where id = $1 and consumed_at is null", live.id, now.0)?;
    Ok(if rows == 1 { Checked::Right } else { Checked::Over })
}

/// How often the newest code of an owner may still be tried; 0 = a new code is needed.
pub async fn tries_left(tx: &mut Tx, purpose: Purpose<'_>, now: Micros) -> Result<i64> {
    let left = fetch_optional!(
        tx,
        Number,
        "select max_tries - tries as value from code
          where purpose = $1 and owner = $2 and consumed_at is null and expires_at > $3
          order by sent_at desc, id desc limit 1",
        purpose.name,
        purpose.owner,
        now.0
    )?;
    Ok(left.map_or(0, |left| left.value))
}

/// Deletes codes that expired before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from code where expires_at < $1", before.0)
}

fn hashed(tx: &Tx, purpose: Purpose<'_>, digits: &str) -> Vec<u8> {
    tx.keys().hash("code", &[purpose.name.as_bytes(), purpose.owner.as_bytes(), digits.as_bytes()])
}
