//! A forgotten password, step by step (PORTAL-8). One file per step.
//!
//! Every step answers an unknown login like a known one: the same body, headers and work. Wrong digits are answered
//! like correct ones; only the owner of the number receives the code.

mod send_code;
mod set_password;
mod start;
mod verify;

pub use send_code::send_code;
pub use set_password::set_password;
pub use start::{Started, start};
pub use verify::verify;

use qabul_contract::password_resets::{PasswordReset as Shown, ResetState as ShownState};
use qabul_domain::calendar::Micros;
use qabul_store::Tx;
use qabul_store::password_resets::{self, PasswordReset, ResetState};
use sha2::{Digest as _, Sha256};

use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes;

/// A reset expires after this many seconds.
pub const LIFE_SECONDS: i64 = 30 * 60;

fn secret_hash(secret: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// The device's reset, in one of `states`.
async fn found(tx: &mut Tx, secret: &[u8; 32], states: &[ResetState], now: Micros) -> Result<PasswordReset, ApiError> {
    let reset = password_resets::find(tx, &secret_hash(secret), now).await?.ok_or(Code::ResetGone)?;
    if states.contains(&reset.state) { Ok(reset) } else { Err(Code::WrongStep.into()) }
}

async fn save(tx: &mut Tx, reset: &PasswordReset, now: Micros) -> Result<(), ApiError> {
    if password_resets::save(tx, reset, now).await? { Ok(()) } else { Err(Code::Stale.into()) }
}

fn shown(reset: &PasswordReset) -> Shown {
    let code = reset.code_sent_at.zip(reset.code_expires_at).filter(|_| reset.state == ResetState::Code);
    Shown {
        state: match reset.state {
            ResetState::Started => ShownState::Started,
            ResetState::Code => ShownState::CodeSent,
            ResetState::Proven | ResetState::Done => ShownState::Proven,
        },
        code: code.map(|(sent_at, expires_at)| {
            one_time_codes::told(sent_at, expires_at, reset.code_tries_left.unwrap_or_default())
        }),
        expires_at: reset.expires_at.into(),
    }
}

/// Deletes the device's reset, so that the person can start again. It is no error if there is none.
///
/// # Errors
/// When the store fails.
pub async fn forget(context: &Context, secret: [u8; 32]) -> Result<(), ApiError> {
    context.db.transact(async move |tx| Ok(password_resets::forget(tx, &secret_hash(&secret)).await.map(|_| ())?)).await
}

/// The device's reset, as shown to it.
///
/// # Errors
/// When there is none, or it has expired.
pub async fn show(context: &Context, secret: [u8; 32]) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    let open = [ResetState::Started, ResetState::Code, ResetState::Proven];
    context.db.read(async move |tx| Ok(shown(&found(tx, &secret, &open, now).await?))).await
}
