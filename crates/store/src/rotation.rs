//! Sealing rows again in chunks after the current key has changed, while the service runs.
//!
//! Every sealed text begins with the id of its key, so rows of older keys are found without opening them. A row that
//! changes meanwhile is skipped, because the change sealed it with the new key. Blind indexes have a secret of their
//! own.

use uuid::Uuid;

use crate::macros::Number;
use crate::seal::Place;
use crate::{Result, Tx};

/// A sealed column: the statements that find its old rows, write one back and count them.
struct Column {
    table: &'static str,
    column: &'static str,
    /// Returns id, label, version, sealed text. `$1` = prefix of texts sealed with the current key, `$2` = maximum
    /// number of rows.
    find: &'static str,
    /// `$1` new text, `$2` id, `$3` label, `$4` version, `$5` old text.
    write: &'static str,
    /// Returns `value`. `$1` as above.
    count: &'static str,
}

macro_rules! column {
    ($table:literal, $column:literal, $id:literal, $label:literal, $version:literal) => {
        Column {
            table: $table,
            column: $column,
            find: concat!(
                "select ",
                $id,
                " as id, ",
                $label,
                " as label, ",
                $version,
                " as version, ",
                $column,
                " as sealed from ",
                $table,
                " where ",
                $column,
                " is not null and substr(",
                $column,
                ", 1, 5) <> $1 limit $2"
            ),
            write: concat!(
                "update ",
                $table,
                " set ",
                $column,
                " = $1 where ",
                $id,
                " = $2 and ",
                $label,
                " = $3 and ",
                $version,
                " = $4 and ",
                $column,
                " = $5"
            ),
            count: concat!(
                "select count(*) as value from ",
                $table,
                " where ",
                $column,
                " is not null and substr(",
                $column,
                ", 1, 5) <> $1"
            ),
        }
    };
}

/// Every sealed column. A test compares the list with the comments of the schema, so a new column cannot be forgotten.
const COLUMNS: &[Column] = &[
    column!("person", "data", "id", "''", "version"),
    column!("account", "email", "id", "''", "contact_rev"),
    column!("account", "phone", "id", "''", "contact_rev"),
    column!("account", "totp", "id", "''", "cast(1 as bigint)"),
    column!("contact_change", "value", "id", "''", "cast(1 as bigint)"),
    column!("second_factor", "pending", "account_id", "''", "cast(1 as bigint)"),
    column!("registration", "data", "id", "''", "version"),
    column!("application", "draft", "id", "''", "answers_rev"),
    column!("application_version", "snapshot", "application_id", "''", "version"),
    column!("correction", "reason", "application_id", "''", "version"),
    column!("fact", "value", "person_id", "need", "at"),
    column!("issued_document", "data", "id", "''", "cast(1 as bigint)"),
    column!("notice", "params", "id", "''", "cast(1 as bigint)"),
    column!("outbox", "payload", "id", "''", "cast(1 as bigint)"),
    column!("idempotency", "body", "id", "''", "cast(1 as bigint)"),
];

row! { struct Old { id: Uuid, label: String, version: i64, sealed: Vec<u8> } }

/// Names of all sealed columns, `table.column`.
pub fn sealed_columns() -> impl Iterator<Item = (&'static str, &'static str)> {
    COLUMNS.iter().map(|column| (column.table, column.column))
}

/// Seals up to `limit` rows again with the current key; returns how many. Call it in a unit of its own until it returns
/// 0; then the old secret may be removed.
pub async fn reseal(tx: &mut Tx, limit: u32) -> Result<u64> {
    let keys = tx.keys().clone();
    let prefix = keys.prefix();
    let mut done = 0u64;
    for column in COLUMNS {
        let left = i64::from(limit) - done as i64;
        if left <= 0 {
            break;
        }
        let old = fetch_all!(tx, Old, column.find, &prefix, left)?;
        for row in old {
            let mut key = row.id.as_bytes().to_vec();
            key.extend_from_slice(row.label.as_bytes());
            let place = Place { table: column.table, column: column.column, row: &key, version: row.version };
            let sealed = keys.seal(place, &keys.open(place, &row.sealed)?)?;
            done += exec!(tx, column.write, &sealed, row.id, &row.label, row.version, &row.sealed)?;
        }
    }
    Ok(done)
}

/// How many rows are still sealed with an older key.
pub async fn left(tx: &mut Tx) -> Result<i64> {
    let prefix = tx.keys().prefix();
    let mut left = 0;
    for column in COLUMNS {
        left += fetch_one!(tx, Number, column.count, &prefix)?.value;
    }
    Ok(left)
}
