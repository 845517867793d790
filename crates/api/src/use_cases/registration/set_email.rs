use qabul_contract::registrations::Registration as Shown;
use qabul_domain::person::Email;
use qabul_store::registrations::RegistrationState::{EmailSet, PhoneVerified};

use super::{found, save, shown};
use crate::context::Context;
use crate::problem::{ApiError, Line};

/// Stores the e-mail address. A taken address gets the same answer as a free one; its owner is notified when the
/// account is created.
///
/// # Errors
/// Unreadable or differing addresses.
pub async fn set_email(context: &Context, secret: [u8; 32], email: &str, again: &str) -> Result<Shown, ApiError> {
    let email = Email::parse(email).map_err(|reason| ApiError::reason("/email", &reason))?;
    let again = Email::parse(again).map_err(|reason| ApiError::reason("/emailAgain", &reason))?;
    if email.key() != again.key() {
        return Err(ApiError::field("/emailAgain", "emailsDiffer").with(Line::field("/email", "emailsDiffer")));
    }
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            let mut found = found(tx, &secret, &[PhoneVerified, EmailSet], now).await?;
            found.answers.email = Some(email.as_str().to_owned());
            save(tx, &found, EmailSet, now).await?;
            Ok(shown(&found.answers, EmailSet, found.row.expires_at))
        })
        .await
}
