//! A running unit of work.

use std::ops::{Deref, DerefMut};

use sqlx::{Postgres, Sqlite, SqliteConnection, Transaction};

use crate::seal::Keys;
use crate::together::WriterConn;
use crate::{Error, Result};

/// The unit of work every store function takes. Its insides are private, so no caller can commit, roll back or set a
/// pragma inside a closure; only the store's functions speak SQL.
pub struct Tx {
    pub(crate) conn: Conn,
    keys: Keys,
}

/// The connection of whichever database it is.
pub(crate) enum Conn {
    /// SQLite.
    Sqlite(SqliteHandle),
    /// PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// The writer's own connection, or a reader's transaction.
pub(crate) enum SqliteHandle {
    /// The one writer's connection with the statements it has not sent yet. Boxed: it is far larger than the other.
    Writer(Box<WriterConn>),
    /// A read transaction on the reading pool.
    Reader(Transaction<'static, Sqlite>),
}

impl Deref for SqliteHandle {
    type Target = SqliteConnection;
    fn deref(&self) -> &SqliteConnection {
        match self {
            SqliteHandle::Writer(writer) => &writer.conn,
            SqliteHandle::Reader(tx) => tx,
        }
    }
}

impl DerefMut for SqliteHandle {
    fn deref_mut(&mut self) -> &mut SqliteConnection {
        match self {
            SqliteHandle::Writer(writer) => &mut writer.conn,
            SqliteHandle::Reader(tx) => tx,
        }
    }
}

impl Tx {
    pub(crate) fn new(conn: Conn, keys: Keys) -> Tx {
        Tx { conn, keys }
    }

    /// The keys that seal and index.
    pub fn keys(&self) -> &Keys {
        &self.keys
    }

    /// Whether the database is PostgreSQL.
    pub(crate) fn is_postgres(&self) -> bool {
        matches!(self.conn, Conn::Postgres(_))
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

    /// Ends the unit, keeping what it wrote.
    pub(crate) async fn commit(self) -> Result<()> {
        match self.conn {
            Conn::Postgres(tx) => tx.commit().await.map_err(Error::from),
            Conn::Sqlite(SqliteHandle::Reader(tx)) => tx.commit().await.map_err(Error::from),
            Conn::Sqlite(SqliteHandle::Writer(_)) => Ok(()),
        }
    }

    /// Ends the unit, forgetting what it wrote.
    pub(crate) async fn rollback(self) -> Result<()> {
        match self.conn {
            Conn::Postgres(tx) => tx.rollback().await.map_err(Error::from),
            Conn::Sqlite(SqliteHandle::Reader(tx)) => tx.rollback().await.map_err(Error::from),
            Conn::Sqlite(SqliteHandle::Writer(_)) => Ok(()),
        }
    }
}
