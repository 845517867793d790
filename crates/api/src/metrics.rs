//! Metrics for Prometheus: rate, errors and duration of each route, the writer, the outbox, the audit, the ledger.
//!
//! Routes are named by their template and never by their path, because a path contains ids.

use std::net::{SocketAddr, TcpListener};
use std::sync::OnceLock;
use std::time::Duration;

use actix_web::dev::Server;
use actix_web::http::Method;
use actix_web::{App, HttpResponse, HttpServer, web};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use qabul_store::{audit, held_payments, ledger, outbox};

use crate::context::Context;
use crate::middleware::methods;
use crate::problem::ApiError;
use crate::use_cases::one_time_codes::{self, Guard};

/// Upper bounds of the duration buckets, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Interval at which measured values are moved into the histograms.
const UPKEEP: Duration = Duration::from_secs(5);

/// The recorder of this process; installed once, however many servers a test starts.
fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER
        .get_or_init(|| {
            PrometheusBuilder::new()
                .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
                .and_then(PrometheusBuilder::install_recorder)
                .inspect_err(|error| tracing::error!(event = "metrics.off", %error, "no figures are collected"))
                .ok()
        })
        .as_ref()
}

/// Starts collecting. Values counted earlier are lost, so it is called before the server listens.
pub fn install() {
    recorder();
}

/// Counts one answered request. Each label is from a closed set: no label contains anything a caller can invent.
pub fn observe(method: &Method, route: &str, status: u16, seconds: f64) {
    let method = methods::label(method);
    let labels =
        [("method", method.to_owned()), ("route", route.to_owned()), ("status", format!("{}xx", status / 100))];
    counter!("qabul_http_requests_total", &labels).increment(1);
    histogram!("qabul_http_request_duration_seconds", "method" => method, "route" => route.to_owned()).record(seconds);
}

/// Moves measured values into the histograms every few seconds. Otherwise each value would stay in memory until the
/// metrics are read, and many installations never read them.
pub async fn keep_up() {
    let Some(recorder) = recorder() else { return };
    let mut round = tokio::time::interval(UPKEEP);
    loop {
        round.tick().await;
        recorder.run_upkeep();
    }
}

/// Everything collected, in Prometheus' text format, with the current values of the store.
///
/// # Errors
/// When the store fails.
pub async fn text(context: &Context) -> Result<String, ApiError> {
    let recorder = recorder();
    let (guard, now) = (Guard::new(&context.config), context.clock.now());
    let (fill, unsealed, held, (wrong_codes, circuit_open)) = context
        .db
        .read(async move |tx| {
            let codes = one_time_codes::figures(tx, &guard, now).await?;
            Ok::<_, ApiError>((
                outbox::fill(tx).await?,
                audit::unsealed_count(tx).await?,
                held_payments::open_count(tx).await?,
                codes,
            ))
        })
        .await?;
    gauge!("qabul_wrong_codes").set(wrong_codes as f64);
    gauge!("qabul_code_circuit_open").set(f64::from(u8::from(circuit_open)));
    gauge!("qabul_outbox_waiting").set(fill.waiting as f64);
    gauge!("qabul_outbox_dead").set(fill.dead as f64);
    gauge!("qabul_payments_held").set(held as f64);
    gauge!("qabul_audit_unsealed").set(unsealed as f64);
    gauge!("qabul_audit_broken").set(f64::from(u8::from(context.heads.is_broken())));
    gauge!("qabul_clock_shift_seconds").set(context.clock.shift_seconds() as f64);
    if let Some(writer) = context.db.writer_figures() {
        counter!("qabul_writer_units_total").absolute(writer.units);
        counter!("qabul_writer_commits_total").absolute(writer.commits);
    }
    Ok(recorder.map(PrometheusHandle::render).unwrap_or_default())
}

/// Checks the sums of the ledger and records how many differ. This metric should raise an alarm.
///
/// # Errors
/// When the store fails.
pub async fn note_balance(context: &Context) -> Result<(), ApiError> {
    let wrong = context.db.read(async |tx| Ok::<_, ApiError>(ledger::verify(tx).await?)).await?.len();
    gauge!("qabul_ledger_imbalances").set(wrong as f64);
    if wrong > 0 {
        tracing::error!(event = "ledger.imbalance", wrong, "the ledger does not add up: run `qabul verify`");
    }
    Ok(())
}

/// A separate server for `/metrics`, on an internal address.
///
/// # Errors
/// When the address is taken.
pub fn server(context: Context, address: SocketAddr) -> anyhow::Result<Server> {
    let listener = TcpListener::bind(address)?;
    let data = web::Data::new(context);
    let server = HttpServer::new(move || App::new().app_data(data.clone()).route("/metrics", web::get().to(scrape)))
        .workers(1)
        .disable_signals()
        .listen(listener)?
        .run();
    Ok(server)
}

async fn scrape(context: web::Data<Context>) -> HttpResponse {
    match text(&context).await {
        Ok(text) => HttpResponse::Ok().content_type("text/plain; version=0.0.4; charset=utf-8").body(text),
        Err(_) => HttpResponse::ServiceUnavailable().finish(),
    }
}
