//! Shared by the runs that cause faults: a filled database, the program that serves it, and the check of the result.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use qabul_api::config::Config;
use qabul_api::context::Context;
use qabul_api::secrets::Secrets;
use qabul_api::{compose, seed};
use qabul_store::{Access, Db};
use uuid::Uuid;

use crate::confirm::{demo_config, open_campaign};
use crate::fill::{Ready, fill};

/// A filled database and the address it is served at.
pub struct World {
    /// Where the program listens.
    pub address: SocketAddr,
    /// Persons whose applications are ready to be confirmed.
    pub people: Vec<Ready>,
    /// Additional settings of the program.
    pub more: Vec<(&'static str, &'static str)>,
    config: Config,
    _folder: tempfile::TempDir,
}

/// A serving process; killed when dropped.
pub struct Served(Child);

impl Served {
    /// Its process.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Asks it to stop (SIGTERM).
    pub fn ask_to_stop(&self) -> anyhow::Result<()> {
        let asked = Command::new("kill").args(["-TERM", &self.0.id().to_string()]).status()?;
        anyhow::ensure!(asked.success(), "the program cannot be asked to stop");
        Ok(())
    }

    /// Kills it and waits for its end.
    pub fn kill(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }

    /// Whether it has ended, and how.
    pub fn ended(&mut self) -> anyhow::Result<Option<std::process::ExitStatus>> {
        Ok(self.0.try_wait()?)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        self.kill();
    }
}

impl World {
    /// A database filled with `people`. `database` = a separate, empty PostgreSQL database; otherwise a SQLite file is
    /// used.
    pub async fn new(database: Option<String>, people: usize) -> anyhow::Result<World> {
        let folder = tempfile::tempdir_in(std::env::var_os("QABUL_BENCH_DIR").unwrap_or_else(|| ".".into()))?;
        let mut config = demo_config();
        config.database = database.unwrap_or_else(|| format!("sqlite:{}", folder.path().join("kill.db").display()));
        config.with_worker = false;
        let address = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let mut world = World { address, people: Vec::new(), more: Vec::new(), config, _folder: folder };
        anyhow::ensure!(world.command("migrate")?.status()?.success(), "the database cannot be migrated");
        let context = compose::build_context(&world.config).await?;
        seed::demo(&context.db, context.stamp().map_err(|error| anyhow::anyhow!("{error:?}"))?).await?;
        let campaign = open_campaign(&context).await?;
        world.people = fill(&context, &campaign, people, 0).await?;
        context.db.close().await;
        Ok(world)
    }

    fn command(&self, what: &str) -> anyhow::Result<Command> {
        let mut command = Command::new(std::env::current_exe()?.with_file_name("qabul"));
        command
            .arg(what)
            .env("QABUL_DATABASE", &self.config.database)
            .env("QABUL_DEMO", "true")
            .env("QABUL_LISTEN", self.address.to_string())
            // Nothing listens there: messages stay in the outbox and are counted.
            .env("QABUL_REGISTERS_URL", "http://127.0.0.1:9")
            .env("QABUL_SMS_URL", "http://127.0.0.1:9")
            .env("QABUL_PAYMENT_URL", "http://127.0.0.1:9")
            .env("QABUL_SMTP", "127.0.0.1:9")
            .envs(self.more.iter().copied())
            .env("RUST_LOG", std::env::var_os("QABUL_BENCH_LOG").unwrap_or_else(|| "off".into()))
            .stdout(Stdio::null());
        Ok(command)
    }

    /// Starts the program and returns at once.
    pub fn serve(&self) -> anyhow::Result<Served> {
        Ok(Served(self.command("serve")?.spawn()?))
    }

    /// Starts another instance that takes over, and returns at once.
    pub fn take_over(&self) -> anyhow::Result<Served> {
        Ok(Served(self.command("serve")?.arg("--take-over").spawn()?))
    }

    /// Waits until the program accepts connections; returns how long it took.
    pub async fn listening(&self) -> anyhow::Result<Duration> {
        let began = Instant::now();
        while tokio::net::TcpStream::connect(self.address).await.is_err() {
            anyhow::ensure!(began.elapsed() < Duration::from_secs(20), "not back after twenty seconds");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        Ok(began.elapsed())
    }

    /// The database, opened by this process while nobody serves it.
    async fn open(&self) -> anyhow::Result<Context> {
        compose::build_context(&self.config).await
    }

    /// The database for reading, beside the program that serves it.
    pub async fn look(&self) -> anyhow::Result<Db> {
        compose::open(&self.config, &Secrets::demo(), Access::ReadOnly).await
    }

    /// Checks the result: the report of `qabul verify`, and how many acknowledged confirmations are missing.
    pub async fn left(&self, acknowledged: &BTreeSet<Uuid>) -> anyhow::Result<(qabul_store::verify::Report, usize)> {
        let (context, asked) = (self.open().await?, acknowledged.clone());
        let left = context
            .db
            .read(async move |tx| {
                let report = qabul_store::verify::run(tx, &["masterExam"], None).await?;
                let mut lost = 0;
                for id in &asked {
                    let row = qabul_store::applications::find(tx, *id).await?;
                    lost += usize::from(row.is_none_or(|row| row.state != "confirmed"));
                }
                Ok::<_, qabul_store::Error>((report, lost))
            })
            .await?;
        context.db.close().await;
        Ok(left)
    }
}
