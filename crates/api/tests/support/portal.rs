//! The program as a separate process, with the simulator beside it.

use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qabul_api::secrets::DEMO_SHARED;
use qabul_simulator::{SimSettings, Simulator};
use tokio::net::TcpStream;

/// A serving process; killed when dropped.
pub struct Served(pub Child);

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A portal that can be started, killed and started again.
pub struct Portal {
    /// Database address.
    pub database: String,
    /// Outside systems.
    pub simulator: Simulator,
    /// Where it listens.
    pub address: SocketAddr,
    /// For data kept outside a PostgreSQL database.
    folder: tempfile::TempDir,
}

impl Portal {
    /// A portal on a free port with a migrated and seeded database.
    pub async fn new(database: String) -> Portal {
        let simulator = qabul_simulator::spawn(SimSettings {
            secret: qabul_api::secrets::DEMO_SHARED.to_owned(),
            ..SimSettings::default()
        })
        .await
        .unwrap();
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
        let portal = Portal { database, simulator, address, folder: tempfile::tempdir().unwrap() };
        portal.run(&["migrate"]);
        portal.run(&["seed"]);
        portal
    }

    /// Commands on a database that this process already serves, with its keys: rows made with other keys would fail the
    /// audit.
    pub async fn beside(db: &qabul_store::testing::TestDb) -> Portal {
        let simulator = qabul_simulator::spawn(SimSettings {
            secret: qabul_api::secrets::DEMO_SHARED.to_owned(),
            ..SimSettings::default()
        })
        .await
        .unwrap();
        let address = SocketAddr::from(([127, 0, 0, 1], 9));
        let folder = tempfile::tempdir().unwrap();
        let bytes = |byte: u8| STANDARD.encode([byte; 32]);
        let secrets = serde_json::json!({
            "data_keys": [{ "id": 1, "secret": bytes(1) }], "index_key": bytes(2), "token_key": bytes(3), "seal_keys": [],
            "registers": DEMO_SHARED, "sms": DEMO_SHARED, "payment": [DEMO_SHARED],
        });
        std::fs::write(folder.path().join("secrets.json"), secrets.to_string()).unwrap();
        Portal { database: db.settings.url.clone(), simulator, address, folder }
    }

    /// Runs a command that must succeed; returns its output.
    pub fn say<S: AsRef<std::ffi::OsStr>>(&self, words: &[S]) -> String {
        let output = self.command().args(words).stdout(Stdio::piped()).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// Runs a command that must be refused; returns its error message.
    pub fn refuse<S: AsRef<std::ffi::OsStr>>(&self, words: &[S]) -> String {
        let output = self.command().args(words).stderr(Stdio::piped()).output().unwrap();
        assert!(!output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8(output.stderr).unwrap()
    }

    /// The program with this portal's settings.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_qabul"));
        let outside = &self.simulator.http_url;
        command
            .env("QABUL_DATABASE", &self.database)
            .env("QABUL_DEMO", "true")
            .env("QABUL_LISTEN", self.address.to_string())
            .env("QABUL_PUBLIC_URL", format!("http://{}", self.address))
            .env("QABUL_REGISTERS_URL", outside)
            .env("QABUL_SMS_URL", outside)
            .env("QABUL_PAYMENT_URL", outside)
            .env("QABUL_SMTP", self.simulator.smtp_addr.to_string())
            .env("RUST_LOG", "error")
            .stdout(Stdio::null());
        let secrets = self.folder.path().join("secrets.json");
        if secrets.exists() {
            command.env("QABUL_SECRETS_FILE", secrets);
        }
        if self.database.starts_with("postgres") {
            command.env("QABUL_AUDIT_HEADS", self.folder.path().join("heads"));
        }
        command
    }

    /// Runs a command of the program to its end.
    pub fn run(&self, words: &[&str]) {
        assert!(self.command().args(words).status().unwrap().success(), "{words:?}");
    }

    /// Serves until the result is dropped; returns when it listens.
    pub async fn serve(&self) -> Served {
        self.serve_as(&mut self.command()).await
    }

    /// The same with a changed command.
    pub async fn serve_as(&self, command: &mut Command) -> Served {
        let served = Served(command.arg("serve").spawn().unwrap());
        let until = Instant::now() + Duration::from_secs(30);
        while TcpStream::connect(self.address).await.is_err() {
            assert!(Instant::now() < until, "the server does not listen");
            tokio::task::yield_now().await;
        }
        served
    }
}
