//! `kill`: under load, the server is killed with SIGKILL repeatedly, or faults are caused in its PostgreSQL. Callers
//! repeat a request with the same key until they get a final answer. At the end nothing acknowledged may be lost,
//! nothing may be charged twice, and the ledger must balance.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::cluster::Cluster;
use crate::http::Connection;
use crate::world::World;

/// The fault that is caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Fault {
    /// The program is killed.
    Kill,
    /// PostgreSQL is stopped as in a power cut about every ten seconds, and all its connections are ended twice per
    /// second.
    Database,
}

struct Shared {
    world: World,
    next: AtomicUsize,
    stop: AtomicBool,
    acknowledged: Mutex<BTreeSet<Uuid>>,
    answered: AtomicUsize,
    /// Number of "try again" answers with `Retry-After`.
    refused: AtomicUsize,
}

/// Causes `times` faults under `callers` callers. `database` = a separate, empty PostgreSQL database; otherwise a
/// SQLite file is used.
pub async fn run(fault: Fault, times: usize, callers: usize, database: Option<String>) -> anyhow::Result<()> {
    let each = if fault == Fault::Database { 4_000 } else { 600 };
    let cluster = (fault == Fault::Database).then(Cluster::start).transpose()?;
    let database = cluster.as_ref().map(Cluster::url).or(database);
    let world = World::new(database, (times * each).min(60_000)).await?;
    let shared = Arc::new(Shared {
        world,
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        acknowledged: Mutex::new(BTreeSet::new()),
        answered: AtomicUsize::new(0),
        refused: AtomicUsize::new(0),
    });
    let mut served = shared.world.serve()?;
    shared.world.listening().await?;
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        tasks.spawn(call(shared.clone()));
    }
    let mut slowest = Duration::ZERO;
    match cluster {
        None => {
            let mut dice = [0_u8; 8];
            getrandom::fill(&mut dice).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
            let mut dice = u64::from_le_bytes(dice) | 1;
            println!("seed of the pauses: {dice}");
            for _ in 0..times {
                dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                tokio::time::sleep(Duration::from_millis(200 + (dice >> 33) % 1_000)).await;
                drop(served);
                served = shared.world.serve()?;
                slowest = slowest.max(shared.world.listening().await?);
            }
        }
        Some(ref cluster) => {
            for _ in 0..times {
                for _ in 0..20 {
                    tokio::time::sleep(Duration::from_millis(500)).await;
                    cluster.cut_all()?;
                }
                cluster.crash()?;
                slowest = slowest.max(answered_again(&shared).await?);
            }
        }
    }
    shared.stop.store(true, Ordering::SeqCst);
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    drop(served);

    let acknowledged = shared.acknowledged.lock().map(|set| set.clone()).unwrap_or_default();
    let (report, lost) = shared.world.left(&acknowledged).await?;
    let refused = shared.refused.load(Ordering::SeqCst);
    println!("\n| fault | times | acknowledged | lost | answered 503 | slowest until back, ms | books and audit |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let books = if report.is_clean() { "agree" } else { "DISAGREE" };
    println!(
        "| {fault:?} | {times} | {} | {lost} | {refused} | {} | {books} |",
        acknowledged.len(),
        slowest.as_millis()
    );
    anyhow::ensure!(lost == 0 && report.is_clean(), "{report:?}");
    Ok(())
}

/// Time until a confirmation succeeds again.
async fn answered_again(shared: &Shared) -> anyhow::Result<Duration> {
    let (began, before) = (Instant::now(), shared.answered.load(Ordering::SeqCst));
    while shared.answered.load(Ordering::SeqCst) == before {
        anyhow::ensure!(began.elapsed() < Duration::from_secs(20), "no confirmation within twenty seconds");
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    Ok(began.elapsed())
}

/// One caller: confirms one person after another, each until a final answer.
async fn call(shared: Arc<Shared>) -> anyhow::Result<()> {
    let mut connection: Option<Connection> = None;
    while !shared.stop.load(Ordering::SeqCst) {
        let Some(person) = shared.world.people.get(shared.next.fetch_add(1, Ordering::SeqCst)) else { break };
        loop {
            let open = match connection.take() {
                Some(open) => Ok(open),
                None => Connection::open(shared.world.address).await,
            };
            let Ok(mut open) = open else {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            match open.ask(person.request().as_bytes()).await {
                Ok(answer) if answer.status == 200 => {
                    connection = Some(open);
                    shared.answered.fetch_add(1, Ordering::SeqCst);
                    if let Ok(mut set) = shared.acknowledged.lock() {
                        set.insert(person.application);
                    }
                    break;
                }
                Ok(answer) if answer.status == 503 => {
                    anyhow::ensure!(!answer.header("retry-after").is_empty(), "503 without Retry-After");
                    connection = Some(open);
                    shared.refused.fetch_add(1, Ordering::SeqCst);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Ok(answer) => anyhow::bail!("{}: {}", answer.status, String::from_utf8_lossy(&answer.body)),
                // Killed in between: the answer is lost and the outcome unknown. The caller asks again with the same
                // key.
                Err(_) => {}
            }
        }
    }
    Ok(())
}
