//! P3: the status page's JSON, compared with services of other stacks that read the same file.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;

use crate::confirm::{open_campaign, side};
use crate::fill::{Ready, fill};
use crate::http::Connection;
use crate::median;

/// One measured server.
struct Asked {
    name: &'static str,
    address: SocketAddr,
    /// Ended with the measurement.
    process: Option<Child>,
    rates: Vec<f64>,
    p50: Vec<f64>,
    p99: Vec<f64>,
}

impl Drop for Asked {
    fn drop(&mut self) {
        if let Some(process) = &mut self.process {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

fn asked(name: &'static str, address: SocketAddr, process: Option<Child>) -> Asked {
    Asked { name, address, process, rates: Vec::new(), p50: Vec::new(), p99: Vec::new() }
}

/// Runs P3 and prints its table; `peers` is the folder of the other stacks' services.
pub async fn run(rounds: usize, seconds: f64, callers: usize, peers: Option<PathBuf>) -> anyhow::Result<()> {
    let side = side(false).await?;
    let campaign = open_campaign(&side.context).await?;
    let people = Arc::new(fill(&side.context, &campaign, 2_000, 0).await?);
    let mut all = vec![asked("portal", side.address, None)];
    if let Some(folder) = peers {
        let database = side.context.config.database.trim_start_matches("sqlite:").to_owned();
        all.extend(start_peers(&folder.canonicalize()?, &database).await?);
    }
    for round in 0..=rounds {
        for one in &mut all {
            let (rate, p50, p99) = measure(one.address, &people, seconds, callers).await.context(one.name)?;
            // The first round is only a warm-up.
            if round > 0 {
                one.rates.push(rate);
                one.p50.push(p50);
                one.p99.push(p99);
            }
        }
    }
    println!(
        "\nP3 status page as JSON, SQLite, {callers} callers, {rounds} rounds of {seconds} s, one after the other"
    );
    println!("| side | median /s | p50 ms | p99 ms | portal is |\n| --- | --- | --- | --- | --- |");
    let own = median(&mut all[0].rates.clone());
    for one in &mut all {
        let rate = median(&mut one.rates);
        let (p50, p99) = (median(&mut one.p50), median(&mut one.p99));
        println!("| {} | {rate:.0} | {p50:.1} | {p99:.1} | {:.1}x |", one.name, own / rate.max(1.0));
    }
    Ok(())
}

async fn measure(
    address: SocketAddr,
    people: &Arc<Vec<Ready>>,
    seconds: f64,
    callers: usize,
) -> anyhow::Result<(f64, f64, f64)> {
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let end = started + Duration::from_secs_f64(seconds);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (people, next) = (people.clone(), next.clone());
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut times = Vec::new();
            while Instant::now() < end {
                let person = &people[next.fetch_add(1, Ordering::Relaxed) % people.len()];
                let began = Instant::now();
                let (status, answer) = connection.send(person.look().as_bytes()).await?;
                anyhow::ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(&answer));
                times.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            anyhow::Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    let took = started.elapsed().as_secs_f64();
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    Ok((times.len() as f64 / took, at(0.5), at(0.99)))
}

async fn start_peers(folder: &Path, database: &str) -> anyhow::Result<Vec<Asked>> {
    let work = std::env::current_dir()?.join("target/peers");
    std::fs::create_dir_all(&work)?;
    let python = work.join("python");
    if !python.join("bin/uvicorn").is_file() {
        ran(Command::new("python3").args(["-m", "venv"]).arg(&python))?;
        ran(Command::new(python.join("bin/pip")).args(["install", "-q", "-r"]).arg(folder.join("requirements.txt")))?;
    }
    for file in ["package.json", "server.mjs"] {
        std::fs::copy(folder.join(file), work.join(file))?;
    }
    if !work.join("node_modules/fastify").is_dir() {
        ran(Command::new("npm").args(["install", "--no-audit", "--no-fund"]).current_dir(&work))?;
    }
    let key = ed25519_dalek::SigningKey::from_bytes(&qabul_api::secrets::Secrets::demo().token_key);
    let key: String = key.verifying_key().to_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    let mut peers = Vec::new();
    for name in ["FastAPI", "Fastify"] {
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let port = address.port().to_string();
        let mut command = if name == "FastAPI" {
            let mut uvicorn = Command::new(python.join("bin/uvicorn"));
            uvicorn.args(["app:app", "--no-access-log", "--log-level", "warning", "--port", &port]).current_dir(folder);
            uvicorn
        } else {
            let mut node = Command::new("node");
            node.arg("--no-warnings").arg(work.join("server.mjs"));
            node
        };
        command
            .env("PEER_DB", database)
            .env("PEER_KEY", &key)
            .env("PEER_SQL", folder.join("status.sql"))
            .env("PEER_PORT", &port)
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .stdout(Stdio::null());
        let process = command.spawn().with_context(|| format!("{name} does not start"))?;
        peers.push(asked(name, address, Some(process)));
        let until = Instant::now() + Duration::from_secs(30);
        while tokio::net::TcpStream::connect(address).await.is_err() {
            anyhow::ensure!(Instant::now() < until, "{name} does not listen");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    Ok(peers)
}

fn ran(command: &mut Command) -> anyhow::Result<()> {
    anyhow::ensure!(command.status()?.success(), "{command:?} failed");
    Ok(())
}
