//! `cargo xtask bench -- rules`: full applications judged on one core. Every clause of the book at every stage it is asked at, of the
//! person and of twenty wishes.
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring program")]

#[path = "../tests/common/mod.rs"]
mod common;

use common::book::{Person, campaign, code, person, wish};
use common::vary::{Dice, anybody};
use qabul_domain::facts::Funding;
use qabul_domain::rules::book::campaign::Campaign;
use qabul_domain::rules::book::dossier::{Dossier, Wish};
use qabul_domain::rules::book::{Finding, QAYDALAR_2017, Row, Stage, Stages, View};

/// Applications of one round; as many are told apart as fit no cache.
const APPLICATIONS: usize = 100_000;
const DISTINCT: usize = 10_000;
const WISHES: u8 = 20;
const ROUNDS: usize = 7;
/// Seconds a round may take.
const GOAL: f64 = 1.0;

fn funding(number: u8) -> Funding {
    if number.is_multiple_of(2) { Funding::Paid } else { Funding::State }
}

fn numbered(number: u8, like: Wish) -> Wish {
    Wish { number, code: code(&format!("99{number:04}")), ..like }
}

/// Who breaks nothing.
fn ordinary(_: &mut Dice) -> Person {
    let mut it = person();
    it.case.wishes = (1..=WISHES).map(|number| numbered(number, wish(number, funding(number)))).collect();
    it
}

/// Every fact of the person drawn, with twenty different rows, in one campaign.
fn drawn(dice: &mut Dice) -> Person {
    let mut it = anybody(dice);
    it.campaign = campaign();
    it.case.wishes = (1..=WISHES).map(|number| numbered(number, anybody(dice).case.wishes[0])).collect();
    it
}

/// What is asked at one stage: rows of the person, rows of each wish.
type Asked = (Stage, Vec<&'static Row>, Vec<&'static Row>);

/// Every clause at every stage it belongs to; or, once, at the first of them.
fn asked(once: bool) -> Vec<Asked> {
    let first = |set: Stages, stage: Stage| {
        set.has(stage) && (!once || Stage::ALL.into_iter().find(|one| set.has(*one)) == Some(stage))
    };
    let rows = |stage, of: fn(&Row) -> Stages| QAYDALAR_2017.rows().filter(|row| first(of(row), stage)).collect();
    Stage::ALL
        .into_iter()
        .map(|stage| (stage, rows(stage, |row| row.of_person), rows(stage, |row| row.of_wish)))
        .collect()
}

/// Findings of all, by kind.
fn judge(asked: &[Asked], campaign: &Campaign, people: &[Person]) -> [u64; 5] {
    let mut counts = [0; 5];
    let mut count = |finding: Finding| {
        let kind = match finding {
            Finding::Holds => 0,
            Finding::NotConcerned => 1,
            Finding::Broken(_) => 2,
            Finding::Unknown(_) => 3,
            Finding::LeftToPeople => 4,
        };
        counts[kind] += 1;
    };
    for Person { case, .. } in people {
        for (stage, of_person, of_wish) in asked {
            let view = View::new(*stage, campaign, case);
            of_person.iter().for_each(|row| count(row.finding(&view)));
            if of_wish.is_empty() {
                continue;
            }
            for wish in &case.wishes {
                let view = view.of(wish);
                of_wish.iter().for_each(|row| count(row.finding(&view)));
            }
        }
    }
    counts
}

/// Seconds this thread has had a core; beside other work the clock on the wall would measure that work. Without Linux's
/// account of it, the clock on the wall.
fn core_seconds() -> f64 {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = account.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| START.elapsed().as_secs_f64(), |all| all / 1e9)
}

fn main() {
    println!(
        "a dossier of {WISHES} wishes is {} bytes",
        size_of::<Dossier>() + usize::from(WISHES) * size_of::<Wish>()
    );
    println!("| {APPLICATIONS} applications | median s | min | max | findings | ns/finding | broken |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    let campaign = campaign();
    let mut missed = false;
    for (whose, make) in [("ordinary", ordinary as fn(&mut Dice) -> Person), ("every fact drawn", drawn)] {
        let mut dice = Dice(1);
        let people: Vec<Person> = (0..DISTINCT).map(|_| make(&mut dice)).collect();
        for (how, once) in [("each clause once", true), ("at every stage it is asked", false)] {
            let asked = asked(once);
            let mut counts = [0; 5];
            let mut seconds: Vec<f64> = (0..=ROUNDS)
                .map(|_| {
                    let start = core_seconds();
                    counts = [0; 5];
                    for _ in 0..APPLICATIONS / DISTINCT {
                        let more = judge(&asked, &campaign, std::hint::black_box(&people));
                        counts.iter_mut().zip(more).for_each(|(sum, one)| *sum += one);
                    }
                    core_seconds() - start
                })
                .skip(1)
                .collect();
            seconds.sort_by(f64::total_cmp);
            let (median, findings) = (seconds[ROUNDS / 2], counts.iter().sum::<u64>());
            println!(
                "| {whose}, {how} | {median:.3} | {:.3} | {:.3} | {findings} | {:.1} | {} |",
                seconds[0],
                seconds[ROUNDS - 1],
                median * 1e9 / findings as f64,
                counts[2],
            );
            missed |= once && median > GOAL;
        }
    }
    if missed {
        println!("the goal of {GOAL} s for each clause once is missed");
        std::process::exit(1);
    }
}
