//! P9: printed applications per second over HTTP: reading the snapshot, layout, QR code, tagged PDF.

use std::time::{Duration, Instant};

use crate::confirm::{open_campaign, side};
use crate::fill::fill;
use crate::http::Connection;
use crate::median;

/// Runs P9 and prints its table.
pub async fn run(rounds: usize, seconds: f64) -> anyhow::Result<()> {
    let side = side(false).await?;
    let campaign = open_campaign(&side.context).await?;
    let people = fill(&side.context, &campaign, 50, 0).await?;
    let mut connection = Connection::open(side.address).await?;
    for person in &people {
        let (status, answer) = connection.send(person.request().as_bytes()).await?;
        anyhow::ensure!(status == 200, "{status}: {}", String::from_utf8_lossy(&answer));
    }
    let (mut rates, mut p99s, mut size) = (Vec::new(), Vec::new(), 0);
    for round in 0..=rounds {
        let (started, mut times) = (Instant::now(), Vec::new());
        while started.elapsed() < Duration::from_secs_f64(seconds) {
            let request = people[times.len() % people.len()].print();
            let began = Instant::now();
            let (status, paper) = connection.send(request.as_bytes()).await?;
            anyhow::ensure!(status == 200 && paper.starts_with(b"%PDF-"), "{status}");
            size = paper.len();
            times.push(began.elapsed().as_secs_f64() * 1000.0);
        }
        // The first round is only a warm-up.
        if round > 0 {
            rates.push(times.len() as f64 / started.elapsed().as_secs_f64());
            times.sort_by(f64::total_cmp);
            p99s.push(times.get(times.len() * 99 / 100).copied().unwrap_or(0.0));
        }
    }
    println!("\nP9 printed application over HTTP, one caller, {rounds} rounds of {seconds} s");
    println!("| a second | p99 ms | kB | goal |\n| --- | --- | --- | --- |");
    let (rate, p99) = (median(&mut rates), median(&mut p99s));
    println!("| {rate:.0} | {p99:.1} | {:.1} | 800 a second and core, p99 5 ms, 30 kB |", size as f64 / 1000.0);
    Ok(())
}
