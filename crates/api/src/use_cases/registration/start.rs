use qabul_contract::registrations::{Registration as Shown, WayIn};
use qabul_store::Ids;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::registrations::{self, RegistrationState};

use super::{Answers, LIFE_SECONDS, secret_hash, shown};
use crate::auth::limits::REGISTRATION_NETWORK;
use crate::context::Context;
use crate::problem::ApiError;

/// A new registration and the secret for the device's cookie.
pub struct Started {
    /// The registration as shown to the device.
    pub shown: Shown,
    /// For the cookie.
    pub secret: [u8; 32],
}

/// Begins a registration on this device.
///
/// # Errors
/// When too many were begun from one network.
pub async fn start(context: &Context, way_in: WayIn, caller: String) -> Result<Started, ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let ask = Ask::new(&REGISTRATION_NETWORK, &caller);
            if let Taken::Refused(until) = limits::take(tx, &[ask], stamp.now).await? {
                return Err(ApiError::too_many(stamp.now, until));
            }
            let secret = ids.secret32("registration");
            let answers = Answers::new(way_in);
            let expires_at = stamp.now.plus_seconds(LIFE_SECONDS);
            registrations::start(tx, ids.id(), &secret_hash(&secret), &answers.bytes()?, stamp.now, expires_at).await?;
            Ok(Started { shown: shown(&answers, RegistrationState::Started, expires_at), secret })
        })
        .await
}
