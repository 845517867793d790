//! P1: confirmations over HTTP (sign-in check, validation, judgement, charge, ledger, audit, outbox, idempotency) on
//! SQLite with `synchronous=FULL`: with group commit, with one commit each, and the statements of one group-commit
//! round repeated on the bare library. The three sides take turns.

use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use clap::Parser as _;
use qabul_api::config::Config;
use qabul_api::context::Context;
use qabul_api::secrets::Secrets;
use qabul_api::{compose, seed, serve};
use qabul_store::campaigns::Campaign;
use qabul_store::{Access, Recording, Replayed};

use crate::fill::{Ready, fill};
use crate::http::Connection;
use crate::median;

#[derive(clap::Parser)]
struct Defaults {
    #[command(flatten)]
    config: Config,
}

/// Figures of one round.
pub struct Round {
    /// Confirmations.
    pub confirmed: usize,
    /// Confirmations a second.
    pub per_second: f64,
    /// Median.
    pub p50_ms: f64,
    /// 99 of 100 requests are faster.
    pub p99_ms: f64,
}

/// A portal on a separate SQLite file.
pub struct Side {
    /// Its parts.
    pub context: Context,
    /// Where it listens.
    pub address: std::net::SocketAddr,
    /// Persons whose applications are ready to be confirmed.
    pub people: Vec<Ready>,
    /// How many persons were created so far; numbers continue from here.
    made: usize,
    /// The highest rate of a round, in confirmations per second.
    best: f64,
    rounds: Vec<Round>,
    _folder: tempfile::TempDir,
}

/// The default settings, in demo mode.
pub fn demo_config() -> Config {
    Config { demo: true, ..Defaults::parse_from(["bench"]).config }
}

/// The demo's open campaign.
pub async fn open_campaign(context: &Context) -> anyhow::Result<Campaign> {
    let now = context.clock.now();
    let campaigns = context.db.read(async move |tx| qabul_store::campaigns::list(tx, now).await).await?;
    campaigns
        .into_iter()
        .find(|campaign| campaign.opens_at <= now && now < campaign.closes_at)
        .ok_or_else(|| anyhow::anyhow!("the demo has no open campaign"))
}

/// Starts a portal, with one commit per unit or with group commit.
pub async fn side(alone: bool) -> anyhow::Result<Side> {
    side_with(|config| config.commit_alone = alone).await
}

/// Starts a portal with a changed configuration.
pub async fn side_with(change: impl FnOnce(&mut Config)) -> anyhow::Result<Side> {
    let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
    let mut config = demo_config();
    config.database = format!("sqlite:{}", folder.path().join("bench.db").display());
    config.with_worker = false;
    change(&mut config);
    if config.database.starts_with("postgres") {
        let db = compose::open(&config, &Secrets::demo(), Access::ReadWrite).await?;
        db.migrate().await?;
        db.close().await;
    }
    let context = compose::build_context(&config).await?;
    seed::demo(&context.db, context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?).await?;
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let running = context.clone();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            match serve::server(running, listener) {
                Ok(server) => server.await.map_err(anyhow::Error::from),
                Err(error) => Err(error),
            }
        })
    });
    Ok(Side { context, address, people: Vec::new(), made: 0, best: 0.0, rounds: Vec::new(), _folder: folder })
}

/// Assumed confirmations per second before the first measurement.
const FIRST_GUESS: f64 = 3_000.0;

impl Side {
    /// Creates more persons, so that a round cannot run out of them: 1.5 times as many as the best round so far would
    /// need.
    async fn refill(&mut self, seconds: f64) -> anyhow::Result<()> {
        let a_second = if self.best > 0.0 { self.best * 1.5 } else { FIRST_GUESS };
        let wanted = (a_second * seconds) as usize + 100;
        if let Some(missing) = wanted.checked_sub(self.people.len()).filter(|missing| *missing > 0) {
            let campaign = open_campaign(&self.context).await?;
            self.people.extend(fill(&self.context, &campaign, missing, self.made).await?);
            self.made += missing;
        }
        Ok(())
    }
}

/// The bare library: a copy of the file made before the round, and the statements the writer ran after that.
struct Bare {
    recording: Recording,
    folder: tempfile::TempDir,
    confirmed: usize,
    rates: Vec<f64>,
}

impl Bare {
    const PRISTINE: &'static str = "pristine.db";

    /// Records the statements of a round.
    async fn record(side: &mut Side, seconds: f64, callers: usize) -> anyhow::Result<Bare> {
        let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
        side.context.db.copy_to(&folder.path().join(Self::PRISTINE)).await?;
        let recording = side.context.db.record().context("SQLite alone is recorded")?;
        let confirmed = round(side, seconds, callers).await?.confirmed;
        recording.end();
        Ok(Bare { recording, folder, confirmed, rates: Vec::new() })
    }

    /// Runs the recorded statements again.
    fn replay(&mut self) -> anyhow::Result<Replayed> {
        let copy = self.folder.path().join("copy.db");
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", copy.display()));
        }
        std::fs::copy(self.folder.path().join(Self::PRISTINE), &copy)?;
        let replayed = self.recording.replay(&copy)?;
        self.rates.push(self.confirmed as f64 / replayed.took.as_secs_f64());
        Ok(replayed)
    }
}

/// Runs P1 and prints its table.
pub async fn run(rounds: usize, seconds: f64, callers: usize) -> anyhow::Result<()> {
    let mut sides = [side(false).await?, side(true).await?];
    // A short round shows how many persons the others need, and is the round that the bare library repeats.
    let mut bare = None;
    for side in &mut sides {
        side.refill(seconds).await?;
        if side.context.config.commit_alone {
            round(side, seconds.min(1.0), callers).await?;
        } else {
            bare = Some(Bare::record(side, seconds, callers).await?);
        }
    }
    let mut bare = bare.context("no side in groups")?;
    // Printed for whoever attaches a profiler: the data for the first round is ready.
    eprintln!("measuring");
    let mut groups = 0.0;
    for _ in 0..rounds {
        for side in &mut sides {
            side.refill(seconds).await?;
            let round = round(side, seconds, callers).await?;
            side.rounds.push(round);
        }
        let replayed = bare.replay()?;
        groups = replayed.units as f64 / replayed.commits.max(1) as f64;
    }
    println!(
        "\nP1 confirm over HTTP, SQLite, WAL, synchronous=FULL, {callers} callers, {rounds} rounds of {seconds} s"
    );
    println!(
        "| side | median /s | min | max | p50 ms | p99 ms | units/commit |\n| --- | --- | --- | --- | --- | --- | --- |"
    );
    let mut medians = Vec::new();
    for side in &sides {
        let mut rates: Vec<f64> = side.rounds.iter().map(|round| round.per_second).collect();
        let middle = median(&mut rates);
        let (least, most) = (rates.first().copied().unwrap_or(0.0), rates.last().copied().unwrap_or(0.0));
        let p50 = median(&mut side.rounds.iter().map(|round| round.p50_ms).collect::<Vec<_>>());
        let p99 = median(&mut side.rounds.iter().map(|round| round.p99_ms).collect::<Vec<_>>());
        let name = if side.context.config.commit_alone { "one commit each" } else { "group commit" };
        let group = side
            .context
            .db
            .writer_figures()
            .map_or(0.0, |figures| figures.units as f64 / figures.commits.max(1) as f64);
        println!("| {name} | {middle:.0} | {least:.0} | {most:.0} | {p50:.1} | {p99:.1} | {group:.1} |");
        medians.push(middle);
    }
    let middle = median(&mut bare.rates);
    let (least, most) = (bare.rates.first().copied().unwrap_or(0.0), bare.rates.last().copied().unwrap_or(0.0));
    println!("| the same statements on rusqlite alone | {middle:.0} | {least:.0} | {most:.0} | | | {groups:.1} |");
    println!("groups are {:.0} % of rusqlite alone (goal 50 %)", 100.0 * medians[0] / middle.max(1.0));
    println!("ratio of medians: {:.1}x one commit each", medians[0] / medians[1].max(1.0));
    for side in &sides {
        let report =
            side.context.db.read(async move |tx| qabul_store::verify::run(tx, &["masterExam"], None).await).await?;
        anyhow::ensure!(report.is_clean(), "the books do not balance after the run: {report:?}");
    }
    println!("books balance on both sides");
    Ok(())
}

/// Confirms for some seconds, or until nobody is left to confirm; the rate refers to the time taken.
pub async fn round(side: &mut Side, seconds: f64, callers: usize) -> anyhow::Result<Round> {
    let people = Arc::new(std::mem::take(&mut side.people));
    let next = Arc::new(AtomicUsize::new(0));
    let started = Instant::now();
    let end = started + Duration::from_secs_f64(seconds);
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (people, next, address) = (people.clone(), next.clone(), side.address);
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut times = Vec::new();
            while Instant::now() < end {
                let Some(person) = people.get(next.fetch_add(1, Ordering::Relaxed)) else { break };
                let request = person.request();
                let began = Instant::now();
                let (status, answer) = connection.send(request.as_bytes()).await?;
                anyhow::ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(&answer));
                times.push(began.elapsed().as_secs_f64() * 1000.0);
            }
            Ok(times)
        });
    }
    let mut times = Vec::new();
    while let Some(done) = tasks.join_next().await {
        times.extend(done??);
    }
    let took = started.elapsed().as_secs_f64();
    let used = next.load(Ordering::Relaxed).min(people.len());
    side.people = Arc::into_inner(people).unwrap_or_default().split_off(used);
    times.sort_by(f64::total_cmp);
    side.best = side.best.max(times.len() as f64 / took);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    Ok(Round { confirmed: times.len(), per_second: times.len() as f64 / took, p50_ms: at(0.5), p99_ms: at(0.99) })
}
