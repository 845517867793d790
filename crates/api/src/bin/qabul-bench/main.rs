//! Measures the portal: figures side by side in one run, as medians and ratios (docs/performance.md).

mod attempts;
mod confirm;
mod enumeration;
mod fill;
mod flood;
mod http;
mod kill;
mod paper;
mod read;
mod register;
mod start;
mod statistics;
mod storm;

use clap::{Parser, Subcommand};

/// Measures the portal.
#[derive(Parser)]
#[command(name = "qabul-bench")]
struct Args {
    #[command(subcommand)]
    what: Option<What>,
    /// Rounds of each side; sides take turns.
    #[arg(long, global = true, default_value_t = 3)]
    rounds: usize,
    /// Seconds of one round.
    #[arg(long, global = true, default_value_t = 3.0)]
    seconds: f64,
    /// Callers at once.
    #[arg(long, global = true, default_value_t = 64)]
    callers: usize,
}

#[derive(Subcommand, Clone, PartialEq, Eq)]
enum What {
    /// P1: confirmations over HTTP, group commit against one commit each.
    Confirm,
    /// P11: from start to ready, memory at rest.
    Start,
    /// P3: the status page as JSON.
    Read {
        /// Folder with the services of other stacks to measure beside it, `bench/peers`.
        #[arg(long)]
        peers: Option<std::path::PathBuf>,
    },
    /// P9: printed applications.
    Paper,
    /// P5: more log-ins than the machine can hash, beside readings.
    Storm,
    /// S1: whether answers or their times tell known from unknown.
    Enumeration {
        /// Requests of each step.
        #[arg(long, default_value_t = 2_000)]
        requests: usize,
        /// Only steps whose name holds this.
        #[arg(long)]
        only: Option<String>,
    },
    /// S7: a flood and slow sockets while other people sign in and confirm.
    Flood,
    /// Kills the program under load; nothing acknowledged may be lost.
    Kill {
        /// How often.
        #[arg(long, default_value_t = 20)]
        kills: usize,
        /// An own, empty PostgreSQL database; a SQLite file otherwise.
        #[arg(long)]
        database: Option<String>,
    },
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    println!("load average before: {}", load_average());
    let Args { rounds, seconds, callers, what } = args;
    match what {
        Some(What::Kill { kills, database }) => runtime.block_on(kill::run(kills, callers, database)),
        Some(What::Confirm) => runtime.block_on(confirm::run(rounds, seconds, callers)),
        Some(What::Read { peers }) => runtime.block_on(read::run(rounds, seconds, callers, peers)),
        Some(What::Paper) => runtime.block_on(paper::run(rounds, seconds)),
        Some(What::Storm) => runtime.block_on(storm::run(rounds, seconds)),
        Some(What::Enumeration { requests, only }) => runtime.block_on(enumeration::run(requests, only)),
        Some(What::Flood) => runtime.block_on(flood::run(seconds)),
        Some(What::Start) => start::run(rounds.max(5)),
        None => {
            runtime.block_on(async {
                confirm::run(rounds, seconds, callers).await?;
                read::run(rounds, seconds, callers, None).await?;
                paper::run(rounds, seconds).await
            })?;
            start::run(rounds.max(5))
        }
    }
}

fn load_average() -> String {
    std::fs::read_to_string("/proc/loadavg").map(|text| text.trim().to_owned()).unwrap_or_else(|_| "unknown".to_owned())
}

/// Middle value; of two middle ones the lower.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(0.0)
}
