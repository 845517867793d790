use qabul_contract::me::Profile;
use qabul_domain::az;
use qabul_domain::decision::Need;
use qabul_domain::person::Residence;
use qabul_store::facts::{self, FactStatus, StoredFact};
use qabul_store::persons::{self, NewPerson};
use qabul_store::{Ids, Private, accounts};

use super::audited;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::me;
use crate::use_cases::registration::{PersonRecord, citizenship_word, source_word};

/// Changes the actual residence. Applications that were confirmed or sent keep what was sealed with them.
///
/// # Errors
/// An unreadable place; somebody changed the person in between.
pub async fn change_residence(context: &Context, who: Applicant, place: &str) -> Result<Profile, ApiError> {
    let place = Residence::parse(place).map_err(|reason| ApiError::reason("/actualPlace", &reason))?;
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let person = persons::find(tx, who.person_id).await?.ok_or(Code::NotFound)?;
            let mut record: PersonRecord = serde_json::from_slice(&person.data).map_err(ApiError::internal)?;
            if record.facts.actual_place == place.as_str() {
                return Ok(());
            }
            record.facts.actual_place = place.as_str().to_owned();
            let name = record.facts.full_name();
            let new = NewPerson {
                id: person.id,
                fin: record.fin.clone().map(Private),
                document: Some(Private(record.facts.document.clone())),
                data: Private(serde_json::to_vec(&record).map_err(ApiError::internal)?),
                name_key: az::fold(&name),
                sort_key: az::sort_key(&name),
                citizenship: citizenship_word(&record.facts).to_owned(),
                now: stamp.now,
            };
            if !persons::update(tx, person.id, person.version, &new).await? {
                return Err(Code::Stale.into());
            }
            let fact = StoredFact {
                need: Need::Person.word().to_owned(),
                status: FactStatus::Known,
                value: Some(Private(serde_json::to_vec(&record.facts).map_err(ApiError::internal)?)),
                source: source_word(&record).to_owned(),
                at: record.asked_at,
            };
            facts::put(tx, person.id, &fact).await?;
            audited(tx, &mut ids, &account, "account.residenceChange", "{}").await
        })
        .await?;
    me::profile(context, who).await
}
