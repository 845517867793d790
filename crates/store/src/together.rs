//! Statements of SQLite's writer that travel together.
//!
//! Each statement sent to SQLite wakes its thread and waits for the answer, which costs more than most statements do. One
//! whose result nobody looks at is therefore kept back and goes along with the next one that is looked at, or with the end
//! of the unit, in the order they were given. On PostgreSQL nothing is kept back.
//!
//! The driver runs several statements of one text one after the other and binds `$n` over all of them. Its maintainers would
//! rather not keep that; then this file, and nothing else, has to send them one by one.

use std::fmt::Write as _;

use futures_util::TryStreamExt;
use sqlx::error::BoxDynError;
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, Either, FromRow, SqlSafeStr, SqlStr, SqliteConnection};

use crate::error::Failure;
use crate::macros::Number;
use crate::{Error, Result};

/// How adding arguments ended.
type Bound = std::result::Result<(), BoxDynError>;

/// Statements one after the other in one text, with all their arguments.
#[derive(Default)]
pub(crate) struct Text {
    sql: String,
    arguments: SqliteArguments,
    statements: usize,
}

impl Text {
    /// Adds a statement. `bind` adds its arguments.
    pub(crate) fn add(&mut self, sql: &str, bind: impl FnOnce(&mut SqliteArguments) -> Bound) -> Result<()> {
        let offset = self.arguments.len();
        bind(&mut self.arguments).map_err(sqlx::Error::Encode)?;
        renumber(&mut self.sql, sql, offset);
        self.sql.push(';');
        self.statements += 1;
        Ok(())
    }

    fn take(&mut self) -> (SqlStr, SqliteArguments) {
        let taken = std::mem::take(self);
        (AssertSqlSafe(taken.sql).into_sql_str(), taken.arguments)
    }

    /// Sends the text; the rows of its last `count` statements.
    pub(crate) async fn ask(&mut self, conn: &mut SqliteConnection, count: usize) -> Result<Vec<Vec<SqliteRow>>> {
        let before = self.statements - count;
        let (text, arguments) = self.take();
        // No other way tells where the rows of one statement end; `raw_sql` takes no arguments.
        #[allow(deprecated)]
        let mut answers = sqlx::query_with(text, arguments).fetch_many(conn);
        let (mut sets, mut rows) = (Vec::new(), Vec::new());
        while let Some(answer) = answers.try_next().await? {
            match answer {
                Either::Right(row) => rows.push(row),
                Either::Left(_) => sets.push(std::mem::take(&mut rows)),
            }
        }
        Ok(sets.split_off(before.min(sets.len())))
    }
}

/// The next set of rows, read.
pub(crate) fn read<R>(sets: &mut impl Iterator<Item = Vec<SqliteRow>>) -> Result<Vec<R>>
where
    R: for<'r> FromRow<'r, SqliteRow>,
{
    let rows = sets.next().unwrap_or_default();
    Ok(rows.iter().map(R::from_row).collect::<sqlx::Result<_>>()?)
}

/// The writer's connection.
pub(crate) struct WriterConn {
    pub(crate) conn: SqliteConnection,
    kept: Text,
    /// A kept statement has failed. Whoever got the error may have taken it for their own statement's and gone on, so the
    /// unit is undone in any case.
    spoiled: bool,
}

impl WriterConn {
    pub(crate) fn new(conn: SqliteConnection) -> WriterConn {
        WriterConn { conn, kept: Text::default(), spoiled: false }
    }

    /// Keeps a statement back. `bind` adds its arguments.
    pub(crate) fn keep(&mut self, sql: &str, bind: impl FnOnce(&mut SqliteArguments) -> Bound) -> Result<()> {
        self.kept.add(sql, bind)
    }

    /// What was kept, with this statement at the end.
    fn joined(
        &mut self,
        sql: impl SqlSafeStr,
        bind: impl FnOnce(&mut SqliteArguments) -> Bound,
    ) -> Result<(SqlStr, SqliteArguments)> {
        if self.kept.statements == 0 {
            let mut arguments = SqliteArguments::default();
            bind(&mut arguments).map_err(sqlx::Error::Encode)?;
            return Ok((sql.into_sql_str(), arguments));
        }
        self.keep(sql.into_sql_str().as_str(), bind)?;
        Ok(self.kept.take())
    }

    /// Sends what was kept with this statement; the rows this one touched.
    pub(crate) async fn execute(
        &mut self,
        sql: impl SqlSafeStr,
        bind: impl FnOnce(&mut SqliteArguments) -> Bound,
    ) -> Result<u64> {
        if self.kept.statements == 0 {
            let (text, arguments) = self.joined(sql, bind)?;
            let done = sqlx::query_with(text, arguments).execute(&mut self.conn).await;
            return Ok(done?.rows_affected());
        }
        self.keep(sql.into_sql_str().as_str(), bind)?;
        // The driver would answer the sum over all statements.
        let touched = self.fetch::<Number>("select changes() as value", |_| Ok(())).await?;
        Ok(touched.first().and_then(|number| u64::try_from(number.value).ok()).unwrap_or_default())
    }

    /// Sends what was kept with this statement; the rows this one answers.
    pub(crate) async fn fetch<R>(
        &mut self,
        sql: impl SqlSafeStr,
        bind: impl FnOnce(&mut SqliteArguments) -> Bound,
    ) -> Result<Vec<R>>
    where
        R: for<'r> FromRow<'r, SqliteRow> + Send + Unpin,
    {
        let along = self.kept.statements > 0;
        let (text, arguments) = self.joined(sql, bind)?;
        // Kept statements answer no rows, so all rows are the last one's.
        let rows = sqlx::query_as_with::<_, R, _>(text, arguments).fetch_all(&mut self.conn).await;
        self.note(along, rows.map_err(Error::from))
    }

    /// Sends what was kept, of which the last `count` statements are questions; the rows of each.
    pub(crate) async fn ask(&mut self, count: usize) -> Result<Vec<Vec<SqliteRow>>> {
        let along = self.kept.statements > count;
        let sets = self.kept.ask(&mut self.conn, count).await;
        self.note(along, sets)
    }

    fn note<T>(&mut self, along: bool, ended: Result<T>) -> Result<T> {
        self.spoiled |= along && ended.is_err();
        ended
    }

    /// Sends what was kept, then `tail`, which ends the unit. Refuses, having sent nothing, if the unit is spoiled.
    pub(crate) async fn finish(&mut self, tail: &'static str) -> Result<()> {
        if self.spoiled {
            return Err(Failure::Commit("a statement sent along with another one failed".into()).into());
        }
        if self.kept.statements == 0 {
            return Ok(sqlx::raw_sql(tail).execute(&mut self.conn).await.map(drop)?);
        }
        let (text, arguments) = self.joined(tail, |_| Ok(()))?;
        Ok(sqlx::query_with(text, arguments).execute(&mut self.conn).await.map(drop)?)
    }

    /// Sends what was kept.
    #[cfg(feature = "testing")]
    pub(crate) async fn settle(&mut self) -> Result<()> {
        if self.kept.statements == 0 { Ok(()) } else { self.execute("select 1", |_| Ok(())).await.map(drop) }
    }

    /// Forgets what was kept: the unit is undone.
    pub(crate) fn forget(&mut self) {
        self.kept = Text::default();
        self.spoiled = false;
    }
}

/// Appends a statement whose `$1` becomes `$(offset + 1)`.
fn renumber(text: &mut String, sql: &str, offset: usize) {
    if offset == 0 {
        text.push_str(sql);
        return;
    }
    let mut parts = sql.split('$');
    text.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.len() - part.trim_start_matches(|letter: char| letter.is_ascii_digit()).len();
        let (number, rest) = part.split_at(digits);
        match number.parse::<usize>() {
            // Writing into a String cannot fail.
            Ok(number) => drop(write!(text, "${}{rest}", number + offset)),
            Err(_) => text.extend(["$", part]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::renumber;

    #[test]
    fn the_arguments_of_a_statement_follow_those_before_it() {
        let mut text = String::from("insert into a values ($1, $2);");
        renumber(&mut text, "update b set x = $2, y = $10 where id = $1", 2);
        assert_eq!(text, "insert into a values ($1, $2);update b set x = $4, y = $12 where id = $3");
    }
}
