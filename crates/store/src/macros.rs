//! One SQL text for two databases: the same body is expanded for each driver, so a compile error points at the query
//! itself.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use sqlx::Row;
use sqlx::postgres::PgRow;
use uuid::Uuid;

/// Runs the statement on SQLite on this thread, or on PostgreSQL over its connection.
macro_rules! route {
    ($tx:expr, |$lite:ident| $here:expr, |$conn:ident| $there:expr) => {{
        let outcome = match &mut $tx.conn {
            $crate::tx::Conn::Sqlite(handle) => match handle.lite() {
                Ok($lite) => $here,
                Err(error) => Err(error),
            },
            $crate::tx::Conn::Postgres(handle) => {
                let $conn: &mut sqlx::PgConnection = &mut **handle;
                $there
            }
        };
        $tx.note(outcome)
    }};
}

/// The arguments of a statement for SQLite.
macro_rules! arguments {
    ($($arg:expr),*) => { &[$(&$arg as &dyn rusqlite::ToSql),*] };
}

/// Executes a statement; returns the number of affected rows. The arguments are evaluated for each driver, so they must
/// be cheap.
macro_rules! exec {
    ($tx:expr, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!($tx, |lite| lite.execute($sql, arguments!($($arg),*)), |conn| sqlx::query($sql)$(.bind($arg))*
            .execute(conn).await.map(|done| done.rows_affected()).map_err($crate::Error::from))
    };
}

/// Returns at most one row.
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!(
            $tx,
            |lite| lite.fetch::<$row>($sql, arguments!($($arg),*)).map(|rows| rows.into_iter().next()),
            |conn| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_optional(conn).await
                .map_err($crate::Error::from)
        )
    };
}

/// Returns exactly one row.
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!(
            $tx,
            |lite| lite.fetch::<$row>($sql, arguments!($($arg),*))
                .and_then(|rows| rows.into_iter().next().ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())),
            |conn| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_one(conn).await.map_err($crate::Error::from)
        )
    };
}

/// Returns all rows.
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $arg:expr)* $(,)?) => {
        route!(
            $tx,
            |lite| lite.fetch::<$row>($sql, arguments!($($arg),*)),
            |conn| sqlx::query_as::<_, $row>($sql)$(.bind($arg))*.fetch_all(conn).await.map_err($crate::Error::from)
        )
    };
}

/// A struct read from a row by column names, on both databases. Unlike sqlx's derive macro it supports [`Micros`],
/// [`Qepik`] and the types of [`words!`], so that rows have domain types.
macro_rules! row {
    ($(#[$meta:meta])* $vis:vis struct $name:ident {
        $($(#[$field_meta:meta])* $field_vis:vis $field:ident: $type:ty),* $(,)?
    }) => {
        $(#[$meta])* $vis struct $name { $($(#[$field_meta])* $field_vis $field: $type),* }
        impl $crate::lite::FromLite for $name {
            fn from_lite(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
                let mut hint = 0;
                Ok($name { $($field: <$type as $crate::macros::Column>::sqlite(
                    row, $crate::lite::position(row, &mut hint, stringify!($field))?)?),* })
            }
        }
        impl<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow> for $name {
            fn from_row(row: &'r sqlx::postgres::PgRow) -> sqlx::Result<Self> {
                Ok($name { $($field: <$type as $crate::macros::Column>::postgres(row, stringify!($field))?),* })
            }
        }
    };
}

/// A closed set of values: the enum, its stored words and the conversion from a word.
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
            fn sqlite(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self> {
                let word = row.get_ref(at)?.as_str()?;
                $name::of(word).ok_or_else(|| rusqlite::Error::FromSqlConversionFailure(
                    at, rusqlite::types::Type::Text, "a word this release does not know".into()))
            }
            fn postgres(row: &sqlx::postgres::PgRow, name: &'static str) -> sqlx::Result<Self> {
                let word = <String as $crate::macros::Column>::postgres(row, name)?;
                $name::of(&word).ok_or_else(|| $crate::macros::unknown_word(name))
            }
        }
    };
}

/// The error for a word that this release does not know; it names the column, not the value.
pub(crate) fn unknown_word(column: &'static str) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: column.to_owned(), source: "a word this release does not know".into() }
}

/// A value that both drivers can read from a column.
pub(crate) trait Column: Sized {
    /// From SQLite.
    fn sqlite(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self>;
    /// From PostgreSQL.
    fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self>;
}

macro_rules! plain_columns {
    ($($type:ty),*) => {$(
        impl Column for $type {
            fn sqlite(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self> { row.get(at) }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name) }
        }
        impl Column for Option<$type> {
            fn sqlite(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self> { row.get(at) }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name) }
        }
    )*};
}
plain_columns!(i64, bool, String, Vec<u8>, Uuid);

macro_rules! whole_number_columns {
    ($($type:ident),*) => {$(
        impl Column for $type {
            fn sqlite(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self> { row.get(at).map($type) }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> { row.try_get(name).map($type) }
        }
        impl Column for Option<$type> {
            fn sqlite(row: &rusqlite::Row<'_>, at: usize) -> rusqlite::Result<Self> {
                row.get::<_, Option<i64>>(at).map(|value| value.map($type))
            }
            fn postgres(row: &PgRow, name: &'static str) -> sqlx::Result<Self> {
                row.try_get::<Option<i64>, _>(name).map(|value| value.map($type))
            }
        }
    )*};
}
whole_number_columns!(Micros, Qepik);

row! {
    /// One whole number, selected as `value`.
    pub(crate) struct Number { pub(crate) value: i64 }
}
