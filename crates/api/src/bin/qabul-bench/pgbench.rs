//! P2: confirmations over HTTP on PostgreSQL, compared with pgbench running the statements of one confirmation; the two
//! take turns on one durable cluster. The script for pgbench is generated from PostgreSQL's own log of a confirmation.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use anyhow::{Context as _, ensure};

use crate::cluster::Cluster;
use crate::confirm::{open_campaign, round, side_with};
use crate::fill::fill;
use crate::http::Connection;
use crate::median;

/// Every application that is not confirmed yet, numbered, for pgbench; the portal uses separate ones.
const READY: &str = "create table bench_ready as
    select row_number() over (order by a.id) as n, a.id as app, a.person_id as person, a.account_id as account,
           (select s.family_id from session s where s.account_id = a.account_id limit 1) as session
      from application a join account c on c.id = a.account_id where a.state = 'draft';
    create unique index on bench_ready (n);
    create sequence bench_next;
    analyze";

/// Runs P2 and prints its table.
pub async fn run(rounds: usize, seconds: f64, callers: usize, scripts: &Path) -> anyhow::Result<()> {
    let cluster = Cluster::start()?;
    let (url, pool) = (cluster.url(), u32::try_from(callers)?);
    let mut side = side_with(|config| (config.database, config.database_pool) = (url, pool)).await?;
    let campaign = open_campaign(&side.context).await?;
    let wanted = (3_000.0 * seconds) as usize * rounds;
    let mut people = fill(&side.context, &campaign, wanted, 0).await?;
    cluster.sql("qabul", READY)?;
    side.people = fill(&side.context, &campaign, wanted, 1_000_000).await?;

    // The statements of one confirmation are logged. The first confirmation fills caches, so the second one is used.
    let mut connection = Connection::open(side.address).await?;
    let (mut log, mut first) = (String::new(), String::new());
    for _ in 0..2 {
        let person = people.pop().context("nobody to confirm")?;
        first = person.application.to_string();
        cluster.sql("postgres", "alter system set log_statement = 'all'")?;
        cluster.sql("postgres", "select pg_reload_conf()")?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        let before = cluster.log()?.len();
        let (status, answer) = connection.send(person.request().as_bytes()).await?;
        ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(&answer));
        log = cluster.log()?.split_off(before);
        cluster.sql("postgres", "alter system reset log_statement")?;
        cluster.sql("postgres", "select pg_reload_conf()")?;
        let done = format!("delete from bench_ready where app = '{first}'");
        cluster.sql("qabul", &done)?;
    }
    let log = cluster.file("confirm.log", log.as_bytes())?;
    let made = Command::new("python3").arg(scripts.join("script.py")).args([&log, &first]).output();
    let made = made.context("python3 is needed for this")?;
    ensure!(made.status.success(), "script.py: {}", String::from_utf8_lossy(&made.stderr));
    let script = cluster.file("confirm.sql", &made.stdout)?;
    println!("{} statements in one confirmation", String::from_utf8_lossy(&made.stdout).matches(";\n").count());

    let (mut ours, mut theirs, mut p50, mut p99) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        let own = round(&mut side, seconds, callers).await?;
        ours.push(own.per_second);
        p50.push(own.p50_ms);
        p99.push(own.p99_ms);
        theirs.push(pgbench(&cluster, &script, seconds, callers)?);
    }
    println!("\nP2 confirm, PostgreSQL, {callers} callers, {rounds} rounds of {seconds} s");
    println!("| side | median /s | min | max | p50 ms | p99 ms |\n| --- | --- | --- | --- | --- | --- |");
    let (own, other) = (median(&mut ours), median(&mut theirs));
    let ends = |values: &[f64]| (values.first().copied().unwrap_or(0.0), values.last().copied().unwrap_or(0.0));
    let ((least, most), (p50, p99)) = (ends(&ours), (median(&mut p50), median(&mut p99)));
    println!("| portal over HTTP | {own:.0} | {least:.0} | {most:.0} | {p50:.1} | {p99:.1} |");
    let (least, most) = ends(&theirs);
    println!("| pgbench -M prepared | {other:.0} | {least:.0} | {most:.0} | | |");
    println!("portal is {:.0} % of pgbench (goal 70 %)", 100.0 * own / other.max(1.0));
    Ok(())
}

fn pgbench(cluster: &Cluster, script: &str, seconds: f64, callers: usize) -> anyhow::Result<f64> {
    let (socket, seconds, callers) = (cluster.socket(), format!("{seconds:.0}"), callers.to_string());
    let arguments =
        ["-h", &socket, "-U", "postgres", "-n", "-M", "prepared", "-j", "2", "-c", &callers, "-T", &seconds];
    let output = cluster.command("pgbench").args(arguments).args(["-f", script, "qabul"]).output()?;
    let text = String::from_utf8_lossy(&output.stdout);
    ensure!(output.status.success(), "pgbench: {text}{}", String::from_utf8_lossy(&output.stderr));
    let line = text.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench tells no tps")?;
    Ok(line.split_whitespace().next().unwrap_or_default().parse()?)
}
