//! Server time and mode; the clock of a demo installation.

use std::time::{Duration, Instant};

use qabul_contract::system::SystemStatus;
use qabul_store::settings;

use crate::context::Context;
use crate::problem::{ApiError, Code};

/// Name of the setting that contains the demo clock's shift, in seconds.
pub const SHIFT_SETTING: &str = "clock.shiftSeconds";

/// The public status.
pub fn status(context: &Context) -> SystemStatus {
    SystemStatus {
        now: context.clock.now().into(),
        demo: context.config.demo,
        clock_shift_seconds: context.clock.shift_seconds(),
        inbox_url: context.config.inbox_url.clone().filter(|_| context.config.demo),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }
}

/// Name of the setting that a probe writes.
const PROBE_SETTING: &str = "probe.writes";
/// Number of characters a probe writes: more than a usual transaction, so that a full disk is noticed.
const PROBE_SIZE: usize = 32 * 1024;
/// How long the result of a probe is kept, however often it is requested.
const PROBE_HOLDS: Duration = Duration::from_secs(1);

/// Whether the database can be written to. On SQLite this is tried at most once a second, because a full disk or a disk
/// that fails to sync still allows reads. PostgreSQL checks its own disk and stops when it cannot rely on it.
pub async fn can_write(context: &Context) -> bool {
    if context.db.is_postgres() {
        return true;
    }
    // Concurrent callers wait for the result of the one that tries.
    let mut last = context.write_probe.lock().await;
    if let Some((at, could)) = *last
        && at.elapsed() < PROBE_HOLDS
    {
        return could;
    }
    let now = context.clock.unshifted();
    let tried = context
        .db
        .transact(async move |tx| settings::set(tx, PROBE_SETTING, &format!("{:<PROBE_SIZE$}", now.0), now).await)
        .await;
    if let Err(error) = &tried {
        tracing::warn!(event = "probe.failed", %error, "the database cannot be written to");
    }
    *last = Some((Instant::now(), tried.is_ok()));
    tried.is_ok()
}

/// Shifts the clock of a demo installation. The shift is stored, so it survives a restart.
///
/// # Errors
/// Outside demo mode there is no such operation.
pub async fn shift_clock(context: &Context, seconds: i64) -> Result<SystemStatus, ApiError> {
    if !context.config.demo {
        return Err(Code::NotFound.into());
    }
    let now = context.clock.unshifted();
    context
        .db
        .transact(async move |tx| Ok::<_, ApiError>(settings::set(tx, SHIFT_SETTING, &seconds.to_string(), now).await?))
        .await?;
    context.clock.set_shift(seconds);
    // Deadlines may have passed because of the shift.
    context.outbox_bell.notify_one();
    Ok(status(context))
}

/// The stored shift; 0 if there is none.
///
/// # Errors
/// When the store fails.
pub async fn stored_shift(db: &qabul_store::Db) -> Result<i64, qabul_store::Error> {
    let value = db.read(async |tx| settings::get(tx, SHIFT_SETTING).await).await?;
    Ok(value.and_then(|text| text.parse().ok()).unwrap_or(0))
}
