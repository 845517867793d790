use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_store::Ids;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::password_resets::{self, NewReset, ResetState};

use super::{LIFE_SECONDS, found, secret_hash, shown};
use crate::auth::asker::Asker;
use crate::auth::limits::RESET_BEGUN;
use crate::context::Context;
use crate::problem::ApiError;
use crate::use_cases::sign_in::Login;

/// A new reset and the secret for the device's cookie.
pub struct Started {
    /// The reset as shown to the device.
    pub shown: Shown,
    /// For the cookie.
    pub secret: [u8; 32],
}

/// Begins a reset for any typed login. Nothing is sent, so a reset may be begun often, whatever login was typed.
///
/// # Errors
/// Too many from this network; a device known to the account is counted separately.
pub async fn start(context: &Context, login: &str, asker: Asker) -> Result<Started, ApiError> {
    if login.trim().is_empty() {
        return Err(ApiError::field("/login", "fieldRequired"));
    }
    let login = Login::parse(login);
    let stamp = context.stamp()?;
    let now = stamp.now;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let network = Ask::new(&RESET_BEGUN, &asker.network);
            let refused = limits::refused(tx, std::slice::from_ref(&network), now).await?;
            if let (Some(until), false) = (refused, asker.has_device()) {
                return Err(ApiError::too_many(now, until));
            }
            let account = login.account(tx).await?;
            let standing = asker.standing(tx, account.as_ref().map(|account| account.id), now).await?;
            if let Taken::Refused(until) = limits::take(tx, &[Ask::new(&RESET_BEGUN, standing.key())], now).await? {
                return Err(ApiError::too_many(now, until));
            }
            let secret = ids.secret32("password.reset");
            let new = NewReset {
                id: ids.id(),
                secret_hash: secret_hash(&secret),
                account_id: account.map(|account| account.id),
                login_hash: password_resets::login_hash(tx, login.text()),
                expires_at: now.plus_seconds(LIFE_SECONDS),
            };
            password_resets::start(tx, &new, now).await?;
            let reset = found(tx, &secret, &[ResetState::Started], now).await?;
            Ok(Started { shown: shown(&reset), secret })
        })
        .await
}
