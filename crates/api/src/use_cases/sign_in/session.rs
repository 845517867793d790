use actix_web::cookie::Cookie;
use qabul_contract::me::Me;
use qabul_contract::sessions::Session;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts::Account;
use qabul_store::sessions::{self, NewSession};
use qabul_store::{Ids, Tx};
use uuid::Uuid;

use crate::auth::asker::{Asker, KNOWN_SECONDS};
use crate::auth::cookies::Kind;
use crate::auth::tokens::{SESSION_MAX_SECONDS, SESSION_SECONDS};
use crate::context::Context;
use crate::problem::ApiError;
use crate::use_cases::me;

/// A session in the form of the answer, and the secret for its cookie.
pub struct SignedIn {
    /// The body.
    pub session: Session,
    /// Refresh token, for the cookie only.
    pub refresh: [u8; 32],
    /// Secret of the device that has just proven the account, for its cookie.
    pub device: Option<[u8; 32]>,
}

/// A stored session, before its access token is signed.
pub struct Opened {
    pub(super) account_id: Uuid,
    pub(super) family_id: Uuid,
    pub(super) role: String,
    pub(super) token_id: Uuid,
    pub(super) refresh: [u8; 32],
    pub(super) device: Option<[u8; 32]>,
    pub(super) ends_at: Micros,
    pub(super) now: Micros,
    pub(super) me: Me,
}

/// The cookies of a session: its refresh token, and the device secret if the device has just proven the account.
pub fn cookies(signed_in: &SignedIn, https: bool) -> Vec<Cookie<'static>> {
    let device = signed_in.device.map(|secret| Kind::Device.set(&secret, KNOWN_SECONDS, https));
    std::iter::once(Kind::Refresh.set(&signed_in.refresh, SESSION_SECONDS, https)).chain(device).collect()
}

/// When a family began: its id is the id of its first row and contains the millisecond of its creation.
pub fn begun_at(family_id: Uuid) -> Micros {
    let mut millis = [0_u8; 8];
    millis[2..].copy_from_slice(&family_id.as_bytes()[..6]);
    Micros(i64::from_be_bytes(millis).saturating_mul(1_000))
}

/// The end of a session that is used now: 20 minutes later, but never more than 12 hours after its beginning.
pub(super) fn ends_at(family_id: Uuid, now: Micros) -> Micros {
    now.plus_seconds(SESSION_SECONDS).min(begun_at(family_id).plus_seconds(SESSION_MAX_SECONDS))
}

/// Opens a session: a family with its first token. Its device is known from now on.
///
/// # Errors
/// When the store fails.
pub async fn open_session(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    asker: &Asker,
    lang: Lang,
) -> Result<Opened, ApiError> {
    let (now, id, refresh) = (ids.now(), ids.id(), ids.secret32("refresh"));
    let ends_at = ends_at(id, now);
    let new = NewSession {
        id,
        family_id: id,
        account_id: account.id,
        token_hash: sessions::token_hash(&refresh),
        expires_at: ends_at,
        user_agent: asker.agent.clone(),
    };
    sessions::create(tx, &new, now).await?;
    Ok(Opened {
        account_id: account.id,
        family_id: id,
        role: account.role.clone(),
        token_id: ids.id(),
        refresh,
        device: Some(asker.remember(tx, ids, account.id).await?),
        ends_at,
        now,
        me: me::of(tx, account, lang).await?,
    })
}

/// Signs the access token of an opened session, outside its unit of work.
///
/// # Errors
/// When signing fails.
pub fn signed_in(context: &Context, opened: Opened) -> Result<SignedIn, ApiError> {
    let (access_token, expires_at) = context
        .tokens
        .issue(opened.account_id, opened.family_id, &opened.role, opened.token_id, opened.now)
        .map_err(ApiError::internal)?;
    let session =
        Session { access_token, expires_at: expires_at.into(), session_ends_at: opened.ends_at.into(), me: opened.me };
    Ok(SignedIn { session, refresh: opened.refresh, device: opened.device })
}

#[cfg(test)]
mod tests {
    use qabul_store::Stamp;

    use super::*;

    #[test]
    fn a_session_ends_twelve_hours_after_it_began_however_often_it_is_used() {
        let begun = Micros(1_790_000_000_123_456);
        let family = Ids::new(&Stamp { now: begun, request_id: Uuid::nil(), seed: [1; 32] }).id();
        assert_eq!(begun_at(family).0, 1_790_000_000_123_000);
        assert_eq!(ends_at(family, begun), begun.plus_seconds(SESSION_SECONDS));
        let late = begun.plus_seconds(SESSION_MAX_SECONDS - 60);
        assert_eq!(ends_at(family, late), begun_at(family).plus_seconds(SESSION_MAX_SECONDS));
    }
}
