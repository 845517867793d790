//! Everything that handlers and jobs use. Built once, cheap to clone.

use std::ops::Deref;
use std::sync::Arc;

use qabul_documents::Printer;
use qabul_gateways::Gateways;
use qabul_store::{Db, Stamp};
use uuid::Uuid;

use crate::auth::evenly::Evenly;
use crate::auth::passwords::Passwords;
use crate::auth::tokens::Tokens;
use crate::clock::Clock;
use crate::config::Config;
use crate::heads::HeadsFile;
use crate::problem::ApiError;

/// The parts of a running portal.
#[derive(Clone)]
pub struct Context(Arc<Parts>);

/// See [`Context`].
pub struct Parts {
    /// Configuration.
    pub config: Config,
    /// Clock.
    pub clock: Clock,
    /// Store.
    pub db: Db,
    /// Outside systems.
    pub gateways: Gateways,
    /// Passwords.
    pub passwords: Passwords,
    /// Whether answers that could show what is known leave at fixed steps of time.
    pub evenly: Evenly,
    /// Access tokens.
    pub tokens: Tokens,
    /// Documents.
    pub printer: Printer,
    /// Wakes the outbox job after a commit.
    pub outbox_bell: tokio::sync::Notify,
    /// The heads of the audit, stored outside the database.
    pub heads: HeadsFile,
    /// When writing to the database was last tried, and whether it succeeded.
    pub write_probe: tokio::sync::Mutex<Option<(std::time::Instant, bool)>>,
    /// Set once the process was asked to stop: it is no longer ready and closes each connection after its answer.
    pub draining: std::sync::atomic::AtomicBool,
}

impl Context {
    /// Bundles the parts.
    pub fn new(parts: Parts) -> Context {
        Context(Arc::new(parts))
    }

    /// Whether the process was asked to stop.
    pub fn is_draining(&self) -> bool {
        self.draining.load(std::sync::atomic::Ordering::Relaxed)
    }

    /// Time, id and randomness of one request, taken outside its unit of work.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn stamp(&self) -> Result<Stamp, ApiError> {
        let mut seed = [0_u8; 32];
        getrandom::fill(&mut seed).map_err(|error| ApiError::internal(anyhow::anyhow!("no randomness: {error}")))?;
        let mut id = [0_u8; 16];
        id.copy_from_slice(&seed[..16]);
        Ok(Stamp { now: self.clock.now(), request_id: Uuid::from_bytes(id), seed })
    }
}

impl Deref for Context {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
