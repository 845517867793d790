//! `kill`: the serving program is killed with SIGKILL again and again under load; callers repeat with the same key until they
//! get a final answer. At the end nothing acknowledged may be lost, nothing charged twice, and the books balance.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use qabul_api::{compose, seed};
use uuid::Uuid;

use crate::confirm::{demo_config, open_campaign};
use crate::fill::{Ready, fill};
use crate::http::Connection;

/// A serving process; killed when dropped.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

struct Shared {
    people: Vec<Ready>,
    next: AtomicUsize,
    stop: AtomicBool,
    acknowledged: Mutex<BTreeSet<Uuid>>,
    address: SocketAddr,
}

/// Kills `kills` times under `callers` callers. `database` = an own, empty PostgreSQL database; a SQLite file otherwise.
pub async fn run(kills: usize, callers: usize, database: Option<String>) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
    let database = database.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("kill.db").display()));
    let mut config = demo_config();
    config.database.clone_from(&database);
    config.with_worker = false;
    let migrated = Command::new(std::env::current_exe()?.with_file_name("qabul"))
        .arg("migrate")
        .env("QABUL_DATABASE", &database)
        .env("QABUL_DEMO", "true")
        .stdout(Stdio::null())
        .status()?;
    anyhow::ensure!(migrated.success(), "the database cannot be migrated");
    let context = compose::build_context(&config).await?;
    seed::demo(&context.db, context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?).await?;
    let campaign = open_campaign(&context).await?;
    let people = fill(&context, &campaign, kills * 600, 0).await?;
    context.db.close().await;
    drop(context);

    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let shared = Arc::new(Shared {
        people,
        next: AtomicUsize::new(0),
        stop: AtomicBool::new(false),
        acknowledged: Mutex::new(BTreeSet::new()),
        address,
    });
    let mut tasks = tokio::task::JoinSet::new();
    let mut served = serve(&database, address)?;
    for _ in 0..callers {
        tasks.spawn(call(shared.clone()));
    }
    let mut dice = [0_u8; 8];
    getrandom::fill(&mut dice).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    let mut dice = u64::from_le_bytes(dice) | 1;
    println!("seed of the pauses: {dice}");
    let (mut slowest, mut done) = (Duration::ZERO, 0);
    for _ in 0..kills {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        tokio::time::sleep(Duration::from_millis(200 + (dice >> 33) % 1_000)).await;
        drop(served);
        let began = Instant::now();
        served = serve(&database, address)?;
        while tokio::net::TcpStream::connect(address).await.is_err() {
            anyhow::ensure!(began.elapsed() < Duration::from_secs(20), "not back after twenty seconds");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        slowest = slowest.max(began.elapsed());
        done += 1;
    }
    shared.stop.store(true, Ordering::SeqCst);
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    drop(served);

    let context = compose::build_context(&config).await?;
    let acknowledged = shared.acknowledged.lock().map(|set| set.clone()).unwrap_or_default();
    let asked = acknowledged.clone();
    let (report, lost) = context
        .db
        .read(async move |tx| {
            let report = qabul_store::verify::run(tx, &["masterExam"]).await?;
            let mut lost = 0;
            for id in &asked {
                let row = qabul_store::applications::find(tx, *id).await?;
                lost += usize::from(row.is_none_or(|row| row.state != "confirmed"));
            }
            Ok::<_, qabul_store::Error>((report, lost))
        })
        .await?;
    println!(
        "\n| kills | acknowledged | lost | slowest start, ms | books and audit |\n| --- | --- | --- | --- | --- |"
    );
    let books = if report.is_clean() { "agree" } else { "DISAGREE" };
    println!("| {done} | {} | {lost} | {} | {books} |", acknowledged.len(), slowest.as_millis());
    anyhow::ensure!(lost == 0 && report.is_clean(), "{report:?}");
    Ok(())
}

fn serve(database: &str, address: SocketAddr) -> anyhow::Result<Served> {
    let program = std::env::current_exe()?.with_file_name("qabul");
    let child = Command::new(program)
        .arg("serve")
        .env("QABUL_DATABASE", database)
        .env("QABUL_DEMO", "true")
        .env("QABUL_LISTEN", address.to_string())
        .env("RUST_LOG", "off")
        .stdout(Stdio::null())
        .spawn()?;
    Ok(Served(child))
}

/// One caller: person after person, each until a final answer.
async fn call(shared: Arc<Shared>) -> anyhow::Result<()> {
    let mut connection: Option<Connection> = None;
    while !shared.stop.load(Ordering::SeqCst) {
        let Some(person) = shared.people.get(shared.next.fetch_add(1, Ordering::SeqCst)) else { break };
        loop {
            let open = match connection.take() {
                Some(open) => Ok(open),
                None => Connection::open(shared.address).await,
            };
            let Ok(mut open) = open else {
                tokio::time::sleep(Duration::from_millis(10)).await;
                continue;
            };
            match open.send(person.request().as_bytes()).await {
                Ok((200, _)) => {
                    connection = Some(open);
                    if let Ok(mut set) = shared.acknowledged.lock() {
                        set.insert(person.application);
                    }
                    break;
                }
                Ok((503, _)) => {
                    connection = Some(open);
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                Ok((status, body)) => anyhow::bail!("{status}: {}", String::from_utf8_lossy(&body)),
                // Killed in between: the answer is lost, the outcome is not known. The same key asks again.
                Err(_) => {}
            }
        }
    }
    Ok(())
}
