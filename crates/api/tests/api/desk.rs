//! Commands of officers while the portal runs on SQLite: they go through the running server.

use std::os::unix::fs::PermissionsExt as _;

use serde_json::json;

use super::commission::send;
use super::crash::filled;
use crate::support::{Portal, SABINA};

fn words(text: &str) -> Vec<&str> {
    text.split(' ').collect()
}

#[tokio::test]
async fn the_commissions_commands_go_through_the_running_server_and_name_the_officer() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("qabul.db");
    let portal = Portal::new(format!("sqlite:{}", file.display())).await;
    let served = portal.serve().await;
    let socket = folder.path().join("qabul.db.sock");
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while !socket.exists() {
        assert!(std::time::Instant::now() < until, "no socket");
        tokio::task::yield_now().await;
    }
    let mode = std::fs::metadata(&socket).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "open to its own system user alone");

    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let url = format!("http://{}", portal.address);
    let mut browser = crate::support::Browser::new(&url, &client);
    let id = filled(&portal, &mut browser, SABINA).await;
    let number = send(&mut browser, &id).await;
    let campaigns = browser.campaigns().await.expect(200);
    let year = &campaigns.text("/items/0/academicYear")[..4];
    let campaign = format!("master-{year}-{}", campaigns.number("/items/0/attempt"));
    let seen = format!("application sqk-confirm {campaign} {number} --seen identity --officer Aygun");
    assert!(portal.refuse(&words(&seen)).contains("rulesBroken"), "the refusal is told");
    let nobody = format!("application sqk-confirm {campaign} {number} --seen identity --officer=");
    assert!(portal.refuse(&words(&nobody)).contains("validation"));
    let all = "identity,diploma,recognition,translation";
    let seen = format!("application sqk-confirm {campaign} {number} --seen {all} --officer Aygun");
    assert_eq!(portal.say(&words(&seen)), "done\n");
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "confirmed", "the server knows at once");
    assert!(
        portal.say(&words(&format!("rules explain --application {number} --officer Aygun --lang en"))).contains("2.1")
    );

    // Every command that writes.
    for command in [
        "seed reference",
        "account waiting --officer Aygun",
        "outbox dead",
        "wallet reconcile",
        "payment held --officer Aygun",
        "rotate-keys",
        "seed campaign conditions",
        "seed catalogue",
    ] {
        portal.say(&words(command));
    }
    assert!(portal.refuse(&words("outbox replay --officer Aygun")).contains("nothing that was given up"));
    assert!(portal.refuse(&words("account verify 12345678 --officer Aygun")).contains("no account"));
    assert!(
        portal
            .refuse(&words(
                "payment settle 0198c5f0-0000-7000-8000-000000000000 --as dismissed --reason Test --officer A"
            ))
            .contains("notFound")
    );
    let extend = [
        "campaign",
        "extend",
        "--campaign",
        campaign.as_str(),
        "--until",
        "2045-01-31",
        "--reason",
        "Reyestrlər işləmirdi",
        "--officer",
        "Aygun",
    ];
    assert!(portal.say(&extend).contains("31 January 2045"));
    drop(served);

    // No server runs: the same command works on the database itself, although the server has left its socket behind.
    assert!(socket.exists());
    portal.say(&words("account waiting --officer Aygun"));
    let verified = portal.say(&["verify"]);
    assert!(verified.ends_with("everything agrees\n"), "{verified}");
    let db = qabul_store::Db::open(
        &qabul_store::Settings::new(portal.database.clone()),
        qabul_store::Keys::new(
            qabul_api::secrets::Secrets::demo().data_keys,
            qabul_api::secrets::Secrets::demo().index_key,
        )
        .unwrap(),
    )
    .await
    .unwrap();
    let rows =
        db.read(async |tx| qabul_store::audit::of_subject(tx, &format!("application:{id}")).await).await.unwrap();
    assert!(rows.iter().any(|row| row.action == "application.seen" && row.actor == "officer:Aygun"), "{rows:?}");
    db.close().await;
}

#[tokio::test]
async fn an_order_the_server_does_not_know_is_refused_in_words() {
    let app = crate::support::TestApp::start().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("desk.sock");
    let _desk = qabul_api::desk::socket::listen(app.context.clone(), &path).unwrap();
    let mut stream = tokio::net::UnixStream::connect(&path).await.unwrap();
    tokio::io::AsyncWriteExt::write_all(&mut stream, format!("{}\n", json!({ "order": "unheardOf" })).as_bytes())
        .await
        .unwrap();
    let mut answer = String::new();
    tokio::io::AsyncReadExt::read_to_string(&mut stream, &mut answer).await.unwrap();
    assert!(answer.contains("another release"), "{answer}");
    app.end().await;
}
