//! The schema of both databases, embedded in the binary.
//!
//! PostgreSQL's migrations run through sqlx. SQLite's migrations have the same format but are run by this crate's own
//! binding, with sqlx's table of applied migrations. A file migrated by either of them is therefore up to date for the
//! other, and the two bindings need not use the same version of SQLite.

use std::collections::HashMap;

use sqlx::migrate::{MigrateError, Migrator};

use crate::Result;
use crate::lite::Lite;

/// For SQLite.
pub(crate) static SQLITE: Migrator = sqlx::migrate!("../../migrations/sqlite");
/// For PostgreSQL.
pub(crate) static POSTGRES: Migrator = sqlx::migrate!("../../migrations/postgres");

/// As sqlx creates it.
const APPLIED: &str = "create table if not exists _sqlx_migrations (
    version bigint primary key,
    description text not null,
    installed_on timestamp not null default current_timestamp,
    success boolean not null,
    checksum blob not null,
    execution_time bigint not null
)";

row! { struct Applied { version: i64, success: bool, checksum: Vec<u8> } }

/// Runs the migrations that a SQLite file has not run yet, each in one transaction together with its entry in the
/// table. A file that was migrated by a newer release, or whose migrations differ, is refused.
pub(crate) fn sqlite(lite: &mut Lite) -> Result<()> {
    lite.execute(APPLIED, &[])?;
    let rows =
        lite.fetch::<Applied>("select version, success, checksum from _sqlx_migrations order by version", &[])?;
    let applied: HashMap<i64, Applied> = rows.into_iter().map(|row| (row.version, row)).collect();
    for row in applied.values() {
        if !row.success {
            return Err(MigrateError::Dirty(row.version).into());
        }
        if !SQLITE.iter().any(|migration| migration.version == row.version) {
            return Err(MigrateError::VersionMissing(row.version).into());
        }
    }
    for migration in SQLITE.iter() {
        match applied.get(&migration.version) {
            Some(row) if row.checksum[..] != migration.checksum[..] => {
                return Err(MigrateError::VersionMismatch(migration.version).into());
            }
            Some(_) => {}
            None => lite.in_one(|lite| {
                lite.script(migration.sql.as_str())?;
                lite.execute(
                    "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
                     values ($1, $2, true, $3, -1)",
                    &[&migration.version, &&*migration.description, &&*migration.checksum],
                )
                .map(drop)
            })?,
        }
    }
    Ok(())
}
