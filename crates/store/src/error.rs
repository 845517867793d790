//! Errors of the store, and the trait that errors of units of work implement.

use std::fmt;

use rusqlite::ErrorCode;
use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};

/// Why a unit of work was not completed although its own code may be correct.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The writer's queue or the pool is full: 503, repeat later.
    #[error("too many units of work are waiting")]
    Busy,
    /// The unit took too long and was undone: 503.
    #[error("the unit of work took too long and was undone")]
    TimedOut,
    /// The unit panicked and was undone; other units of the batch were not affected: 500.
    #[error("the unit of work panicked and was undone")]
    Panicked,
    /// The store is shutting down: 503.
    #[error("the store is shutting down")]
    Stopped,
    /// The store was opened for reading only.
    #[error("the store was opened for reading only")]
    ReadOnly,
    /// A statement failed, the unit ignored the error and continued; it was undone: 500.
    #[error("a statement failed, the unit went on and was undone")]
    LookedAway,
    /// Money was booked and no audit row of the unit names the booking; the unit was undone: 500.
    #[error("money was booked without an audit row; the unit was undone")]
    Unaudited,
    /// The commit failed, for example on a deferred constraint: nothing of the unit is stored.
    #[error("the commit failed: {0}")]
    Commit(String),
}

/// An error of the store. Neither `Display` nor `Debug` prints values of a row.
#[derive(thiserror::Error)]
pub enum Error {
    /// PostgreSQL reported an error or is not reachable.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// SQLite reported an error or cannot reach its file.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// The unit was not completed.
    #[error(transparent)]
    Failure(#[from] Failure),
    /// A sealed text cannot be opened: wrong key, changed bytes, or bytes copied from another row.
    #[error("{table}.{column} cannot be unsealed")]
    Unsealable {
        /// Table.
        table: &'static str,
        /// Column.
        column: &'static str,
    },
    /// A stored value is unknown to this release.
    #[error("{0} holds a value this release does not know")]
    Unreadable(&'static str),
    /// A row of the audit was not written by this program. Neither it nor the rows of the same batch are sealed.
    #[error("row {seq} of {subject} in the audit was not written by the portal")]
    Forged {
        /// Subject.
        subject: String,
        /// Row.
        seq: i64,
    },
    /// A concurrent unit came first: the unit must run again. [`crate::Db::transact`] repeats it.
    #[error("a concurrent unit came first")]
    Again,
    /// The settings cannot be used.
    #[error("store settings: {0}")]
    Settings(String),
    /// Another process owns the database file.
    #[error(
        "{path} is in use by another writing process; SQLite allows one. Stop that process, or use PostgreSQL for several"
    )]
    Owned {
        /// The database file.
        path: String,
    },
    /// The file system refused.
    #[error("{path}: {error}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A migration failed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

// The drivers' own Debug prints `detail`, in which PostgreSQL puts whole rows.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "store::Error({self})")
    }
}

impl Error {
    /// Whether the same unit may succeed when repeated: serialization failure, deadlock, or a concurrent unit came
    /// first.
    pub fn may_repeat(&self) -> bool {
        match self {
            Error::Again => true,
            Error::Database(sqlx::Error::Database(refusal)) => {
                matches!(refusal.code().as_deref(), Some("40001" | "40P01"))
            }
            _ => false,
        }
    }
    /// Whether a unique key refused the statement. Guards use row counts instead, so this is mainly for tests.
    pub fn is_duplicate(&self) -> bool {
        match self {
            Error::Database(sqlx::Error::Database(refusal)) => refusal.is_unique_violation(),
            Error::Sqlite(refusal) => refusal.sqlite_error().is_some_and(|refusal| {
                matches!(refusal.extended_code, SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY)
            }),
            _ => false,
        }
    }
    /// Whether the failure is temporary, so that the caller should be told to try again.
    pub fn is_passing(&self) -> bool {
        match self {
            Error::Failure(Failure::Busy | Failure::TimedOut | Failure::Stopped) | Error::Again => true,
            // A connection that breaks during its set-up is reported as a protocol error.
            Error::Database(sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::Protocol(_)) => true,
            Error::Database(sqlx::Error::Database(refusal)) => refusal.code().is_some_and(|code| gives_way(&code)),
            Error::Sqlite(refusal) => refusal.sqlite_error().is_some_and(|refusal| sqlite_gives_way(refusal.code)),
            _ => false,
        }
    }
    /// Whether a query found no row.
    pub(crate) fn is_nothing(&self) -> bool {
        matches!(self, Error::Database(sqlx::Error::RowNotFound) | Error::Sqlite(rusqlite::Error::QueryReturnedNoRows))
    }
}

/// Whether PostgreSQL's code is an infrastructure failure: connection, serialization, resources, operator intervention,
/// system. The same unit may succeed later, without action or after an operator acted.
fn gives_way(code: &str) -> bool {
    ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class))
}

/// The same for SQLite: busy, locked, no memory, no space, no file.
fn sqlite_gives_way(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::DatabaseBusy
            | ErrorCode::DatabaseLocked
            | ErrorCode::OutOfMemory
            | ErrorCode::ReadOnly
            | ErrorCode::SystemIoFailure
            | ErrorCode::DiskFull
            | ErrorCode::CannotOpen
    )
}

/// What the error type of a unit of work must provide: conversion from a store error, and access to that store error,
/// so that a serialization failure is recognised and the unit repeated.
pub trait UnitError: From<Error> + Send + 'static {
    /// The store error inside, if there is one.
    fn store(&self) -> Option<&Error>;
}

impl UnitError for Error {
    fn store(&self) -> Option<&Error> {
        Some(self)
    }
}
