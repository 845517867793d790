//! Files for operators: units, scripts, alert rules, the dashboard and the maintenance page.

use std::collections::BTreeSet;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::support::{Browser, Portal, Served};

fn deploy(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../deploy").join(name)
}

fn text(name: &str) -> String {
    std::fs::read_to_string(deploy(name)).unwrap()
}

/// The `qabul_…` words of a text.
fn figures(text: &str) -> BTreeSet<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    words.filter(|word| word.starts_with("qabul_")).map(str::to_owned).collect()
}

/// Every metric that the program records, by its source.
fn written(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            written(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            found.extend(figures(&std::fs::read_to_string(&path).unwrap()));
        }
    }
}

#[test]
fn every_figure_in_rules_and_dashboard_exists_and_every_figure_is_shown() {
    let mut there = BTreeSet::new();
    written(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut there);
    let (rules, dashboard) = (text("monitoring/alerts.yml"), text("monitoring/dashboard.json"));
    serde_json::from_str::<serde_json::Value>(&dashboard).unwrap();
    let plain = |name: &String| {
        let endings = ["_bucket", "_sum", "_count"];
        endings.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name).to_owned()
    };
    let named: BTreeSet<String> = figures(&rules).union(&figures(&dashboard)).map(plain).collect();
    assert!(named.len() >= 12, "{named:?}");
    assert_eq!(named.difference(&there).collect::<Vec<_>>(), Vec::<&String>::new(), "named and not there");
    let shown: BTreeSet<String> = figures(&dashboard).iter().map(plain).collect();
    const CRATES: [&str; 7] = ["api", "store", "domain", "contract", "gateways", "documents", "placement"];
    let crates: BTreeSet<String> =
        CRATES.iter().chain(&["verifier", "simulator"]).map(|name| format!("qabul_{name}")).collect();
    let kept: BTreeSet<String> = there.difference(&crates).cloned().collect();
    let unseen: Vec<_> = kept.difference(&shown).collect();
    assert!(unseen.is_empty(), "on no dashboard: {unseen:?}");
}

#[test]
fn the_maintenance_page_speaks_three_languages_and_loads_nothing() {
    let page = text("maintenance.html");
    for lang in ["<html lang=\"az\">", "lang=\"en\"", "lang=\"ru\""] {
        assert!(page.contains(lang), "{lang}");
    }
    for loaded in ["<script", "<link", "<img", "src=", "http", "url("] {
        assert!(!page.contains(loaded), "{loaded}");
    }
    assert!(text("nginx.conf").contains("/maintenance.html"));
}

/// Another program opens the socket and passes it on as systemd does: as file descriptor 3, announced by `LISTEN_FDS`.
#[tokio::test]
async fn the_portal_serves_at_the_socket_it_was_handed() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = socket.local_addr().unwrap();
    let program = portal.command();
    let mut shell = Command::new("sh");
    shell
        .args(["-c", "exec 3<&0 </dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" serve", env!("CARGO_BIN_EXE_qabul")])
        .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
        // Different from the address of the socket.
        .env("QABUL_LISTEN", "127.0.0.1:1")
        .stdin(Stdio::from(OwnedFd::from(socket)))
        .stdout(Stdio::null());
    let served = Served(shell.spawn().unwrap());
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let url = format!("http://{address}");
    // A caller who connects before the program accepts requests waits and is not refused.
    Browser::new(&url, &client).page("/livez").await.expect(200);
    drop(served);
}

/// The scripts of the timers, run as the units do: a backup beside the running portal, restored and checked.
#[tokio::test]
async fn a_backup_made_beside_the_running_portal_is_put_back_and_checked() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let served = portal.serve().await;
    let backups = folder.path().join("backups");
    let script = |name: &str| {
        let program = portal.command();
        let output = Command::new("sh")
            .arg(deploy(name))
            .arg(&backups)
            .envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))))
            .env("QABUL_PROGRAM", env!("CARGO_BIN_EXE_qabul"))
            .output()
            .unwrap();
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), said)
    };
    let (well, said) = script("drill.sh");
    assert!(!well && said.contains("no backup"), "{said}");
    // Something is recorded, and sealed within a second.
    portal.say(&["account", "waiting", "--officer", "Aygun"]);
    portal.say(&["payment", "held", "--officer", "Aygun"]);
    let heads = folder.path().join("qabul.db.heads");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !heads.exists() {
        assert!(std::time::Instant::now() < until, "nothing was sealed");
        tokio::task::yield_now().await;
    }
    let (well, said) = script("backup.sh");
    assert!(well, "{said}");
    let (well, said) = script("drill.sh");
    assert!(well && said.contains("everything agrees") && said.contains("put back and checked"), "{said}");
    assert!(backups.join("daily").read_dir().unwrap().count() >= 2, "the first of the day is kept, with its heads");

    // A damaged copy fails the check.
    let newest = backups
        .read_dir()
        .unwrap()
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|ending| ending == "db"));
    let copy = damaged(&newest.unwrap());
    std::fs::write(copy.0, copy.1).unwrap();
    let (well, said) = script("drill.sh");
    assert!(!well, "{said}");
    drop(served);
}

#[test]
fn a_backup_that_breaks_off_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("full-disk");
    std::fs::write(&program, "#!/bin/sh\necho half > \"$2\"; echo half > \"$2.heads\"; exit 1\n").unwrap();
    std::fs::set_permissions(&program, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let backups = folder.path().join("backups");
    let status = Command::new("sh").arg(deploy("backup.sh")).arg(&backups).env("QABUL_PROGRAM", &program).status();
    assert!(!status.unwrap().success());
    let left: Vec<_> = backups.read_dir().unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert_eq!(left, ["daily"]);
}

#[test]
fn a_command_run_as_the_service_has_the_database_heads_and_secrets_of_its_unit() {
    let (unit, script) = (text("systemd/qabul.service"), text("as-service.sh"));
    for name in ["Environment=QABUL_DATABASE=", "Environment=QABUL_AUDIT_HEADS=", "Environment=QABUL_SECRETS_FILE="] {
        let line = unit.lines().find(|line| line.starts_with(name)).expect(name);
        assert!(script.contains(&format!("--property={line}")), "{line}");
    }
}

/// A copy in which the text of an audit row is changed without changing the file's length.
fn damaged(path: &Path) -> (PathBuf, Vec<u8>) {
    let mut bytes = std::fs::read(path).unwrap();
    let (from, to) = (b"payment.look", b"payment.lack");
    let at = bytes.windows(from.len()).position(|window| window == from).expect("the row of the look");
    bytes[at..at + to.len()].copy_from_slice(to);
    (path.to_owned(), bytes)
}
