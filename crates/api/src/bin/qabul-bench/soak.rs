//! Whether memory stays constant under ordinary requests while nobody reads the metrics. The server is a separate
//! process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::confirm::demo_config;
use crate::flood::serve;
use crate::start::resident_megabytes;

/// Number of connections.
const CALLERS: u64 = 8;
/// Number of pipelined requests per connection: the server accepts them together and answers in order.
const TOGETHER: u64 = 16;
/// Number of parts the requests are sent in. Memory is first measured after the first part, when every code path was
/// used once.
const WARM: u64 = 10;
/// Target: maximum growth in MB.
const MOST: f64 = 5.0;

/// Sends `requests` requests and compares memory at the beginning and the end.
pub async fn run(requests: u64) -> anyhow::Result<()> {
    let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
    let mut config = demo_config();
    config.database = format!("sqlite:{}", folder.path().join("soak.db").display());
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let served = serve(&config.database, address, None).await?;
    let id = served.0.id();
    let (begun, warm_up) = (Instant::now(), requests / WARM);
    send(address, warm_up).await?;
    let mut seen = vec![(warm_up, resident_megabytes(id))];
    for _ in 1..WARM {
        send(address, (requests - warm_up) / (WARM - 1)).await?;
        let done = seen.last().map_or(0, |(done, _)| *done) + (requests - warm_up) / (WARM - 1);
        seen.push((done, resident_megabytes(id)));
    }
    let rate = requests as f64 / begun.elapsed().as_secs_f64();
    println!("\nsoak, SQLite, nobody asks for the figures: {CALLERS} connections, {rate:.0} requests a second");
    println!("| requests | memory, MB |\n| --- | --- |");
    for (done, memory) in &seen {
        println!("| {done} | {memory:.1} |");
    }
    let first = seen.first().map_or(0.0, |(_, memory)| *memory);
    let last = seen.last().map_or(0.0, |(_, memory)| *memory);
    println!("| growth | {:.1} (goal: {MOST:.0} at most) |", last - first);
    anyhow::ensure!(last - first <= MOST, "memory grows with requests");
    Ok(())
}

async fn send(address: SocketAddr, requests: u64) -> anyhow::Result<()> {
    let left = Arc::new(AtomicU64::new(requests / TOGETHER));
    let mut callers = tokio::task::JoinSet::new();
    for caller in 0..CALLERS {
        callers.spawn(call(address, caller, left.clone()));
    }
    while let Some(done) = callers.join_next().await {
        done??;
    }
    Ok(())
}

/// Ordinary requests, unknown pages and unknown methods.
async fn call(address: SocketAddr, caller: u64, left: Arc<AtomicU64>) -> anyhow::Result<()> {
    let mut stream = TcpStream::connect(address).await?;
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(number) = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)) {
        let mut text = String::new();
        for place in 0..TOGETHER {
            let line = match place {
                0 => format!("M{number}X{caller} /livez"),
                1 => format!("GET /nowhere/{number}"),
                2 => format!("GET /api/v1/applications/{number}"),
                3..6 => "GET /api/v1/system/status".to_owned(),
                _ => "GET /livez".to_owned(),
            };
            text.push_str(&format!("{line} HTTP/1.1\r\nHost: soak\r\n\r\n"));
        }
        stream.write_all(text.as_bytes()).await?;
        let mut answers = Answers::default();
        while answers.whole < TOGETHER {
            let count = stream.read(&mut buffer).await?;
            anyhow::ensure!(count > 0, "the server closed the connection");
            answers.take(&buffer[..count]);
        }
    }
    Ok(())
}

/// Counts complete answers.
#[derive(Default)]
struct Answers {
    whole: u64,
    bytes: Vec<u8>,
}

impl Answers {
    fn take(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
        while let Some(end) = self.bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&self.bytes[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.trim().parse().ok());
            let all = end + 4 + length.unwrap_or(0_usize);
            if self.bytes.len() < all {
                return;
            }
            self.bytes.drain(..all);
            self.whole += 1;
        }
    }
}
