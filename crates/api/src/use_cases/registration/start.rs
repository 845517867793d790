use qabul_contract::registrations::{Registration as Shown, WayIn};
use qabul_store::Ids;
use qabul_store::limits::{self, Limit};
use qabul_store::registrations::{self, RegistrationState};

use super::{Answers, LIFE_SECONDS, secret_hash, shown};
use crate::context::Context;
use crate::problem::{ApiError, Code};

const PER_ADDRESS: Limit = Limit { name: "registration.start", seconds: 3600, most: 60 };

/// A begun registration and the secret for the device's cookie.
pub struct Started {
    /// As the device may see it.
    pub shown: Shown,
    /// For the cookie.
    pub secret: [u8; 32],
}

/// Begins a registration on this device.
///
/// # Errors
/// When too many were begun from one address.
pub async fn start(context: &Context, way_in: WayIn, caller: String) -> Result<Started, ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let hits = limits::hit(tx, &PER_ADDRESS, &caller, stamp.now).await?;
            if hits > PER_ADDRESS.most {
                return Ok::<_, ApiError>(Err(Code::TooMany));
            }
            let secret = ids.secret32("registration");
            let answers = Answers::new(way_in);
            let expires_at = stamp.now.plus_seconds(LIFE_SECONDS);
            registrations::start(tx, ids.id(), &secret_hash(&secret), &answers.bytes()?, stamp.now, expires_at).await?;
            Ok::<_, ApiError>(Ok(Started { shown: shown(&answers, RegistrationState::Started, expires_at), secret }))
        })
        .await?
        .map_err(|code: Code| ApiError::new(code).retry_after(600))
}
