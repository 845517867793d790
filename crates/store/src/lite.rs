//! SQLite on the thread of the caller.
//!
//! A statement of this product takes SQLite 2 to 20 µs. Handing it to another thread and waiting for the answer took 30 to
//! 80 µs, so the writer's thread and the readers call SQLite themselves ([decision](../../../docs/adr/0010-sqlite-in-place.md)).

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::{CachedStatement, Connection, OpenFlags, Row, ToSql};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::Result;
use crate::error::{Error, Failure};
use crate::replay::Recorder;

/// Number of prepared statements kept per connection.
pub(crate) const PREPARED: usize = 256;
/// Full durability, a longer WAL and a larger cache. The journal of savepoints is kept in memory, because it need not
/// survive the process. Triggers fire recursively, so that `insert or replace` cannot bypass the triggers of
/// append-only tables.
pub(crate) const WRITING: &str = "pragma foreign_keys = on; pragma journal_mode = wal; pragma synchronous = full;
    pragma wal_autocheckpoint = 16000; pragma cache_size = -65536; pragma temp_store = memory;
    pragma recursive_triggers = on";
/// After this many steps of its virtual machine, some 50 µs, SQLite asks whether the statement may continue.
const STEPS: i32 = 10_000;
/// How long a statement waits for another connection's lock.
const PATIENCE: Duration = Duration::from_secs(5);

/// A struct read from a row.
pub(crate) trait FromLite: Sized {
    fn from_lite(row: &Row<'_>) -> rusqlite::Result<Self>;
}

/// Position of a column. Rows are mostly read in the order of the select list, so `hint` is usually correct.
pub(crate) fn position(row: &Row<'_>, hint: &mut usize, name: &str) -> rusqlite::Result<usize> {
    let statement = row.as_ref();
    let at = match statement.column_name(*hint) {
        Ok(found) if found == name => *hint,
        _ => statement.column_index(name)?,
    };
    *hint = at + 1;
    Ok(at)
}

/// How to open a connection.
#[derive(Clone)]
pub(crate) struct Opening {
    pub(crate) path: PathBuf,
    pub(crate) write: bool,
    pub(crate) recorder: Recorder,
}

/// A connection.
pub(crate) struct Lite {
    conn: Connection,
    /// When statements of the running unit are stopped, in nanoseconds since `born`; 0 = never.
    until: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
    born: Instant,
    recorder: Recorder,
}

impl Opening {
    /// Opens a connection with the pragmas of [`WRITING`]: full durability, a longer WAL, a larger cache.
    pub(crate) fn open(&self) -> Result<Lite> {
        let mode = if self.write {
            OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE
        } else {
            OpenFlags::SQLITE_OPEN_READ_ONLY
        };
        let conn = Connection::open_with_flags(&self.path, mode | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        conn.busy_timeout(PATIENCE)?;
        conn.set_prepared_statement_cache_capacity(PREPARED);
        conn.execute_batch("pragma foreign_keys = on")?;
        if self.write {
            conn.execute_batch(WRITING)?;
        }
        let lite = Lite {
            conn,
            until: Arc::default(),
            stopped: Arc::default(),
            born: Instant::now(),
            recorder: self.recorder.clone(),
        };
        if self.write {
            let (until, stopped, born) = (Arc::clone(&lite.until), Arc::clone(&lite.stopped), lite.born);
            lite.conn.progress_handler(
                STEPS,
                Some(move || {
                    let over = is_over(&until, born);
                    if over {
                        stopped.store(true, Ordering::Relaxed);
                    }
                    over
                }),
            )?;
        }
        Ok(lite)
    }
}

fn is_over(until: &AtomicU64, born: Instant) -> bool {
    let until = until.load(Ordering::Relaxed);
    until != 0 && born.elapsed() > Duration::from_nanos(until)
}

impl Lite {
    /// Runs statements without arguments, one after the other.
    pub(crate) fn run(&mut self, statements: &[&str]) -> Result<()> {
        for sql in statements {
            self.recorder.note(sql, &[])?;
            self.conn.prepare_cached(sql)?.raw_execute()?;
        }
        Ok(())
    }

    /// Runs many statements from one text.
    pub(crate) fn script(&mut self, text: &str) -> Result<()> {
        Ok(self.conn.execute_batch(text)?)
    }

    /// Runs `work` in one transaction that is committed completely or not at all.
    pub(crate) fn in_one(&mut self, work: impl FnOnce(&mut Lite) -> Result<()>) -> Result<()> {
        self.run(&["begin immediate"])?;
        let done = work(self);
        let ended = self.run(if done.is_ok() { &["commit"] } else { &["rollback"] });
        done.and(ended)
    }

    /// Whether the file can be read.
    pub(crate) fn ping(&mut self) -> Result<()> {
        Ok(self.conn.query_row("select count(*) from sqlite_schema", [], |_| Ok(()))?)
    }

    /// Writes the WAL back into the file.
    pub(crate) fn tidy(&mut self) -> Result<()> {
        Ok(self.conn.query_row("pragma wal_checkpoint(truncate)", [], |_| Ok(()))?)
    }

    /// Runs one statement; returns the number of affected rows.
    pub(crate) fn execute(&mut self, sql: &str, arguments: &[&dyn ToSql]) -> Result<u64> {
        let touched = self.prepared(sql, arguments)?.raw_execute();
        self.told(touched).map(|rows| rows as u64)
    }

    /// Runs one statement; returns its rows.
    pub(crate) fn fetch<R: FromLite>(&mut self, sql: &str, arguments: &[&dyn ToSql]) -> Result<Vec<R>> {
        let rows = {
            let mut statement = self.prepared(sql, arguments)?;
            let mut answers = statement.raw_query();
            let mut rows = Vec::new();
            loop {
                match answers.next() {
                    Ok(Some(row)) => match R::from_lite(row) {
                        Ok(read) => rows.push(read),
                        Err(error) => break Err(error),
                    },
                    Ok(None) => break Ok(rows),
                    Err(error) => break Err(error),
                }
            }
        };
        self.told(rows)
    }

    /// The prepared statement with its arguments bound. SQLite treats `$1` as a name, so each place is found by its
    /// name.
    fn prepared(&self, sql: &str, arguments: &[&dyn ToSql]) -> Result<CachedStatement<'_>> {
        if is_over(&self.until, self.born) {
            return Err(Failure::TimedOut.into());
        }
        self.recorder.note(sql, arguments)?;
        let mut statement = self.conn.prepare_cached(sql)?;
        for place in 1..=statement.parameter_count() {
            let number = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse::<usize>().ok());
            let argument = number.and_then(|number| arguments.get(number.checked_sub(1)?));
            let argument = argument.ok_or(rusqlite::Error::InvalidParameterCount(place, arguments.len()))?;
            statement.raw_bind_parameter(place, argument)?;
        }
        Ok(statement)
    }

    fn told<T>(&self, outcome: rusqlite::Result<T>) -> Result<T> {
        outcome.map_err(|error| {
            if self.stopped.load(Ordering::Relaxed) { Failure::TimedOut.into() } else { Error::Sqlite(error) }
        })
    }

    /// Statements of the unit that begins now are stopped after this time; `None` = no limit.
    pub(crate) fn allow(&mut self, time: Option<Duration>) {
        let until = time.map_or(0, |time| u64::try_from((self.born.elapsed() + time).as_nanos()).unwrap_or(u64::MAX));
        self.until.store(until, Ordering::Relaxed);
        self.stopped.store(false, Ordering::Relaxed);
    }

    /// Whether a statement of the unit was stopped. SQLite has then undone the whole transaction.
    pub(crate) fn was_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Whether no transaction is open.
    pub(crate) fn is_idle(&self) -> bool {
        self.conn.is_autocommit()
    }
}

/// Connections for reading, opened on demand.
#[derive(Clone)]
pub(crate) struct Readers(Arc<Inside>);

struct Inside {
    opening: Opening,
    /// The connection returned last is taken first: its cache is warm, and few connections are opened.
    free: Mutex<Vec<Lite>>,
    permits: Arc<Semaphore>,
    patience: Duration,
}

/// A read transaction; it ends when it is dropped.
pub(crate) struct Reader {
    lite: Option<Lite>,
    pool: Arc<Inside>,
    _permit: OwnedSemaphorePermit,
}

impl Readers {
    /// A pool without open connections.
    pub(crate) fn new(opening: Opening, most: u32, patience: Duration) -> Readers {
        let permits = Arc::new(Semaphore::new(usize::try_from(most).unwrap_or(1).max(1)));
        Readers(Arc::new(Inside { opening, free: Mutex::default(), permits, patience }))
    }

    /// Begins to read.
    pub(crate) async fn begin(&self) -> Result<Reader> {
        let waited = tokio::time::timeout(self.0.patience, Arc::clone(&self.0.permits).acquire_owned()).await;
        let permit = waited.map_err(|_elapsed| Failure::Busy)?.map_err(|_closed| Failure::Stopped)?;
        let free = self.0.free().pop();
        let mut lite = match free {
            Some(lite) => lite,
            None => self.0.opening.open()?,
        };
        lite.execute("begin", &[])?;
        Ok(Reader { lite: Some(lite), pool: Arc::clone(&self.0), _permit: permit })
    }

    /// Allows no further reads.
    pub(crate) fn close(&self) {
        self.0.permits.close();
        self.0.free().clear();
    }
}

impl Inside {
    fn free(&self) -> std::sync::MutexGuard<'_, Vec<Lite>> {
        self.free.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Reader {
    pub(crate) fn lite(&mut self) -> Result<&mut Lite> {
        self.lite.as_mut().ok_or_else(|| Failure::Stopped.into())
    }
}

impl Drop for Reader {
    // A caller that is dropped in the middle must not leave a transaction open.
    fn drop(&mut self) {
        let Some(mut lite) = self.lite.take() else { return };
        let ended = lite.is_idle() || lite.execute("rollback", &[]).is_ok();
        if ended && !self.pool.permits.is_closed() {
            self.pool.free().push(lite);
        }
    }
}

/// Takes the lock file beside the database. The operating system releases it when the process ends in any way.
pub(crate) fn own(path: &Path) -> Result<File> {
    let mut name = path.as_os_str().to_owned();
    name.push(".lock");
    let lock = PathBuf::from(name);
    let fail = |error| Error::File { path: lock.display().to_string(), error };
    let file = File::options().create(true).write(true).truncate(false).open(&lock).map_err(fail)?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(Error::Owned { path: path.display().to_string() }),
        Err(TryLockError::Error(error)) => Err(fail(error)),
    }
}
