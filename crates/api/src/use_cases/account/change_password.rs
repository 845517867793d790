use qabul_store::{Ids, Private, accounts, known_devices, sessions};

use super::{audited, known_words, proven, told};
use crate::auth::asker::Asker;
use crate::auth::passwords::{are_same, weakness};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};

/// Changes the password. Every other session ends and every other device becomes unknown; the current session
/// continues.
///
/// # Errors
/// Wrong current password, the same again, a weak new one, too many tries.
pub async fn change_password(
    context: &Context,
    who: Applicant,
    old: String,
    new: String,
    asker: Asker,
) -> Result<(), ApiError> {
    let same = are_same(&old, &new);
    let account = proven(context, who, "/oldPassword", old).await?;
    // Said only to a caller who knows the current password.
    if same {
        return Err(ApiError::field("/password", "passwordPresent"));
    }
    let stamp = context.stamp()?;
    let known = {
        let account = account.clone();
        context.db.read(async move |tx| known_words(tx, &account).await).await?
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if let Some(weak) = weakness(&new, &known) {
        return Err(ApiError::field("/password", weak));
    }
    let mut salt = [0_u8; 16];
    salt.copy_from_slice(&Ids::new(&stamp).secret32("salt")[..16]);
    let hash = Private(context.passwords.hash(&who.account_id.to_string(), new, salt).await?);
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            // The password was changed between the check and this unit: the proven password is no longer the current
            // one.
            let now = accounts::find(tx, account.id).await?.ok_or(Code::SignInRequired)?;
            if *now.password_hash != *account.password_hash {
                return Err(Code::Stale.into());
            }
            accounts::set_password(tx, account.id, &hash, stamp.now).await?;
            sessions::revoke_account(tx, account.id, Some(who.family_id), stamp.now).await?;
            known_devices::forget(tx, account.id, asker.device_hash().as_ref()).await?;
            audited(tx, &mut ids, &account, "account.passwordChange", "{}").await?;
            told(tx, &mut ids, &account, "account.passwordChanged").await
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(())
}
