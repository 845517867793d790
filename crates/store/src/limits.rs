//! Table `limit_window`: counters in fixed windows that hold on all nodes together.

use qabul_domain::calendar::Micros;

use crate::macros::Number;
use crate::{Result, Tx};

/// A limit: its name, the length of its window and how many hits it allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// Name, `otp.phone.hour`.
    pub name: &'static str,
    /// Length of the window in seconds.
    pub seconds: i64,
    /// Most hits in one window.
    pub most: i64,
}

impl Limit {
    fn window(&self, now: Micros) -> i64 {
        let length = self.seconds * Micros::SECOND;
        now.0 - now.0.rem_euclid(length)
    }
    /// First instant of the next window.
    pub fn opens_again(&self, now: Micros) -> Micros {
        Micros(self.window(now) + self.seconds * Micros::SECOND)
    }
}

/// Counts a hit and gives the new count: refuse when it is above [`Limit::most`]. What is counted (a phone, an address) is
/// stored as a keyed hash. Must be committed to count.
pub async fn hit(tx: &mut Tx, limit: &Limit, what: &str, now: Micros) -> Result<i64> {
    let key = tx.keys().hash(limit.name, &[what.as_bytes()]);
    let row = fetch_one!(
        tx,
        Number,
        "insert into limit_window (key_hash, window_start, count) values ($1, $2, 1)
         on conflict (key_hash, window_start) do update set count = limit_window.count + 1 returning count as value",
        &key,
        limit.window(now)
    )?;
    Ok(row.value)
}

/// The count of the running window without counting.
pub async fn count(tx: &mut Tx, limit: &Limit, what: &str, now: Micros) -> Result<i64> {
    let key = tx.keys().hash(limit.name, &[what.as_bytes()]);
    let row = fetch_optional!(
        tx,
        Number,
        "select count as value from limit_window where key_hash = $1 and window_start = $2",
        &key,
        limit.window(now)
    )?;
    Ok(row.map_or(0, |row| row.value))
}

/// Forgets the running window, for example after a success.
pub async fn clear(tx: &mut Tx, limit: &Limit, what: &str, now: Micros) -> Result<()> {
    let key = tx.keys().hash(limit.name, &[what.as_bytes()]);
    exec!(tx, "delete from limit_window where key_hash = $1 and window_start = $2", &key, limit.window(now))?;
    Ok(())
}

/// Deletes windows that began before `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from limit_window where window_start < $1", before.0)
}
