//! A running unit of work.

use sqlx::{Postgres, Transaction};
use uuid::Uuid;

use crate::lite::{Lite, Reader};
use crate::seal::Keys;
use crate::{Error, Result};

/// The unit of work every store function takes. Its insides are private, so no caller can commit, roll back or set a
/// pragma inside a closure; only the store's functions speak SQL.
pub struct Tx {
    pub(crate) conn: Conn,
    keys: Keys,
    failed: bool,
    /// Bookings no audit row of this unit tells of yet.
    booked: Vec<Booked>,
}

/// A booking, as an audit row names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Booked {
    pub(crate) id: Uuid,
    /// Over the booking and its lines.
    pub(crate) digest: [u8; 32],
}

/// The connection of whichever database it is.
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

    /// Goes on with other keys, as somebody would who has the database and not the secrets file. The keys before.
    #[cfg(feature = "testing")]
    pub(crate) fn swap_keys(&mut self, keys: Keys) -> Keys {
        std::mem::replace(&mut self.keys, keys)
    }

    /// Whether the database is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.conn, Conn::Postgres(_))
    }

    /// Remembers that a statement failed. A unit that ignores the failure is rolled back all the same: PostgreSQL does so by itself,
    /// and would say "committed".
    pub(crate) fn note<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.failed |= outcome.as_ref().is_err_and(|error| !error.is_nothing());
        outcome
    }

    /// Whether a statement has failed since it was last asked.
    pub(crate) fn take_failed(&mut self) -> bool {
        std::mem::take(&mut self.failed)
    }

    /// Money was booked: the next audit row of the unit tells of it.
    pub(crate) fn note_booking(&mut self, booked: Booked) {
        self.booked.push(booked);
    }

    /// Bookings no audit row tells of yet; whoever takes them tells of them, or undoes the unit.
    pub(crate) fn take_booked(&mut self) -> Vec<Booked> {
        std::mem::take(&mut self.booked)
    }

    /// Makes units on the same subject wait for each other. SQLite has one writer, so there it does nothing.
    pub(crate) async fn serialize_on(&mut self, subject: &str) -> Result<()> {
        if let Conn::Postgres(tx) = &mut self.conn {
            sqlx::query("select pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind(subject)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }

    /// Ends the unit, keeping what it wrote. SQLite's writer ends its units itself.
    pub(crate) async fn commit(self) -> Result<()> {
        match self.conn {
            Conn::Postgres(tx) => tx.commit().await.map_err(Error::from),
            Conn::Sqlite(_) => Ok(()),
        }
    }

    /// Ends the unit, forgetting what it wrote. A read transaction of SQLite ends by being dropped.
    pub(crate) async fn rollback(self) -> Result<()> {
        match self.conn {
            Conn::Postgres(tx) => tx.rollback().await.map_err(Error::from),
            Conn::Sqlite(_) => Ok(()),
        }
    }
}
