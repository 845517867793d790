//! S7: a flood from a few addresses and 500 sockets that send a byte per second, while other people sign in, save a
//! step and confirm. The server is a separate process, so that its memory can be measured.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use qabul_api::{compose, seed};
use tokio::io::AsyncWriteExt as _;

use crate::attempts::{PASSWORD, SOMEBODY, hash};
use crate::confirm::{demo_config, open_campaign};
use crate::fill::{Ready, email, fill_with};
use crate::http::{Connection, Request};
use crate::start::resident_megabytes;
use crate::statistics::quantile;

/// Sockets that send one byte per second.
const SLOW: usize = 500;
/// Connections that send requests as fast as they are answered.
const FLOOD: usize = 64;
/// Number of addresses they come from.
const FLOODERS: usize = 4;
/// Number of simultaneous journeys.
const AT_ONCE: usize = 2;
/// Pause after each journey.
const PAUSE: Duration = Duration::from_millis(50);
/// Number of logins that the flood tries.
const KNOWN: usize = 3_000;

/// The server; ended when dropped.
pub struct Served(pub Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    flood: AtomicU64,
    limited: AtomicU64,
    failed: AtomicU64,
    slow: AtomicUsize,
    next: AtomicUsize,
}

/// Runs S7 for `seconds`, at least thirty, and prints its table.
pub async fn run(seconds: f64) -> anyhow::Result<()> {
    let seconds = seconds.max(30.0);
    let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
    let mut config = demo_config();
    config.database = format!("sqlite:{}", folder.path().join("flood.db").display());
    config.with_worker = false;
    let context = compose::build_context(&config).await?;
    seed::demo(&context.db, context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?).await?;
    let campaign = open_campaign(&context).await?;
    // Upper bound of the number of journeys: both parts together, each journey with its pause.
    let most = (AT_ONCE as f64 * seconds * 4.0 / 3.0 / PAUSE.as_secs_f64()) as usize + AT_ONCE;
    let people = fill_with(&context, &campaign, most.max(KNOWN), SOMEBODY, &hash().await?).await?;
    context.db.close().await;
    drop(context);
    let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
    let served = serve(&config.database, address, None).await?;
    let people = Arc::new(people);

    let quiet = Arc::new(Shared::default());
    let calm = journeys(address, people.clone(), quiet.clone(), seconds / 3.0).await?;
    let shared = Arc::new(Shared::default());
    shared.next.store(quiet.next.load(Ordering::Relaxed), Ordering::Relaxed);
    let mut crowd = tokio::task::JoinSet::new();
    for n in 0..FLOOD {
        crowd.spawn(flood(address, n, shared.clone()));
    }
    for n in 0..SLOW {
        crowd.spawn(slow(address, n, shared.clone()));
    }
    // Memory of the whole server, including the hash queue, which the flood's sign-ins fill first.
    let memory = tokio::spawn(watch_memory(served.0.id(), shared.clone()));
    let stormy = journeys(address, people, shared.clone(), seconds).await?;
    let slow = shared.slow.load(Ordering::Relaxed);
    shared.stop.store(true, Ordering::Relaxed);
    crowd.shutdown().await;
    let memory = memory.await?;
    let (flooded, limited) = (shared.flood.load(Ordering::Relaxed), shared.limited.load(Ordering::Relaxed));
    let failed = shared.failed.load(Ordering::Relaxed);
    let p99 = quantile(&stormy.whole, 0.99);
    println!("\nS7 flood, SQLite, {seconds:.0} s: {FLOOD} connections from {FLOODERS} addresses, {SLOW} slow sockets");
    println!("| figure | calm | flood | goal |\n| --- | --- | --- | --- |");
    for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
        println!(
            "| log-in, status, save, status, confirm: whole journey {name}, ms | {:.0} | {:.0} | {} |",
            quantile(&calm.whole, share),
            quantile(&stormy.whole, share),
            if name == "p99" { "1000" } else { "–" }
        );
    }
    println!("| slowest single request, ms | {:.0} | {:.0} | – |", calm.slowest, stormy.slowest);
    println!("| journeys done | {} | {} | – |", calm.whole.len(), stormy.whole.len());
    println!("| answers 5xx to those journeys | {} | {} | 0 |", calm.failed, stormy.failed);
    println!("| the flood's requests a second | – | {:.0} | – |", flooded as f64 / seconds);
    println!("| of them answered 429 | – | {:.1} % | – |", 100.0 * limited as f64 / flooded.max(1) as f64);
    println!("| of them answered 5xx | – | {failed} | – |");
    println!("| slow sockets open at the end | – | {slow} | – |");
    println!("| memory at most, MB | – | {memory:.0} | 150 |");
    anyhow::ensure!(p99 < 1000.0 && stormy.failed == 0 && memory < 150.0, "a goal is missed");
    Ok(())
}

/// Serves a demo database until the result is dropped; returns when it listens.
pub async fn serve(database: &str, address: SocketAddr, web: Option<&std::path::Path>) -> anyhow::Result<Served> {
    let program = std::env::current_exe()?.with_file_name("qabul");
    anyhow::ensure!(program.is_file(), "build the server first: {} is missing", program.display());
    let child = Command::new(program)
        .arg("serve")
        .envs(web.map(|folder| ("QABUL_WEB_DIR", folder)))
        .env("QABUL_DATABASE", database)
        .env("QABUL_DEMO", "true")
        .env("QABUL_LISTEN", address.to_string())
        .env("RUST_LOG", "off")
        .stdout(Stdio::null())
        .spawn()?;
    let served = Served(child);
    let until = Instant::now() + Duration::from_secs(20);
    while tokio::net::TcpStream::connect(address).await.is_err() {
        anyhow::ensure!(Instant::now() < until, "the server does not listen");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(served)
}

async fn watch_memory(process: u32, shared: Arc<Shared>) -> f64 {
    let mut most = 0.0_f64;
    while !shared.stop.load(Ordering::Relaxed) {
        most = most.max(resident_megabytes(process));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    most
}

/// Results of the journeys.
#[derive(Default)]
struct Journeys {
    /// Duration of each complete journey in milliseconds.
    whole: Vec<f64>,
    slowest: f64,
    failed: usize,
}

async fn journeys(
    address: SocketAddr,
    people: Arc<Vec<Ready>>,
    shared: Arc<Shared>,
    seconds: f64,
) -> anyhow::Result<Journeys> {
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE {
        let (people, shared) = (people.clone(), shared.clone());
        tasks.spawn(async move {
            let mut all = Journeys::default();
            while Instant::now() < end {
                let number = shared.next.fetch_add(1, Ordering::Relaxed);
                let person = people.get(number).context("more journeys than their pauses allow for")?;
                journey(address, person, number, &mut all).await?;
                tokio::time::sleep(PAUSE).await;
            }
            anyhow::Ok(all)
        });
    }
    let mut all = Journeys::default();
    while let Some(done) = tasks.join_next().await {
        let one = done??;
        all.whole.extend(one.whole);
        all.slowest = all.slowest.max(one.slowest);
        all.failed += one.failed;
    }
    all.whole.sort_by(f64::total_cmp);
    Ok(all)
}

/// Sign in, read the status, save one step, read the status, confirm; each journey from a different address.
async fn journey(address: SocketAddr, person: &Ready, number: usize, all: &mut Journeys) -> anyhow::Result<()> {
    let [a, b] = u16::try_from(number).unwrap_or(u16::MAX).to_be_bytes();
    let began = Instant::now();
    let mut connection = Connection::open_from(IpAddr::V4(Ipv4Addr::new(127, 1, a, b)), address).await?;
    let id = person.application.simple();
    let (get, save) = (format!("GET /api/v1/applications/{id}"), format!("PUT /api/v1/applications/{id}/answers"));
    let confirm = format!("POST /api/v1/applications/{id}/confirm");
    let login = format!(r#"{{"login":"{}","password":"{PASSWORD}"}}"#, email(person.number));
    let (mut token, mut etag) = (String::new(), "\"0\"".to_owned());
    let step = r#"{"step":"masterExam.personal","answers":{"namesChanged":false}}"#;
    let consent = r#"{"consentedFee":5000,"consent":true}"#;
    for (line, body) in
        [("POST /api/v1/sessions", login.as_str()), (&get, ""), (&save, step), (&get, ""), (&confirm, consent)]
    {
        let more = match line.split(' ').next() {
            Some("PUT") => "If-Match: \"0\"\r\n".to_owned(),
            Some("POST") => format!("If-Match: {etag}\r\nIdempotency-Key: {id}\r\n"),
            _ => String::new(),
        };
        let request = Request { line, token: &token, more: &more, body, ..Request::default() };
        let asked = Instant::now();
        let answer = connection.ask(&request.bytes()).await?;
        all.slowest = all.slowest.max(asked.elapsed().as_secs_f64() * 1000.0);
        if answer.status >= 500 {
            all.failed += 1;
            return Ok(());
        }
        anyhow::ensure!(answer.status < 300, "{line}: {answer:?} {}", String::from_utf8_lossy(&answer.body));
        if let Some(new) = answer.json()["accessToken"].as_str() {
            new.clone_into(&mut token);
        }
        if line == get {
            answer.header("etag").clone_into(&mut etag);
        }
    }
    all.whole.push(began.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}

/// Sends requests as fast as they are answered: guesses passwords, begins registrations and resets, calls without a
/// token.
async fn flood(address: SocketAddr, n: usize, shared: Arc<Shared>) -> anyhow::Result<()> {
    let from = IpAddr::V4(Ipv4Addr::new(127, 2, 0, 1 + (n % FLOODERS) as u8));
    let mut connection = Connection::open_from(from, address).await?;
    let mut round = n;
    while !shared.stop.load(Ordering::Relaxed) {
        round += FLOOD;
        let login = format!(r#"{{"login":"{}","password":"guess-{round}"}}"#, email(SOMEBODY + round % KNOWN));
        let reset = format!(r#"{{"login":"{}"}}"#, email(round));
        let (line, body) = match round / FLOOD % 4 {
            0 => ("POST /api/v1/sessions", login.as_str()),
            1 => ("POST /api/v1/registrations", r#"{"wayIn":"citizen"}"#),
            2 => ("POST /api/v1/password-resets", reset.as_str()),
            _ => ("GET /api/v1/applications", ""),
        };
        let request = Request { line, body, ..Request::default() }.bytes();
        let status = match connection.ask(&request).await {
            Ok(answer) => answer.status,
            // Closed by the server: connect again.
            Err(_) => {
                connection = Connection::open_from(from, address).await?;
                continue;
            }
        };
        shared.flood.fetch_add(1, Ordering::Relaxed);
        shared.limited.fetch_add(u64::from(status == 429), Ordering::Relaxed);
        shared.failed.fetch_add(u64::from(status >= 500), Ordering::Relaxed);
    }
    Ok(())
}

/// Sends a request one byte per second, and begins again when the server closes the connection.
async fn slow(address: SocketAddr, n: usize, shared: Arc<Shared>) -> anyhow::Result<()> {
    let head = "POST /api/v1/sessions HTTP/1.1\r\nHost: bench\r\nContent-Type: application/json\r\n";
    let text = format!("{head}Content-Length: 4000\r\n\r\n{}", " ".repeat(4_000));
    // Half of them are slow in the head; the other half have sent the head and are slow in the body.
    let sent_at_once = if n.is_multiple_of(2) { 1 } else { text.len() - 4_000 };
    while !shared.stop.load(Ordering::Relaxed) {
        let mut stream = tokio::net::TcpStream::connect(address).await?;
        shared.slow.fetch_add(1, Ordering::Relaxed);
        let mut sent = stream.write_all(&text.as_bytes()[..sent_at_once]).await;
        for byte in &text.as_bytes()[sent_at_once..] {
            tokio::time::sleep(Duration::from_secs(1)).await;
            sent = stream.write_all(std::slice::from_ref(byte)).await;
            if sent.is_err() {
                break;
            }
        }
        drop(sent);
        shared.slow.fetch_sub(1, Ordering::Relaxed);
    }
    Ok(())
}
