//! P5: more sign-ins than the machine can hash, while other people only read their application. Both are offered at a
//! fixed rate, however long the answers take, and times count from the instant at which a request was due.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::attempts::{PASSWORD, SOMEBODY, hash};
use crate::confirm::{open_campaign, side_with};
use crate::fill::{Ready, email, fill_with};
use crate::http::{Connection, Request};
use crate::median;
use crate::statistics::quantile;

/// Sign-ins offered per second.
const LOGINS: f64 = 500.0;
/// Reads offered per second.
const READS: f64 = 1_000.0;
/// Connections that offer sign-ins: more than can wait in the queue, so that requests are not late because of the
/// callers.
const LOGIN_CALLERS: usize = 600;
/// Connections that offer reads.
const READ_CALLERS: usize = 64;
/// Maximum wait for a sign-in in seconds: five in the queue, and one for the hash and the machine.
const LONGEST: f64 = 6.0;

/// Results of one kind of request.
#[derive(Default)]
struct Tally {
    good: usize,
    busy: usize,
    busy_without_wait: usize,
    /// Milliseconds from the instant at which the request was due.
    times: Vec<f64>,
    slowest: f64,
}

/// Runs P5 and prints its table.
pub async fn run(rounds: usize, seconds: f64) -> anyhow::Result<()> {
    let side = side_with(|config| config.trusted_proxy = Some(std::net::Ipv4Addr::LOCALHOST.into())).await?;
    let campaign = open_campaign(&side.context).await?;
    let people = Arc::new(fill_with(&side.context, &campaign, 2_000, SOMEBODY, &hash().await?).await?);
    let seconds = seconds.max(10.0);
    let (mut alone, mut beside, mut logins, mut p50, mut p99) =
        (Vec::new(), Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let (mut quiet_p99, mut busy, mut slowest) = (Vec::new(), 0, 0.0_f64);
    for _ in 0..rounds {
        alone.push(bare(seconds / 2.0, None).await?.0);
        let (rate, quiet) = bare(seconds / 2.0, Some((side.address, people.clone()))).await?;
        beside.push(rate);
        quiet_p99.push(quantile(&quiet.times, 0.99));
        let end = Instant::now() + Duration::from_secs_f64(seconds);
        let reads = tokio::spawn(offer(side.address, people.clone(), READS, READ_CALLERS, end, false));
        let tried = offer(side.address, people.clone(), LOGINS, LOGIN_CALLERS, end, true).await?;
        let reads = reads.await??;
        anyhow::ensure!(tried.busy_without_wait == 0, "{} answers 503 without Retry-After", tried.busy_without_wait);
        logins.push(tried.good as f64 / seconds);
        busy += tried.busy;
        slowest = slowest.max(tried.slowest);
        p50.push(quantile(&reads.times, 0.5));
        p99.push(quantile(&reads.times, 0.99));
    }
    let (alone, beside, logins) = (median(&mut alone), median(&mut beside), median(&mut logins));
    println!(
        "\nP5 log-in storm, SQLite, {LOGINS:.0} log-ins/s and {READS:.0} readings/s offered, {rounds} rounds of {seconds} s"
    );
    println!("| figure | median | goal |\n| --- | --- | --- |");
    println!("| reading p50 / p99 during the storm, ms | {:.1} / {:.1} | p99 30 |", median(&mut p50), median(&mut p99));
    println!("| reading p99 beside bare Argon2 on every core, ms | {:.1} | – |", median(&mut quiet_p99));
    println!("| log-ins done a second | {logins:.1} | – |");
    println!(
        "| bare Argon2 on the idle machine, a second | {alone:.1} | log-ins are {:.0} % |",
        100.0 * logins / alone
    );
    println!(
        "| bare Argon2 beside the same readings, a second | {beside:.1} | log-ins are {:.0} %, goal 90 % |",
        100.0 * logins / beside
    );
    println!("| refused with 503 and Retry-After | {busy} | the rest |");
    println!("| longest wait for any log-in's answer, s | {:.2} | {LONGEST} |", slowest / 1000.0);
    anyhow::ensure!(slowest / 1000.0 <= LONGEST, "somebody waited {slowest:.0} ms");
    Ok(())
}

/// Runs Argon2 in a loop on every core, alone or beside reads; returns hashes per second.
async fn bare(seconds: f64, reads: Option<(SocketAddr, Arc<Vec<Ready>>)>) -> anyhow::Result<(f64, Tally)> {
    let stop = Arc::new(AtomicBool::new(false));
    let end = Instant::now() + Duration::from_secs_f64(seconds);
    let cores = std::thread::available_parallelism().map_or(2, usize::from);
    let threads: Vec<_> = (0..cores)
        .map(|_| {
            let stop = stop.clone();
            std::thread::spawn(move || {
                let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| anyhow::anyhow!("{error}"))?;
                let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
                let mut blocks = vec![Block::default(); params.block_count()];
                let mut out = [0_u8; 32];
                let mut done = 0_usize;
                while !stop.load(Ordering::Relaxed) {
                    argon
                        .hash_password_into_with_memory(PASSWORD.as_bytes(), &[7; 16], &mut out, &mut blocks)
                        .map_err(|error| anyhow::anyhow!("{error}"))?;
                    done += 1;
                }
                anyhow::Ok(done)
            })
        })
        .collect();
    let tally = match reads {
        Some((address, people)) => offer(address, people, READS, READ_CALLERS, end, false).await?,
        None => {
            tokio::time::sleep_until(end.into()).await;
            Tally::default()
        }
    };
    stop.store(true, Ordering::Relaxed);
    let mut done = 0;
    for thread in threads {
        done += thread.join().map_err(|_| anyhow::anyhow!("a hashing thread panicked"))??;
    }
    Ok((done as f64 / seconds, tally))
}

/// Offers requests at a rate until `end`.
async fn offer(
    address: SocketAddr,
    people: Arc<Vec<Ready>>,
    rate: f64,
    callers: usize,
    end: Instant,
    logins: bool,
) -> anyhow::Result<Tally> {
    let next = Arc::new(AtomicUsize::new(0));
    let start = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in 0..callers {
        let (people, next) = (people.clone(), next.clone());
        tasks.spawn(async move {
            let mut connection = Connection::open(address).await?;
            let mut tally = Tally::default();
            loop {
                let slot = next.fetch_add(1, Ordering::Relaxed);
                let due = start + Duration::from_secs_f64(slot as f64 / rate);
                if due >= end {
                    return anyhow::Ok(tally);
                }
                tokio::time::sleep_until(due.into()).await;
                let person = &people[slot % people.len()];
                let request = if logins { login(person.number, slot) } else { person.look().into_bytes() };
                let answer = connection.ask(&request).await?;
                let took = due.elapsed().as_secs_f64() * 1000.0;
                tally.slowest = tally.slowest.max(took);
                match answer.status {
                    200 | 201 => {
                        tally.good += 1;
                        tally.times.push(took);
                    }
                    503 if logins => {
                        tally.busy += 1;
                        tally.busy_without_wait += usize::from(answer.header("retry-after").is_empty());
                    }
                    status => anyhow::bail!("{status}: {}", String::from_utf8_lossy(&answer.body)),
                }
            }
        });
    }
    let mut all = Tally::default();
    while let Some(done) = tasks.join_next().await {
        let one = done??;
        all.good += one.good;
        all.busy += one.busy;
        all.busy_without_wait += one.busy_without_wait;
        all.slowest = all.slowest.max(one.slowest);
        all.times.extend(one.times);
    }
    all.times.sort_by(f64::total_cmp);
    Ok(all)
}

/// A sign-in of the person with this number, from a different address each time.
fn login(number: usize, slot: usize) -> Vec<u8> {
    let [_, a, b, c] = (slot as u32).to_be_bytes();
    let more = format!("X-Forwarded-For: 10.{a}.{b}.{c}\r\n");
    let body = format!(r#"{{"login":"{}","password":"{PASSWORD}"}}"#, email(number));
    Request { line: "POST /api/v1/sessions", more: &more, body: &body, ..Request::default() }.bytes()
}
