//! Table `limit_counter`: counters shared by all nodes.
//!
//! The window of a counter begins with its first hit; after the window the row is deleted. A refused hit writes
//! nothing, so a flood creates no more rows than the limit allows. A hit is counted before the work it allows, so
//! parallel guesses cannot share one try. If the work turns out not to be a wrong guess, the hit is given back, so
//! regular users do not use up the limit.

use qabul_domain::calendar::Micros;

use crate::{Result, Tx};

/// A limit: its name, the length of its window and how many hits it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Name, `login.network`.
    pub name: &'static str,
    /// Length of the window in seconds, from its first hit.
    pub seconds: i64,
    /// Maximum number of hits in one window.
    pub most: i64,
}

/// A limit together with what it counts: a network, a device or a person.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The limit.
    pub limit: &'static Limit,
    /// Value that is counted; stored as a keyed hash.
    pub what: String,
}

impl Ask {
    /// From a limit and the value it counts.
    pub fn new(limit: &'static Limit, what: impl Into<String>) -> Ask {
        Ask { limit, what: what.into() }
    }

    fn key(&self, tx: &Tx) -> Vec<u8> {
        tx.keys().hash(self.limit.name, &[self.what.as_bytes()])
    }

    /// End of a window that begins at `now`.
    fn end(&self, now: Micros) -> Micros {
        now.plus_seconds(self.limit.seconds)
    }
}

row! { struct Window { count: i64, ends_at: Micros } }

/// The running window. A window that ends later than a window begun at `now` would end was counted by another clock,
/// and is treated as over.
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

/// The end of the window of the first limit that is used up. Writes nothing.
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
    /// Counted; the new counts, in the order of the limits. The unit must be committed, otherwise the hits are not
    /// counted.
    Counts(Vec<i64>),
    /// One of the limits is used up until this instant.
    Refused(Micros),
}

/// Checks the limits in their order and counts one hit in each; if one is used up, counts none.
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
            // Another unit took the last hit at the same moment.
            None => return Ok(Taken::Refused(refused(tx, std::slice::from_ref(ask), now).await?.unwrap_or(end))),
        }
    }
    Ok(Taken::Counts(counts))
}

/// The count of the running window. Writes nothing.
pub async fn count(tx: &mut Tx, ask: &Ask, now: Micros) -> Result<i64> {
    Ok(running(tx, ask, now).await?.map_or(0, |window| window.count))
}

/// Gives back one hit of each limit, because the work was not a wrong guess.
pub async fn give_back(tx: &mut Tx, asks: &[Ask]) -> Result<()> {
    for ask in asks {
        let key = ask.key(tx);
        exec!(tx, "update limit_counter set count = count - 1 where key_hash = $1 and count > 0", &key)?;
    }
    Ok(())
}

/// Deletes the running windows, for example after a success.
pub async fn clear(tx: &mut Tx, asks: &[Ask]) -> Result<()> {
    for ask in asks {
        let key = ask.key(tx);
        exec!(tx, "delete from limit_counter where key_hash = $1", &key)?;
    }
    Ok(())
}

/// Deletes windows that are over, including those written by nodes of an earlier release.
pub async fn purge(tx: &mut Tx, now: Micros) -> Result<u64> {
    let ended = exec!(tx, "delete from limit_counter where ends_at <= $1", now.0)?;
    Ok(ended + exec!(tx, "delete from limit_window where window_start < $1", now.plus_seconds(-86_400).0)?)
}
