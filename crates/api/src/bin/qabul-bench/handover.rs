//! `handover`: one instance after another takes over from the previous one under load (quality goal R13). Half of the
//! callers keep their connection until it is closed after an answer, the other half connect again for each request. No
//! request may fail.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::ensure;

use crate::cluster::Cluster;
use crate::http::Connection;
use crate::world::{Served, World};

const LOOK: &str = "GET /api/v1/campaigns HTTP/1.1\r\nHost: bench\r\n\r\n";
/// Maximum time for an instance to start or to stop.
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Default)]
struct Seen {
    stop: AtomicBool,
    answered: AtomicUsize,
    failed: AtomicUsize,
    slowest_ms: AtomicUsize,
}

/// Performs `times` handovers and prints the table.
pub async fn run(postgres: bool, times: usize, callers: usize) -> anyhow::Result<()> {
    let cluster = postgres.then(Cluster::start).transpose()?;
    let world = World::new(cluster.as_ref().map(Cluster::url), 1).await?;
    let mut served = world.serve()?;
    world.listening().await?;
    let seen = Arc::new(Seen::default());
    let mut tasks = tokio::task::JoinSet::new();
    for n in 0..callers {
        tasks.spawn(call(world.address, Arc::clone(&seen), n % 2 == 0));
    }
    for _ in 0..times {
        tokio::time::sleep(Duration::from_secs(1)).await;
        served = take_over(&world, served, postgres).await?;
    }
    seen.stop.store(true, Ordering::SeqCst);
    while let Some(task) = tasks.join_next().await {
        task?;
    }
    let (answered, failed) = (seen.answered.load(Ordering::SeqCst), seen.failed.load(Ordering::SeqCst));
    let slowest = seen.slowest_ms.load(Ordering::SeqCst);
    println!("\n| database | handed over | requests | failed | slowest, ms |\n| --- | --- | --- | --- | --- |");
    println!("| {} | {times} | {answered} | {failed} | {slowest} |", if postgres { "PostgreSQL" } else { "SQLite" });
    ensure!(failed == 0, "{failed} requests failed");
    Ok(())
}

/// PostgreSQL: the new instance serves before the old one is asked to stop. SQLite: the old one is asked to stop, and
/// the new one waits for its file.
async fn take_over(world: &World, mut old: Served, postgres: bool) -> anyhow::Result<Served> {
    let new = if postgres {
        let new = world.take_over()?;
        let began = Instant::now();
        while listening_on(world.address.port())? < 2 {
            ensure!(began.elapsed() < PATIENCE, "the new instance does not listen");
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        old.ask_to_stop()?;
        new
    } else {
        old.ask_to_stop()?;
        world.take_over()?
    };
    let began = Instant::now();
    while old.ended()?.is_none() {
        ensure!(began.elapsed() < PATIENCE, "the old instance does not end");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    Ok(new)
}

/// How many sockets listen on a port of this machine.
fn listening_on(port: u16) -> anyhow::Result<usize> {
    let table = std::fs::read_to_string("/proc/net/tcp")?;
    let local = format!("0100007F:{port:04X}");
    let listens = |line: &&str| {
        let mut columns = line.split_whitespace().skip(1);
        columns.next() == Some(local.as_str()) && columns.nth(1) == Some("0A")
    };
    Ok(table.lines().filter(listens).count())
}

async fn call(address: std::net::SocketAddr, seen: Arc<Seen>, keeps: bool) {
    let mut kept: Option<Connection> = None;
    while !seen.stop.load(Ordering::SeqCst) {
        let began = Instant::now();
        let asked = async {
            let mut connection = match kept.take() {
                Some(connection) => connection,
                None => Connection::open(address).await?,
            };
            let answer = connection.ask(LOOK.as_bytes()).await?;
            ensure!(answer.status == 200, "{}", answer.status);
            let closes = answer.header("connection") == "close";
            anyhow::Ok((keeps && !closes).then_some(connection))
        };
        match asked.await {
            Ok(connection) => {
                kept = connection;
                seen.answered.fetch_add(1, Ordering::SeqCst);
            }
            Err(error) => {
                eprintln!("failed ({}): {error}", if keeps { "kept" } else { "new connection" });
                seen.failed.fetch_add(1, Ordering::SeqCst);
            }
        }
        seen.slowest_ms.fetch_max(usize::try_from(began.elapsed().as_millis()).unwrap_or(usize::MAX), Ordering::SeqCst);
    }
}
