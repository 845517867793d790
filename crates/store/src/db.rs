//! The database behind the store: SQLite with one group-committing writer, or PostgreSQL.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{ConnectOptions as _, Connection, Postgres, Transaction};

use crate::error::{Error, Failure, UnitError};
use crate::lite::{Opening, Readers, own};
use crate::replay::{Recorder, Recording};
use crate::seal::Keys;
use crate::tx::{Conn, SqliteHandle, Tx};
use crate::writer::{Limits, Writer};
use crate::{Result, migrate};

/// How many times a unit is repeated on PostgreSQL after a serialization failure or deadlock.
const REPEATS: u32 = 4;

/// Whether this process may write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Access {
    /// Reads and writes. On SQLite the process owns the file, and a second one is refused.
    #[default]
    ReadWrite,
    /// Only reads, for checks and backups beside a running server.
    ReadOnly,
}

/// How to open the store.
#[derive(Clone)]
pub struct Settings {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Whether this process may write.
    pub access: Access,
    /// SQLite: many units in one commit. Off = one commit per unit, for comparison.
    pub group_commit: bool,
    /// SQLite: a batch accepts no new unit after this time.
    pub batch_age: Duration,
    /// Maximum duration of one unit before it is undone.
    pub unit_timeout: Duration,
    /// Maximum number of connections: SQLite's reading pool, PostgreSQL's pool.
    pub connections: u32,
    /// PostgreSQL: how long to wait for a connection of the pool.
    pub acquire_timeout: Duration,
}

impl Settings {
    /// The defaults for a database.
    pub fn new(url: impl Into<String>) -> Settings {
        Settings {
            url: url.into(),
            access: Access::ReadWrite,
            group_commit: true,
            batch_age: Duration::from_millis(20),
            unit_timeout: Duration::from_secs(2),
            connections: 16,
            acquire_timeout: Duration::from_secs(5),
        }
    }
}

// The URL may contain a password.
impl std::fmt::Debug for Settings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Settings")
            .field("access", &self.access)
            .field("group_commit", &self.group_commit)
            .field("unit_timeout", &self.unit_timeout)
            .field("connections", &self.connections)
            .finish_non_exhaustive()
    }
}

/// What SQLite's writer has done since its start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WriterFigures {
    /// Units that were run.
    pub units: u64,
    /// Number of commits that contained them.
    pub commits: u64,
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    kind: Kind,
    keys: Keys,
    unit_timeout: Duration,
}

enum Kind {
    Sqlite {
        /// None in a store opened for reading.
        writer: Option<Writer>,
        readers: Readers,
        path: PathBuf,
        /// The lock that excludes other writing processes; released by closing.
        owned: Mutex<Option<File>>,
        recorder: Recorder,
    },
    Postgres {
        pool: PgPool,
        access: Access,
    },
}

impl Db {
    /// Opens the store; creates the SQLite file if there is none. Runs no migration, see [`Db::migrate`].
    ///
    /// # Errors
    /// [`Error::Settings`] for a URL it cannot read, [`Error::Owned`] if another process writes to the SQLite file,
    /// [`Error::Database`] if the database is not reachable.
    pub async fn open(settings: &Settings, keys: Keys) -> Result<Db> {
        let kind = match settings.url.split_once(':') {
            Some(("sqlite", _)) => open_sqlite(settings, &keys)?,
            Some(("postgres" | "postgresql", _)) => open_postgres(settings).await?,
            _ => return Err(Error::Settings("the URL must begin with sqlite: or postgres:".into())),
        };
        Ok(Db(Arc::new(Inner { kind, keys, unit_timeout: settings.unit_timeout })))
    }

    /// Brings the schema up to this release. On PostgreSQL several nodes may call it at once.
    pub async fn migrate(&self) -> Result<()> {
        match &self.0.kind {
            Kind::Sqlite { writer: None, .. } | Kind::Postgres { access: Access::ReadOnly, .. } => {
                Err(Failure::ReadOnly.into())
            }
            Kind::Sqlite { path, .. } => {
                let opening = Opening { path: path.clone(), write: true, recorder: Recorder::default() };
                // This takes time in proportion to the size of the file, so it does not run on a thread that serves
                // requests.
                let done = tokio::task::spawn_blocking(move || migrate::sqlite(&mut opening.open()?));
                done.await.unwrap_or_else(|_| Err(Failure::Panicked.into()))
            }
            Kind::Postgres { pool, .. } => Ok(migrate::POSTGRES.run(pool).await?),
        }
    }

    /// How many migrations of this release the database has not run yet; 0 = ready.
    pub async fn pending_migrations(&self) -> Result<usize> {
        let missing = |migrator: &Migrator, applied: &[i64]| {
            migrator.iter().filter(|migration| !applied.contains(&migration.version)).count()
        };
        let sql = "select version from _sqlx_migrations where success order by version";
        Ok(match &self.0.kind {
            Kind::Sqlite { readers, .. } => {
                let mut reader = readers.begin().await?;
                let applied = reader.lite()?.fetch::<Version>(sql, &[]).unwrap_or_default();
                let applied: Vec<i64> = applied.into_iter().map(|row| row.version).collect();
                missing(&migrate::SQLITE, &applied)
            }
            Kind::Postgres { pool, .. } => {
                let applied = sqlx::query_scalar(sql).fetch_all(pool).await.unwrap_or_default();
                missing(&migrate::POSTGRES, &applied)
            }
        })
    }

    /// Runs a unit of work and returns only after its commit.
    ///
    /// The closure may run twice. It therefore generates no values itself (see [`crate::Stamp`]), changes nothing it
    /// captured, and calls nothing outside: no HTTP, no mail, no nested `transact`. An `Err` undoes the unit. Refusals
    /// that must be recorded (a wrong code, a stolen token) are therefore `Ok` values.
    ///
    /// # Errors
    /// The closure's own error, or a [`Failure`]: busy, timed out, panicked, stopped, commit failed. A caller that
    /// disconnects after the unit has started does not learn the outcome; idempotency keys exist for this case.
    pub async fn transact<T, E, W>(&self, work: W) -> std::result::Result<T, E>
    where
        W: AsyncFn(&mut Tx) -> std::result::Result<T, E> + Send + 'static,
        T: Send + 'static,
        E: UnitError,
    {
        match &self.0.kind {
            Kind::Sqlite { writer: Some(writer), .. } => writer.submit(work).await,
            Kind::Sqlite { writer: None, .. } | Kind::Postgres { access: Access::ReadOnly, .. } => {
                Err(Error::from(Failure::ReadOnly).into())
            }
            Kind::Postgres { pool, .. } => {
                let mut attempt = 0;
                loop {
                    let begun = begin(pool, "begin").await?;
                    let mut tx = Tx::new(Conn::Postgres(begun), self.0.keys.clone());
                    let Ok(outcome) = tokio::time::timeout(self.0.unit_timeout, work(&mut tx)).await else {
                        return Err(Error::from(Failure::TimedOut).into());
                    };
                    let error = match outcome {
                        Ok(_) if tx.take_failed() => Error::from(Failure::LookedAway).into(),
                        Ok(_) if !tx.take_booked().is_empty() => Error::from(Failure::Unaudited).into(),
                        Ok(value) => match tx.commit().await {
                            Ok(()) => return Ok(value),
                            Err(error) if error.may_repeat() => E::from(error),
                            // If the connection was lost, it is unknown whether the unit was committed; a repeat with
                            // the same key finds out.
                            Err(error) if error.is_passing() => return Err(E::from(error)),
                            Err(error) => return Err(Error::from(Failure::Commit(error.to_string())).into()),
                        },
                        Err(error) => {
                            // The unit's own error is reported. The pool discards a connection that cannot roll back.
                            if let Err(failed) = tx.rollback().await {
                                tracing::warn!(error = %failed, "a unit could not be rolled back in order");
                            }
                            error
                        }
                    };
                    if attempt == REPEATS || !error.store().is_some_and(Error::may_repeat) {
                        return Err(error);
                    }
                    tokio::time::sleep(Duration::from_millis(5 << attempt)).await;
                    attempt += 1;
                }
            }
        }
    }

    /// Reads a consistent snapshot of the database. Writing in it fails.
    ///
    /// # Errors
    /// The closure's own error, or a database error.
    pub async fn read<T, E, W>(&self, work: W) -> std::result::Result<T, E>
    where
        W: AsyncFn(&mut Tx) -> std::result::Result<T, E>,
        E: UnitError,
    {
        let conn = match &self.0.kind {
            Kind::Sqlite { readers, .. } => Conn::Sqlite(Box::new(SqliteHandle::Reader(readers.begin().await?))),
            Kind::Postgres { pool, .. } => {
                Conn::Postgres(begin(pool, "begin isolation level repeatable read read only").await?)
            }
        };
        let mut tx = Tx::new(conn, self.0.keys.clone());
        let outcome = work(&mut tx).await;
        if let Err(error) = tx.rollback().await {
            tracing::warn!(error = %error, "a read could not be ended in order");
        }
        outcome
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<()> {
        match &self.0.kind {
            Kind::Sqlite { readers, .. } => drop(readers.begin().await?.lite()?.ping()?),
            Kind::Postgres { pool, .. } => pool.acquire().await?.ping().await?,
        }
        Ok(())
    }

    /// Whether it is PostgreSQL.
    pub fn is_postgres(&self) -> bool {
        matches!(self.0.kind, Kind::Postgres { .. })
    }

    /// The keys that seal and index.
    pub fn keys(&self) -> &Keys {
        &self.0.keys
    }

    /// What SQLite's writer has done so far; `None` on PostgreSQL.
    pub fn writer_figures(&self) -> Option<WriterFigures> {
        match &self.0.kind {
            Kind::Sqlite { writer, .. } => writer.as_ref().map(Writer::figures),
            Kind::Postgres { .. } => None,
        }
    }

    /// Starts recording the statements of SQLite's writer, for a measurement; `None` on PostgreSQL.
    pub fn record(&self) -> Option<Recording> {
        match &self.0.kind {
            Kind::Sqlite { recorder, .. } => Some(recorder.begin()),
            Kind::Postgres { .. } => None,
        }
    }

    /// Copies the SQLite database to a new file in one consistent snapshot, while writing continues.
    ///
    /// # Errors
    /// [`Error::Settings`] on PostgreSQL, which has its own tools; [`Error::Database`] if the file exists.
    pub async fn copy_to(&self, target: &Path) -> Result<()> {
        let Kind::Sqlite { path, .. } = &self.0.kind else {
            return Err(Error::Settings("PostgreSQL is backed up with its own tools (pg_dump, pg_basebackup)".into()));
        };
        let opening = Opening { path: path.clone(), write: true, recorder: Recorder::default() };
        let target = target.to_string_lossy().into_owned();
        // Copying takes time in proportion to the size of the file, so it does not run on a thread that serves
        // requests.
        let copied =
            tokio::task::spawn_blocking(move || opening.open()?.execute("vacuum into $1", &[&target]).map(drop));
        copied.await.unwrap_or_else(|_| Err(Failure::Panicked.into()))
    }

    /// Takes no more units, finishes those that wait, joins the writer's thread and closes the pools.
    pub async fn close(&self) {
        match &self.0.kind {
            Kind::Sqlite { writer, readers, owned, .. } => {
                if let Some(writer) = writer {
                    writer.stop().await;
                }
                readers.close();
                drop(owned.lock().unwrap_or_else(PoisonError::into_inner).take());
            }
            Kind::Postgres { pool, .. } => pool.close().await,
        }
    }
}

row! { struct Version { version: i64 } }

/// A timeout while waiting for a connection means that too many units wait.
fn busy(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut => Failure::Busy.into(),
        sqlx::Error::PoolClosed => Failure::Stopped.into(),
        other => other.into(),
    }
}

/// How long an unused connection is assumed to be alive.
const BELIEVED: Duration = Duration::from_secs(1);

/// Begins a transaction on a working connection. If a pooled connection turns out to be broken, nothing was sent on it
/// and the next one is taken. After a restart of the database these are at most all connections of the pool, then a new
/// one.
async fn begin(pool: &PgPool, how: &'static str) -> Result<Transaction<'static, Postgres>> {
    let mut left = pool.size();
    loop {
        // Runs in a task of its own. If the caller were dropped between the statement and its answer, the connection
        // would return to the pool inside an open transaction, and the next unit, which may write, would run in that
        // transaction.
        let asked = tokio::spawn({
            let pool = pool.clone();
            async move { pool.begin_with(how).await }
        });
        match asked.await.unwrap_or(Err(sqlx::Error::WorkerCrashed)).map_err(busy) {
            Err(error @ Error::Database(_)) if left > 0 && error.is_passing() => left -= 1,
            outcome => return outcome,
        }
    }
}

async fn open_postgres(settings: &Settings) -> Result<Kind> {
    let options = PgConnectOptions::from_str(&settings.url)
        .map_err(|_| Error::Settings("the PostgreSQL URL cannot be read".into()))?
        .disable_statement_logging();
    let pool = PgPoolOptions::new()
        .max_connections(settings.connections)
        .acquire_timeout(settings.acquire_timeout)
        // Testing each connection costs a round trip per unit. One that was used a moment ago is assumed to be alive; if it is not,
        // `begin` takes the next one.
        .test_before_acquire(false)
        .before_acquire(|connection, used| {
            Box::pin(
                async move { if used.idle_for < BELIEVED { Ok(true) } else { connection.ping().await.map(|()| true) } },
            )
        })
        .connect_with(options)
        .await?;
    Ok(Kind::Postgres { pool, access: settings.access })
}

fn open_sqlite(settings: &Settings, keys: &Keys) -> Result<Kind> {
    let rest = settings.url.trim_start_matches("sqlite:").trim_start_matches("//");
    let path = PathBuf::from(rest);
    if rest.is_empty() || rest.starts_with(":memory:") {
        return Err(Error::Settings("SQLite needs a file: sqlite:PATH".into()));
    }
    let recorder = Recorder::default();
    let opening = |write| {
        // Only statements of the writer are recorded.
        let recorder = if write { recorder.clone() } else { Recorder::default() };
        Opening { path: path.clone(), write, recorder }
    };
    let (writer, owned) = match settings.access {
        Access::ReadOnly => (None, None),
        Access::ReadWrite => {
            let owned = own(&path)?;
            let limits = Limits {
                batch: if settings.group_commit { Limits::BATCH } else { 1 },
                batch_age: settings.batch_age,
                unit_timeout: settings.unit_timeout,
            };
            (Some(Writer::start(opening(true), keys.clone(), limits)?), Some(owned))
        }
    };
    let readers = Readers::new(opening(false), settings.connections, settings.acquire_timeout);
    Ok(Kind::Sqlite { writer, readers, path, owned: Mutex::new(owned), recorder })
}
