//! Statement, receipts and debt (ART-5), and messages that cannot be sent (R11).

use qabul_simulator::{Act, Mode, System};
use qabul_store::testing::Engine;

use super::applications::{fill_in, ready};
use crate::support::{AYSEL, ELVIN, Portal, TestApp, fresh_key, text_layer};

async fn owed(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    app.browser().prove_email(&app.link_for(AYSEL.email).await).await.expect(204);
    let top_up = browser.start_top_up(&fresh_key(), 6_000, None).await.expect(201);
    let order = app.order_of(top_up.text("/id"));
    app.outside.settle(&order, Act::Pay).await.unwrap();
    let id = super::applications::opened(&mut browser).await;
    fill_in(&mut browser, &id).await;
    let etag = browser.application(&id).await.expect(200).etag();
    app.clock.advance(1);
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    app.clock.advance(1);
    assert!(app.outside.reverse(&order).await, "60 came back to the bank, 50 of them were spent");
    let wallet = browser.wallet().await.expect(200);
    assert_eq!((wallet.number("/balance"), wallet.number("/receivable")), (0, 5_000));
    assert_eq!(wallet.text("/receivableText"), "50,00\u{a0}AZN");
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "confirmed", "what was confirmed stays so");

    // While money is owed nothing more is confirmed, whatever the balance.
    app.db
        .execute(
            "update campaign set opens_at = (select opens_at from campaign c where c.attempt = 1) where attempt = 2",
        )
        .await
        .unwrap();
    let campaigns = browser.campaigns().await.expect(200);
    let second = campaigns.items().iter().find(|one| one["attempt"] == 2).unwrap()["id"].as_str().unwrap().to_owned();
    let next = browser.open_application(&fresh_key(), &second).await.expect(201).text("/id").to_owned();
    fill_in(&mut browser, &next).await;
    let etag = browser.application(&next).await.expect(200).etag();
    let refused = browser.confirm(&next, &fresh_key(), &etag, 5_000).await.expect_problem(422, "rulesBroken");
    assert_eq!((refused.text("/errors/0/code"), refused.text("/errors/0/clause")), ("receivableOutstanding", "1.7"));
    assert!(refused.text("/errors/0/text").contains("50,00\u{a0}AZN"), "{}", refused.body);

    // A top-up first settles the debt.
    app.clock.advance(1);
    app.top_up(&mut browser, 12_000).await;
    let wallet = browser.wallet().await.expect(200);
    assert_eq!((wallet.number("/balance"), wallet.number("/receivable")), (7_000, 0));
    browser.confirm(&next, &fresh_key(), &etag, 5_000).await.expect(200);

    // The statement: each line has the balance after it, and each balance is the previous one plus the amount.
    let lines = browser.entries("").await.expect(200);
    let rows: Vec<(String, i64, i64)> = lines
        .items()
        .iter()
        .map(|row| {
            let number = |name: &str| row[name].as_i64().unwrap();
            (row["kind"].as_str().unwrap().to_owned(), number("amount"), number("balanceAfter"))
        })
        .collect();
    let kinds: Vec<&str> = rows.iter().map(|row| row.0.as_str()).collect();
    assert_eq!(kinds, ["charge", "topUp", "reversal", "charge", "topUp"]);
    for (later, before) in rows.iter().zip(rows.iter().skip(1)) {
        assert_eq!(later.2, before.2 + later.1, "{rows:?}");
    }
    let charges = browser.entries("?kind=charge&limit=1").await.expect(200);
    assert_eq!(charges.items().len(), 1);
    let more = browser.entries(&format!("?kind=charge&limit=1&cursor={}", charges.text("/next"))).await.expect(200);
    assert_eq!((more.items().len(), more.text("/items/0/applicationId")), (1, id.as_str()));
    browser.entries("?kind=gift").await.expect_problem(422, "validation");

    // A receipt for every line, and none for another person's.
    for row in lines.items() {
        let receipt = browser.receipt(row["id"].as_str().unwrap()).await.expect(200);
        let said = text_layer(&receipt.bytes).split_whitespace().collect::<Vec<_>>().join(" ");
        let names = ["Ödənişi alan", "Azərbaycan Respublikasının Dövlət İmtahan Mərkəzi", "TEST REJİMİ"];
        assert!(names.iter().all(|name| said.contains(name)), "payee and mark of the demo: {said}");
    }
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.text("/receipt"), lines.text("/items/3/id"), "the status page leads to the same receipt");
    let mut stranger = app.register(ELVIN).await;
    stranger.receipt(shown.text("/receipt")).await.expect_problem(404, "notFound");
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email);
    let files = |subject: &str| mails.iter().find(|mail| mail.subject == subject).unwrap().files.len();
    assert_eq!((files("Ərizəniz təsdiq edildi"), files("Balansınız artırıldı")), (2, 1), "receipts go along");
    app.end().await;
}

#[tokio::test]
async fn flow_14_a_reversal_after_spending_is_owed_blocks_and_is_settled_first_on_sqlite() {
    owed(Engine::Sqlite).await;
}

#[tokio::test]
async fn flow_14_a_reversal_after_spending_is_owed_blocks_and_is_settled_first_on_postgresql() {
    owed(Engine::Postgres).await;
}

async fn half_the_time(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    app.run_jobs().await;
    let (sms, mails) = (app.outside.sms_for(AYSEL.phone).len(), app.outside.mails_for(AYSEL.email).len());
    app.outside.set_switch(System::Sms, Mode::Half);
    app.outside.set_switch(System::Mail, Mode::Half);
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    app.top_up(&mut browser, 1_000).await;
    let ids = async || app.db.texts("select lane || ' ' || topic || ' ' || seq from outbox order by 1").await;
    let before = ids().await;
    let mut rounds = 0;
    while app.db.number("select count(*) from outbox where done_at is null").await > 0 {
        app.run_jobs().await;
        app.clock.advance(45);
        rounds += 1;
        assert!(rounds < 100, "messages do not leave: {:?}", app.db.texts("select last_error from outbox").await);
    }
    assert!(rounds > 1, "some failed at first");
    assert_eq!(ids().await, before, "nothing lost, nothing added, each in its lane's order");
    assert_eq!(app.outside.sms_for(AYSEL.phone).len(), sms + 2);
    let mails_now = app.outside.mails_for(AYSEL.email);
    let unique: std::collections::BTreeSet<&str> = mails_now.iter().map(|mail| mail.message_id.as_str()).collect();
    assert_eq!(unique.len(), mails + 2, "each e-mail under its own id");
    assert_eq!(app.db.number("select count(*) from outbox where dead_at is not null").await, 0);
    app.outside.reset_switches();
    app.end().await;
}

#[tokio::test]
async fn r_11_a_provider_that_fails_half_the_time_loses_no_message_on_sqlite() {
    half_the_time(Engine::Sqlite).await;
}

#[tokio::test]
async fn r_11_a_provider_that_fails_half_the_time_loses_no_message_on_postgresql() {
    half_the_time(Engine::Postgres).await;
}

/// Runs the command line beside a test's database; PostgreSQL allows both.
#[tokio::test]
async fn r_11_a_poisoned_message_is_given_up_frees_its_lane_and_is_sent_again_by_a_command() {
    let app = TestApp::start_with(Engine::Postgres, |_| {}).await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    app.run_jobs().await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    app.db.execute("update outbox set topic = 'pigeon' where topic = 'sms' and done_at is null").await.unwrap();
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email);
    assert!(mails.iter().any(|mail| mail.subject == "Ərizəniz təsdiq edildi"), "what stood behind it has left");
    let dead = app.db.texts("select last_error from outbox where dead_at is not null").await;
    assert_eq!(dead, ["unknownTopic"]);
    let portal = Portal::beside(&app.db).await;
    let listed = portal.say(&["outbox", "dead"]);
    assert!(listed.contains("pigeon unknownTopic") && !listed.contains(AYSEL.phone), "{listed}");
    app.db.execute("update outbox set topic = 'sms' where dead_at is not null").await.unwrap();
    let said = portal.say(&["outbox", "replay", "--officer", "növbətçi"]);
    assert!(said.contains("1 messages"), "{said}");
    let audited = app.db.texts("select actor from audit where action = 'outbox.replay'").await;
    assert_eq!(audited, ["officer:növbətçi"]);
    // The command uses the system time; the test's clock is fixed.
    app.db.execute("update outbox set next_at = 0 where done_at is null").await.unwrap();
    app.run_jobs().await;
    assert!(app.outside.sms_for(AYSEL.phone).iter().any(|sms| sms.text.starts_with("Qəbul: ərizəniz təsdiq edildi")));
    app.end().await;
}

async fn late_word(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(made.text("/id"));
    app.clock.advance(31 * 60);
    app.run_jobs().await;
    app.run_jobs().await;
    // Paid after it expired, and the callback is lost: the daily reconciliation finds it.
    app.outside.settle(&order, Act::Later).await.unwrap();
    app.run_jobs().await;
    assert_eq!(app.db.number("select balance from wallet").await, 0, "it was asked about today already");
    app.clock.advance(86_400);
    app.run_jobs().await;
    app.run_jobs().await;
    assert_eq!(app.db.number("select balance from wallet").await, 1_000);
    assert!(app.outside.release(&order).await, "the call-back comes after all");
    assert_eq!(app.db.number("select balance from wallet").await, 1_000);
    app.end().await;
}

#[tokio::test]
async fn flow_14_a_payment_after_the_end_whose_callback_is_lost_is_found_within_a_day_on_sqlite() {
    late_word(Engine::Sqlite).await;
}

#[tokio::test]
async fn flow_14_a_payment_after_the_end_whose_callback_is_lost_is_found_within_a_day_on_postgresql() {
    late_word(Engine::Postgres).await;
}
