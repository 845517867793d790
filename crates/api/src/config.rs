//! Configuration: one struct whose fields are documented here. `docs/config.md` is generated from it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::Args;

/// Settings of `serve` and `worker`. Each is a flag and an environment variable; an unknown flag is an error.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Database: `sqlite:PATH` (one process owns the file) or `postgres://…` (several nodes and workers).
    #[arg(long, env = "QABUL_DATABASE", default_value = "sqlite:data/qabul.db")]
    pub database: String,

    /// Number of connections: for reading (SQLite) or in total (PostgreSQL).
    #[arg(long, env = "QABUL_DATABASE_POOL", default_value_t = 16)]
    pub database_pool: u32,

    /// Commits every unit of work alone instead of in groups. For comparison only: slower, no safer.
    #[arg(long, env = "QABUL_COMMIT_ALONE", hide = true)]
    pub commit_alone: bool,

    /// Address the server listens on.
    #[arg(long, env = "QABUL_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Starts beside an instance that was asked to stop: shares its address at once and, on SQLite, waits up to half a
    /// minute for its file. New connections wait meanwhile and are not refused.
    #[arg(long, env = "QABUL_TAKE_OVER")]
    pub take_over: bool,

    /// Worker threads of the HTTP server; 0 = one per core.
    #[arg(long, env = "QABUL_THREADS", default_value_t = 0)]
    pub threads: usize,

    /// Public address of the portal. With `https`, cookies are `__Host-` and `Secure`.
    #[arg(long, env = "QABUL_PUBLIC_URL", default_value = "http://127.0.0.1:8080")]
    pub public_url: String,

    /// Folder of the built SPA. Empty = API only.
    #[arg(long, env = "QABUL_WEB_DIR")]
    pub web_dir: Option<PathBuf>,

    /// Folder of published placements, one folder per run, public at `/published/placement/`. Empty = none; in a demo
    /// an invented run.
    #[arg(long, env = "QABUL_PUBLISHED_DIR")]
    pub published_dir: Option<PathBuf>,

    /// File with the secrets (`qabul secrets new FILE` creates one). Required outside demo mode.
    #[arg(long, env = "QABUL_SECRETS_FILE")]
    pub secrets_file: Option<PathBuf>,

    /// File outside the database for the signed heads of the audit, one line per seal; lines are only appended. Best on
    /// another disk or machine. Empty = beside a SQLite database, `PATH.heads`; required on PostgreSQL, a separate file
    /// for each node.
    #[arg(long, env = "QABUL_AUDIT_HEADS")]
    pub audit_heads: Option<PathBuf>,

    /// Socket at which a running server accepts orders from the command line, open only to its own system user. Empty =
    /// beside a SQLite database, `PATH.sock`; not needed on PostgreSQL, where the command line works on the database
    /// itself.
    #[arg(long, env = "QABUL_DESK_SOCKET")]
    pub desk_socket: Option<PathBuf>,

    /// Demo mode: default secrets are accepted, the clock can be shifted, every page says that this is a test.
    #[arg(long, env = "QABUL_DEMO")]
    pub demo: bool,

    /// Base address of the adapter to the state registers (population, migration, TMMS, TKTA).
    #[arg(long, env = "QABUL_REGISTERS_URL", default_value = "http://127.0.0.1:8081")]
    pub registers_url: String,

    /// Base address of the SMS gateway.
    #[arg(long, env = "QABUL_SMS_URL", default_value = "http://127.0.0.1:8081")]
    pub sms_url: String,

    /// Base address of the payment provider.
    #[arg(long, env = "QABUL_PAYMENT_URL", default_value = "http://127.0.0.1:8081")]
    pub payment_url: String,

    /// Mail server, `HOST:PORT` for plain SMTP inside a trusted network or `smtps://USER:PASSWORD@HOST`.
    #[arg(long, env = "QABUL_SMTP", default_value = "127.0.0.1:8025")]
    pub smtp: String,

    /// Sender of e-mails.
    #[arg(long, env = "QABUL_MAIL_FROM", default_value = "Qəbul <qebul@example.az>")]
    pub mail_from: String,

    /// Maximum wait for a register, in milliseconds.
    #[arg(long, env = "QABUL_REGISTER_TIMEOUT_MS", default_value_t = 4000)]
    pub register_timeout_ms: u64,

    /// Address of the inbox page of the test installation, shown in demo mode.
    #[arg(long, env = "QABUL_INBOX_URL")]
    pub inbox_url: Option<String>,

    /// Whether this process also runs the jobs. On SQLite it always does.
    #[arg(long, env = "QABUL_WITH_WORKER", default_value_t = true, action = clap::ArgAction::Set)]
    pub with_worker: bool,

    /// Address of `/metrics` for Prometheus; it must not be public. Empty = only `/metrics` on the main address, in
    /// demo mode.
    #[arg(long, env = "QABUL_METRICS_LISTEN")]
    pub metrics_listen: Option<SocketAddr>,

    /// Trusts `X-Forwarded-For` from a reverse proxy at this address. Empty = the peer address is used.
    #[arg(long, env = "QABUL_TRUSTED_PROXY")]
    pub trusted_proxy: Option<std::net::IpAddr>,

    /// Seconds a client has to send a request, to receive the next part of a response, or to send the next request, before
    /// its connection is closed.
    #[arg(long, env = "QABUL_PATIENCE_SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub patience_seconds: u64,

    /// Certificates (PEM) of a closed network's own authority. When given, registers, payment provider, SMS gateway and
    /// mail server are trusted only with a certificate of this authority.
    #[arg(long, env = "QABUL_CA_FILE")]
    pub ca_file: Option<PathBuf>,

    /// Number of wrong one-time codes of all persons together, in the window below, that raises the alarm: from then on
    /// each code may be tried fewer times, until a whole window has passed with fewer wrong codes. A correct code is
    /// still accepted.
    #[arg(long, env = "QABUL_WRONG_CODES_MOST", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    pub wrong_codes_most: u32,

    /// Length of that sliding window, in seconds.
    #[arg(long, env = "QABUL_WRONG_CODES_SECONDS", default_value_t = 600, value_parser = clap::value_parser!(u32).range(10..=86_400))]
    pub wrong_codes_seconds: u32,

    /// How often one code may be tried while the alarm lasts; five times otherwise.
    #[arg(long, env = "QABUL_WRONG_CODES_TRIES", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=5))]
    pub wrong_codes_tries: u32,

    /// Where to report vulnerabilities, published in `/.well-known/security.txt`: an address that begins with `mailto:`
    /// or `https:`.
    #[arg(long, env = "QABUL_SECURITY_CONTACT", default_value = "mailto:security@qabul.example")]
    pub security_contact: String,

    /// Log as JSON lines instead of text.
    #[arg(long, env = "QABUL_LOG_JSON")]
    pub log_json: bool,
}

impl Config {
    /// Whether cookies may be `Secure` and `__Host-`.
    pub fn https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Where the heads of the audit are kept.
    pub fn heads_file(&self) -> Option<PathBuf> {
        self.audit_heads.clone().or_else(|| self.beside("heads"))
    }

    /// Where a running server takes orders.
    pub fn desk_socket(&self) -> Option<PathBuf> {
        self.desk_socket.clone().or_else(|| self.beside("sock"))
    }

    fn beside(&self, ending: &str) -> Option<PathBuf> {
        let mut path = crate::compose::sqlite_path(&self.database)?.as_os_str().to_owned();
        path.push(format!(".{ending}"));
        Some(path.into())
    }

    /// Prints `docs/config.md` from the struct.
    pub fn markdown() -> String {
        let command = Config::augment_args(clap::Command::new("serve"));
        let mut page = String::from(
            "# Configuration\n\nGenerated by `cargo xtask docs` from `crates/api/src/config.rs`.\n\n\
             | flag | variable | default | meaning |\n| --- | --- | --- | --- |\n",
        );
        for arg in command.get_arguments().filter(|arg| !arg.is_hide_set()) {
            let flag = arg.get_long().unwrap_or_default();
            let env = arg.get_env().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let default = arg
                .get_default_values()
                .iter()
                .map(|value| value.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
                .join(" ");
            let default = if default.is_empty() { "–".to_owned() } else { format!("`{default}`") };
            let help = arg.get_help().map(|help| help.to_string()).unwrap_or_default();
            page.push_str(&format!("| `--{flag}` | `{env}` | {default} | {} |\n", help.replace('|', "\\|")));
        }
        page
    }
}
