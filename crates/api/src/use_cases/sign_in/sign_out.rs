use qabul_store::audit::{self, Event};
use qabul_store::{Ids, Tx, sessions};
use uuid::Uuid;

use crate::context::Context;
use crate::problem::ApiError;

/// Ends the session of the cookie, with all its tokens. It is no error if it is unknown or already ended, because the
/// result is the same.
///
/// # Errors
/// When the store fails.
pub async fn sign_out(context: &Context, token: [u8; 32]) -> Result<(), ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            match sessions::revoke_by_token(tx, &sessions::token_hash(&token), stamp.now).await? {
                Some(account_id) => noted(tx, &mut ids, account_id).await,
                None => Ok(()),
            }
        })
        .await
}

/// Ends the session of an access token, for callers without cookies.
///
/// # Errors
/// When the store fails.
pub async fn end_family(context: &Context, account_id: Uuid, family_id: Uuid) -> Result<(), ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            match sessions::revoke_family(tx, family_id, stamp.now).await? {
                0 => Ok(()),
                _ => noted(tx, &mut ids, account_id).await,
            }
        })
        .await
}

async fn noted(tx: &mut Tx, ids: &mut Ids, account_id: Uuid) -> Result<(), ApiError> {
    let subject = format!("account:{account_id}");
    let event = Event {
        id: ids.id(),
        subject: &subject,
        actor: &subject,
        action: "account.signOut",
        at: ids.now(),
        detail: "{}",
    };
    audit::append(tx, &event).await?;
    Ok(())
}
