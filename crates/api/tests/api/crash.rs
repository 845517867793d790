//! The program is killed between commit and answer: the retry gets the committed result, and there is one charge.
//!
//! The server is a separate process behind a proxy. When the first byte of the answer to the confirmation arrives, the
//! proxy kills the server with SIGKILL and forwards nothing: the confirmation is committed, and the caller has no
//! answer.

use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::support::{AYSEL, Browser, PASSWORD, Portal, SABINA, Somebody, fresh_key};
use qabul_store::testing::{Engine, TestDb};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

/// Forwards one request, waits for the first byte of its answer, kills the server and closes the connection.
async fn kill_at_first_byte(server: SocketAddr, victim: u32) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut caller, _) = listener.accept().await.unwrap();
        let mut behind = TcpStream::connect(server).await.unwrap();
        let mut chunk = [0_u8; 8192];
        loop {
            tokio::select! {
                read = caller.read(&mut chunk) => {
                    let read = read.unwrap();
                    if read == 0 { return }
                    behind.write_all(&chunk[..read]).await.unwrap();
                }
                ready = behind.readable() => {
                    ready.unwrap();
                    assert!(Command::new("kill").args(["-9", &victim.to_string()]).status().unwrap().success());
                    return;
                }
            }
        }
    });
    address
}

/// The newest code sent to Aysel.
pub async fn code(portal: &Portal) -> String {
    code_of(portal, AYSEL).await
}

/// The newest code sent to a person.
async fn code_of(portal: &Portal, who: Somebody) -> String {
    let until = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(code) = portal.simulator.handle.last_code(who.phone) {
            return code;
        }
        assert!(Instant::now() < until, "no SMS came");
        tokio::task::yield_now().await;
    }
}

/// Registers, pays and fills in, all over HTTP; returns the application's id.
pub async fn filled(portal: &Portal, browser: &mut Browser<'_>, who: Somebody) -> String {
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(who.fin, who.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser.send_code(who.phone).await.expect(200);
    browser.verify_phone(&code_of(portal, who).await).await.expect(200);
    browser.set_email(who.email, who.email).await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    let top_up = browser.start_top_up(&fresh_key(), 12_500, None).await.expect(201);
    let orders = portal.simulator.handle.orders();
    let order = orders.iter().find(|order| order.topup_id.to_string() == top_up.text("/id")).unwrap();
    portal.simulator.handle.settle(&order.provider_id, qabul_simulator::Act::Pay).await.unwrap();
    let campaign = browser.campaigns().await.expect(200).text("/items/0/id").to_owned();
    let id = browser.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned();
    let degree = browser.application(&id).await.expect(200).text("/education/degrees/0/id").to_owned();
    for patch in [
        json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } }),
        json!({ "step": "masterExam.education", "answers": { "degreeId": degree, "priorMaster": "none" } }),
        json!({ "step": "masterExam.exam",
                "answers": { "section": "az", "foreignLanguage": "en", "specializationLanguage": "none" } }),
    ] {
        browser.save_answers(&id, 0, patch).await.expect(200);
    }
    id
}

async fn retry_after_kill(engine: Engine) {
    // On SQLite only the process under test may open the file; PostgreSQL allows several processes.
    let folder = tempfile::tempdir().unwrap();
    let postgres = if engine == Engine::Postgres { Some(TestDb::open(engine).await) } else { None };
    let database = match &postgres {
        Some(db) => db.settings.url.clone(),
        None => format!("sqlite:{}", folder.path().join("qabul.db").display()),
    };
    let portal = Portal::new(database).await;
    let address = portal.address;
    let served = portal.serve().await;
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).pool_max_idle_per_host(0).build().unwrap();
    let url = format!("http://{address}");
    let mut browser = Browser::new(&url, &client);
    let id = filled(&portal, &mut browser, AYSEL).await;
    let etag = browser.application(&id).await.expect(200).etag();
    let key = fresh_key();

    let proxy = kill_at_first_byte(address, served.0.id()).await;
    let lost = client
        .post(format!("http://{proxy}/api/v1/applications/{id}/confirm"))
        .bearer_auth(browser.token.clone().unwrap())
        .header("if-match", format!("\"{etag}\""))
        .header("idempotency-key", &key)
        .json(&json!({ "consentedFee": 5000, "consent": true }))
        .send()
        .await;
    assert!(lost.is_err(), "the caller must not have been answered");
    drop(served);

    let served = portal.serve().await;
    let first = browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    assert_eq!(first.header("idempotent-replayed"), "true", "the first try was committed");
    assert_eq!(first.number("/balance"), 7_500);
    let again = browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    assert_eq!(first.bytes, again.bytes);
    let wallet: Value = browser.wallet().await.expect(200).body;
    assert_eq!(wallet["balance"], 7_500, "one charge");
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "confirmed");
    drop(served);
    portal.run(&["verify"]);
    if let Some(db) = postgres {
        db.close().await;
    }
}

#[tokio::test]
async fn mag_15_killed_between_commit_and_answer_the_retry_gets_the_same_result_on_sqlite() {
    retry_after_kill(Engine::Sqlite).await;
}

#[tokio::test]
async fn mag_15_killed_between_commit_and_answer_the_retry_gets_the_same_result_on_postgresql() {
    retry_after_kill(Engine::Postgres).await;
}

/// Officers' commands run beside serving nodes on PostgreSQL, each in its own unit.
#[tokio::test]
async fn the_command_line_decides_extends_and_reconciles_while_the_portal_serves() {
    let db = TestDb::open(Engine::Postgres).await;
    let portal = Portal::new(db.settings.url.clone()).await;
    let served = portal.serve().await;
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let url = format!("http://{}", portal.address);
    let mut browser = Browser::new(&url, &client);
    let id = filled(&portal, &mut browser, SABINA).await;
    let number = super::commission::send(&mut browser, &id).await;
    let campaign = db.texts("select code from campaign where attempt = 1").await.remove(0);
    let closes = db.number("select closes_at from campaign where attempt = 1").await;

    let of = |first: &[&'static str]| -> Vec<String> {
        let of = [campaign.as_str(), &number, "--officer", "sqk-1"];
        first.iter().copied().chain(of).map(str::to_owned).collect()
    };
    let partly = portal.refuse(&of(&["application", "sqk-confirm", "--seen", "identity,diploma"]));
    assert!(partly.contains("rulesBroken") && partly.contains("translation"), "{partly}");
    portal.say(&of(&["application", "sqk-return", "--reason", "Tərcümə çatmır"]));
    let returned = browser.application(&id).await.expect(200);
    assert_eq!(returned.text("/correction/reason"), "Tərcümə çatmır");
    super::commission::send(&mut browser, &id).await;
    portal.say(&of(&["application", "sqk-confirm", "--seen", "identity,diploma,recognition,translation"]));
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "confirmed");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 7_500);
    let again =
        portal.refuse(&of(&["application", "sqk-confirm", "--seen", "identity,diploma,recognition,translation"]));
    assert!(again.contains("notOffered"), "{again}");

    let extend = |until: &'static str, reason: &'static str| -> Vec<String> {
        let words =
            ["campaign", "extend", "--campaign", &campaign, "--until", until, "--reason", reason, "--officer", "dim-1"];
        words.map(str::to_owned).to_vec()
    };
    let said = portal.say(&extend("2045-01-26", "Reyestr dayanmışdı"));
    assert!(said.contains("26 January 2045, 23:59"), "{said}");
    assert!(db.number("select closes_at from campaign where attempt = 1").await > closes);
    let late = portal.refuse(&extend("2044-01-01", "Səhv"));
    assert!(late.contains("validation"), "{late}");
    assert!(portal.say(&["wallet", "reconcile"]).contains("0 top-ups changed"));
    drop(served);
    portal.run(&["verify"]);
    db.close().await;
}
