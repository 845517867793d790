//! S1: whether an answer or its time shows that an account, a number, an address or a FIN is known.
//!
//! For every step where this could happen, requests about known and unknown persons alternate in random order. Status,
//! headers and bodies must be equal, and the times must be two samples of one distribution. Limits would stop such a
//! run long before a result, so every request comes from a different address, which needs a trusted proxy, and hours
//! pass between steps, which needs a shifted clock.

use std::collections::BTreeSet;
use std::time::Instant;

use anyhow::Context as _;

use crate::attempts::{Lab, STEPS, Step};
use crate::http::Answer;
use crate::statistics::{kolmogorov_smirnov, quantile};

/// Two samples count as one distribution unless the probability is below this value (quality goal S1).
const LEAST_P: f64 = 0.01;
/// Maximum difference of the medians, in milliseconds.
const MOST_MS: f64 = 1.0;
/// Fields of answers that differ in every request, for known and unknown persons alike.
const OWN: [&str; 14] = [
    "traceId",
    "sentAt",
    "expiresAt",
    "resendAt",
    "sessionEndsAt",
    "accessToken",
    "id",
    "cabinetNumber",
    "phone",
    "email",
    "maskedFin",
    "maskedName",
    "document",
    "registerAskedAt",
];

/// Measurements of one side.
#[derive(Default)]
struct Seen {
    answers: BTreeSet<String>,
    times: Vec<f64>,
}

/// Runs S1 and prints its table; `only` = steps whose name contains it.
pub async fn run(requests: usize, only: Option<String>) -> anyhow::Result<()> {
    let mut lab = Lab::new(requests).await?;
    println!("\nS1, {requests} requests a step, known and unknown in random order, SQLite, release profile");
    println!("| step | status | answers | known ms | unknown ms | difference ms | KS distance | p |");
    println!("| --- | --- | --- | --- | --- | --- | --- | --- |");
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(|step| only.as_ref().is_none_or(|word| step.name().contains(word.as_str()))) {
        if !measure(&mut lab, *step, requests).await.with_context(|| step.name().to_owned())? {
            failed.push(step.name());
        }
        lab.pass(3_700);
    }
    anyhow::ensure!(failed.is_empty(), "these steps tell known from unknown: {failed:?}");
    Ok(())
}

async fn measure(lab: &mut Lab, step: Step, requests: usize) -> anyhow::Result<bool> {
    let mut order: Vec<bool> = (0..requests).map(|n| n % 2 == 0).collect();
    lab.shuffle(&mut order);
    let (mut known, mut unknown, mut status) = (Seen::default(), Seen::default(), 0);
    // The first requests fill caches.
    for about_known in [true, false].repeat(10) {
        let request = lab.prepare(step, about_known).await?;
        lab.connection.ask(&request).await?;
    }
    for about_known in order {
        let request = lab.prepare(step, about_known).await?;
        let began = Instant::now();
        let answer = lab.connection.ask(&request).await?;
        let took = began.elapsed().as_secs_f64() * 1000.0;
        anyhow::ensure!(answer.status < 500 && answer.status != 429, "{answer:?}");
        status = answer.status;
        let side = if about_known { &mut known } else { &mut unknown };
        side.times.push(took);
        side.answers.insert(comparable(&answer));
    }
    let (distance, p) = kolmogorov_smirnov(&mut known.times, &mut unknown.times);
    let (a, b) = (quantile(&known.times, 0.5), quantile(&unknown.times, 0.5));
    let same = known.answers == unknown.answers && known.answers.len() == 1;
    println!(
        "| {} | {status} | {} | {a:.3} | {b:.3} | {:+.3} | {distance:.3} | {p:.3} |",
        step.name(),
        if same { "same" } else { "DIFFER" },
        a - b
    );
    if !same {
        for (name, side) in [("known", &known), ("unknown", &unknown)] {
            println!("{name}: {:?}", side.answers.iter().take(2).collect::<Vec<_>>());
        }
    }
    Ok(same && p > LEAST_P && (a - b).abs() < MOST_MS)
}

/// Status, headers except date, request id and a cookie's secret, and the body except fields that differ in every
/// request.
fn comparable(answer: &Answer) -> String {
    let mut text = format!("{}\n", answer.status);
    // The order of headers comes from a map and differs per answer, for known and unknown persons alike.
    let mut headers: Vec<&(String, String)> = answer.headers.iter().collect();
    headers.sort();
    for (name, value) in headers {
        match name.as_str() {
            "date" | "x-request-id" => {}
            // The text of an instant is shorter when its last digits are zero.
            "content-length" if answer.status < 400 => {}
            "set-cookie" => {
                let (cookie, rest) = value.split_once('=').unwrap_or((value, ""));
                let terms = rest.split_once(';').map_or("", |(_, terms)| terms);
                text.push_str(&format!("{name}: {cookie};{terms}\n"));
            }
            _ => text.push_str(&format!("{name}: {value}\n")),
        }
    }
    let mut body = String::from_utf8_lossy(&answer.body).into_owned();
    let mut own = Vec::new();
    collect(&answer.json(), &mut own);
    for (name, value) in own {
        body = body.replace(&value, &name);
    }
    text + &body
}

/// The values of [`OWN`] anywhere in a body.
fn collect(value: &serde_json::Value, own: &mut Vec<(String, String)>) {
    match value {
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                match value.as_str() {
                    Some(text) if OWN.contains(&name.as_str()) && !text.is_empty() => {
                        own.push((name.clone(), text.to_owned()));
                    }
                    _ => collect(value, own),
                }
            }
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, own)),
        _ => {}
    }
}
