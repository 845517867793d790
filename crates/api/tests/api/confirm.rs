//! Confirming exactly once (MAG-15): many simultaneous requests, lost answers, changed fees, the instant of the
//! deadline.

use std::collections::BTreeSet;

use futures_util::future::join_all;
use qabul_domain::calendar::Micros;
use qabul_domain::rules::book::told::COMPLAINT;
use qabul_store::testing::Engine;

use super::applications::ready;
use crate::support::{AYSEL, NOW, TestApp, fresh_key};

/// Half of the callers share one key, the others use their own; all at once, then all again.
async fn storm(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.threads = 2).await;
    let (mut browser, id) = ready(&app, AYSEL, 20_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    let shared = fresh_key();
    let mut bodies = BTreeSet::new();
    for _ in 0..2 {
        let callers = (0..64).map(|n| {
            let (mut browser, id, etag) = (browser.clone(), id.clone(), etag.clone());
            let key = if n % 2 == 0 { shared.clone() } else { fresh_key() };
            async move { (n, browser.confirm(&id, &key, &etag, 5_000).await) }
        });
        for (n, answer) in join_all(callers).await {
            match answer.status {
                200 => {
                    bodies.insert(answer.bytes);
                }
                412 => {}
                other => panic!("caller {n}: {other} {}", answer.body),
            }
        }
    }
    assert_eq!(bodies.len(), 1, "every accepted caller got the same bytes");
    assert_eq!(app.db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 1);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 15_000);
    assert_eq!(app.db.number("select count(*) from application_version").await, 1);
    let timeline = browser.timeline(&id).await.expect(200);
    assert_eq!(timeline.items().iter().filter(|line| line["name"] == "masterExam.confirm").count(), 1);
    app.end().await;
}

#[tokio::test]
async fn mag_15_sixty_four_callers_confirm_at_once_and_one_charge_is_made_on_sqlite() {
    storm(Engine::Sqlite).await;
}

#[tokio::test]
async fn mag_15_sixty_four_callers_confirm_at_once_and_one_charge_is_made_on_postgresql() {
    storm(Engine::Postgres).await;
}

#[tokio::test]
async fn a_key_that_comes_with_another_body_is_refused_and_another_persons_same_key_is_not() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    let key = fresh_key();
    browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    browser.confirm(&id, &key, &etag, 4_000).await.expect_problem(422, "idempotencyMismatch");
    let (mut other, its) = ready(&app, crate::support::ELVIN, 5_000).await;
    let etag = other.application(&its).await.expect(200).etag();
    other.confirm(&its, &key, &etag, 5_000).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn clause_1_7_a_short_balance_refuses_and_the_same_key_succeeds_after_a_top_up() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 1_250).await;
    let (key, etag) = (fresh_key(), browser.application(&id).await.expect(200).etag());
    let refused = browser.confirm(&id, &key, &etag, 5_000).await.expect_problem(422, "insufficientFunds");
    assert_eq!(refused.text("/errors/0/clause"), "1.7");
    assert!(refused.text("/errors/0/text").contains("37,50\u{a0}AZN"), "{}", refused.body);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_250);
    app.top_up(&mut browser, 3_750).await;
    browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0);
    app.end().await;
}

#[tokio::test]
async fn a_fee_other_than_the_one_consented_to_is_never_taken() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 10_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    app.db.execute("update campaign set fee = 6000").await.unwrap();
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(409, "feeChanged");
    assert!(refused.text("/title").contains("60,00\u{a0}AZN"), "{}", refused.body);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 10_000);
    app.end().await;
}

#[tokio::test]
async fn a_fee_of_nothing_still_leaves_one_charge() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 0).await;
    app.db.execute("update campaign set fee = 0").await.unwrap();
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 0).await.expect(200);
    assert_eq!(app.db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 1);
    app.end().await;
}

#[tokio::test]
async fn mag_3_the_deadline_is_decided_on_the_receipt_instant_to_the_microsecond() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    // The window closes exactly now. It is half-open, so a request at this instant is too late.
    app.db.execute(&format!("update campaign set closes_at = {} where attempt = 1", NOW.0)).await.unwrap();
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(409, "windowClosed");
    assert_eq!(refused.text("/errors/0/clause"), "CAMPAIGN-1", "no clause says when the window is open");
    assert_eq!(refused.text("/detail"), COMPLAINT[0], "a refusal ends with where to complain");
    assert!(refused.text("/title").contains("1 dekabr 2026"), "{}", refused.body);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    let last = Micros(NOW.0 + 1);
    app.db.execute(&format!("update campaign set closes_at = {} where attempt = 1", last.0)).await.unwrap();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn mag_15_a_draft_past_the_deadline_ends_as_not_confirmed_and_its_person_is_told() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    app.run_jobs().await;
    // A request received in time may still be running, so the sweep waits some time after the deadline.
    let closed = NOW.plus_seconds(-3_600);
    app.db.execute(&format!("update campaign set closes_at = {} where attempt = 1", closed.0)).await.unwrap();
    app.clock.advance(60);
    app.run_jobs().await;
    app.run_jobs().await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!((shown.text("/state"), shown.text("/tone")), ("notConfirmedInTime", "bad"));
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    let mails = app.outside.mails_for(AYSEL.email);
    assert!(mails.iter().any(|mail| mail.subject == "Ərizə vaxtında təsdiq edilmədi"));
    app.end().await;
}
