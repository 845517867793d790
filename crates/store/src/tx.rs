//! A running unit of work.

use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use crate::lite::{Lite, Reader};
use crate::seal::Keys;
use crate::{Error, Result};

/// The unit of work that every store function takes. Its fields are private, so no caller can commit, roll back or set
/// a pragma inside a closure; SQL is written only in the store's functions.
pub struct Tx {
    pub(crate) conn: Conn,
    keys: Keys,
    failed: bool,
    /// Bookings that no audit row of this unit names yet.
    booked: Vec<Booked>,
}

/// A booking as named in an audit row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Booked {
    pub(crate) id: Uuid,
    /// Digest over the booking and its lines.
    pub(crate) digest: [u8; 32],
}

/// The connection to either database.
pub(crate) enum Conn {
    /// SQLite.
    Sqlite(Box<SqliteHandle>),
    /// PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// The writer's own connection, or a read transaction.
pub(crate) enum SqliteHandle {
    /// The one writer's connection.
    Writer(Lite),
    /// A read transaction.
    Reader(Reader),
}

impl SqliteHandle {
    /// The connection.
    pub(crate) fn lite(&mut self) -> Result<&mut Lite> {
        match self {
            SqliteHandle::Writer(lite) => Ok(lite),
            SqliteHandle::Reader(reader) => reader.lite(),
        }
    }
}

impl Tx {
    pub(crate) fn new(conn: Conn, keys: Keys) -> Tx {
        Tx { conn, keys, failed: false, booked: Vec::new() }
    }

    /// The keys that seal and index.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Replaces the keys, as an attacker would who has the database but not the secrets file. Returns the previous
    /// keys.
    #[cfg(feature = "testing")]
    pub(crate) fn swap_keys(&mut self, keys: Keys) -> Keys {
        std::mem::replace(&mut self.keys, keys)
    }

    /// Whether the database is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.conn, Conn::Postgres(_))
    }

    /// Remembers that a statement failed. A unit that ignores the failure is rolled back nevertheless: PostgreSQL rolls
    /// it back anyway and would still report "committed".
    pub(crate) fn note<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.failed |= outcome.as_ref().is_err_and(|error| !error.is_nothing());
        outcome
    }

    /// Whether a statement has failed since the last call.
    pub(crate) fn take_failed(&mut self) -> bool {
        std::mem::take(&mut self.failed)
    }

    /// Records a booking; the next audit row of the unit names it.
    pub(crate) fn note_booking(&mut self, booked: Booked) {
        self.booked.push(booked);
    }

    /// Takes the bookings that no audit row names yet; the caller writes them to an audit row or undoes the unit.
    pub(crate) fn take_booked(&mut self) -> Vec<Booked> {
        std::mem::take(&mut self.booked)
    }

    /// Makes units on the same subject wait for each other. Does nothing on SQLite, which has one writer.
    pub(crate) async fn serialize_on(&mut self, subject: &str) -> Result<()> {
        if let Conn::Postgres(tx) = &mut self.conn {
            sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(subject)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Ends the unit and keeps its changes. SQLite's writer ends its units itself.
    pub(crate) async fn commit(self) -> Result<()> {
        match self.conn {
            Conn::Postgres(tx) => tx.commit().await.map_err(Error::from),
            Conn::Sqlite(_) => Ok(()),
        }
    }

    /// Ends the unit and discards its changes. A read transaction of SQLite ends when it is dropped.
    pub(crate) async fn rollback(self) -> Result<()> {
        match self.conn {
            Conn::Postgres(tx) => tx.rollback().await.map_err(Error::from),
            Conn::Sqlite(_) => Ok(()),
        }
    }
}
