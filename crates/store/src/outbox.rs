//! Table `outbox`: messages and jobs written with what caused them, and carried out after the commit.
//!
//! Inside a lane (an application, an account) they leave in order; between lanes no order is promised. A worker has a row
//! for the length of a lease; if it crashes, the row is taken again, so delivery is at least once and the row's id is the
//! idempotency key towards the outside. A row given up frees its lane.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::macros::Number;
use crate::seal::Place;
use crate::{Private, Result, Tx};

/// Something to carry out.
#[derive(Debug, Clone)]
pub struct NewMessage<'a> {
    /// Id; idempotency key towards the outside.
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

/// Something a worker has taken on.
#[derive(Debug, Clone)]
pub struct Message {
    /// Id; idempotency key towards the outside.
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
    /// The worker's token: [`done`] and [`fail`] count only while the lease is the worker's own.
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

/// Takes on up to `limit` messages, at most one a lane, whose turn it is. `lease_seconds` is how long a worker may have one.
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

/// Carried out. `false` = the lease had run out and another worker has it.
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

/// What became of a failed message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failed {
    /// It will be tried again.
    Later {
        /// Not before.
        next_at: Micros,
    },
    /// Given up; the lane continues and an operator must check.
    Dead,
    /// The lease had run out and another worker has it.
    NotMine,
}

/// Failed with a code that holds no personal data. Waits 10 s, 40 s, 160 s … up to an hour; the `max_attempts`-th is the last.
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

/// How full the outbox is, for metrics and for tests that end with an empty one.
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
    /// A message that was given up. Its payload is not read: it is about a person.
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

/// Puts a message that was given up back to the end of its lane's waiting. `false` = it was not given up.
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

/// Deletes messages done before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from outbox where done_at < $1", before.0)
}
