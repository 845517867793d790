//! The engines in memory.

use std::process::Command;

use qabul_domain::placement::{Merit, deferred, place};

use crate::world::{Size, market};
use crate::{floor, goal, spread, timed};

/// The size the goals are set for.
const LARGE: Size = Size { people: 1_000_000, choices: 15, rows: 5_000, own: 0 };

/// The common order beside the floor.
pub fn common(rounds: usize) {
    let market = market(LARGE);
    let (mut engine, mut least, mut other) = (Vec::new(), Vec::new(), Vec::new());
    let mut seats = (0, 0);
    for _ in 0..rounds {
        let (time, outcome) = timed(|| place(&market));
        engine.push(time);
        let (time, plain) = timed(|| floor::place(&market));
        least.push(time);
        let placed = |one: &usize| outcome.placing.wish(*one).is_some();
        seats = ((0..plain.len()).filter(placed).count(), plain.iter().filter(|wish| **wish != u32::MAX).count());
        let merit = Merit::of(market.candidates());
        let (time, placing) = timed(|| deferred(&market, &merit, merit.line().iter().copied()));
        other.push(time);
        assert_eq!(placing, outcome.placing, "both engines agree (I13)");
    }
    let ((engine, engine_text), (least, least_text)) = (spread(&mut engine), spread(&mut least));
    println!("\nP7 engine, 1,000,000 candidates x 15 wishes x 5,000 rows, five keys, {rounds} rounds");
    println!("| figure | measured | goal |\n| --- | --- | --- |");
    println!("| order, placing, limits, s | {engine_text} | {} |", goal(engine <= 1.0, "1.0"));
    println!("| floor: sort and one pass, s | {least_text} | – |");
    println!("| ratio | {:.2} | {} |", engine / least, goal(engine <= 4.0 * least, "4"));
    println!("| the other engine on the same, after the order, s | {} | – |", spread(&mut other).1);
    println!("| placed (the floor: without equals over the seats) | {} ({}) | – |", seats.0, seats.1);
    print_memory("");
}

/// Rows with scores of their own.
pub fn own(rounds: usize) {
    println!("\nP7 engine, the same size, rows that rank by scores of their own, {rounds} rounds");
    println!("| such rows, % | measured, s | goal |\n| --- | --- | --- |");
    for share in [10, 50, 100] {
        let market = market(Size { own: share, ..LARGE });
        let mut times: Vec<f64> = (0..rounds).map(|_| timed(|| place(&market)).0).collect();
        let (median, text) = spread(&mut times);
        println!("| {share} | {text} | {} |", goal(median <= 3.0, "3.0"));
    }
    println!("\n| figure | measured | goal |\n| --- | --- | --- |");
    print_memory("own");
}

/// Time by size.
pub fn growth(rounds: usize) {
    println!("\nP7 growth, 15 wishes, one row for 200 candidates, {rounds} rounds");
    println!(
        "| candidates | common order, s | ns a candidate | own scores at half the rows, s |\n| --- | --- | --- | --- |"
    );
    for people in [10_000, 100_000, 1_000_000] {
        let size = Size { people, choices: 15, rows: people / 200, own: 0 };
        let [common, own] = [0, 50].map(|own| {
            let market = market(Size { own, ..size });
            let mut times: Vec<f64> = (0..rounds).map(|_| timed(|| place(&market)).0).collect();
            spread(&mut times)
        });
        println!("| {people} | {} | {:.0} | {} |", common.1, common.0 * 1e9 / f64::from(people), own.1);
    }
}

/// Measures memory in a process of its own, where nothing freed before is used again.
fn print_memory(kind: &str) {
    let program = std::env::current_exe().unwrap();
    let told = Command::new(program).args(["--memory", "1000000", kind]).output().unwrap();
    let told = String::from_utf8(told.stdout).unwrap();
    let bytes: f64 = told.trim().parse().unwrap_or(f64::NAN);
    println!("| bytes a candidate beyond the input, at most | {bytes:.1} | {} |", goal(bytes <= 64.0, "64"));
}

/// Prints the bytes a candidate that placing takes beyond the input.
pub fn memory(people: u32, own: bool) {
    let market = market(Size { people, own: if own { 50 } else { 0 }, ..LARGE });
    // Forget the peak of making the input.
    let forgotten = std::fs::write("/proc/self/clear_refs", "5");
    let before = kilobytes("VmRSS:");
    let outcome = place(&market);
    let after = kilobytes("VmHWM:");
    if forgotten.is_ok() && kilobytes("VmRSS:") > 0.0 {
        println!("{}", (after - before) * 1024.0 / f64::from(people));
    }
    drop((market, outcome));
}

/// A figure of this process, `VmRSS:` say, in kB.
pub fn kilobytes(what: &str) -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(what));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(f64::NAN)
}
