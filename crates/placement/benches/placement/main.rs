//! Measures the placement: `cargo xtask bench -- placement` (figures in docs/performance.md).
//!
//! Sides take turns in one run; what is printed are medians, with the smallest and the greatest value beside them.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a failure here has nobody to be told to")]

mod engine;
mod files;
mod floor;
mod kill;
mod peer;
mod world;

use std::time::{Duration, Instant};

/// What is measured, and how.
struct Args {
    parts: Vec<String>,
    rounds: usize,
    kills: usize,
}

fn main() {
    // Built as a test it has nothing to say: only `cargo bench` names it so.
    let mut given = std::env::args().skip(1);
    let mut args = Args { parts: Vec::new(), rounds: 5, kills: 200 };
    let mut wanted = false;
    while let Some(word) = given.next() {
        match word.as_str() {
            "--bench" => wanted = true,
            "--rounds" => args.rounds = given.next().and_then(|text| text.parse().ok()).unwrap_or(5),
            "--memory" => {
                let people = given.next().and_then(|text| text.parse().ok()).unwrap_or(1_000_000);
                return engine::memory(people, given.next().as_deref() == Some("own"));
            }
            "--run" => {
                let mut folder = || std::path::PathBuf::from(given.next().unwrap_or_default());
                let (input, output) = (folder(), folder());
                let _ = files::run(&input, &output);
                return;
            }
            "--kills" => args.kills = given.next().and_then(|text| text.parse().ok()).unwrap_or(200),
            _ => args.parts.push(word),
        }
    }
    if !wanted {
        return;
    }
    let all = ["engine", "own", "growth", "files", "peer"];
    // Only when asked for: they take long.
    let apart = ["huge", "kill"];
    if let Some(odd) = args.parts.iter().find(|part| !all.contains(&part.as_str()) && !apart.contains(&part.as_str())) {
        eprintln!("{odd} is not measured here; there is {}, {}", all.join(", "), apart.join(", "));
        std::process::exit(2);
    }
    println!("load average before: {}", std::fs::read_to_string("/proc/loadavg").unwrap_or_default().trim());
    let wants =
        |part: &str| args.parts.iter().any(|one| one == part) || (args.parts.is_empty() && !apart.contains(&part));
    if wants("engine") {
        engine::common(args.rounds);
    }
    if wants("own") {
        engine::own(args.rounds);
    }
    if wants("growth") {
        engine::growth(args.rounds);
    }
    if wants("files") {
        files::national(args.rounds);
    }
    if wants("huge") {
        files::huge();
    }
    if wants("kill") {
        kill::kill(args.kills);
    }
    if wants("peer") {
        peer::beside_matching();
    }
}

/// How long something took, and what came out.
fn timed<T>(act: impl FnOnce() -> T) -> (f64, T) {
    let began = Instant::now();
    let done = act();
    (seconds(began.elapsed()), done)
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

/// `median (least–most)`, in seconds; and the median.
fn spread(times: &mut [f64]) -> (f64, String) {
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len().saturating_sub(1) / 2).copied().unwrap_or_default();
    let (least, most) = (times.first().copied().unwrap_or_default(), times.last().copied().unwrap_or_default());
    (median, format!("{median:.3} ({least:.3}–{most:.3})"))
}

/// Whether a goal is met, as a table says it.
fn goal(met: bool, text: &str) -> String {
    if met { text.to_owned() } else { format!("{text} **missed**") }
}
