use qabul_domain::language::Lang;
use qabul_store::Ids;
use qabul_store::accounts::{self, AccountState};
use qabul_store::audit::{self, Event};
use qabul_store::sessions::{self, Rotated};

use super::session::{Opened, SignedIn, begun_at, signed_in};
use crate::auth::tokens::{SESSION_MAX_SECONDS, SESSION_SECONDS};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::me;

/// Exchanges the refresh token for its successor and a new access token; an immediate repetition returns the same one.
/// A token used again later ends its whole family, because one of the two users has stolen it.
///
/// # Errors
/// "Session ended".
pub async fn refresh(context: &Context, token: Option<[u8; 32]>, lang: Lang) -> Result<SignedIn, ApiError> {
    let token = token.ok_or(Code::SessionEnded)?;
    let stamp = context.stamp()?;
    let now = stamp.now;
    // Every outcome is committed: after reuse the family must stay ended.
    let opened = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let until = now.plus_seconds(SESSION_SECONDS);
            let (family_id, account_id, fresh, until) = match sessions::rotate(tx, &token, ids.id(), until, now).await?
            {
                Rotated::Done { family_id, account_id, token, expires_at } => {
                    (family_id, account_id, token, expires_at)
                }
                Rotated::Reused { family_id, account_id } => {
                    let event = Event {
                        id: ids.id(),
                        subject: &format!("account:{account_id}"),
                        actor: "system",
                        action: "account.sessionReused",
                        at: now,
                        detail: &serde_json::json!({ "family": family_id }).to_string(),
                    };
                    audit::append(tx, &event).await?;
                    return Ok::<_, ApiError>(None);
                }
                Rotated::Refused => return Ok(None),
            };
            let most = begun_at(family_id).plus_seconds(SESSION_MAX_SECONDS);
            let account = accounts::find(tx, account_id).await?.filter(|account| {
                matches!(account.state, AccountState::Active | AccountState::PendingVerification) && now < most
            });
            let Some(account) = account else {
                sessions::revoke_family(tx, family_id, now).await?;
                return Ok(None);
            };
            Ok(Some(Opened {
                account_id,
                family_id,
                role: account.role.clone(),
                token_id: ids.id(),
                refresh: fresh,
                device: None,
                ends_at: until.min(most),
                now,
                me: me::of(tx, &account, lang).await?,
            }))
        })
        .await?;
    signed_in(context, opened.ok_or(Code::SessionEnded)?)
}
