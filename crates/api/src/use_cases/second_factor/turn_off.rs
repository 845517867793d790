use qabul_store::accounts;
use qabul_store::{Ids, second_factors};

use super::codes::refusal;
use super::{Tried, try_code};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, proven, told};

/// Turns the factor off. Off already is no error: the person wanted it off and it is.
///
/// # Errors
/// Wrong password or code, too many tries.
pub async fn turn_off(context: &Context, who: Applicant, password: String, code: String) -> Result<(), ApiError> {
    proven(context, who, "/password", password).await?;
    let stamp = context.stamp()?;
    let now = stamp.now;
    let tried = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            if account.totp.is_none() {
                return Ok(Tried::Right);
            }
            let tried = try_code(tx, &account, &code, now).await?;
            if tried == Tried::Right && second_factors::turn_off(tx, account.id, now).await? {
                audited(tx, &mut ids, &account, "account.secondFactorOff", "{}").await?;
                told(tx, &mut ids, &account, "account.secondFactorOff").await?;
            }
            Ok::<_, ApiError>(tried)
        })
        .await?;
    context.outbox_bell.notify_one();
    if tried == Tried::Right { Ok(()) } else { Err(refusal(tried, now)) }
}
