//! Table `reference`: reference lists with their sources, imported by seeds.

use crate::{Result, Tx};

row! {
    /// A row of a list.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Reference {
        /// Code, unique within the list.
        pub code: String,
        /// Name in Azerbaijani.
        pub name_az: String,
        /// Name in English.
        pub name_en: String,
        /// Name in Russian.
        pub name_ru: String,
        /// Act or publication that the row is taken from.
        pub basis: String,
        /// Further columns as JSON.
        pub extra: String,
        /// Order.
        pub sort: i64,
    }
}

/// Adds a row to a list or updates it.
pub async fn put(tx: &mut Tx, list: &str, row: &Reference) -> Result<()> {
    exec!(
        tx,
        "insert into reference (list, code, name_az, name_en, name_ru, basis, extra, sort)
         values ($1, $2, $3, $4, $5, $6, $7, $8)
         on conflict (list, code) do update set name_az = excluded.name_az, name_en = excluded.name_en,
                name_ru = excluded.name_ru, basis = excluded.basis, extra = excluded.extra, sort = excluded.sort",
        list,
        &row.code,
        &row.name_az,
        &row.name_en,
        &row.name_ru,
        &row.basis,
        &row.extra,
        row.sort
    )?;
    Ok(())
}

/// Removes a row from a list.
pub async fn remove(tx: &mut Tx, list: &str, code: &str) -> Result<()> {
    exec!(tx, "delete from reference where list = $1 and code = $2", list, code)?;
    Ok(())
}

/// A list, in its order.
pub async fn list(tx: &mut Tx, list: &str) -> Result<Vec<Reference>> {
    fetch_all!(
        tx,
        Reference,
        "select code, name_az, name_en, name_ru, basis, extra, sort from reference where list = $1 order by sort, code",
        list
    )
}

/// One row.
pub async fn find(tx: &mut Tx, list: &str, code: &str) -> Result<Option<Reference>> {
    fetch_optional!(
        tx,
        Reference,
        "select code, name_az, name_en, name_ru, basis, extra, sort from reference where list = $1 and code = $2",
        list,
        code
    )
}
