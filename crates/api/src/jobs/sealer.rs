//! The sealer of the audit: every second the unsealed rows are sealed under one signed Merkle root, whose head is
//! written outside the database, to the log and to a file.

use qabul_store::audit::{self, Break, Sealing};
use qabul_store::{Error, leases};

use crate::context::Context;
use crate::problem::ApiError;

/// Maximum number of rows under one seal.
const BATCH: u32 = 1_000;
/// How long one node holds the sealer's lease, in seconds.
const LEASE_SECONDS: i64 = 10;
/// Name of the lease.
pub(super) const LEASE: &str = "audit.sealer";

/// Seals all unsealed rows; returns how many. 0 also if another node holds the lease.
///
/// If the audit is not as this process left it, nothing more is sealed: `qabul_audit_broken` is 1 and the log says why.
///
/// # Errors
/// When the store fails.
pub async fn run_once(context: &Context) -> Result<i64, ApiError> {
    let mut sealed = 0;
    loop {
        let (waiting, unsigned) = context
            .db
            .read(async |tx| Ok::<_, ApiError>((audit::unsealed_count(tx).await?, audit::needs_signature(tx).await?)))
            .await?;
        metrics::gauge!("qabul_audit_unsealed").set(waiting as f64);
        if waiting == 0 && !unsigned {
            return Ok(sealed);
        }
        // The lease uses the unshifted time, the seal uses the portal's time.
        let (held_at, now, holder) = (context.clock.unshifted(), context.clock.now(), super::worker::node_name());
        let known = context.heads.known(context.db.keys()).await.map_err(ApiError::internal)?;
        let sealing = context
            .db
            .transact(async move |tx| {
                if !leases::take(tx, LEASE, holder, held_at, held_at.plus_seconds(LEASE_SECONDS)).await? {
                    return Ok(Sealing::Nothing);
                }
                audit::seal_batch(tx, now, BATCH, &known).await
            })
            .await;
        let head = match sealing {
            Ok(Sealing::Nothing) => return Ok(sealed),
            Ok(Sealing::Done(head)) => head,
            Ok(Sealing::Refused(found)) => {
                stand_still(context, &found);
                return Ok(sealed);
            }
            Err(Error::Forged { subject, seq }) => {
                stand_still(context, &Break::Forged { subject, seq });
                return Ok(sealed);
            }
            Err(error) => return Err(error.into()),
        };
        context.heads.note(false);
        sealed += head.count;
        tracing::info!(event = "audit.sealed", head = %head.line(), "the audit was sealed");
        if let Err(error) = context.heads.add(&head).await {
            metrics::counter!("qabul_audit_heads_failed_total").increment(1);
            tracing::error!(event = "audit.headsFailed", %error, "a head of the audit is in the log alone");
        }
    }
}

/// Stops sealing, because a signature would confirm the manipulation. The log reports it once; `qabul_audit_broken`
/// stays 1.
fn stand_still(context: &Context, found: &Break) {
    if context.heads.note(true) {
        tracing::error!(
            event = "audit.broken", found = ?found,
            "the audit is not as it was left and nothing is sealed: `qabul audit verify` says more; after a backup was put \
             back, `qabul audit restart`"
        );
    }
}
