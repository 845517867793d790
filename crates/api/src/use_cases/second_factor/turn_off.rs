use qabul_store::accounts;
use qabul_store::{Ids, second_factors, sessions};

use super::codes::refusal;
use super::{Tried, in_session, try_code};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, proven, told};

/// Turns the factor off; every other session ends. It is no error if it is already off, because the result is the same.
///
/// # Errors
/// Wrong password or code, too many tries.
pub async fn turn_off(context: &Context, who: Applicant, password: String, code: String) -> Result<(), ApiError> {
    proven(context, who, "/password", password).await?;
    let stamp = context.stamp()?;
    let (now, device_now) = (stamp.now, context.clock.unshifted());
    let refused = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            if account.totp.is_none() {
                return Ok(None);
            }
            let tried = try_code(tx, &mut ids, &account, &in_session(who), &code, device_now).await?;
            let Tried::Right { by } = tried else { return Ok(Some(tried)) };
            if second_factors::turn_off(tx, account.id, now).await? {
                sessions::revoke_account(tx, account.id, Some(who.family_id), now).await?;
                audited(tx, &mut ids, &account, "account.secondFactorOff", &by.detail()).await?;
                told(tx, &mut ids, &account, "account.secondFactorOff").await?;
            }
            Ok::<_, ApiError>(None)
        })
        .await?;
    context.outbox_bell.notify_one();
    refused.map_or(Ok(()), |tried| Err(refusal(tried, now)))
}
