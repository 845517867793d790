//! Failures of the infrastructure: a full disk, an unreachable database. Nothing acknowledged is lost, every refusal
//! says what to do, and after the failure the portal continues without intervention (quality goals R4, R6).

use std::process::Command;

use qabul_store::testing::{Engine, TestDb};
use serde_json::json;
use tokio::io::copy_bidirectional;
use tokio::net::{TcpListener, TcpStream, UnixStream};
use tokio::sync::watch;

use crate::crash::code;
use crate::support::{AYSEL, Browser, PASSWORD, Portal, fresh_key};

async fn registered(portal: &Portal, browser: &mut Browser<'_>) -> String {
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser.send_code(AYSEL.phone).await.expect(200);
    browser.verify_phone(&code(portal).await).await.expect(200);
    browser.set_email(AYSEL.email, AYSEL.email).await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    let campaign = browser.campaigns().await.expect(200).text("/items/0/id").to_owned();
    browser.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned()
}

fn surname(n: i64) -> serde_json::Value {
    // Long enough to fill the remaining space.
    let name: String = "AĞACDƏLƏN".chars().cycle().skip(usize::try_from(n).unwrap() % 9).take(60).collect();
    json!({ "step": "masterExam.personal", "answers": { "namesChanged": true, "previousSurname": name } })
}

#[tokio::test]
async fn r4_a_full_disk_refuses_plainly_loses_nothing_and_needs_no_hand_when_there_is_space_again() {
    let folder = tempfile::tempdir().unwrap();
    let portal = Portal::new(format!("sqlite:{}", folder.path().join("qabul.db").display())).await;
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).pool_max_idle_per_host(0).build().unwrap();
    let url = format!("http://{}", portal.address);
    let mut browser = Browser::new(&url, &client);

    // No file may grow beyond this many blocks of 512 bytes, as on a full disk.
    let plain = portal.command();
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 3000; exec \"$0\" \"$@\""]).arg(plain.get_program());
    for (name, value) in plain.get_envs() {
        limited.env(name, value.unwrap_or_default());
    }
    let served = portal.serve_as(&mut limited).await;
    let id = registered(&portal, &mut browser).await;
    let (mut revision, mut refused) = (0, None);
    for n in 0..2_000 {
        let answer = browser.save_answers(&id, revision, surname(n)).await;
        if answer.status == 200 {
            revision = answer.number("/step/revision");
        } else {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("the disk ends some time");
    let refused = refused.expect_problem(503, "busy");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(browser.page("/readyz").await.status, 503, "not ready: nothing can be written");
    assert_eq!(browser.page("/livez").await.status, 200);
    // Reading still works.
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.number("/steps/0/revision"), revision);
    drop(served);

    let served = portal.serve().await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.number("/steps/0/revision"), revision, "what was acknowledged is there");
    browser.save_answers(&id, revision, surname(7)).await.expect(200);
    assert_eq!(browser.page("/readyz").await.status, 200);
    drop(served);
    portal.run(&["verify"]);
}

/// Address of the database: host and port, or a socket in a folder.
#[derive(Clone)]
enum Far {
    Address(String),
    Socket(String),
}

async fn pass(near: &mut TcpStream, far: &Far) -> std::io::Result<(u64, u64)> {
    match far {
        Far::Address(address) => copy_bidirectional(near, &mut TcpStream::connect(address).await?).await,
        Far::Socket(path) => copy_bidirectional(near, &mut UnixStream::connect(path).await?).await,
    }
}

/// A connection to a database that can be cut and restored; returns the database's address through it.
async fn wire(url: &str) -> (String, watch::Sender<bool>) {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (user, rest) = rest.split_once('@').unwrap();
    let (host, name) = rest.split_once('/').unwrap();
    let name = name.split('?').next().unwrap();
    let far = match host.strip_prefix("%2F").and_then(|socket| socket.rsplit_once(':')) {
        Some((folder, port)) => {
            let folder = folder.replace("%2F", "/").replace("%2D", "-");
            Far::Socket(format!("/{folder}/.s.PGSQL.{port}"))
        }
        None => Far::Address(host.to_owned()),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let through = format!("{scheme}://{user}@{}/{name}", listener.local_addr().unwrap());
    let (whole, _) = watch::channel(true);
    let cut = whole.clone();
    tokio::spawn(async move {
        loop {
            let (mut near, _) = listener.accept().await.unwrap();
            let (mut state, far) = (cut.subscribe(), far.clone());
            if !*state.borrow_and_update() {
                continue;
            }
            tokio::spawn(async move {
                tokio::select! {
                    _ = pass(&mut near, &far) => {}
                    _ = state.wait_for(|whole| !*whole) => {}
                }
            });
        }
    });
    (through, whole)
}

// The forwarding task must run while the test waits for a command of the program.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r6_a_database_out_of_reach_is_told_as_such_and_the_same_key_confirms_once_when_it_is_back() {
    let db = TestDb::open(Engine::Postgres).await;
    let (through, whole) = wire(&db.settings.url).await;
    let portal = Portal::new(through).await;
    let served = portal.serve().await;
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).pool_max_idle_per_host(0).build().unwrap();
    let url = format!("http://{}", portal.address);
    let mut browser = Browser::new(&url, &client);
    let id = registered(&portal, &mut browser).await;
    for patch in crate::applications::answers("T-0001") {
        browser.save_answers(&id, 0, patch).await.expect(200);
    }
    let top_up = browser.start_top_up(&fresh_key(), 5_000, None).await.expect(201);
    let orders = portal.simulator.handle.orders();
    let order = orders.iter().find(|order| order.topup_id.to_string() == top_up.text("/id")).unwrap();
    portal.simulator.handle.settle(&order.provider_id, qabul_simulator::Act::Pay).await.unwrap();
    let (etag, key) = (browser.application(&id).await.expect(200).etag(), fresh_key());

    whole.send_replace(false);
    let refused = browser.confirm(&id, &key, &etag, 5_000).await.expect_problem(503, "busy");
    assert!(!refused.header("retry-after").is_empty());
    assert_eq!(browser.page("/readyz").await.status, 503);
    assert_eq!(browser.page("/livez").await.status, 200);

    whole.send_replace(true);
    let confirmed = browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    assert_eq!(confirmed.number("/charged"), 5_000);
    assert_eq!(browser.confirm(&id, &key, &etag, 5_000).await.expect(200).bytes, confirmed.bytes);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0);
    assert_eq!(browser.page("/readyz").await.status, 200);
    drop(served);
    portal.run(&["verify"]);
    db.close().await;
}
