use qabul_domain::language::Lang;
use qabul_store::Ids;
use qabul_store::accounts::{self, AccountState};
use qabul_store::audit::{self, Event};
use qabul_store::sessions::{self, Next, Rotated};

use super::session::{Opened, SignedIn, begun_at, signed_in, token_hash};
use crate::auth::tokens::{SESSION_MAX_SECONDS, SESSION_SECONDS};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::me;

/// Exchanges the refresh token for a new one and a new access token. A token used twice ends its whole family: one of the
/// two who used it is a thief.
///
/// # Errors
/// "Session ended".
pub async fn refresh(context: &Context, token: Option<[u8; 32]>, lang: Lang) -> Result<SignedIn, ApiError> {
    let token = token.ok_or(Code::SessionEnded)?;
    let stamp = context.stamp()?;
    let now = stamp.now;
    // Every outcome is committed: a reuse must have ended the family.
    let opened = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let fresh = ids.secret32("refresh");
            let next =
                Next { id: ids.id(), token_hash: token_hash(&fresh), expires_at: now.plus_seconds(SESSION_SECONDS) };
            let (family_id, account_id) = match sessions::rotate(tx, &token_hash(&token), &next, now).await? {
                Rotated::Done { family_id, account_id } => (family_id, account_id),
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
                ends_at: next.expires_at.min(most),
                now,
                me: me::of(tx, &account, lang).await?,
            }))
        })
        .await?;
    signed_in(context, opened.ok_or(Code::SessionEnded)?)
}
