//! A running simulator with the gateways that call it, and a receiver of callbacks.
#![allow(dead_code, reason = "each test program uses its part")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use actix_web::web::{Bytes, Data};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer, web};
use qabul_domain::calendar::Micros;
use qabul_gateways::{GatewaySettings, Gateways, Timeouts};
use qabul_simulator::{Clock, DEMO_SECRET, SimSettings, Simulator, spawn};

/// 2026-11-21 10:00 UTC: the campaign admits to 2027.
pub const NOW: Micros = Micros(1_795_255_200 * Micros::SECOND);

pub struct World {
    pub simulator: Simulator,
    pub gateways: Gateways,
}

pub async fn world() -> World {
    world_with(|_| {}).await
}

/// The same as `world`, with other settings of the gateways.
pub async fn world_with(change: impl FnOnce(&mut GatewaySettings)) -> World {
    let settings = SimSettings { clock: Clock::new(|| NOW), ..SimSettings::default() };
    let simulator = spawn(settings).await.unwrap();
    let mut settings = GatewaySettings::for_simulator(&simulator.http_url, simulator.smtp_addr, DEMO_SECRET);
    settings.timeouts = Timeouts { connect: Duration::from_secs(2), total: Duration::from_secs(4) };
    change(&mut settings);
    let gateways = Gateways::new(&settings).unwrap();
    World { simulator, gateways }
}

/// Timeouts short enough for a test.
pub fn impatient(settings: &mut GatewaySettings) {
    settings.timeouts = Timeouts { connect: Duration::from_millis(200), total: Duration::from_millis(300) };
}

/// One received callback.
#[derive(Clone)]
pub struct Received {
    /// Path and query.
    pub target: String,
    pub timestamp: String,
    pub signature: String,
    pub body: Vec<u8>,
}

/// The portal's endpoint for callbacks.
pub struct Receiver {
    pub url: String,
    received: Arc<Mutex<Vec<Received>>>,
    answers: Arc<Mutex<Vec<u16>>>,
}

impl Receiver {
    /// Answers 204, after the given statuses in turn.
    pub async fn start(answers: &[u16]) -> Receiver {
        let received: Arc<Mutex<Vec<Received>>> = Arc::default();
        let answers = Arc::new(Mutex::new(answers.to_vec()));
        let shared = Data::new((Arc::clone(&received), Arc::clone(&answers)));
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/callback", listener.local_addr().unwrap());
        let app = move || App::new().app_data(shared.clone()).default_service(web::to(take));
        tokio::spawn(HttpServer::new(app).workers(1).disable_signals().listen(listener).unwrap().run());
        Receiver { url, received, answers }
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().unwrap().clone()
    }
}

type Memory = (Arc<Mutex<Vec<Received>>>, Arc<Mutex<Vec<u16>>>);

async fn take(memory: Data<Memory>, request: HttpRequest, body: Bytes) -> HttpResponse {
    let header = |name: &str| request.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    memory.0.lock().unwrap().push(Received {
        target: request.uri().to_string(),
        timestamp: header("x-payment-timestamp"),
        signature: header("x-payment-signature"),
        body: body.to_vec(),
    });
    let mut answers = memory.1.lock().unwrap();
    let status = if answers.is_empty() { 204 } else { answers.remove(0) };
    HttpResponse::build(actix_web::http::StatusCode::from_u16(status).unwrap()).finish()
}
