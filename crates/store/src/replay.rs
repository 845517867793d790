//! Repeats the statements of SQLite's writer on the bare library, to measure how much of the time SQLite alone takes.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::types::{ToSqlOutput, Value};
use rusqlite::{Connection, ToSql};

use crate::Result;
use crate::lite::{PREPARED, WRITING};

/// Records the statements of the writer's connection. Records nothing until a recording begins.
#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Tape>);

#[derive(Default)]
struct Tape {
    runs: AtomicBool,
    noted: Mutex<Vec<Noted>>,
}

impl Tape {
    fn noted(&self) -> MutexGuard<'_, Vec<Noted>> {
        self.noted.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A statement with its arguments. The arguments are personal data, so the type cannot be printed.
struct Noted {
    sql: String,
    arguments: Vec<Value>,
}

/// The statements recorded since the recording began.
pub struct Recording(Recorder);

/// What a replay took.
#[derive(Debug, Clone, Copy)]
pub struct Replayed {
    /// Time from the first statement to the last.
    pub took: Duration,
    /// Number of units, each in its savepoint.
    pub units: usize,
    /// Number of commits that contained them.
    pub commits: usize,
}

impl Recorder {
    /// Begins a recording.
    pub(crate) fn begin(&self) -> Recording {
        self.0.noted().clear();
        self.0.runs.store(true, Ordering::Release);
        Recording(self.clone())
    }

    /// Records a statement, if a recording is running.
    pub(crate) fn note(&self, sql: &str, arguments: &[&dyn ToSql]) -> Result<()> {
        if !self.0.runs.load(Ordering::Acquire) {
            return Ok(());
        }
        let arguments = arguments.iter().map(|argument| value(*argument)).collect::<rusqlite::Result<_>>()?;
        self.0.noted().push(Noted { sql: sql.to_owned(), arguments });
        Ok(())
    }
}

fn value(argument: &dyn ToSql) -> rusqlite::Result<Value> {
    Ok(match argument.to_sql()? {
        ToSqlOutput::Owned(value) => value,
        ToSqlOutput::Borrowed(value) => Value::try_from(value)?,
        _ => return Err(rusqlite::Error::InvalidParameterName("an argument of another kind".to_owned())),
    })
}

impl Recording {
    /// Notes nothing more.
    pub fn end(&self) {
        self.0.0.runs.store(false, Ordering::Release);
    }

    /// Runs the recorded statements, in the same transactions and savepoints, on a copy of the database made when the
    /// recording began. Only the writer's pragmas are used; no other part of the store is involved.
    ///
    /// # Errors
    /// A statement that fails, because the copy was made at another moment.
    pub fn replay(&self, copy: &Path) -> Result<Replayed> {
        let conn = Connection::open(copy)?;
        conn.set_prepared_statement_cache_capacity(PREPARED);
        conn.execute_batch(WRITING)?;
        let noted = self.0.0.noted();
        let begun = |beginning: &str| noted.iter().filter(|one| one.sql.starts_with(beginning)).count();
        let (units, commits) = (begun("savepoint unit"), begun("commit"));
        let started = Instant::now();
        for Noted { sql, arguments } in noted.iter() {
            let mut statement = conn.prepare_cached(sql)?;
            for place in 1..=statement.parameter_count() {
                let number = statement.parameter_name(place).and_then(|name| name.get(1..)?.parse::<usize>().ok());
                let argument = number.and_then(|number| arguments.get(number.checked_sub(1)?));
                let argument = argument.ok_or(rusqlite::Error::InvalidParameterCount(place, arguments.len()))?;
                statement.raw_bind_parameter(place, argument)?;
            }
            let mut rows = statement.raw_query();
            while rows.next()?.is_some() {}
        }
        Ok(Replayed { took: started.elapsed(), units, commits })
    }
}
