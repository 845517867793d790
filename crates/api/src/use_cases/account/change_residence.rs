use qabul_contract::me::Profile;
use qabul_domain::person::Residence;
use qabul_store::{Ids, accounts, persons};

use super::{audited, person};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::me;

/// Changes the actual residence. Applications that were confirmed or sent keep the sealed data.
///
/// # Errors
/// An unreadable place; the person was changed meanwhile.
pub async fn change_residence(context: &Context, who: Applicant, place: &str) -> Result<Profile, ApiError> {
    let place = Residence::parse(place).map_err(|reason| ApiError::reason("/actualPlace", &reason))?;
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let stored = persons::find(tx, who.person_id).await?.ok_or(Code::NotFound)?;
            let mut record = person::read(&stored)?;
            if record.facts.actual_place == place.as_str() {
                return Ok(());
            }
            record.facts.actual_place = place.as_str().to_owned();
            person::replace(tx, &ids, &stored, &record).await?;
            audited(tx, &mut ids, &account, "account.residenceChange", "{}").await
        })
        .await?;
    me::profile(context, who).await
}
