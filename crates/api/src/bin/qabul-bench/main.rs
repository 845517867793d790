//! Measures the portal: figures side by side in one run, as medians and ratios (docs/performance.md).

mod attempts;
mod cluster;
mod confirm;
mod enumeration;
mod fill;
mod flood;
mod handover;
mod http;
mod kill;
mod paper;
mod pgbench;
mod points;
mod read;
mod register;
mod soak;
mod sockets;
mod start;
mod statistics;
mod storm;
mod world;

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
    /// Memory under millions of ordinary requests while nobody asks for the figures.
    Soak {
        /// How many.
        #[arg(long, default_value_t = 10_000_000)]
        requests: u64,
    },
    /// Memory and others' waiting time while thousands of sockets send slowly or do not take their answers.
    Sockets {
        /// How many.
        #[arg(long, default_value_t = 10_000)]
        sockets: usize,
    },
    /// Kills the program under load; nothing acknowledged may be lost.
    Kill {
        /// How often.
        #[arg(long, default_value_t = 20)]
        kills: usize,
        /// What is done.
        #[arg(long, value_enum, default_value = "kill")]
        fault: kill::Fault,
        /// An own, empty PostgreSQL database; a SQLite file otherwise.
        #[arg(long)]
        database: Option<String>,
    },
    /// P2: confirmations over HTTP on PostgreSQL beside pgbench with the same statements.
    Pgbench {
        /// Folder of the script that makes pgbench's, `bench/pgbench`.
        #[arg(long, default_value = "bench/pgbench")]
        scripts: std::path::PathBuf,
    },
    /// R13: instance after instance takes over under load.
    Handover {
        /// On a PostgreSQL cluster of its own; a SQLite file otherwise.
        #[arg(long)]
        postgres: bool,
        /// How often.
        #[arg(long, default_value_t = 10)]
        times: usize,
    },
    /// Every crash point of one confirmation, and every failing sync and write; needs strace.
    Points {
        /// On a PostgreSQL cluster of its own; a SQLite file otherwise.
        #[arg(long)]
        postgres: bool,
        /// What happens at each point.
        #[arg(long, value_enum, default_value = "kill")]
        inject: points::Inject,
    },
}

fn main() -> anyhow::Result<()> {
    let args = Args::parse();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    println!("load average before: {}", load_average());
    let Args { rounds, seconds, callers, what } = args;
    match what {
        Some(What::Kill { kills, database, fault }) => runtime.block_on(kill::run(fault, kills, callers, database)),
        Some(What::Pgbench { scripts }) => runtime.block_on(pgbench::run(rounds, seconds, callers.min(32), &scripts)),
        Some(What::Handover { postgres, times }) => runtime.block_on(handover::run(postgres, times, callers)),
        Some(What::Points { postgres, inject }) => runtime.block_on(points::run(postgres, inject)),
        Some(What::Confirm) => runtime.block_on(confirm::run(rounds, seconds, callers)),
        Some(What::Read { peers }) => runtime.block_on(read::run(rounds, seconds, callers, peers)),
        Some(What::Paper) => runtime.block_on(paper::run(rounds, seconds)),
        Some(What::Storm) => runtime.block_on(storm::run(rounds, seconds)),
        Some(What::Enumeration { requests, only }) => runtime.block_on(enumeration::run(requests, only)),
        Some(What::Flood) => runtime.block_on(flood::run(seconds)),
        Some(What::Soak { requests }) => runtime.block_on(soak::run(requests)),
        Some(What::Sockets { sockets }) => runtime.block_on(sockets::run(sockets)),
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
