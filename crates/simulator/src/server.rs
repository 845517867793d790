//! Starting and stopping.

use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Once};
use std::time::Duration;

use actix_web::dev::ServerHandle;
use actix_web::{App, HttpServer, web};
use anyhow::Context;

use crate::contract_clock::Clock;
use crate::shared::{Handle, Shared};
use crate::{routes, smtp};

/// Default secret, for demos only; the portal refuses it outside demo mode.
pub const DEMO_SECRET: &str = "demo-shared-secret-not-for-production";

/// Settings of a simulator. By default it listens on free local ports.
#[derive(Debug, Clone)]
pub struct SimSettings {
    /// Address of HTTP; port 0 selects a free port.
    pub http: SocketAddr,
    /// Address of SMTP; port 0 selects a free port.
    pub smtp: SocketAddr,
    /// Address used by browsers, if it differs from the one listened on.
    pub public_url: Option<String>,
    /// Required bearer token, and secret for the signatures of callbacks.
    pub secret: String,
    /// First year of the academic year of the demo campaign; `None` derives it from the clock. "This year's graduates"
    /// are relative to it.
    pub academic_year: Option<i32>,
    /// The clock; its difference from the portal's must stay below five minutes.
    pub clock: Clock,
    /// After this time the callback of a payment settled with [`crate::Act::Later`] is sent automatically.
    pub later_after: Duration,
    /// Number of threads of the HTTP server.
    pub workers: usize,
}

impl Default for SimSettings {
    fn default() -> Self {
        SimSettings {
            http: SocketAddr::from(([127, 0, 0, 1], 0)),
            smtp: SocketAddr::from(([127, 0, 0, 1], 0)),
            public_url: None,
            secret: DEMO_SECRET.to_owned(),
            academic_year: None,
            clock: Clock::system(),
            later_after: Duration::from_secs(20),
            workers: 1,
        }
    }
}

/// A running simulator. Stops when dropped.
#[derive(Debug)]
pub struct Simulator {
    /// Address of HTTP without a trailing slash.
    pub http_url: String,
    /// Address of SMTP.
    pub smtp_addr: SocketAddr,
    /// Received messages and behaviour of the systems.
    pub handle: Handle,
    server: ServerHandle,
    smtp: tokio::task::AbortHandle,
}

impl Drop for Simulator {
    fn drop(&mut self) {
        // The command is queued at once and need not be awaited.
        drop(self.server.stop(false));
        self.smtp.abort();
    }
}

/// Starts HTTP and SMTP inside the running tokio runtime. Both are listening when this returns.
pub async fn spawn(settings: SimSettings) -> anyhow::Result<Simulator> {
    let listener = TcpListener::bind(settings.http).context("the simulator's HTTP address is taken")?;
    let http_url = format!("http://{}", listener.local_addr()?);
    let mail = tokio::net::TcpListener::bind(settings.smtp).await.context("the simulator's SMTP address is taken")?;
    let smtp_addr = mail.local_addr()?;
    let public_url = settings.public_url.as_deref().unwrap_or(&http_url).trim_end_matches('/').to_owned();
    let shared = Arc::new(Shared::new(
        settings.clock,
        settings.secret,
        settings.academic_year,
        settings.later_after,
        public_url,
        callback_client()?,
    ));

    let data = web::Data::from(Arc::clone(&shared));
    let server = HttpServer::new(move || App::new().app_data(data.clone()).configure(routes::configure))
        .workers(settings.workers.max(1))
        .disable_signals()
        .listen(listener)?
        .run();
    let server_handle = server.handle();
    tokio::spawn(server);
    let smtp = tokio::spawn(smtp::serve(mail, Arc::clone(&shared))).abort_handle();
    Ok(Simulator { http_url, smtp_addr, handle: Handle(shared), server: server_handle, smtp })
}

fn callback_client() -> anyhow::Result<reqwest::Client> {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        // An error means that a provider is already installed.
        let _ = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(2))
        .timeout(Duration::from_secs(5))
        .build()
        .context("the call-back client could not be built")
}
