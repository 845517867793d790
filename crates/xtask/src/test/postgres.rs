//! A PostgreSQL server for one test run: own folder, own port, no durability.

use std::{
    fs,
    os::unix::{fs::chown, process::CommandExt as _},
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context, Result, bail};

use crate::{child::Running, demo, files, shell};

/// The running server. Dropping it stops it and removes its folder.
pub struct Server {
    running: Option<Running>,
    folder: PathBuf,
    url: String,
}

/// The user that the server runs as, because PostgreSQL refuses to run as the superuser.
#[derive(Clone, Copy)]
struct Owner {
    user: u32,
    group: u32,
}

impl Server {
    /// Creates a cluster and starts it.
    ///
    /// # Errors
    /// PostgreSQL is not installed or reports an error.
    pub fn start() -> Result<Self> {
        let programs = programs().context("PostgreSQL's programs are not here")?;
        // Not below target/, because the server's user may not have access to the superuser's folders.
        let folder = std::env::temp_dir().join(format!("qabul-test-postgres-{}", std::process::id()));
        files::clear(&folder)?;
        fs::create_dir_all(&folder)?;
        let owner = if shell::is_root() { Some(unprivileged()?) } else { None };
        if let Some(owner) = owner {
            chown(&folder, Some(owner.user), Some(owner.group))?;
        }
        let port = demo::free_port()?;
        let url = format!("postgres://postgres@127.0.0.1:{port}/postgres");
        let mut server = Self { running: None, folder, url };
        shell::say(format!("PostgreSQL on port {port}"));
        server.initialise(&programs, owner)?;
        server.launch(&programs, owner, port)?;
        Ok(server)
    }

    /// Its URL; the tests create their own databases.
    pub fn url(&self) -> &str {
        &self.url
    }

    fn initialise(&self, programs: &Path, owner: Option<Owner>) -> Result<()> {
        let mut initdb = Command::new(programs.join("initdb"));
        initdb.args(["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata"]);
        initdb.arg(self.folder.join("data")).current_dir(&self.folder).stdout(Stdio::null());
        shell::run(as_owner(&mut initdb, owner))
    }

    fn launch(&mut self, programs: &Path, owner: Option<Owner>, port: u16) -> Result<()> {
        let mut postgres = Command::new(programs.join("postgres"));
        postgres.arg("-D").arg(self.folder.join("data")).arg("-k").arg(&self.folder).args(["-p", &port.to_string()]);
        for setting in [
            "listen_addresses=127.0.0.1",
            "max_connections=400",
            "fsync=off",
            "synchronous_commit=off",
            "full_page_writes=off",
        ] {
            postgres.args(["-c", setting]);
        }
        postgres.current_dir(&self.folder);
        let log = self.folder.join("server.log");
        let running = Running::start("PostgreSQL", as_owner(&mut postgres, owner), Some(&log))?;
        // SIGINT is PostgreSQL's "fast shutdown", which does not wait for open connections.
        let running = self.running.insert(running.ended_by("-INT"));
        let ready = || {
            let mut ask = Command::new(programs.join("pg_isready"));
            let ask = ask.args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()]);
            ask.status().is_ok_and(|status| status.success())
        };
        running.wait_until(Duration::from_secs(30), ready).with_context(|| demo::tail(&log, 10))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.running = None;
        let _ = files::clear(&self.folder);
    }
}

fn as_owner(command: &mut Command, owner: Option<Owner>) -> &mut Command {
    match owner {
        Some(Owner { user, group }) => command.uid(user).gid(group),
        None => command,
    }
}

/// The folder with the programs of the newest server; on Debian it is not in PATH.
pub fn programs() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .filter(|(_, bin)| bin.join("initdb").is_file() && bin.join("postgres").is_file())
        .collect();
    found.sort();
    let on_path =
        || shell::find("initdb")?.parent().map(Path::to_path_buf).filter(|bin| bin.join("postgres").is_file());
    found.pop().map(|(_, bin)| bin).or_else(on_path)
}

/// The user created by Debian's package, otherwise the user nobody.
fn unprivileged() -> Result<Owner> {
    let users = files::text(Path::new("/etc/passwd"))?;
    for name in ["postgres", "nobody"] {
        let mut fields = users.lines().map(|line| line.split(':').collect::<Vec<_>>());
        if let Some(fields) = fields.find(|fields| fields.len() > 3 && fields[0] == name) {
            return Ok(Owner { user: fields[2].parse()?, group: fields[3].parse()? });
        }
    }
    bail!("PostgreSQL does not run as root, and there is neither a user `postgres` nor `nobody`")
}
