//! One temporary PostgreSQL server per test program.
//!
//! A small shell process owns the server: it starts the server, waits until its own input ends, stops the server and
//! deletes the folder. The input ends when the test program ends in any way, so no server remains.

use std::io::{BufRead, BufReader};
use std::os::unix::fs::chown;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};

use super::keys;
use crate::{Db, Settings};

const INSTALL: &str = "PostgreSQL is needed for these tests. Install it (Debian, Ubuntu: apt-get install postgresql; \
                       its service need not run) or name a server in TEST_POSTGRES_URL";

const SCRIPT: &str = r#"
trap '' INT HUP TERM
bin=$1 dir=$2
init() { "$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 -N "$@" >>"$dir/log" 2>&1; }
# A collation that is not byte order, so that a column without `collate "C"` is noticed; byte order where there is no ICU.
init --locale=C --locale-provider=icu --icu-locale=az || { rm -rf "$dir/data"; init --locale=C; } || { cat "$dir/log" >&2; exit 1; }
"$bin/pg_ctl" -D "$dir/data" -w -t 120 -l "$dir/log" -o "-c listen_addresses= -c unix_socket_directories=$dir -c fsync=off \
 -c synchronous_commit=off -c full_page_writes=off -c max_connections=300 -c shared_buffers=32MB -c autovacuum=off" start \
 >/dev/null 2>&1 || { cat "$dir/log" >&2; exit 1; }
echo ready
cat >/dev/null
"$bin/pg_ctl" -D "$dir/data" -m immediate stop >/dev/null 2>&1
rm -rf "$dir"
"#;

struct Server {
    /// Connection options for its administrative database.
    admin: PgConnectOptions,
    /// The migrated database that test databases are copied from.
    template: String,
    /// Keeps the shell's input open. `None` = a server that was not started by this program.
    _shell: Option<Child>,
}

static SERVER: OnceLock<Result<Server, String>> = OnceLock::new();
static NEXT: AtomicU64 = AtomicU64::new(0);

async fn server() -> &'static Server {
    let started = tokio::task::spawn_blocking(|| SERVER.get_or_init(start)).await;
    match started {
        Ok(Ok(server)) => server,
        Ok(Err(problem)) => panic!("{problem}"),
        Err(problem) => panic!("{problem}"),
    }
}

/// Copies the template to a new database; returns its URL and its name.
pub(super) async fn create_database() -> (String, String) {
    let server = server().await;
    let name = format!("{}_{}", server.template, NEXT.fetch_add(1, Ordering::Relaxed));
    admin(&server.admin, &format!("create database {name} template {}", server.template)).await;
    (server.admin.clone().database(&name).to_url_lossy().to_string(), name)
}

/// Deletes a database.
pub(super) async fn drop_database(name: &str) {
    admin(&server().await.admin, &format!("drop database if exists {name} with (force)")).await;
}

async fn admin(options: &PgConnectOptions, sql: &str) {
    let mut conn: PgConnection = options.connect().await.expect("the test server answers");
    conn.execute(AssertSqlSafe(sql.to_owned())).await.expect("an administrative statement");
    conn.close().await.expect("an administrative connection closes");
}

/// Starts the server, or finds the one to use, and creates the template. Blocks; runs once.
fn start() -> Result<Server, String> {
    let (url, shell) = match std::env::var("TEST_POSTGRES_URL") {
        Ok(url) => (url, None),
        Err(_) => {
            let (dir, shell) = spawn(&binaries()?)?;
            (format!("postgres://postgres@localhost/postgres?host={}", dir.display()), Some(shell))
        }
    };
    let options = PgConnectOptions::from_str(&url).map_err(|_| "TEST_POSTGRES_URL cannot be read".to_owned())?;
    let template = format!("qabul_test_{}_{}", std::process::id(), uuid::Uuid::from_bytes(random()).simple());
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| error.to_string())?;
    runtime.block_on(async {
        admin(&options, &format!("create database {template}")).await;
        let url = options.clone().database(&template).to_url_lossy().to_string();
        let db = Db::open(&Settings::new(url), keys()).await.map_err(|error| error.to_string())?;
        db.migrate().await.map_err(|error| error.to_string())?;
        db.close().await;
        Ok::<_, String>(())
    })?;
    Ok(Server { admin: options, template, _shell: shell })
}

fn random() -> [u8; 16] {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).expect("the system's random source");
    bytes
}

/// The folder of the newest installed server binaries.
fn binaries() -> Result<PathBuf, String> {
    let mut found: Vec<(u32, PathBuf)> = Vec::new();
    for folder in ["/usr/lib/postgresql", "/usr/local/lib/postgresql", "/opt/homebrew/opt", "/usr/local/opt", "/usr"] {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for entry in entries.flatten() {
            let name = entry.file_name().to_string_lossy().into_owned();
            let digits: String = name.chars().filter(char::is_ascii_digit).collect();
            let bin = entry.path().join("bin");
            if bin.join("initdb").is_file() {
                found.push((digits.parse().unwrap_or(0), bin));
            }
        }
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.extend(std::env::split_paths(&path).filter(|dir| dir.join("initdb").is_file()).map(|dir| (u32::MAX, dir)));
    found.into_iter().max().map(|(_, bin)| bin).ok_or_else(|| INSTALL.to_owned())
}

/// Starts the shell that owns a server; returns the folder of the server's socket once the server answers.
fn spawn(binaries: &Path) -> Result<(PathBuf, Child), String> {
    let dir = std::env::temp_dir().join(format!("qabul-pg-{}", uuid::Uuid::from_bytes(random()).simple()));
    let fail = |error: std::io::Error| format!("a temporary PostgreSQL cannot be started: {error}");
    std::fs::create_dir(&dir).map_err(fail)?;
    let mut command = if id("-u", None)? == 0 {
        // PostgreSQL refuses to run as root.
        let user = ["postgres", "nobody"]
            .into_iter()
            .find(|user| id("-u", Some(user)).is_ok())
            .ok_or("there is no unprivileged user to run PostgreSQL as")?;
        chown(&dir, Some(id("-u", Some(user))?), Some(id("-g", Some(user))?)).map_err(fail)?;
        let mut command = Command::new("setpriv");
        let group = id("-g", Some(user))?.to_string();
        command.args(["--reuid", user, "--regid", &group, "--clear-groups", "sh"]);
        command
    } else {
        Command::new("sh")
    };
    let mut shell = command
        .args(["-c", SCRIPT, "sh"])
        .arg(binaries)
        .arg(&dir)
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(fail)?;
    let mut line = String::new();
    if let Some(output) = shell.stdout.take() {
        BufReader::new(output).read_line(&mut line).map_err(fail)?;
    }
    if line.trim() == "ready" {
        Ok((dir, shell))
    } else {
        Err(format!("a temporary PostgreSQL did not start. {INSTALL}"))
    }
}

fn id(what: &str, user: Option<&str>) -> Result<u32, String> {
    let output = Command::new("id").arg(what).args(user).output().map_err(|error| error.to_string())?;
    String::from_utf8_lossy(&output.stdout).trim().parse().map_err(|_| format!("no such user: {user:?}"))
}
