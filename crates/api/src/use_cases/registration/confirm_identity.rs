use qabul_contract::registrations::Registration as Shown;
use qabul_store::registrations::RegistrationState::{IdentityConfirmed, IdentityFound};

use super::{found, save, shown};
use crate::context::Context;
use crate::problem::ApiError;

/// Records that the person confirmed the shown data.
///
/// # Errors
/// When the register has not answered yet.
pub async fn confirm_identity(context: &Context, secret: [u8; 32]) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            let found = found(tx, &secret, &[IdentityFound, IdentityConfirmed], now).await?;
            save(tx, &found, IdentityConfirmed, now).await?;
            Ok(shown(&found.answers, IdentityConfirmed, found.row.expires_at))
        })
        .await
}
