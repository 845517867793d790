//! The sealer of the audit: every second the rows nobody has sealed yet go under one Merkle root.

use qabul_store::{audit, leases};

use crate::context::Context;
use crate::problem::ApiError;

/// Rows under one seal at most.
const BATCH: u32 = 1_000;
/// How long one node keeps the sealer's office, in seconds.
const LEASE_SECONDS: i64 = 10;
/// Name of the lease.
pub(super) const LEASE: &str = "audit.sealer";

/// Seals everything not sealed yet; how many rows. 0 also where another node holds the office.
///
/// # Errors
/// When the store fails.
pub async fn run_once(context: &Context) -> Result<i64, ApiError> {
    let mut sealed = 0;
    loop {
        let waiting = context.db.read(async |tx| audit::unsealed_count(tx).await.map_err(ApiError::from)).await?;
        metrics::gauge!("qabul_audit_unsealed").set(waiting as f64);
        if waiting == 0 {
            return Ok(sealed);
        }
        // True time for the office, the portal's time for the seal.
        let (held_at, now, holder) = (context.clock.unshifted(), context.clock.now(), super::worker::node_name());
        let seal = context
            .db
            .transact(async move |tx| {
                if !leases::take(tx, LEASE, holder, held_at, held_at.plus_seconds(LEASE_SECONDS)).await? {
                    return Ok::<_, ApiError>(None);
                }
                Ok(audit::seal_batch(tx, now, BATCH).await?)
            })
            .await?;
        match seal {
            Some(seal) => sealed += seal.count,
            None => return Ok(sealed),
        }
    }
}
