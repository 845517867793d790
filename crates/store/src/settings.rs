//! Table `setting`: named values that can be changed at run time, shared by all nodes.

use qabul_domain::calendar::Micros;

use crate::{Result, Tx};

/// The value of a name.
pub async fn get(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    row! { struct Value { value: String } }
    let row = fetch_optional!(tx, Value, "select value from setting where name = $1", name)?;
    Ok(row.map(|row| row.value))
}

/// Sets a value.
pub async fn set(tx: &mut Tx, name: &str, value: &str, now: Micros) -> Result<()> {
    exec!(
        tx,
        "insert into setting (name, value, updated_at) values ($1, $2, $3)
         on conflict (name) do update set value = excluded.value, updated_at = excluded.updated_at",
        name,
        value,
        now.0
    )?;
    Ok(())
}
