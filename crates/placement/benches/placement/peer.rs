//! Beside the Python package `matching`, at the sizes it can do.
//!
//! `matching` solves hospital–resident with strict orders, which is this competition without equal candidates and without clauses. Both
//! sides get the same instance and must place everyone alike.

use std::process::Command;

use qabul_domain::placement::{Mark, Market, Parts, Vector, Wish, place};

use crate::timed;
use crate::world::Dice;

/// Reads an instance, solves it, prints the seconds of the solving alone and who is placed where.
const SCRIPT: &str = r#"
import json, sys, threading, time, warnings
warnings.simplefilter("ignore")
# It copies its players by recursion.
sys.setrecursionlimit(10**9)
threading.stack_size(2**30)
from matching.games import HospitalResident
def main():
    game = json.load(open(sys.argv[1]))
    wishes = {int(k): v for k, v in game["wishes"].items()}
    orders = {int(k): v for k, v in game["orders"].items()}
    seats = {int(k): v for k, v in game["seats"].items()}
    began = time.perf_counter()
    solved = HospitalResident.create_from_dictionaries(wishes, orders, seats).solve(optimal="resident")
    took = time.perf_counter() - began
    at = {int(str(one)): int(str(row)) for row, all in solved.items() for one in all}
    print(json.dumps({"seconds": took, "at": at}))
thread = threading.Thread(target=main)
thread.start()
thread.join()
"#;

/// A competition without equal candidates: the total is the place in line; or, with scores of their own, every row has a line of its
/// own. Every wish is open.
fn strict(people: u32, rows: u32, choices: u32, own: bool) -> Market {
    let mut dice = Dice(u64::from(people));
    let mut totals: Vec<u32> = (1..=people).collect();
    for last in (1..totals.len()).rev() {
        totals.swap(last, dice.below(last as u32 + 1) as usize);
    }
    let mut parts = Parts {
        seats: vec![(people * 6 / 10 / rows).max(1); rows as usize],
        own: vec![own; rows as usize],
        starts: vec![0],
        ..Parts::default()
    };
    let none = (Mark::BLANK, Mark::BLANK);
    for (number, total) in (0..).zip(totals) {
        let total = Mark::hundredths(total).unwrap();
        parts.candidates.push(Vector::new(total, none, Mark::BLANK, Mark::BLANK, Mark::BLANK).unwrap());
        let from = parts.wishes.len();
        while parts.wishes.len() < from + choices as usize {
            let wish = Wish::new(dice.below(rows), true);
            if !parts.wishes[from..].contains(&wish) {
                parts.wishes.push(wish);
                if own {
                    // The last digits are the candidate's, so no two are equal.
                    parts.scores.extend(Mark::hundredths(dice.below(9_000) * 100_000 + number));
                }
            }
        }
        parts.starts.push(parts.wishes.len() as u32);
    }
    Market::new(parts).unwrap()
}

/// The same as `matching` takes it.
fn as_json(market: &Market) -> String {
    let people = market.candidates().len();
    let list = |numbers: &mut dyn Iterator<Item = usize>| {
        let numbers: Vec<String> = numbers.map(|number| number.to_string()).collect();
        format!("[{}]", numbers.join(","))
    };
    let mut wanted: Vec<Vec<(u32, usize)>> = vec![Vec::new(); market.seats().len()];
    for one in 0..people {
        for wish in market.range(one) {
            let mark = market.score(wish).known().unwrap_or_else(|| market.candidates()[one].total().or_zero());
            wanted[market.wishes()[wish].row()].push((mark, one));
        }
    }
    wanted.iter_mut().for_each(|row| row.sort_unstable_by(|one, other| other.cmp(one)));
    // A row nobody wants is left out: `matching` refuses it.
    let rows: Vec<usize> = (0..wanted.len()).filter(|row| !wanted[*row].is_empty()).collect();
    let entries = |all: Vec<String>| format!("{{{}}}", all.join(","));
    let wishes = (0..people).map(|one| {
        let mut rows = market.range(one).map(|wish| market.wishes()[wish].row());
        format!("\"{one}\":{}", list(&mut rows))
    });
    let orders = rows.iter().map(|row| format!("\"{row}\":{}", list(&mut wanted[*row].iter().map(|(_, one)| *one))));
    let seats = rows.iter().map(|row| format!("\"{row}\":{}", market.seats()[*row]));
    format!(
        "{{\"wishes\":{},\"orders\":{},\"seats\":{}}}",
        entries(wishes.collect()),
        entries(orders.collect()),
        entries(seats.collect())
    )
}

/// Where `matching` places everyone, and in how many seconds.
fn solved(text: &str) -> Option<(f64, Vec<(usize, usize)>)> {
    let seconds = text.split("\"seconds\": ").nth(1)?.split(',').next()?.parse().ok()?;
    let at = text.split("\"at\": {").nth(1)?.split('}').next()?;
    let pairs = at.split(", ").filter(|pair| !pair.is_empty()).map(|pair| {
        let (one, row) = pair.split_once(": ")?;
        Some((one.trim_matches('"').parse().ok()?, row.parse().ok()?))
    });
    Some((seconds, pairs.collect::<Option<_>>()?))
}

/// Runs it, or says that it is not there.
pub fn beside_matching() {
    println!(
        "\nBeside the Python package matching, 10 wishes, one row for 20 candidates, no equal candidates, once each"
    );
    let there = Command::new("python3").args(["-c", "import matching; print(matching.__version__)"]).output();
    let version = match there {
        Ok(there) if there.status.success() => String::from_utf8_lossy(&there.stdout).trim().to_owned(),
        _ => {
            println!(
                "NOT MEASURED: python3 cannot import matching; `pip install matching` in an environment of its own"
            );
            return;
        }
    };
    println!(
        "| candidates | matching {version}, s | engine, s | ratio | same places |\n| --- | --- | --- | --- | --- |"
    );
    let folder = tempfile::tempdir().unwrap();
    for (people, own) in
        [(300, false), (300, true), (1_000, false), (1_000, true), (3_000, false), (3_000, true), (10_000, false)]
    {
        let line = if own { "their own" } else { "the total" };
        let market = strict(people, people / 20, 10, own);
        let file = folder.path().join("game.json");
        std::fs::write(&file, as_json(&market)).unwrap();
        let done = Command::new("python3").args(["-c", SCRIPT]).arg(&file).output().unwrap();
        let Some((seconds, theirs)) = solved(&String::from_utf8_lossy(&done.stdout)) else {
            println!(
                "| {people} | failed: {} | | | |",
                String::from_utf8_lossy(&done.stderr).lines().last().unwrap_or("")
            );
            continue;
        };
        let (time, outcome) = timed(|| place(&market));
        let mut theirs = theirs;
        theirs.sort_unstable();
        let ours: Vec<(usize, usize)> =
            (0..people as usize).filter_map(|one| Some((one, outcome.placing.row(&market, one)?))).collect();
        let same = if ours == theirs { "yes" } else { "**NO**" };
        println!("| {people} | {line} | {seconds:.2} | {time:.6} | {:.0} | {same} |", seconds / time);
    }
}
