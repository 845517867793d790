use qabul_contract::me::Profile;
use qabul_contract::registrations::FillPerson;
use qabul_domain::facts::{PersonFacts, Source};
use qabul_store::accounts::AccountState;
use qabul_store::{Ids, accounts, persons};
use serde_json::json;

use super::{audited, person};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::me;
use crate::use_cases::registration::read_person;

/// Corrects hand-typed personal data, until an officer has compared it with the document (PORTAL-4). Verified data, and
/// data from a register, cannot be changed by the person.
///
/// # Errors
/// The account does not wait for verification; missing or unreadable data, all fields at once.
pub async fn correct_person(context: &Context, who: Applicant, typed: &FillPerson) -> Result<Profile, ApiError> {
    let stamp = context.stamp()?;
    let typed = read_person(typed, stamp.now)?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let stored = persons::find(tx, who.person_id).await?.ok_or(Code::NotFound)?;
            let mut record = person::read(&stored)?;
            if account.state != AccountState::PendingVerification || record.source() != Source::Manual {
                return Err(ApiError::new(Code::NotOffered));
            }
            let changed = changed(&record.facts, &typed);
            if changed.is_empty() {
                return Ok(());
            }
            record.facts = typed.clone();
            record.asked_at = stamp.now;
            person::replace(tx, &ids, &stored, &record).await?;
            // The audit names the fields, never their values.
            audited(tx, &mut ids, &account, "account.personCorrect", &json!({ "fields": changed }).to_string()).await
        })
        .await?;
    me::profile(context, who).await
}

fn changed(before: &PersonFacts, now: &PersonFacts) -> Vec<&'static str> {
    let fields = [
        ("surname", before.surname != now.surname),
        ("name", before.name != now.name),
        ("patronymic", before.patronymic != now.patronymic),
        ("birthDate", before.birth_date != now.birth_date),
        ("document", before.document != now.document),
        ("registeredPlace", before.registered_place != now.registered_place),
        ("actualPlace", before.actual_place != now.actual_place),
    ];
    fields.into_iter().filter_map(|(name, differs)| differs.then_some(name)).collect()
}
