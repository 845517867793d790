//! The caller as limits see it: the network a request comes from, and the device if it has proven an account before.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use qabul_domain::calendar::Micros;
use qabul_store::{Ids, Tx, known_devices};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::cookies::Kind;
use crate::context::Context;
use crate::extract::Caller;
use crate::problem::ApiError;
use crate::use_cases::sign_in::user_agent;

/// How long an unused device stays known, in seconds.
pub const KNOWN_SECONDS: i64 = 365 * 86_400;

/// The caller of a request. Nothing of it is stored in plain text.
#[derive(Clone)]
pub struct Asker {
    /// IPv4 address, or the network of an IPv6 address.
    pub network: String,
    /// Secret from the device's cookie. A made-up secret has no effect: a device becomes known only by a correct
    /// password or code.
    device: Option<[u8; 32]>,
    /// Browser and operating system as readable text.
    pub agent: String,
}

impl FromRequest for Asker {
    type Error = ApiError;
    type Future = Ready<Result<Self, ApiError>>;
    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let https = request.app_data::<web::Data<Context>>().is_some_and(|context| context.config.https());
        let caller = Caller::from_request(request, payload).into_inner();
        ready(caller.map(|Caller(network)| Asker {
            network,
            device: Kind::Device.read(request, https),
            agent: user_agent(request),
        }))
    }
}

/// How well the caller is known.
#[derive(Clone)]
pub enum Standing {
    /// A device that has proven the account the request is about.
    Known(String),
    /// A caller who has proven an identity in another way: by a register, or by a signed-in session.
    Proven(String),
    /// Anybody from this network.
    Stranger(String),
}

impl Standing {
    /// What limits count.
    pub fn key(&self) -> &str {
        match self {
            Standing::Known(key) | Standing::Proven(key) | Standing::Stranger(key) => key,
        }
    }
}

impl Asker {
    /// A caller from this network without a device, for programs that try out the portal.
    pub fn stranger(network: &str) -> Asker {
        Asker { network: network.to_owned(), device: None, agent: "–".to_owned() }
    }

    /// Whether the request carries a device secret, known or not.
    pub fn has_device(&self) -> bool {
        self.device.is_some()
    }

    /// The hash of the device's secret, as stored.
    pub fn device_hash(&self) -> Option<[u8; 32]> {
        self.device.map(|secret| Sha256::digest(secret).into())
    }

    /// How well the caller is known to an account. Without an account the same work is done.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn standing(&self, tx: &mut Tx, account_id: Option<Uuid>, now: Micros) -> Result<Standing, ApiError> {
        if let Some(hash) = self.device_hash() {
            let account_id = account_id.unwrap_or(Uuid::nil());
            if known_devices::is_known(tx, &hash, account_id, now).await? {
                let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
                return Ok(Standing::Known(format!("device:{hash}:{account_id}")));
            }
        }
        Ok(Standing::Stranger(self.network.clone()))
    }

    /// Stores the device of a caller who has just proven the account; returns the secret for its cookie.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn remember(&self, tx: &mut Tx, ids: &Ids, account_id: Uuid) -> Result<[u8; 32], ApiError> {
        let (now, secret) = (ids.now(), self.device.unwrap_or_else(|| ids.secret32("device")));
        let hash: [u8; 32] = Sha256::digest(secret).into();
        known_devices::remember(tx, &hash, account_id, now, now.plus_seconds(KNOWN_SECONDS)).await?;
        Ok(secret)
    }
}
