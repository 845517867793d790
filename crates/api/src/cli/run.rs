//! `serve` and `worker`.

use std::time::{Duration, Instant};

use anyhow::{Context as _, bail};

use crate::compose;
use crate::config::Config;
use crate::context::Context;
use crate::jobs::worker::Worker;
use crate::{metrics, serve as http};

/// Maximum wait for the previous instance to stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// Serves until it is asked to stop; requests and messages in progress are finished first.
pub(super) async fn serve(config: Config) -> anyhow::Result<()> {
    super::start_log(&config);
    metrics::install();
    let listen = || http::listen(config.listen).with_context(|| format!("cannot listen on {}", config.listen));
    // While this instance waits for the SQLite file, new connections wait too. Otherwise it listens only when it can
    // answer.
    let waits = config.take_over && compose::sqlite_path(&config.database).is_some();
    let early = match http::handed_over().context("the socket handed over cannot be used")? {
        None if waits => Some(listen()?),
        handed_over => handed_over,
    };
    let context = take_over(&config).await?;
    let listener = match early {
        Some(listener) => listener,
        None => listen()?,
    };
    let works = config.with_worker || !context.db.is_postgres();
    let worker = if works { Some(Worker::start(context.clone())?) } else { None };
    start_figures(&context)?;
    let desk = take_orders(&context);
    tracing::info!(
        event = "serving", address = %listener.local_addr()?, demo = config.demo, postgres = context.db.is_postgres(),
        worker = works, "the portal serves"
    );
    let server = http::server(context.clone(), listener)?;
    let (handle, told) = (server.handle(), context.clone());
    let stopping = tokio::spawn(async move {
        stop_asked().await?;
        http::drain(&told, &handle).await;
        anyhow::Ok(())
    });
    let ended = server.await;
    stopping.abort();
    drop(desk);
    if let Some(worker) = worker {
        worker.stop().await;
    }
    context.db.close().await;
    tracing::info!(event = "stopped", "the portal has stopped in order");
    Ok(ended?)
}

/// Accepts orders from the command line, if a socket can be opened. The portal also serves people without it.
#[cfg(unix)]
fn take_orders(context: &Context) -> Option<crate::desk::socket::Desk> {
    let path = context.config.desk_socket()?;
    crate::desk::socket::listen(context.clone(), &path)
        .inspect_err(|error| tracing::error!(event = "desk.off", %error, "the command line cannot give orders"))
        .ok()
}

#[cfg(not(unix))]
fn take_orders(_: &Context) {}

/// Builds the parts of the portal; with `--take-over`, as soon as the previous instance has released the SQLite file.
async fn take_over(config: &Config) -> anyhow::Result<Context> {
    let began = Instant::now();
    loop {
        match compose::build_context(config).await {
            Err(error)
                if config.take_over
                    && began.elapsed() < PATIENCE
                    && matches!(error.downcast_ref(), Some(qabul_store::Error::Owned { .. })) =>
            {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            done => return done,
        }
    }
}

/// Runs only the jobs.
pub(super) async fn worker(config: Config) -> anyhow::Result<()> {
    super::start_log(&config);
    if compose::sqlite_path(&config.database).is_some() {
        bail!(
            "on SQLite `qabul serve` runs the jobs itself; a worker of its own needs PostgreSQL (--database postgres://…)"
        );
    }
    metrics::install();
    let context = compose::build_context(&config).await?;
    start_figures(&context)?;
    let worker = Worker::start(context.clone())?;
    tracing::info!(event = "working", "the worker runs");
    stop_asked().await?;
    worker.stop().await;
    context.db.close().await;
    Ok(())
}

/// Updates the metrics; serves `/metrics` on a separate address, if one is configured.
fn start_figures(context: &Context) -> anyhow::Result<()> {
    tokio::spawn(metrics::keep_up());
    if let Some(address) = context.config.metrics_listen {
        let server =
            metrics::server(context.clone(), address).with_context(|| format!("cannot listen on {address}"))?;
        tokio::spawn(server);
    }
    Ok(())
}

/// Waits for Ctrl-C or, on systems that have it, SIGTERM.
async fn stop_asked() -> anyhow::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            asked = tokio::signal::ctrl_c() => asked?,
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await?;
    Ok(())
}
