//! `points`: confirmations, each stopped at a different system call, from the first that writes, syncs, sends or
//! receives to the last. At that call the program is killed (quality goal R3), or the call fails as on a broken disk
//! (R4). Afterwards the same key must give the one result, charged once, and the ledger must balance.
//!
//! `strace` is attached just before the confirmation, so that calls are counted from there.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context as _, ensure};
use qabul_domain::money::Qepik;
use qabul_store::{applications, audit, ledger, outbox, verify, wallets};

use crate::cluster::Cluster;
use crate::fill::Ready;
use crate::http::Connection;
use crate::world::{Served, World};

/// More calls of one kind than a confirmation makes.
const MOST: usize = 300;
/// Request that checks whether the program is ready.
const READY: &str = "GET /readyz HTTP/1.1\r\nHost: bench\r\n\r\n";
/// Maximum wait for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The fault caused at a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Inject {
    /// The program is killed before the call is made.
    Kill,
    /// The call fails once with an I/O error.
    Eio,
    /// The call fails with an I/O error from then on.
    EioAlways,
    /// The call fails once because the disk is full.
    Enospc,
}

impl Inject {
    fn calls(self) -> &'static [&'static str] {
        match self {
            Inject::Kill => {
                &["pwrite64", "fdatasync", "fsync", "ftruncate", "sendto", "recvfrom", "writev", "write", "sendmsg"]
            }
            Inject::Eio | Inject::EioAlways => &["fdatasync", "fsync", "pwrite64"],
            Inject::Enospc => &["pwrite64"],
        }
    }

    fn rule(self, call: &str, n: usize) -> String {
        match self {
            Inject::Kill => format!("inject={call}:signal=KILL:when={n}"),
            Inject::Eio => format!("inject={call}:error=EIO:when={n}"),
            Inject::EioAlways => format!("inject={call}:error=EIO:when={n}+"),
            Inject::Enospc => format!("inject={call}:error=ENOSPC:when={n}"),
        }
    }
}

/// `strace` attached to a running program; detached when dropped.
struct Trace {
    child: Child,
    log: PathBuf,
}

impl Trace {
    /// Attaches; returns when every thread is traced.
    fn attach(served: &Served, call: &str, rule: &str, log: PathBuf) -> anyhow::Result<Trace> {
        let mut child = Command::new("strace")
            .args(["-f", "-e", &format!("trace={call}"), "-e", rule, "-o"])
            .arg(&log)
            .args(["-p", &served.id().to_string()])
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .context("strace is needed for this")?;
        let mut line = String::new();
        BufReader::new(child.stderr.take().context("strace has no output")?).read_line(&mut line)?;
        ensure!(line.contains("attached"), "strace: {line}");
        Ok(Trace { child, log })
    }

    /// Detaches; returns how many calls were changed.
    fn detach(mut self) -> anyhow::Result<usize> {
        self.let_go();
        let log = std::fs::read_to_string(&self.log).unwrap_or_default();
        Ok(log.lines().filter(|line| line.contains("INJECTED")).count())
    }

    fn let_go(&mut self) {
        // It ends together with the program.
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return;
        }
        let _ = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).stderr(Stdio::null()).status();
        // It may wait forever for a thread of a killed program.
        for _ in 0..100 {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Trace {
    fn drop(&mut self) {
        self.let_go();
    }
}

/// Results for one kind of call.
#[derive(Default)]
struct Seen {
    points: usize,
    acknowledged: usize,
    /// Number of confirmations that were committed although the answer did not arrive.
    committed: usize,
    refused: usize,
    went_on: usize,
}

/// Tries every point and prints the table.
pub async fn run(postgres: bool, inject: Inject) -> anyhow::Result<()> {
    let cluster = postgres.then(Cluster::start).transpose()?;
    let folder = tempfile::tempdir()?;
    let mut world = World::new(cluster.as_ref().map(Cluster::url), 1_200).await?;
    // One thread accepts every connection, so that the N-th call is the same one each time.
    world.more = vec![("QABUL_THREADS", "1")];
    let world = world;
    let mut people = world.people.iter();
    let mut table = BTreeMap::new();
    let mut run = Run { world: &world, served: world.serve()?, messages: 0, confirmed: 0 };
    world.listening().await?;
    // One undisturbed confirmation shows how many messages a confirmation creates.
    let first = people.next().context("nobody to confirm")?;
    ensure!(run.answer(first).await?.0 == 200, "an undisturbed confirmation");
    run.messages = run.messages().await?;
    run.confirmed = 1;
    for call in inject.calls() {
        let seen: &mut Seen = table.entry(*call).or_default();
        for n in 1..MOST {
            // One undisturbed confirmation before each run, so that every run makes the same calls.
            run.settled(people.next().context("ran out of people")?).await?;
            let person = people.next().context("ran out of people")?;
            let rule = inject.rule(call, n);
            eprintln!("{rule}");
            let trace = Trace::attach(&run.served, call, &rule, folder.path().join("trace"))?;
            let more = match inject {
                Inject::Kill => run.killed(person, trace, seen).await,
                Inject::Eio | Inject::EioAlways | Inject::Enospc => run.failing(person, inject, trace, seen).await,
            };
            if !more.with_context(|| rule.clone())? || inject == Inject::EioAlways {
                break;
            }
        }
    }
    let Run { served, .. } = run;
    drop(served);
    println!("\n{inject:?} at every point of one confirmation, {}", if postgres { "PostgreSQL" } else { "SQLite" });
    println!("| call | points | answered 200 | committed, answer lost | answered 503 | went on without a restart |");
    println!("| --- | --- | --- | --- | --- | --- |");
    let mut points = 0;
    for (call, seen) in table {
        let Seen { points: own, acknowledged, committed, refused, went_on } = seen;
        println!("| {call} | {own} | {acknowledged} | {committed} | {refused} | {went_on} |");
        points += own;
    }
    println!("{points} points, all held: one result, one charge, nothing acknowledged lost, books and audit agree");
    Ok(())
}

struct Run<'a> {
    world: &'a World,
    served: Served,
    /// Messages one confirmation leaves.
    messages: i64,
    /// Number of persons who must be confirmed by now.
    confirmed: i64,
}

impl Run<'_> {
    async fn restart(&mut self) -> anyhow::Result<()> {
        self.served.kill();
        self.served = self.world.serve()?;
        self.world.listening().await?;
        Ok(())
    }

    async fn send(&self, request: &str) -> anyhow::Result<(u16, Vec<u8>)> {
        let asked = async {
            let mut connection = Connection::open(self.world.address).await?;
            let answer = connection.ask(request.as_bytes()).await?;
            let says_when = !answer.header("retry-after").is_empty();
            ensure!(answer.status != 503 || says_when || request == READY, "503 without Retry-After");
            Ok((answer.status, answer.body))
        };
        tokio::time::timeout(PATIENCE, asked).await.context("no answer in time")?
    }

    async fn answer(&self, person: &Ready) -> anyhow::Result<(u16, Vec<u8>)> {
        self.send(&person.request()).await
    }

    async fn is_confirmed(&self, person: &Ready) -> anyhow::Result<bool> {
        let (db, id) = (self.world.look().await?, person.application);
        let row = db.read(async move |tx| applications::find(tx, id).await).await?;
        db.close().await;
        Ok(row.is_some_and(|row| row.state == "confirmed"))
    }

    async fn messages(&self) -> anyhow::Result<i64> {
        let db = self.world.look().await?;
        let fill = db.read(async |tx| outbox::fill(tx).await).await?;
        db.close().await;
        Ok(fill.waiting + fill.dead)
    }

    /// Checks that the same key gives the one result, twice with the same bytes, and that all checks of the store pass.
    async fn settled(&mut self, person: &Ready) -> anyhow::Result<()> {
        let (status, body) = self.answer(person).await?;
        ensure!(status == 200, "the same key: {status} {}", String::from_utf8_lossy(&body));
        let again = self.answer(person).await?;
        ensure!(again == (200, body), "the same key gave another answer");
        self.confirmed += 1;
        let messages = self.messages().await?;
        ensure!(messages == self.messages * self.confirmed, "{messages} messages of {}", self.confirmed);
        let (db, id) = (self.world.look().await?, person.application);
        let checked = db
            .read(async move |tx| {
                let row = applications::find(tx, id).await?;
                let balance = match row.and_then(|row| row.account_id) {
                    Some(account) => wallets::balance(tx, account).await?,
                    None => Qepik::ZERO,
                };
                let charge = ledger::charge_of(tx, id).await?.map(|(_, amount)| amount);
                let audited = audit::of_subject(tx, &format!("application:{id}")).await?;
                let audited = audited.iter().filter(|row| row.action == "application.confirm").count();
                let report = verify::run(tx, &["masterExam"], None).await?;
                Ok::<_, qabul_store::Error>((balance, charge, audited, report))
            })
            .await?;
        db.close().await;
        let (balance, charge, audited, report) = checked;
        ensure!(balance == Qepik(45_000) && charge == Some(Qepik(5_000)), "charged {charge:?}, left {balance:?}");
        ensure!(audited == 1, "audited {audited} times");
        ensure!(report.is_clean(), "{report:?}");
        Ok(())
    }

    /// Kills the program at the point. `false` = the confirmation ended before the point.
    async fn killed(&mut self, person: &Ready, trace: Trace, seen: &mut Seen) -> anyhow::Result<bool> {
        let answer = self.answer(person).await;
        let acknowledged = matches!(&answer, Ok((200, _)));
        trace.detach()?;
        // The connection may be closed before the end of the process is visible.
        let began = std::time::Instant::now();
        while answer.is_err() && self.served.ended()?.is_none() && began.elapsed() < PATIENCE {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        if self.served.ended()?.is_none() {
            let (status, body) = answer?;
            ensure!(status == 200, "{status} {}", String::from_utf8_lossy(&body));
            self.settled(person).await?;
            return Ok(false);
        }
        seen.points += 1;
        self.restart().await?;
        let committed = self.is_confirmed(person).await?;
        ensure!(committed || !acknowledged, "acknowledged and lost");
        seen.acknowledged += usize::from(acknowledged);
        seen.committed += usize::from(committed && !acknowledged);
        self.settled(person).await?;
        Ok(true)
    }

    /// Lets a call fail. `false` = the confirmation made no such call.
    async fn failing(&mut self, person: &Ready, inject: Inject, trace: Trace, seen: &mut Seen) -> anyhow::Result<bool> {
        let (status, body) = self.answer(person).await?;
        ensure!(status == 200 || status == 503, "{status} {}", String::from_utf8_lossy(&body));
        let tampered = match inject {
            Inject::EioAlways => {
                let (again, _) = self.answer(person).await?;
                ensure!(again == status, "first {status}, then {again}");
                // The result of a readiness probe is kept for one second.
                let began = std::time::Instant::now();
                let mut ready = self.send(READY).await?.0;
                while ready == 200 && began.elapsed() < Duration::from_secs(2) {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    ready = self.send(READY).await?.0;
                }
                let tampered = trace.detach()?;
                ensure!(tampered == 0 || status == 503, "acknowledged although every call failed");
                ensure!(tampered == 0 || ready == 503, "says that it is ready");
                tampered
            }
            _ => trace.detach()?,
        };
        if tampered == 0 {
            self.settled(person).await?;
            return Ok(false);
        }
        seen.points += 1;
        seen.acknowledged += usize::from(status == 200);
        seen.refused += usize::from(status == 503);
        if status == 503 {
            seen.went_on += usize::from(self.answer(person).await?.0 == 200);
        }
        let confirmed = self.is_confirmed(person).await?;
        self.restart().await?;
        ensure!(self.is_confirmed(person).await? || !confirmed, "lost by the restart");
        self.settled(person).await?;
        Ok(true)
    }
}
