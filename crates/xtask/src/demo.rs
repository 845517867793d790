//! The portal and its simulator, as started by `run` for people and by `test` for the browser.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{child::Running, http, shell};

/// What to start.
pub struct Plan {
    /// Folder with `qabul` and `qabul-simulator`.
    pub programs: PathBuf,
    /// Folder with the SPA.
    pub web: PathBuf,
    /// Folder for the database and the logs.
    pub data: PathBuf,
    /// A PostgreSQL database to use instead of SQLite in `data`.
    pub postgres: Option<String>,
    /// Port of the portal.
    pub port: u16,
    /// Port of the simulator's pages.
    pub simulator: u16,
    /// Port of the simulator's mail server.
    pub mail: u16,
    /// Write the programs' output to files in `data` instead of the terminal.
    pub quiet: bool,
}

/// Both programs, running. Dropping it stops them, the portal first.
pub struct Demo {
    portal: Running,
    simulator: Running,
}

impl Plan {
    /// Address of the portal.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Address of the simulator.
    pub fn simulator_address(&self) -> String {
        format!("http://127.0.0.1:{}", self.simulator)
    }

    /// Page with the sent SMS and e-mails.
    pub fn inbox(&self) -> String {
        format!("{}/", self.simulator_address())
    }

    /// The portal's database, for commands run beside it.
    pub fn database(&self) -> String {
        let file = || format!("sqlite:{}", self.data.join("qabul.db").display());
        self.postgres.clone().unwrap_or_else(file)
    }

    /// The program `qabul` with all settings as environment variables, as in docs/config.md.
    fn qabul(&self, command: &[&str]) -> Command {
        let mut qabul = Command::new(self.programs.join("qabul"));
        qabul
            .args(command)
            .current_dir(shell::root())
            .env("QABUL_DEMO", "true")
            .env("QABUL_DATABASE", self.database())
            .env("QABUL_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("QABUL_PUBLIC_URL", self.address())
            .env("QABUL_WEB_DIR", &self.web)
            .env("QABUL_REGISTERS_URL", self.simulator_address())
            .env("QABUL_SMS_URL", self.simulator_address())
            .env("QABUL_PAYMENT_URL", self.simulator_address())
            .env("QABUL_SMTP", format!("127.0.0.1:{}", self.mail))
            .env("QABUL_INBOX_URL", self.inbox());
        qabul
    }

    fn log(&self, name: &str) -> Option<PathBuf> {
        self.quiet.then(|| self.data.join(format!("{name}.log")))
    }

    /// Prepares the database and starts both programs; returns when both are ready.
    ///
    /// # Errors
    /// A port is in use, the database reports an error, or a program does not start.
    pub fn start(&self) -> Result<Demo> {
        fs::create_dir_all(&self.data).with_context(|| format!("cannot make {}", self.data.display()))?;
        for port in [self.port, self.simulator, self.mail] {
            if TcpListener::bind(("127.0.0.1", port)).is_err() {
                bail!("port {port} is taken: end what uses it, or choose another with --port");
            }
        }
        shell::say("preparing the database");
        shell::run(&mut self.qabul(&["migrate"]))?;
        shell::run(&mut self.qabul(&["seed", "--demo"]))?;

        let mut simulator = Command::new(self.programs.join("qabul-simulator"));
        simulator
            .current_dir(shell::root())
            .args(["--http", &format!("127.0.0.1:{}", self.simulator)])
            .args(["--smtp", &format!("127.0.0.1:{}", self.mail)]);
        let mut simulator = Running::start("the simulator", &mut simulator, self.log("simulator").as_deref())?;
        simulator.wait_for(self.simulator, "/livez")?;
        let mut portal = Running::start("the portal", &mut self.qabul(&["serve"]), self.log("portal").as_deref())?;
        portal.wait_for(self.port, "/readyz")?;
        Ok(Demo { portal, simulator })
    }

    /// The synthetic persons, as a table for the terminal.
    ///
    /// # Errors
    /// The simulator does not answer with a list.
    pub fn persons(&self) -> Result<String> {
        let (_, body) = http::get(self.simulator, "/persons.json")?;
        let persons: serde_json::Value = serde_json::from_str(&body).context("the simulator's persons are no JSON")?;
        let persons = persons.as_array().context("the simulator's persons are no list")?;
        let mut table = format!("  {:<9} {:<12} shows\n", "FIN", "born");
        for person in persons {
            let word = |name: &str| person[name].as_str().unwrap_or("–").to_owned();
            table.push_str(&format!("  {:<9} {:<12} {}\n", word("fin"), word("birthDate"), word("showsEn")));
        }
        Ok(table)
    }
}

impl Demo {
    /// The exit status of the first of the two that has ended, if any.
    ///
    /// # Errors
    /// The operating system no longer knows a process.
    pub fn ended(&mut self) -> Result<Option<String>> {
        Ok(self.portal.ended()?.or(self.simulator.ended()?))
    }
}

/// A free port.
///
/// # Errors
/// There is none.
pub fn free_port() -> Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// The last lines of a log, for the terminal after a failure.
pub fn tail(log: &Path, lines: usize) -> String {
    let text = fs::read_to_string(log).unwrap_or_default();
    let all: Vec<_> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
