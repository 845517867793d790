//! P9: prints a second on one core, each of another person, and what the parts of one cost.

use std::time::{Duration, Instant};

use qabul_documents::{Check, FormDocument, FormLabels, Lang, Printer, Receipt, ReceiptLabels, Section, in_fours};

#[allow(dead_code, reason = "the tests use all of them")]
#[path = "../src/samples.rs"]
mod samples;

const SURNAMES: [&str; 8] =
    ["Məmmədova", "Əliyev", "Quliyeva", "Həsənzadə", "Şıxəliyeva", "İbrahimov", "Cəfərova", "Ağayev"];
const NAMES: [&str; 8] = ["Günel", "Orxan", "Ülviyyə", "Əbdül", "Nigar", "Çingiz", "Zəhra", "Kənan"];

/// The sample with what differs from person to person.
fn person(number: usize) -> FormDocument {
    let form = samples::az();
    let code = format!("{:012X}", (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 16);
    let (surname, name) = (SURNAMES[number % 8], NAMES[number / 8 % 8]);
    let mut form = FormDocument {
        created: form.created + number as i64 * 1_000_000,
        work_number: format!("{}\u{a0}{:03}", 100 + number / 1000 % 900, number % 1000),
        person: format!("{surname} {name} {} qızı", NAMES[(number + 3) % 8]),
        check: Check {
            url: format!("https://qabul.example/check/{code}"),
            code_groups: in_fours(&code),
            ..form.check.clone()
        },
        ..form
    };
    form.sections[0].rows[1].1 = format!("{} mart {}", number % 28 + 1, 1990 + number % 15);
    form.sections[1].rows[3].1 = format!("{},{}", 51 + number % 49, number % 10);
    form
}

/// Time this thread had a core, in seconds; what other work takes of the machine does not count where the system tells it.
fn core_seconds(since: Instant) -> f64 {
    let account = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = account.and_then(|text| text.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| since.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let seconds = std::env::args().skip_while(|word| word != "--seconds").nth(1);
    let seconds = Duration::from_secs_f64(seconds.and_then(|text| text.parse().ok()).unwrap_or(3.0));
    let rounds = std::env::args().skip_while(|word| word != "--rounds").nth(1);
    let rounds: usize = rounds.and_then(|text| text.parse().ok()).unwrap_or(3);
    let printer = Printer::new()?;
    let (mut rates, mut p99s, mut size, mut number) = (Vec::new(), Vec::new(), 0, 0);
    let start = Instant::now();
    for round in 0..=rounds {
        let (began, mut times) = (Instant::now(), Vec::new());
        let before = core_seconds(start);
        while began.elapsed() < seconds {
            let form = person(number);
            number += 1;
            let started = Instant::now();
            let pdf = printer.form(&form)?;
            times.push(started.elapsed().as_secs_f64() * 1000.0);
            size = pdf.len();
        }
        // The first round only warms up.
        if round > 0 {
            rates.push(times.len() as f64 / (core_seconds(start) - before));
            times.sort_by(f64::total_cmp);
            p99s.push(times[times.len() * 99 / 100]);
        }
    }
    rates.sort_by(f64::total_cmp);
    p99s.sort_by(f64::total_cmp);
    println!("P9 prints on one core, each of another person, {rounds} rounds of {:.0} s", seconds.as_secs_f64());
    println!("| median a core second | least | most | p99 ms | kB | goal |\n| --- | --- | --- | --- | --- | --- |");
    println!(
        "| {:.0} | {:.0} | {:.0} | {:.1} | {:.1} | 300 |",
        rates[(rates.len() - 1) / 2],
        rates[0],
        rates[rates.len() - 1],
        p99s[(p99s.len() - 1) / 2],
        size as f64 / 1000.0
    );
    Ok(())
}
