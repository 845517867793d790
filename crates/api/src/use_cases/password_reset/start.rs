use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_store::Ids;
use qabul_store::limits::{self, Limit};
use qabul_store::password_resets::{self, NewReset, ResetState};

use super::{LIFE_SECONDS, found, secret_hash, shown};
use crate::context::Context;
use crate::problem::ApiError;
use crate::use_cases::sign_in::Login;

/// Resets of one login, whether or not there is such an account (PORTAL-8).
const PER_LOGIN: Limit = Limit { name: "reset.login", seconds: 3600, most: 5 };
/// Resets from one address; whole schools and mobile networks share one.
const PER_ADDRESS: Limit = Limit { name: "reset.address", seconds: 3600, most: 60 };

/// A begun reset and the secret for the device's cookie.
pub struct Started {
    /// As the device may see it.
    pub shown: Shown,
    /// For the cookie.
    pub secret: [u8; 32],
}

/// Begins a reset for whatever was typed.
///
/// # Errors
/// Too many for this login or from this address.
pub async fn start(context: &Context, login: &str, caller: String) -> Result<Started, ApiError> {
    if login.trim().is_empty() {
        return Err(ApiError::field("/login", "fieldRequired"));
    }
    let login = Login::parse(login);
    let stamp = context.stamp()?;
    let now = stamp.now;
    let started = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            for (limit, what) in [(&PER_ADDRESS, caller.as_str()), (&PER_LOGIN, login.text())] {
                if limits::hit(tx, limit, what, now).await? > limit.most {
                    return Ok(Err(limit.opens_again(now)));
                }
            }
            let account = login.account(tx).await?;
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
            Ok::<_, ApiError>(Ok(Started { shown: shown(&reset), secret }))
        })
        .await?;
    started.map_err(|again| ApiError::too_many(now, again))
}
