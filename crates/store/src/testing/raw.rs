//! Statements for which the store has no function. Tests only.

use sqlx::{AssertSqlSafe, Row};

use crate::lite::FromLite;
use crate::tx::Conn;
use crate::{Error, Result, Tx};

row! { struct Plan { detail: String } }

/// The first column of a row.
struct First<T>(T);

impl<T: rusqlite::types::FromSql> FromLite for First<T> {
    fn from_lite(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        row.get(0).map(First)
    }
}

fn safe(sql: &str) -> AssertSqlSafe<String> {
    AssertSqlSafe(sql.to_owned())
}

pub(super) async fn execute(tx: &mut Tx, sql: &str) -> Result<u64> {
    route!(tx, |lite| lite.execute(sql, &[]), |conn| sqlx::query(safe(sql))
        .execute(conn)
        .await
        .map(|done| done.rows_affected())
        .map_err(Error::from))
}

pub(super) async fn number(tx: &mut Tx, sql: &str) -> Result<i64> {
    let rows = route!(
        tx,
        |lite| lite.fetch::<First<i64>>(sql, &[]).map(|rows| rows.into_iter().map(|row| row.0).collect()),
        |conn| column(sqlx::query(safe(sql)).fetch_all(conn).await)
    )?;
    rows.into_iter().next().ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

pub(super) async fn texts(tx: &mut Tx, sql: &str) -> Result<Vec<String>> {
    route!(
        tx,
        |lite| lite.fetch::<First<String>>(sql, &[]).map(|rows| rows.into_iter().map(|row| row.0).collect()),
        |conn| column(sqlx::query(safe(sql)).fetch_all(conn).await)
    )
}

fn column<T>(rows: sqlx::Result<Vec<sqlx::postgres::PgRow>>) -> Result<Vec<T>>
where
    T: for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
{
    rows?.iter().map(|row| row.try_get(0).map_err(Error::from)).collect()
}

pub(super) async fn plan(tx: &mut Tx, sql: &str) -> Result<Vec<String>> {
    if tx.is_postgres() {
        execute(tx, "set local enable_seqscan = off").await?;
        return texts(tx, &format!("explain {sql}")).await;
    }
    let sql = format!("explain query plan {sql}");
    let rows = match &mut tx.conn {
        Conn::Sqlite(handle) => handle.lite()?.fetch::<Plan>(&sql, &[])?,
        Conn::Postgres(_) => Vec::new(),
    };
    Ok(rows.into_iter().map(|row| row.detail).collect())
}
