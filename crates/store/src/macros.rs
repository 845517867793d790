//! One SQL text for two databases: the same body is expanded for each driver, so an error points at the query itself.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use sqlx::Row;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use uuid::Uuid;

/// Runs a body with `$conn` bound to the connection of whichever database it is.
#[cfg(feature = "testing")]
macro_rules! on {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match &mut $tx.conn {
            $crate::tx::Conn::Sqlite(handle) => {
                let $conn: &mut sqlx::SqliteConnection = &mut **handle;
                $body
            }
            $crate::tx::Conn::Postgres(handle) => {
                let $conn: &mut sqlx::PgConnection = &mut **handle;
                $body
            }
        }
    };
}

/// Runs `$writer` on SQLite's writer, which sends kept statements along, and `$body` on every other connection.
macro_rules! route {
    ($tx:expr, |$writer:ident| $along:expr, |$conn:ident| $body:expr) => {
        match &mut $tx.conn {
            $crate::tx::Conn::Sqlite($crate::tx::SqliteHandle::Writer($writer)) => $along,
            $crate::tx::Conn::Sqlite(handle) => {
                let $conn: &mut sqlx::SqliteConnection = &mut **handle;
                $body
            }
            $crate::tx::Conn::Postgres(handle) => {
                let $conn: &mut sqlx::PgConnection = &mut **handle;
                $body
            }
        }
    };
}

/// What adds a statement's arguments.
macro_rules! binder {
    ($($arg:expr),*) => {
        |_arguments: &mut sqlx::sqlite::SqliteArguments| {
            $(sqlx::Arguments::add(_arguments, $arg)?;)*
            Ok(())
        }
    };
}

/// Executes a statement; the number of rows it touched. Arguments are repeated for each driver, so they must be cheap.
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!($tx, |writer| writer.execute($sql, binder!($($arg),*)).await, |conn| sqlx::query($sql)$(.bind($arg))*
            .execute(conn).await.map(|done| done.rows_affected()).map_err($crate::Error::from))
    };
}

/// Executes a statement whose result nobody looks at. SQLite's writer sends it along with a later one (`together.rs`), so it
/// must be one that cannot be refused in the normal course of things.
macro_rules! later {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!($tx, |writer| writer.keep($sql, binder!($($arg),*)), |conn| sqlx::query($sql)$(.bind($arg))*
            .execute(conn).await.map(drop).map_err($crate::Error::from))
    };
}

/// At most one row.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!(
            $tx,
            |writer| writer.fetch::<$row>($sql, binder!($($arg),*)).await.map(|rows| rows.into_iter().next()),
            |conn| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(conn).await
                .map_err($crate::Error::from)
        )
    };
}

/// Exactly one row.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!(
            $tx,
            |writer| writer.fetch::<$row>($sql, binder!($($arg),*)).await
                .and_then(|rows| rows.into_iter().next().ok_or_else(|| sqlx::Error::RowNotFound.into())),
            |conn| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(conn).await.map_err($crate::Error::from)
        )
    };
}

/// All rows.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!(
            $tx,
            |writer| writer.fetch::<$row>($sql, binder!($($arg),*)).await,
            |conn| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(conn).await.map_err($crate::Error::from)
        )
    };
}

/// All rows of several questions, each `(Row, sql, arguments…)`: one journey on SQLite, one after the other on PostgreSQL.
macro_rules! fetch_together {
    ($tx:expr, $(($row:ty, $sql:expr $(, $arg:expr)*)),+ $(,)?) => {
        match &mut $tx.conn {
            $crate::tx::Conn::Sqlite($crate::tx::SqliteHandle::Writer(writer)) => async {
                let mut count = 0;
                $(writer.keep($sql, binder!($($arg),*))?; count += 1;)+
                let mut sets = writer.ask(count).await?.into_iter();
                $crate::Result::Ok(($($crate::together::read::<$row>(&mut sets)?,)+))
            }.await,
            $crate::tx::Conn::Sqlite(handle) => async {
                let (mut text, mut count) = ($crate::together::Text::default(), 0);
                $(text.add($sql, binder!($($arg),*))?; count += 1;)+
                let mut sets = text.ask(&mut **handle, count).await?.into_iter();
                $crate::Result::Ok(($($crate::together::read::<$row>(&mut sets)?,)+))
            }.await,
            $crate::tx::Conn::Postgres(handle) => async {
                $crate::Result::Ok(($(
                    sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(&mut **handle).await?,
                )+))
            }.await,
        }
    };
}

/// A struct read from a row by column names, on both databases. Unlike the derived one it knows [`Micros`], [`Qepik`] and
/// the words of [`words!`], so rows speak in the domain's types.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])* $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }
        impl<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow> for $name {
            fn from_row(row: &'r sqlx::sqlite::SqliteRow) -> sqlx::Result<Self> {
                Ok($name { $($field: <$type as $crate::macros::Column>::sqlite(row, stringify!($field))?),* })
            }
        }
        impl<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> for $name {
            fn from_row(row: &'r sqlx::postgres::PgRow) -> sqlx::Result<Self> {
                Ok($name { $($field: <$type as $crate::macros::Column>::postgres(row, stringify!($field))?),* })
            }
        }
    };
}

/// A closed set of words: the enum, its stored word and the way back.
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$value_meta:meta])* $value:ident => $word:literal),* $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        $vis enum $name { $($(#[$value_meta])* $value),* }
        impl $name {
            /// The stored word.
            pub const fn word(self) -> &'static str {
                match self { $($name::$value => $word),* }
            }
            /// The value of a stored word.
            pub fn of(word: &str) -> Option<Self> {
                match word { $($word => Some($name::$value),)* _ => None }
            }
        }
        impl $crate::macros::Column for $name {
            fn sqlite(row: &sqlx::sqlite::SqliteRow, name: &'static str) -> sqlx::Result<Self> {
                let word = <String as $crate::macros::Column>::sqlite(row, name)?;
                $name::of(&word).ok_or_else(|| $crate::macros::unknown_word(name))
            }
            fn postgres(row: &sqlx::postgres::PgRow, name: &'static str) -> sqlx::Result<Self> {
                let word = <String as $crate::macros::Column>::postgres(row, name)?;
                $name::of(&word).ok_or_else(|| $crate::macros::unknown_word(name))
            }
        }
    };
}

/// The error of a word this release does not know; names the column, not the value.
pub(crate) fn unknown_word(column: &'static str) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: "a word this release does not know".into() }
}

/// A value that both drivers can read from a column.
pub(crate) trait Column: Sized {
    /// From SQLite.
    fn sqlite(row: &SqliteRow, name: &'static str) -> sqlx::Result<Self>;
    /// From PostgreSQL.
    fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self>;
}

macro_rules! plain_columns {
    ($($type:ty),*) => {$(
        impl Column for $type {
            fn sqlite(row: &SqliteRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name) }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name) }
        }
        impl Column for Option<$type> {
            fn sqlite(row: &SqliteRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name) }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name) }
        }
    )*};
}
plain_columns!(i64, bool, String, Vec<u8>, Uuid);

macro_rules! whole_number_columns {
    ($($type:ident),*) => {$(
        impl Column for $type {
            fn sqlite(row: &SqliteRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name).map($type) }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name).map($type) }
        }
        impl Column for Option<$type> {
            fn sqlite(row: &SqliteRow, name: &'static str) -> sqlx::Result<Self> {
                row.try_get::<Option<i64>, _>(name).map(|value| value.map($type))
            }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> {
                row.try_get::<Option<i64>, _>(name).map(|value| value.map($type))
            }
        }
    )*};
}
whole_number_columns!(Micros, Qepik);

row! {
    /// One whole number, selected `as value`.
    pub(crate) struct Number { pub(crate) value: i64 }
}
