use qabul_store::{Ids, accounts, second_factors, sessions};

use crate::context::Context;
use crate::problem::ApiError;
use crate::use_cases::account::{audited_by, told};

/// Turns the factor off for a person who lost the phone and the recovery codes, after an officer has checked the
/// identity. Every session ends, because the lost phone may have one; the owner is notified by SMS and e-mail.
/// `false` = no account with this number has a second factor.
///
/// # Errors
/// When the store fails.
pub async fn remove(context: &Context, cabinet: &str, officer: &str) -> Result<bool, ApiError> {
    let stamp = context.stamp()?;
    let now = stamp.now;
    let (cabinet, officer) = (cabinet.to_owned(), format!("officer:{officer}"));
    let done = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let Some(account) = accounts::find_by_cabinet_number(tx, &cabinet).await? else { return Ok(false) };
            if !second_factors::turn_off(tx, account.id, now).await? {
                return Ok(false);
            }
            sessions::revoke_account(tx, account.id, None, now).await?;
            audited_by(tx, &mut ids, &account, &officer, "account.secondFactorRemove", "{}").await?;
            told(tx, &mut ids, &account, "account.secondFactorRemoved").await?;
            Ok::<_, ApiError>(true)
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(done)
}
