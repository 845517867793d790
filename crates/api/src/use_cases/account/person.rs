//! Replaces a person's data: the sealed record, its search columns and the fact that judgements read.

use qabul_domain::az;
use qabul_domain::decision::Need;
use qabul_store::facts::{self, FactStatus, StoredFact};
use qabul_store::persons::{self, NewPerson, Person};
use qabul_store::{Ids, Private, Tx};

use crate::problem::{ApiError, Code};
use crate::use_cases::registration::{PersonRecord, citizenship_word, source_word};

/// The stored record of a person.
///
/// # Errors
/// An unreadable record.
pub(super) fn read(person: &Person) -> Result<PersonRecord, ApiError> {
    serde_json::from_slice(&person.data).map_err(ApiError::internal)
}

/// Replaces the record that was read with a changed one.
///
/// # Errors
/// The person was changed meanwhile.
pub(super) async fn replace(tx: &mut Tx, ids: &Ids, person: &Person, record: &PersonRecord) -> Result<(), ApiError> {
    let name = record.facts.full_name();
    let new = NewPerson {
        id: person.id,
        fin: record.fin.clone().map(Private),
        document: Some(Private(record.facts.document.clone())),
        data: Private(serde_json::to_vec(record).map_err(ApiError::internal)?),
        name_key: az::fold(&name),
        sort_key: az::sort_key(&name),
        citizenship: citizenship_word(&record.facts).to_owned(),
        now: ids.now(),
    };
    if !persons::update(tx, person.id, person.version, &new).await? {
        return Err(Code::Stale.into());
    }
    let fact = StoredFact {
        need: Need::Person.word().to_owned(),
        status: FactStatus::Known,
        value: Some(Private(serde_json::to_vec(&record.facts).map_err(ApiError::internal)?)),
        source: source_word(record).to_owned(),
        at: record.asked_at,
    };
    facts::put(tx, person.id, &fact).await?;
    Ok(())
}
