//! Table `person`: persons from a register or entered by hand.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Cursor, Page, Private, Result, Tx};

/// A person to store.
pub struct NewPerson {
    /// Id.
    pub id: Uuid,
    /// FIN in its normal form (upper case); none for persons without one.
    pub fin: Option<Private<String>>,
    /// Series and number of the identity document in normal form.
    pub document: Option<Private<String>>,
    /// Personal data as JSON; sealed here.
    pub data: Private<Vec<u8>>,
    /// Folded name for search.
    pub name_key: String,
    /// Name in alphabetical order.
    pub sort_key: String,
    /// `azerbaijan`, `foreign`, `stateless` or `protected`.
    pub citizenship: String,
    /// Instant of the request.
    pub now: Micros,
}

/// A stored person, unsealed.
#[derive(Debug, Clone)]
pub struct Person {
    /// Id.
    pub id: Uuid,
    /// Personal data as JSON.
    pub data: Private<Vec<u8>>,
    /// Folded name for search.
    pub name_key: Private<String>,
    /// Name in alphabetical order.
    pub sort_key: Private<String>,
    /// `azerbaijan`, `foreign`, `stateless` or `protected`.
    pub citizenship: String,
    /// Counts changes.
    pub version: i64,
    /// When it was first stored.
    pub created_at: Micros,
    /// When it was last changed.
    pub updated_at: Micros,
}

row! {
    struct Stored {
        id: Uuid, data: Vec<u8>, name_key: String, sort_key: String, citizenship: String, version: i64,
        created_at: Micros, updated_at: Micros,
    }
}

fn place(id: &Uuid, version: i64) -> Place<'_> {
    Place { table: "person", column: "data", row: id.as_bytes(), version }
}

fn opened(tx: &Tx, row: Stored) -> Result<Person> {
    Ok(Person {
        data: tx.keys().open(place(&row.id, row.version), &row.data)?,
        id: row.id,
        name_key: row.name_key.into(),
        sort_key: row.sort_key.into(),
        citizenship: row.citizenship,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    })
}

/// Stores a person. `false` = a person with this FIN exists; nothing was written.
pub async fn insert(tx: &mut Tx, new: &NewPerson) -> Result<bool> {
    let data = tx.keys().seal(place(&new.id, 1), &new.data)?;
    let fin = new.fin.as_ref().map(|fin| tx.keys().blind("fin", fin));
    let document = new.document.as_ref().map(|document| tx.keys().blind("document", document));
    let rows = exec!(
        tx,
        "insert into person (id, fin_index, document_index, data, name_key, sort_key, citizenship, version,
         created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $8) on conflict (fin_index) do nothing",
        new.id,
        &fin,
        &document,
        &data,
        &new.name_key,
        &new.sort_key,
        &new.citizenship,
        new.now.0
    )?;
    Ok(rows == 1)
}

/// By id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Person>> {
    let row = fetch_optional!(
        tx,
        Stored,
        "select id, data, name_key, sort_key, citizenship, version, created_at, updated_at from person where id = $1",
        id
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// By FIN in its normal form.
pub async fn find_by_fin(tx: &mut Tx, fin: &str) -> Result<Option<Person>> {
    let index = tx.keys().blind("fin", fin);
    let row = fetch_optional!(
        tx,
        Stored,
        "select id, data, name_key, sort_key, citizenship, version, created_at, updated_at from person
         where fin_index = $1",
        &index
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// Replaces data and names, for example after a new answer of a register. `false` = changed after version `seen`.
pub async fn update(tx: &mut Tx, id: Uuid, seen: i64, new: &NewPerson) -> Result<bool> {
    let data = tx.keys().seal(place(&id, seen + 1), &new.data)?;
    let document = new.document.as_ref().map(|document| tx.keys().blind("document", document));
    let rows = exec!(
        tx,
        "update person set data = $3, name_key = $4, sort_key = $5, citizenship = $6, document_index = $7,
                version = version + 1, updated_at = case when updated_at > $8 then updated_at else $8 end
          where id = $1 and version = $2",
        id,
        seen,
        &data,
        &new.name_key,
        &new.sort_key,
        &new.citizenship,
        &document,
        new.now.0
    )?;
    Ok(rows == 1)
}

/// Ids of persons whose folded name begins with `prefix`, in order of the folded name. For the desk; the caller audits
/// each look-up. Only the id of the cursor is used, not its instant.
pub async fn find_by_name(tx: &mut Tx, prefix: &str, limit: u32) -> Result<Page<Uuid>> {
    row! { struct Found { id: Uuid } }
    let above = upper_bound(prefix);
    let rows = fetch_all!(
        tx,
        Found,
        "select id from person where name_key >= $1 and name_key < $2 order by name_key, id limit $3",
        prefix,
        &above,
        i64::from(limit) + 1
    )?;
    let ids = rows.into_iter().map(|row| row.id).collect();
    Ok(Page::cut(ids, limit, |id| Cursor { at: Micros(0), id: *id }))
}

/// The first text after every text that begins with `prefix`. LIKE would use no index on PostgreSQL and would ignore
/// case on SQLite.
pub(crate) fn upper_bound(prefix: &str) -> String {
    format!("{prefix}{}", char::MAX)
}
