//! Table `outbox`: messages and jobs, written in the unit that causes them and carried out after its commit.
//!
//! Within a lane (an application, an account) they are carried out in order; between lanes no order is promised. A
//! worker holds a row for the length of a lease. If the worker crashes, the row is taken again, so delivery is at least
//! once, and the row's id is the idempotency key for the receiving service. A row that is given up no longer blocks its
//! lane.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::macros::Number;
use crate::seal::Place;
use crate::{Private, Result, Tx};

/// Something to carry out.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// Id; idempotency key for the receiving service.
    pub id: Uuid,
    /// `application:<id>` or `account:<id>`.
    pub lane: &'a str,
    /// `sms`, `email`, `job.<name>`.
    pub topic: &'a str,
    /// JSON; sealed here.
    pub payload: &'a [u8],
    /// Not before.
    pub not_before: Micros,
    /// Instant of the request.
    pub now: Micros,
}

/// A message that a worker has claimed.
#[derive(Debug, Clone)]
pub struct Message {
    /// Id; idempotency key for the receiving service.
    pub id: Uuid,
    /// Lane.
    pub lane: String,
    /// Place in the lane.
    pub seq: i64,
    /// Topic.
    pub topic: String,
    /// JSON.
    pub payload: Private<Vec<u8>>,
    /// Times it failed before.
    pub attempts: i64,
    /// Identifies the claim: [`done`] and [`fail`] have an effect only while the worker holds the lease.
    pub claimed_at: Micros,
}

row! {
    struct Stored {
        id: Uuid, lane: String, seq: i64, topic: String, payload: Vec<u8>, attempts: i64, claimed_at: Micros,
    }
}

fn place(id: &Uuid) -> Place<'_> {
    Place { table: "outbox", column: "payload", row: id.as_bytes(), version: 1 }
}

/// Adds a message at the end of its lane.
pub async fn add(tx: &mut Tx, new: &NewMessage<'_>) -> Result<()> {
    let payload = tx.keys().seal(place(&new.id), new.payload)?;
    exec!(
        tx,
        "insert into outbox (id, lane, seq, topic, payload, attempts, next_at, created_at)
         values ($1, $2, (select coalesce(max(seq), 0) + 1 from outbox where lane = $2), $3, $4, 0, $5, $6)",
        new.id,
        new.lane,
        new.topic,
        &payload,
        new.not_before.0,
        new.now.0
    )?;
    Ok(())
}

macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "with picked as materialized (
                select o.id from outbox o
                 where o.done_at is null and o.dead_at is null and o.next_at <= $1
                   and (o.claimed_at is null or o.claimed_at <= $2)
                   and not exists (select 1 from outbox e where e.lane = o.lane and e.done_at is null
                   and e.dead_at is null
                                      and (e.seq < o.seq or (e.seq = o.seq and e.id < o.id)))
                 order by o.next_at, o.id limit $3 ",
            $lock,
            ")
             update outbox set claimed_at = $1 where id in (select id from picked)
             returning id, lane, seq, topic, payload, attempts, claimed_at"
        )
    };
}

/// Claims up to `limit` messages whose turn it is, at most one per lane. `lease_seconds` is the length of the lease.
pub async fn claim(tx: &mut Tx, now: Micros, lease_seconds: i64, limit: u32) -> Result<Vec<Message>> {
    let stale = now.plus_seconds(-lease_seconds);
    let sql = if tx.is_postgres() { claim_sql!("for update of o skip locked") } else { claim_sql!("") };
    let mut rows = fetch_all!(tx, Stored, sql, now.0, stale.0, i64::from(limit))?;
    rows.sort_by_key(|row| row.id);
    rows.into_iter()
        .map(|row| {
            Ok(Message {
                payload: tx.keys().open(place(&row.id), &row.payload)?,
                id: row.id,
                lane: row.lane,
                seq: row.seq,
                topic: row.topic,
                attempts: row.attempts,
                claimed_at: row.claimed_at,
            })
        })
        .collect()
}

/// Marks a message as carried out. `false` = the lease had expired and another worker holds the message.
pub async fn done(tx: &mut Tx, id: Uuid, claimed_at: Micros, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update outbox set done_at = $3, claimed_at = null, last_error = null
          where id = $1 and claimed_at = $2 and done_at is null and dead_at is null",
        id,
        claimed_at.0,
        now.0
    )?;
    Ok(rows == 1)
}

/// Outcome of [`fail`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It will be repeated.
    Later {
        /// Not before.
        next_at: Micros,
    },
    /// Given up; the lane continues and an operator must check.
    Dead,
    /// The lease had expired and another worker holds the message.
    NotMine,
}

/// Records a failure, with a code that contains no personal data. The next attempt waits 10 s, 40 s, 160 s … up to an
/// hour; attempt number `max_attempts` is the last one.
pub async fn fail(tx: &mut Tx, message: &Message, error: &str, max_attempts: i64, now: Micros) -> Result<Failed> {
    let dead = message.attempts + 1 >= max_attempts;
    let wait = 10i64.saturating_mul(4i64.saturating_pow(u32::try_from(message.attempts).unwrap_or(u32::MAX))).min(3600);
    let next_at = now.plus_seconds(wait);
    let rows = exec!(
        tx,
        "update outbox set attempts = attempts + 1, claimed_at = null, next_at = $3, last_error = $4,
                dead_at = case when $5 then $6 else null end
          where id = $1 and claimed_at = $2 and done_at is null and dead_at is null",
        message.id,
        message.claimed_at.0,
        next_at.0,
        error,
        dead,
        now.0
    )?;
    Ok(match (rows, dead) {
        (0, _) => Failed::NotMine,
        (_, true) => Failed::Dead,
        (_, false) => Failed::Later { next_at },
    })
}

/// Number of messages in the outbox, for metrics and for tests that check for an empty outbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fill {
    /// Neither done nor given up.
    pub waiting: i64,
    /// Given up.
    pub dead: i64,
}

/// Counts the outbox.
pub async fn fill(tx: &mut Tx) -> Result<Fill> {
    let waiting =
        fetch_one!(tx, Number, "select count(*) as value from outbox where done_at is null and dead_at is null")?;
    let dead = fetch_one!(tx, Number, "select count(*) as value from outbox where dead_at is not null")?;
    Ok(Fill { waiting: waiting.value, dead: dead.value })
}

row! {
    /// A message that was given up. Its payload is not read, because it contains personal data.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Dead {
        /// Id.
        pub id: Uuid,
        /// Lane.
        pub lane: String,
        /// Topic.
        pub topic: String,
        /// Code of the last failure.
        pub last_error: Option<String>,
        /// When it was given up.
        pub dead_at: Micros,
    }
}

/// Messages that were given up, oldest first.
pub async fn dead(tx: &mut Tx, limit: u32) -> Result<Vec<Dead>> {
    fetch_all!(
        tx,
        Dead,
        "select id, lane, topic, last_error, dead_at from outbox where dead_at is not null order by dead_at, id limit $1",
        i64::from(limit)
    )
}

/// Puts a message that was given up back at the end of its lane. `false` = it was not given up.
pub async fn revive(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update outbox set dead_at = null, attempts = 0, next_at = $2, claimed_at = null where id = $1
         and dead_at is not null",
        id,
        now.0
    )?;
    Ok(rows == 1)
}

/// Deletes messages completed before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from outbox where done_at < $1", before.0)
}
