//! Table `limit_counter`: counters that hold on all nodes together.
//!
//! A counter begins with its first hit and is dead when its window has passed; the row goes then. What a counter refuses
//! writes nothing, so a flood costs no more rows than its allowance. Counts are taken before the work they allow, and given
//! back where it turned out to be no guess: parallel guesses cannot share a try, and an honest crowd uses nothing up.

use qabul_domain::calendar::Micros;

use crate::{Result, Tx};

/// A limit: its name, the length of its window and how many hits it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Name, `login.network`.
    pub name: &'static str,
    /// Length of the window in seconds, from its first hit on.
    pub seconds: i64,
    /// Most hits in one window.
    pub most: i64,
}

/// A limit and what it counts: a network, a device, a person.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The limit.
    pub limit: &'static Limit,
    /// What is counted; stored as a keyed hash.
    pub what: String,
}

impl Ask {
    /// Of a limit and what it counts.
    pub fn new(limit: &'static Limit, what: impl Into<String>) -> Ask {
        Ask { limit, what: what.into() }
    }

    fn key(&self, tx: &Tx) -> Vec<u8> {
        tx.keys().hash(self.limit.name, &[self.what.as_bytes()])
    }

    /// When a window that begins now is over.
    fn end(&self, now: Micros) -> Micros {
        now.plus_seconds(self.limit.seconds)
    }
}

row! { struct Window { count: i64, ends_at: Micros } }

/// The running window. One that ends later than any could that began by now was counted by another clock and is over.
async fn running(tx: &mut Tx, ask: &Ask, now: Micros) -> Result<Option<Window>> {
    let key = ask.key(tx);
    fetch_optional!(
        tx,
        Window,
        "select count, ends_at from limit_counter where key_hash = $1 and ends_at > $2 and ends_at <= $3",
        &key,
        now.0,
        ask.end(now).0
    )
}

/// The first of these limits that is used up: when its window ends. Writes nothing.
pub async fn refused(tx: &mut Tx, asks: &[Ask], now: Micros) -> Result<Option<Micros>> {
    for ask in asks {
        if let Some(window) = running(tx, ask, now).await?
            && window.count >= ask.limit.most
        {
            return Ok(Some(window.ends_at));
        }
    }
    Ok(None)
}

/// Outcome of [`take`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// Counted; the new counts, in the order of the limits. Must be committed to count.
    Counts(Vec<i64>),
    /// One of them is used up until this instant.
    Refused(Micros),
}

/// Judges the limits in their order and counts one hit in each, or in none where one of them is used up.
pub async fn take(tx: &mut Tx, asks: &[Ask], now: Micros) -> Result<Taken> {
    if let Some(until) = refused(tx, asks, now).await? {
        return Ok(Taken::Refused(until));
    }
    row! { struct Hit { count: i64 } }
    let mut counts = Vec::with_capacity(asks.len());
    for ask in asks {
        let (key, end) = (ask.key(tx), ask.end(now));
        let hit = fetch_optional!(
            tx,
            Hit,
            "insert into limit_counter (key_hash, count, ends_at) values ($1, 1, $3)
             on conflict (key_hash) do update
                set count = case when limit_counter.ends_at <= $2 or limit_counter.ends_at > $3 then 1
                                 else limit_counter.count + 1 end,
                    ends_at = case when limit_counter.ends_at <= $2 or limit_counter.ends_at > $3 then $3
                                   else limit_counter.ends_at end
              where limit_counter.ends_at <= $2 or limit_counter.ends_at > $3 or limit_counter.count < $4
             returning count",
            &key,
            now.0,
            end.0,
            ask.limit.most
        )?;
        match hit {
            Some(hit) => counts.push(hit.count),
            // Another unit took the last one in this instant.
            None => return Ok(Taken::Refused(refused(tx, std::slice::from_ref(ask), now).await?.unwrap_or(end))),
        }
    }
    Ok(Taken::Counts(counts))
}

/// The count of the running window. Writes nothing.
pub async fn count(tx: &mut Tx, ask: &Ask, now: Micros) -> Result<i64> {
    Ok(running(tx, ask, now).await?.map_or(0, |window| window.count))
}

/// Gives one hit of each back: it was no guess.
pub async fn give_back(tx: &mut Tx, asks: &[Ask]) -> Result<()> {
    for ask in asks {
        let key = ask.key(tx);
        exec!(tx, "update limit_counter set count = count - 1 where key_hash = $1 and count > 0", &key)?;
    }
    Ok(())
}

/// Forgets the running windows, for example after a success.
pub async fn clear(tx: &mut Tx, asks: &[Ask]) -> Result<()> {
    for ask in asks {
        let key = ask.key(tx);
        exec!(tx, "delete from limit_counter where key_hash = $1", &key)?;
    }
    Ok(())
}

/// Deletes windows that are over, and those nodes of an earlier release have left.
pub async fn purge(tx: &mut Tx, now: Micros) -> Result<u64> {
    let ended = exec!(tx, "delete from limit_counter where ends_at <= $1", now.0)?;
    Ok(ended + exec!(tx, "delete from limit_window where window_start < $1", now.plus_seconds(-86_400).0)?)
}
