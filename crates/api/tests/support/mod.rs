//! A real server on a free port with its own database, simulator and fixed clock, and one method per endpoint.
//!
//! Jobs are run by hand ([`TestApp::run_jobs`]), so a test never waits for time to pass. [`TestApp::end`] checks that
//! the outbox is empty and that the checks of the database pass.
#![allow(dead_code, reason = "each test program uses its part")]

mod browser;
mod desk;
#[path = "../../../documents/src/layer.rs"]
mod layer;
mod portal;

use std::net::{SocketAddr, TcpListener};

// Used by the file above to decompress the text layer of a print.
use flate2 as _;

use qabul_api::auth::passwords::Cost;
use qabul_api::clock::Clock;
use qabul_api::config::Config;
use qabul_api::context::Context;
use qabul_api::secrets::{DEMO_SHARED, Secrets};
use qabul_api::use_cases::record;
use qabul_api::{compose, jobs, seed, serve};
use qabul_domain::calendar::Micros;
use qabul_simulator::{Handle, Simulator};
use qabul_store::testing::{Engine, TestDb};

pub use browser::{Answer, Browser, fresh_key};
pub use layer::text_layer;
pub use portal::{Portal, Served};

/// 2026-12-01 10:00 in Baku: the demo campaign's attempt 1 is open.
pub const NOW: Micros = Micros(1_796_104_800_000_000);
/// A password nobody guesses.
pub const PASSWORD: &str = "yaşıl-qatar-17-limon";

/// An invented person of the simulator, with a phone number and an e-mail address.
#[derive(Debug, Clone, Copy)]
pub struct Somebody {
    /// FIN.
    pub fin: &'static str,
    /// Birth date.
    pub born: &'static str,
    /// Mobile number in normal form.
    pub phone: &'static str,
    /// E-mail address.
    pub email: &'static str,
}

/// The simplest case: a graduate whose average is in TMMS.
pub const AYSEL: Somebody =
    Somebody { fin: "5NM1A2C", born: "2002-03-14", phone: "+994505550117", email: "aysel@example.az" };
/// Another citizen.
pub const ELVIN: Somebody =
    Somebody { fin: "6SN2B3D", born: "2001-07-02", phone: "+994515550118", email: "elvin@example.az" };
/// A third one.
pub const NIGAR: Somebody =
    Somebody { fin: "5TC3C4E", born: "1999-11-20", phone: "+994555550119", email: "nigar@example.az" };

/// A citizen with a recognised foreign degree: the commission confirms (2.1).
pub const SABINA: Somebody =
    Somebody { fin: "5XR2L3N", born: "2000-10-08", phone: "+994705550120", email: "sabina@example.az" };

/// A running portal.
pub struct TestApp {
    /// Its address, without a trailing slash.
    pub url: String,
    /// Its parts, for jobs and queries.
    pub context: Context,
    /// Its clock; fixed until it is moved.
    pub clock: Clock,
    /// The outside systems.
    pub outside: Handle,
    /// Its database.
    pub db: TestDb,
    client: reqwest::Client,
    server: actix_web::dev::ServerHandle,
    _simulator: Simulator,
    /// For data that the portal keeps outside its database.
    _folder: tempfile::TempDir,
}

impl TestApp {
    /// On SQLite, in demo mode, with reference lists and the demo campaigns.
    pub async fn start() -> TestApp {
        TestApp::start_with(Engine::Sqlite, |_| {}).await
    }

    /// With another database or configuration.
    pub async fn start_with(engine: Engine, change: impl FnOnce(&mut Config)) -> TestApp {
        let db = TestDb::open(engine).await;
        let clock = Clock::fixed(NOW);
        let told = clock.clone();
        let simulator = qabul_simulator::spawn(qabul_simulator::SimSettings {
            secret: DEMO_SHARED.to_owned(),
            clock: qabul_simulator::Clock::new(move || told.unshifted()),
            ..qabul_simulator::SimSettings::default()
        })
        .await
        .expect("the simulator starts");
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut config = config(&url, &simulator.http_url, simulator.smtp_addr);
        config.audit_heads = Some(folder.path().join("heads"));
        change(&mut config);
        let secrets = Secrets::demo();
        let context =
            compose::assemble(&config, db.db.clone(), &secrets, clock.clone(), Cost::Test).expect("the parts fit");
        seed::reference(&context.db).await.expect("reference lists");
        seed::demo(&context.db, context.stamp().expect("randomness")).await.expect("demo campaigns");
        let server = serve::server(context.clone(), listener).expect("the server starts");
        let handle = server.handle();
        tokio::spawn(server);
        let client = reqwest::Client::builder()
            .no_proxy()
            .tls_certs_only([])
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .expect("a client");
        let outside = simulator.handle.clone();
        TestApp { url, context, clock, outside, db, client, server: handle, _simulator: simulator, _folder: folder }
    }

    /// A browser without cookies, in Azerbaijani.
    pub fn browser(&self) -> Browser<'_> {
        Browser::new(&self.url, &self.client)
    }

    /// Behind a proxy, so that a test can use several networks.
    pub async fn behind_proxy(engine: Engine) -> TestApp {
        TestApp::start_with(engine, |config| {
            config.trusted_proxy = "127.0.0.1".parse().ok();
            config.threads = 2;
        })
        .await
    }

    /// A browser without cookies, in a given network.
    pub fn browser_in(&self, network: &str) -> Browser<'_> {
        let mut browser = self.browser();
        browser.network = Some(network.to_owned());
        browser
    }

    /// Runs every job until nothing is due.
    pub async fn run_jobs(&self) -> jobs::Round {
        jobs::run_all_once(&self.context).await.expect("the jobs run")
    }

    /// Moves the clock to an instant, forwards or back.
    pub fn set_clock(&self, at: Micros) {
        self.clock.set(at);
    }

    /// When the open campaign closes.
    pub async fn closes(&self) -> Micros {
        Micros(self.db.number("select closes_at from campaign where attempt = 1").await)
    }

    /// Completes a registration; the browser is signed in afterwards.
    pub async fn register(&self, who: Somebody) -> Browser<'_> {
        let mut browser = self.browser();
        self.register_until_password(&mut browser, who).await;
        browser.set_password(PASSWORD, PASSWORD).await.expect(201);
        browser
    }

    /// Runs a registration up to its last step.
    pub async fn register_until_password(&self, browser: &mut Browser<'_>, who: Somebody) {
        browser.start_registration("citizen").await.expect(201);
        browser.check_identity(who.fin, who.born).await.expect(200);
        browser.confirm_identity().await.expect(200);
        browser.send_code(who.phone).await.expect(200);
        browser.verify_phone(&self.code_for(who.phone).await).await.expect(200);
        browser.set_email(who.email, who.email).await.expect(200);
    }

    /// The newest code sent to a number.
    pub async fn code_for(&self, phone: &str) -> String {
        self.run_jobs().await;
        self.outside.last_code(phone).expect("a code was sent")
    }

    /// The secret of the newest link sent to an address.
    pub async fn link_for(&self, email: &str) -> String {
        self.run_jobs().await;
        let mails = self.outside.mails_for(email);
        let found =
            mails.iter().rev().find_map(|mail| mail.text.split_once("/email#").map(|(_, rest)| rest.to_owned()));
        found.expect("a letter with a link").chars().take_while(|c| !c.is_whitespace()).collect()
    }

    /// Adds money to the wallet of a signed-in browser, through the provider.
    pub async fn top_up(&self, browser: &mut Browser<'_>, qepik: i64) {
        let top_up = browser.start_top_up(&fresh_key(), qepik, None).await.expect(201);
        let order = self.order_of(top_up.text("/id"));
        self.outside.settle(&order, qabul_simulator::Act::Pay).await.expect("the order exists");
    }

    /// The provider's id of a top-up's order.
    pub fn order_of(&self, top_up: &str) -> String {
        let orders = self.outside.orders();
        let order = orders.iter().find(|order| order.topup_id.to_string() == top_up).expect("an order of the top-up");
        order.provider_id.clone()
    }

    /// Stops everything and checks that the outbox is empty and that money and audit agree.
    pub async fn end(self) {
        let report = self.verify().await;
        assert!(report.is_clean(), "{report:?}");
        self.end_unbalanced().await;
    }

    /// What `qabul verify` finds.
    pub async fn verify(&self) -> qabul_store::verify::Report {
        record::check(&self.context.config, &self.db.db).await.expect("verify runs").report
    }

    /// The same for a test that changed balances directly in the database.
    pub async fn end_unbalanced(self) {
        self.run_jobs().await;
        assert_eq!(
            self.db.number("select count(*) from outbox where done_at is null").await,
            0,
            "messages are left in the outbox: {:?}",
            self.db.texts("select topic || ' ' || coalesce(last_error, '-') from outbox where done_at is null").await
        );
        self.server.stop(false).await;
        self.db.close().await;
    }
}

fn config(url: &str, outside: &str, smtp: SocketAddr) -> Config {
    Config {
        database: "sqlite:unused".to_owned(),
        database_pool: 4,
        commit_alone: false,
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        threads: 1,
        public_url: url.to_owned(),
        web_dir: None,
        published_dir: None,
        secrets_file: None,
        demo: true,
        registers_url: outside.to_owned(),
        sms_url: outside.to_owned(),
        payment_url: outside.to_owned(),
        smtp: smtp.to_string(),
        mail_from: "Qəbul <qebul@example.az>".to_owned(),
        register_timeout_ms: 2_000,
        inbox_url: None,
        take_over: false,
        with_worker: false,
        metrics_listen: None,
        trusted_proxy: None,
        wrong_codes_most: 500,
        wrong_codes_seconds: 600,
        wrong_codes_tries: 2,
        patience_seconds: 30,
        ca_file: None,
        security_contact: "mailto:security@qabul.example".to_owned(),
        log_json: false,
        audit_heads: None,
        desk_socket: None,
    }
}
