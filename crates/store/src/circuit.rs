//! Tables `wrong_code` and `circuit`: how many wrong codes all callers typed together, and whether that is too many.
//!
//! Limits per person do not stop a caller who tries five codes on each of a hundred thousand persons. Wrong codes are
//! counted in slices of a tenth of the window, spread over shards so that wrong codes on several nodes do not wait for
//! one row. A correct code writes nothing here; it reads one row by its key.

use qabul_domain::calendar::Micros;

use crate::macros::Number;
use crate::{Result, Tx};

/// Number of rows that one slice is spread over.
const SHARDS: i64 = 16;
/// Number of slices in a window.
const SLICES: i64 = 10;

/// When a circuit opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// Its name, `codes`.
    pub name: &'static str,
    /// Length of the sliding window in seconds, at least ten. The circuit also stays open for this long after the count
    /// was last too high.
    pub seconds: i64,
    /// Number of wrong codes in the window that opens the circuit.
    pub most: i64,
}

impl Terms {
    fn slice(&self) -> i64 {
        (self.seconds / SLICES).max(1) * Micros::SECOND
    }

    /// First slice of the window that ends at `now`.
    fn first(&self, now: Micros) -> i64 {
        let slice = self.slice();
        now.0 - now.0.rem_euclid(slice) - (SLICES - 1) * slice
    }
}

/// Outcome of [`note_wrong`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Noted {
    /// Wrong codes in the window, this one included.
    pub count: i64,
    /// Whether this code opened the circuit: the alarm is raised once, here.
    pub opened: bool,
}

/// A circuit that closed after its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closed {
    /// When it opened.
    pub opened_at: Micros,
    /// When it closed.
    pub closed_at: Micros,
}

/// Counts a wrong code. `spread` is any number that differs between callers. The unit must be committed, otherwise the
/// code is not counted.
pub async fn note_wrong(tx: &mut Tx, terms: &Terms, spread: i64, now: Micros) -> Result<Noted> {
    let slice = now.0 - now.0.rem_euclid(terms.slice());
    exec!(
        tx,
        "insert into wrong_code (circuit, slice, shard, count) values ($1, $2, $3, 1)
         on conflict (circuit, slice, shard) do update set count = wrong_code.count + 1",
        terms.name,
        slice,
        spread.rem_euclid(SHARDS)
    )?;
    let count = count(tx, terms, now).await?;
    if count < terms.most {
        return Ok(Noted { count, opened: false });
    }
    // While the count stays too high, the end is moved by at least a tenth of the window. An attack therefore writes
    // this row ten times per window and not once per wrong code.
    row! { struct Opened { opened_at: Micros } }
    let until = now.plus_seconds(terms.seconds);
    let moved = fetch_optional!(
        tx,
        Opened,
        "insert into circuit (name, opened_at, until) values ($1, $2, $3)
         on conflict (name) do update
            set opened_at = case when circuit.until <= $2 then excluded.opened_at else circuit.opened_at end,
                until = excluded.until, closed_at = null
          where circuit.until <= $4
         returning opened_at",
        terms.name,
        now.0,
        until.0,
        until.0 - terms.slice()
    )?;
    Ok(Noted { count, opened: moved.is_some_and(|row| row.opened_at == now) })
}

/// Number of wrong codes in the window that ends at `now`.
pub async fn count(tx: &mut Tx, terms: &Terms, now: Micros) -> Result<i64> {
    let row = fetch_one!(
        tx,
        Number,
        "select cast(coalesce(sum(count), 0) as bigint) as value from wrong_code where circuit = $1 and slice >= $2",
        terms.name,
        terms.first(now)
    )?;
    Ok(row.value)
}

/// Whether the circuit is open.
pub async fn is_open(tx: &mut Tx, name: &str, now: Micros) -> Result<bool> {
    let until = fetch_optional!(tx, Number, "select until as value from circuit where name = $1", name)?;
    Ok(until.is_some_and(|until| now.0 < until.value))
}

/// Records that a circuit closed after its time. `None` = none closed, or it was recorded before.
pub async fn note_closed(tx: &mut Tx, name: &str, now: Micros) -> Result<Option<Closed>> {
    row! { struct Row { opened_at: Micros, until: Micros } }
    let row = fetch_optional!(
        tx,
        Row,
        "update circuit set closed_at = until where name = $1 and closed_at is null and until <= $2
         returning opened_at, until",
        name,
        now.0
    )?;
    Ok(row.map(|row| Closed { opened_at: row.opened_at, closed_at: row.until }))
}

/// Deletes counts older than `before`.
pub async fn purge(tx: &mut Tx, before: Micros) -> Result<u64> {
    exec!(tx, "delete from wrong_code where slice < $1", before.0)
}
