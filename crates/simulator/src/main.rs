//! The program `qabul-simulator`; see the library.

use std::net::SocketAddr;
use std::time::Duration;

use clap::Parser;
use qabul_simulator::{Clock, DEMO_SECRET, SimSettings, persons, spawn};
use tracing_subscriber::EnvFilter;

/// Simulates all external systems of Qəbul, with invented persons.
#[derive(Parser)]
#[command(name = "qabul-simulator", version)]
struct Arguments {
    /// Address of HTTP: registers, SMS, payment and the inbox page
    #[arg(long, env = "QABUL_SIMULATOR_HTTP", default_value = "127.0.0.1:8090")]
    http: SocketAddr,
    /// Address of SMTP
    #[arg(long, env = "QABUL_SIMULATOR_SMTP", default_value = "127.0.0.1:2525")]
    smtp: SocketAddr,
    /// Address used by browsers, if it differs (behind a proxy or in a container)
    #[arg(long, env = "QABUL_SIMULATOR_PUBLIC_URL")]
    public_url: Option<String>,
    /// Required bearer token and secret of callback signatures
    #[arg(long, env = "QABUL_SIMULATOR_SECRET", default_value = DEMO_SECRET, hide_default_value = true, hide_env_values = true)]
    secret: String,
    /// First year of the academic year the campaign admits to; by default derived from the date
    #[arg(long, env = "QABUL_SIMULATOR_ACADEMIC_YEAR")]
    academic_year: Option<i32>,
    /// Shift of the clock, seconds; the same as the portal's
    #[arg(long, env = "QABUL_SIMULATOR_CLOCK_OFFSET_SECONDS", default_value_t = 0, allow_negative_numbers = true)]
    clock_offset_seconds: i64,
    /// Seconds after which a delayed callback of a payment is sent automatically
    #[arg(long, default_value_t = 20)]
    later_seconds: u64,
    /// Print the invented persons as JSON and exit
    #[arg(long)]
    print_persons: bool,
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    if arguments.print_persons {
        println!("{}", serde_json::to_string_pretty(persons())?);
        return Ok(());
    }
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().json().with_env_filter(filter).with_writer(std::io::stderr).init();

    let clock = Clock::system();
    clock.shift(arguments.clock_offset_seconds);
    let simulator = spawn(SimSettings {
        http: arguments.http,
        smtp: arguments.smtp,
        public_url: arguments.public_url,
        secret: arguments.secret,
        academic_year: arguments.academic_year,
        clock,
        later_after: Duration::from_secs(arguments.later_seconds),
        workers: 2,
    })
    .await?;
    // One line that a starting program can wait for and parse.
    println!("{}", serde_json::json!({"http": simulator.http_url, "smtp": simulator.smtp_addr.to_string()}));
    ended().await;
    Ok(())
}

/// Ends on Ctrl-C or, on systems that have it, SIGTERM.
async fn ended() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}
