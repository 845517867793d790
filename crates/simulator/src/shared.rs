//! State shared by all simulated systems, and the handle for tests.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use actix_web::http::StatusCode;
use actix_web::http::header::AUTHORIZATION;
use actix_web::{HttpRequest, HttpResponse};

use crate::contract_clock::{Clock, academic_year_at};
use crate::inbox::{Inbox, Mail, Sms};
use crate::payments::{Act, Order, Orders};
use crate::problem::problem;
use crate::switches::{Mode, Switches, System};

/// How long a silent system keeps the connection; every caller gives up earlier.
const SILENCE: Duration = Duration::from_secs(120);

pub(crate) struct Shared {
    pub clock: Clock,
    pub secret: String,
    pub academic_year: Option<i32>,
    pub later_after: Duration,
    pub public_url: String,
    pub switches: Switches,
    pub client: reqwest::Client,
    inbox: Mutex<Inbox>,
    orders: Mutex<Orders>,
    nonsense_told: AtomicUsize,
    /// The `X-Request-Id` of the last call to each system.
    last_calls: Mutex<HashMap<System, String>>,
}

impl Shared {
    pub(crate) fn new(
        clock: Clock,
        secret: String,
        academic_year: Option<i32>,
        later_after: Duration,
        public_url: String,
        client: reqwest::Client,
    ) -> Shared {
        Shared {
            clock,
            secret,
            academic_year,
            later_after,
            public_url,
            client,
            switches: Switches::default(),
            inbox: Mutex::default(),
            orders: Mutex::default(),
            nonsense_told: AtomicUsize::new(0),
            last_calls: Mutex::default(),
        }
    }

    pub(crate) fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn orders(&self) -> MutexGuard<'_, Orders> {
        self.orders.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// First year of the academic year to which the demo campaign admits.
    pub(crate) fn academic_year(&self) -> i32 {
        self.academic_year.unwrap_or_else(|| academic_year_at(self.clock.now()))
    }

    /// Checks the caller's secret and applies the switch. `Ok(true)`: answer with data of a wrong person.
    pub(crate) async fn gate(&self, system: System, request: &HttpRequest) -> Result<bool, HttpResponse> {
        let given = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        if given.and_then(|value| value.strip_prefix("Bearer ")) != Some(self.secret.as_str()) {
            return Err(problem(StatusCode::UNAUTHORIZED, "unauthorized", "The bearer token is missing or wrong"));
        }
        if let Some(id) = request.headers().get("x-request-id").and_then(|value| value.to_str().ok()) {
            self.last_calls.lock().unwrap_or_else(PoisonError::into_inner).insert(system, id.to_owned());
        }
        match self.switches.get(system) {
            Mode::Normal => Ok(false),
            Mode::WrongPerson => Ok(system.is_register()),
            Mode::Slow { millis } => {
                tokio::time::sleep(Duration::from_millis(millis)).await;
                Ok(false)
            }
            Mode::Silent => {
                tokio::time::sleep(SILENCE).await;
                Err(problem(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "Silent by switch"))
            }
            Mode::Error => Err(problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Failing by switch")),
            Mode::Half if self.fails_this_time() => {
                Err(problem(StatusCode::INTERNAL_SERVER_ERROR, "internal", "Failing half the time by switch"))
            }
            Mode::Half => Ok(false),
            Mode::Nonsense => Err(nonsense(self.nonsense_told.fetch_add(1, Ordering::Relaxed))),
        }
    }

    fn last_call(&self, system: System) -> Option<String> {
        self.last_calls.lock().unwrap_or_else(PoisonError::into_inner).get(&system).cloned()
    }

    /// Whether this call fails, if every second one fails.
    pub(crate) fn fails_this_time(&self) -> bool {
        self.nonsense_told.fetch_add(1, Ordering::Relaxed).is_multiple_of(2)
    }
}

/// Answers as broken systems send them, in turn.
fn nonsense(turn: usize) -> HttpResponse {
    match turn % 5 {
        0 => HttpResponse::Ok().content_type("text/html").body("<html><body>Texniki işlər aparılır</body></html>"),
        1 => HttpResponse::Ok().content_type("application/json").body(r#"{"fin": "5NM1A2C", "records": [{"id":"#),
        2 => HttpResponse::Ok().content_type("application/json").body(r#"{"fin": 42, "id": [], "records": "çox"}"#),
        3 => HttpResponse::Ok().content_type("application/json").body("null"),
        _ => HttpResponse::NotFound().content_type("text/html").body("<h1>404</h1>"),
    }
}

/// Access to a running simulator: received messages, behaviour of the systems, payments.
#[derive(Clone)]
pub struct Handle(pub(crate) Arc<Shared>);

impl std::fmt::Debug for Handle {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Handle")
    }
}

impl Handle {
    /// SMS to this number (`+994…`), oldest first.
    pub fn sms_for(&self, phone: &str) -> Vec<Sms> {
        self.0.inbox().sms.iter().filter(|sms| sms.to == phone).cloned().collect()
    }

    /// The six digits of the newest SMS with a code to this number.
    pub fn last_code(&self, phone: &str) -> Option<String> {
        let inbox = self.0.inbox();
        inbox.sms.iter().rev().filter(|sms| sms.to == phone).find_map(|sms| sms.code().map(str::to_owned))
    }

    /// E-mails to this address, oldest first.
    pub fn mails_for(&self, address: &str) -> Vec<Mail> {
        let inbox = self.0.inbox();
        let to = |mail: &&Mail| mail.to.iter().any(|recipient| recipient.eq_ignore_ascii_case(address));
        inbox.mails.iter().filter(to).cloned().collect()
    }

    /// The `X-Request-Id` of the last call to a system.
    pub fn last_call(&self, system: System) -> Option<String> {
        self.0.last_call(system)
    }

    /// Sets one switch.
    pub fn set_switch(&self, system: System, mode: Mode) {
        self.0.switches.set(system, mode);
    }

    /// Sets all switches to normal.
    pub fn reset_switches(&self) {
        self.0.switches.reset();
    }

    /// Sets the shift of the simulator's clock; see [`Clock::shift`].
    pub fn shift_clock(&self, seconds: i64) {
        self.0.clock.shift(seconds);
    }

    /// Orders of the payment provider, oldest first.
    pub fn orders(&self) -> Vec<Order> {
        self.0.orders().all().cloned().collect()
    }

    /// Performs an action of the payment page and waits for the portal's answer to the callback. Returns the address to
    /// which the browser would return, or `None` if there is no such order.
    pub async fn settle(&self, provider_id: &str, act: Act) -> Option<String> {
        crate::payments::settle(&self.0, provider_id, act).await
    }

    /// Sends the outstanding callback of an order settled with [`Act::Later`]. `false` if there is none.
    pub async fn release(&self, provider_id: &str) -> bool {
        crate::payments::release(&self.0, provider_id).await
    }

    /// Sends one correctly signed event about an order: "paid", with the given `changes`. The order itself is not
    /// changed. Returns the portal's status, or `None` if there is no such order.
    pub async fn send_event(&self, provider_id: &str, changes: &serde_json::Value) -> Option<u16> {
        crate::payments::send(&self.0, provider_id, changes).await
    }

    /// Refunds a paid order and reports it. `false` if the order is not paid.
    pub async fn reverse(&self, provider_id: &str) -> bool {
        crate::payments::reverse(&self.0, provider_id).await
    }
}
