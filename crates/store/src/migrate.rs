//! The schema of both databases, embedded in the binary.

use sqlx::migrate::Migrator;

/// For SQLite.
pub(crate) static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
/// For PostgreSQL.
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");
