//! The loop that runs the jobs: it wakes after a commit that writes messages, and at least once per second.

use std::sync::OnceLock;
use std::time::Duration;

use qabul_domain::calendar::Micros;
use qabul_store::leases;
use tokio::sync::watch;

use super::{outbox, sealer, sweeps};
use crate::context::Context;
use crate::problem::ApiError;

/// Maximum time between two rounds.
const TICK: Duration = Duration::from_secs(1);
/// Interval of the ledger check for the metrics and of the deletion of old data, in seconds.
const RARELY_SECONDS: i64 = 1_800;

/// Name of this process in leases. It is random, so that two nodes never share one.
pub fn node_name() -> &'static str {
    static NAME: OnceLock<String> = OnceLock::new();
    NAME.get_or_init(|| {
        let mut bytes = [0_u8; 12];
        if getrandom::fill(&mut bytes).is_err() {
            return format!("process-{}", std::process::id());
        }
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    })
}

/// A running worker on a separate thread, so that page layout or a slow provider never delays a request.
pub struct Worker {
    stop: watch::Sender<bool>,
    thread: std::thread::JoinHandle<()>,
}

impl Worker {
    /// Starts the loop.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(context: Context) -> anyhow::Result<Worker> {
        let (stop, stopped) = watch::channel(false);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let thread = std::thread::Builder::new()
            .name("jobs".to_owned())
            .spawn(move || runtime.block_on(run(context, stopped)))?;
        Ok(Worker { stop, thread })
    }

    /// Finishes the current round and ends.
    pub async fn stop(self) {
        // The receiver is gone if the loop has ended by itself.
        let _ = self.stop.send(true);
        let joined = tokio::task::spawn_blocking(move || self.thread.join()).await;
        if !matches!(joined, Ok(Ok(()))) {
            tracing::error!(event = "worker.panicked", "the worker ended out of order");
        }
    }
}

/// When the less frequent jobs run next, by the portal's clock.
struct Due {
    sweeps: Micros,
    rare: Micros,
}

async fn run(context: Context, mut stopped: watch::Receiver<bool>) {
    let mut due = Due { sweeps: Micros(i64::MIN), rare: Micros(i64::MIN) };
    while !*stopped.borrow() {
        let busy = match round(&context, &mut due).await {
            Ok(messages) => messages > 0,
            Err(error) => {
                tracing::error!(event = "worker.failed", code = error.code.word(), cause = ?error.inside(), "a round of jobs failed");
                false
            }
        };
        if busy {
            // More messages may wait behind those that have just left their lanes.
            continue;
        }
        tokio::select! {
            () = context.outbox_bell.notified() => {}
            () = tokio::time::sleep(TICK) => {}
            _ = stopped.changed() => {}
        }
    }
    resign(&context).await;
}

/// Releases the leases, so that another node does not have to wait until they expire.
async fn resign(context: &Context) {
    let given = context
        .db
        .transact(async |tx| {
            for office in [sweeps::LEASE, sealer::LEASE] {
                leases::release(tx, office, node_name()).await?;
            }
            Ok::<_, ApiError>(())
        })
        .await;
    if let Err(error) = given {
        tracing::warn!(event = "worker.offices", code = error.code.word(), "the offices run out by themselves");
    }
}

async fn round(context: &Context, due: &mut Due) -> Result<usize, ApiError> {
    let messages = outbox::run_once(context).await?;
    sealer::run_once(context).await?;
    let now = context.clock.now();
    // A clock that was set back (demo mode) must not stop the sweeps.
    if now >= due.sweeps || due.sweeps > sweeps::next_after(now) {
        sweeps::run_once(context).await?;
        due.sweeps = sweeps::next_after(now);
    }
    if now >= due.rare || due.rare > now.plus_seconds(RARELY_SECONDS) {
        sweeps::purge_once(context).await?;
        crate::metrics::note_balance(context).await?;
        due.rare = now.plus_seconds(RARELY_SECONDS);
    }
    Ok(messages)
}
