//! A separate PostgreSQL cluster with default durability, for fault tests. Created by `initdb`, deleted after the run.

use std::os::unix::fs::chown;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use anyhow::Context as _;

/// A running cluster; stopped and deleted when dropped.
pub struct Cluster {
    binaries: PathBuf,
    folder: tempfile::TempDir,
    user: Option<(u32, u32)>,
}

impl Cluster {
    /// Makes and starts one.
    pub fn start() -> anyhow::Result<Cluster> {
        let cluster = Cluster { binaries: binaries()?, folder: tempfile::tempdir()?, user: unprivileged()? };
        if let Some((user, group)) = cluster.user {
            chown(cluster.folder.path(), Some(user), Some(group))?;
        }
        let data = cluster.data();
        cluster.run("initdb", &["-D", &data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C"])?;
        cluster.up()?;
        cluster.sql("postgres", "create database qabul")?;
        Ok(cluster)
    }

    /// The database's address, over its Unix socket.
    pub fn url(&self) -> String {
        format!("postgres://postgres@localhost/qabul?host={}", self.folder.path().display())
    }

    /// Folder of the socket.
    pub fn socket(&self) -> String {
        self.folder.path().display().to_string()
    }

    /// A PostgreSQL program, run as the cluster's owner.
    pub fn command(&self, program: &str) -> Command {
        let path = self.binaries.join(program);
        let mut command = match self.user {
            Some((user, group)) => {
                let mut command = Command::new("setpriv");
                command.args(["--reuid", &user.to_string(), "--regid", &group.to_string(), "--clear-groups"]);
                command.arg(path);
                command
            }
            None => Command::new(path),
        };
        command.current_dir("/").stdin(Stdio::null());
        command
    }

    /// What the server has written to its log so far.
    pub fn log(&self) -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&std::fs::read(self.folder.path().join("log"))?).into_owned())
    }

    /// Writes a file that PostgreSQL's programs can read; returns its path.
    pub fn file(&self, name: &str, content: &[u8]) -> anyhow::Result<String> {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content)?;
        Ok(path.display().to_string())
    }

    /// Stops the server as in a power cut and starts it again; returns when it accepts connections.
    pub fn crash(&self) -> anyhow::Result<()> {
        self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"])?;
        self.up()
    }

    /// Ends every connection to the portal's database.
    pub fn cut_all(&self) -> anyhow::Result<()> {
        let ends = "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'qabul'
                       and pid <> pg_backend_pid()";
        self.sql("postgres", ends)
    }

    /// Runs a statement.
    pub fn sql(&self, database: &str, statement: &str) -> anyhow::Result<()> {
        self.run("psql", &["-X", "-q", "-h", &self.socket(), "-U", "postgres", "-d", database, "-c", statement])?;
        Ok(())
    }

    fn up(&self) -> anyhow::Result<()> {
        let (data, log, socket) = (self.data(), format!("{}/log", self.socket()), self.socket());
        let options = format!("-c listen_addresses= -c unix_socket_directories={socket} -c max_connections=200");
        self.run("pg_ctl", &["-D", &data, "-w", "-t", "60", "-l", &log, "-o", &options, "start"])?;
        Ok(())
    }

    fn data(&self) -> String {
        format!("{}/data", self.folder.path().display())
    }

    fn run(&self, program: &str, arguments: &[&str]) -> anyhow::Result<Output> {
        // A started server keeps inherited handles open, so its output must not be a pipe that somebody waits for.
        let mut command = self.command(program);
        let output = if program == "pg_ctl" {
            let status = command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
            Output { status, stdout: Vec::new(), stderr: Vec::new() }
        } else {
            command.args(arguments).output()?
        };
        anyhow::ensure!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        Ok(output)
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let _ = self.run("pg_ctl", &["-D", &self.data(), "-m", "immediate", "-w", "stop"]);
    }
}

/// The newest installed server.
fn binaries() -> anyhow::Result<PathBuf> {
    let found = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<PathBuf> = found.map(|entry| entry.path().join("bin")).collect();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found.sort();
    found.reverse();
    found.extend(std::env::split_paths(&path));
    // Only a folder with all programs: some folders contain links to a few of them.
    found.retain(|folder| ["initdb", "pg_ctl", "psql"].iter().all(|program| folder.join(program).is_file()));
    found.into_iter().next().context("PostgreSQL's server programs are not installed (initdb is not found)")
}

/// PostgreSQL refuses to run as root, so another user's ids are used.
fn unprivileged() -> anyhow::Result<Option<(u32, u32)>> {
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    for user in ["postgres", "nobody"] {
        if let (Ok(own), Ok(group)) = (id(&["-u", user]), id(&["-g", user])) {
            return Ok(Some((own, group)));
        }
    }
    anyhow::bail!("there is no unprivileged user to run PostgreSQL as")
}

fn id(arguments: &[&str]) -> anyhow::Result<u32> {
    let output = Command::new("id").args(arguments).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().parse()?)
}
