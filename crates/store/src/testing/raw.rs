//! Statements the store has no function for. Tests only.

use sqlx::{AssertSqlSafe, Row};

use crate::tx::{Conn, SqliteHandle};
use crate::{Result, Tx};

pub(super) async fn execute(tx: &mut Tx, sql: &str) -> Result<u64> {
    exec!(tx, AssertSqlSafe(sql.to_owned()))
}

async fn settle(tx: &mut Tx) -> Result<()> {
    match &mut tx.conn {
        Conn::Sqlite(SqliteHandle::Writer(writer)) => writer.settle().await,
        _ => Ok(()),
    }
}

pub(super) async fn number(tx: &mut Tx, sql: &str) -> Result<i64> {
    settle(tx).await?;
    on!(tx, |conn| Ok(sqlx::query(AssertSqlSafe(sql.to_owned())).fetch_one(conn).await?.try_get(0)?))
}

pub(super) async fn texts(tx: &mut Tx, sql: &str) -> Result<Vec<String>> {
    settle(tx).await?;
    on!(tx, |conn| sqlx::query(AssertSqlSafe(sql.to_owned()))
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok(row.try_get(0)?))
        .collect())
}

pub(super) async fn plan(tx: &mut Tx, sql: &str) -> Result<Vec<String>> {
    let (question, column) = match &tx.conn {
        Conn::Sqlite(_) => (format!("explain query plan {sql}"), "detail"),
        Conn::Postgres(_) => {
            execute(tx, "set local enable_seqscan = off").await?;
            (format!("explain {sql}"), "QUERY PLAN")
        }
    };
    settle(tx).await?;
    on!(tx, |conn| sqlx::query(AssertSqlSafe(question.clone()))
        .fetch_all(conn)
        .await?
        .iter()
        .map(|row| Ok(row.try_get(column)?))
        .collect())
}
