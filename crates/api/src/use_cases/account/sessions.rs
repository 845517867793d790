use qabul_contract::sessions::{SessionLine, Sessions};
use qabul_store::{Ids, accounts, sessions};
use uuid::Uuid;

use super::{audited, told};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::sign_in::begun_at;

/// The sessions of the account, the caller's own one first.
///
/// # Errors
/// When the store fails.
pub async fn list(context: &Context, who: Applicant) -> Result<Sessions, ApiError> {
    let now = context.clock.now();
    let tokens =
        context.db.read(async move |tx| Ok::<_, ApiError>(sessions::living(tx, who.account_id, now).await?)).await?;
    let mut items: Vec<SessionLine> = Vec::new();
    for token in tokens {
        // The newest token of a family comes first; a second tab may hold another token of the same family.
        if items.iter().any(|line| line.id == token.family_id) {
            continue;
        }
        items.push(SessionLine {
            id: token.family_id,
            device: token.user_agent,
            begun_at: begun_at(token.family_id).into(),
            used_at: token.issued_at.into(),
            current: token.family_id == who.family_id,
        });
    }
    items.sort_by_key(|line| !line.current);
    Ok(Sessions { items })
}

/// Ends one session of the account; its access token is refused at once too.
///
/// # Errors
/// When it belongs to another account, or has ended.
pub async fn end_one(context: &Context, who: Applicant, family_id: Uuid) -> Result<(), ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let living = sessions::living(tx, who.account_id, stamp.now).await?;
            if !living.iter().any(|token| token.family_id == family_id) {
                return Err(Code::NotFound.into());
            }
            sessions::revoke_family(tx, family_id, stamp.now).await?;
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let detail = serde_json::json!({ "family": family_id }).to_string();
            audited(tx, &mut ids, &account, "account.signOutElsewhere", &detail).await
        })
        .await
}

/// Ends every session of the account, including the current one.
///
/// # Errors
/// When the store fails.
pub async fn end_all(context: &Context, who: Applicant) -> Result<(), ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            sessions::revoke_account(tx, who.account_id, None, stamp.now).await?;
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            audited(tx, &mut ids, &account, "account.signOutEverywhere", "{}").await?;
            told(tx, &mut ids, &account, "account.signedOutEverywhere").await
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(())
}
