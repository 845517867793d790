//! Signed payment events that do not match their top-up: held for an officer, not credited, answered with success.

use qabul_api::desk::Order;
use qabul_simulator::Act;
use qabul_store::testing::Engine;
use serde_json::{Value, json};

use crate::support::{AYSEL, ELVIN, TestApp, fresh_key};

/// Id and reason of every held event.
pub async fn waiting(app: &TestApp) -> Vec<(String, String)> {
    let text =
        app.order(Order::HeldPayments { officer: "aygun".to_owned() }).await.expect(200).text("/text").to_owned();
    let row = |line: &str| {
        let reason = line.split("does not fit: ").nth(1)?.split(';').next()?;
        Some((line.split(' ').next()?.to_owned(), reason.to_owned()))
    };
    text.lines().filter_map(row).collect()
}

pub fn settle(id: &str, how: &str) -> Order {
    Order::SettlePayment {
        id: id.parse().unwrap(),
        settlement: how.to_owned(),
        reason: "Bankla razılaşdırıldı".to_owned(),
        officer: "aygun".to_owned(),
    }
}

async fn nothing_that_does_not_fit_is_credited(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let mut elvin = app.register(ELVIN).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let other = elvin.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let (order, others) = (app.order_of(made.text("/id")), app.order_of(other.text("/id")));
    let cases: [(Value, &str); 7] = [
        (json!({ "amount": 1_i64 << 62 }), "amount"),
        (json!({ "amount": i64::MAX }), "amount"),
        (json!({ "amount": 999 }), "amount"),
        (json!({ "providerId": others }), "order"),
        (json!({ "topupId": other.text("/id") }), "order"),
        (json!({ "topupId": "0198c5f0-0000-7000-8000-000000000000" }), "noTopUp"),
        (json!({ "status": "failed", "amount": 1 }), "amount"),
    ];
    for (changes, reason) in &cases {
        app.clock.advance(1);
        for _ in 0..2 {
            let mut changes = changes.clone();
            changes["eventId"] = format!("ev-{}", reason.len() + changes.to_string().len()).into();
            changes["transactionId"] = "tx-1".into();
            assert_eq!(app.outside.send_event(&order, &changes).await, Some(200), "the provider is not told to repeat");
        }
    }
    let held = waiting(&app).await;
    assert_eq!(
        held.iter().map(|(_, reason)| reason.as_str()).collect::<Vec<_>>(),
        cases.each_ref().map(|(_, reason)| *reason)
    );
    for browser in [&mut browser, &mut elvin] {
        assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0);
    }
    assert_eq!(app.db.number("select count(*) from ledger_transaction").await, 0);
    assert_eq!(browser.top_up(made.text("/id")).await.expect(200).text("/state"), "redirected", "it can still be paid");

    // A provider transaction that paid one top-up pays no other, and a second payment of one order is held.
    assert_eq!(app.outside.send_event(&order, &json!({ "transactionId": "tx-2" })).await, Some(200));
    app.clock.advance(1);
    assert_eq!(app.outside.send_event(&others, &json!({ "transactionId": "tx-2" })).await, Some(200));
    app.clock.advance(1);
    assert_eq!(app.outside.send_event(&order, &json!({ "transactionId": "tx-3" })).await, Some(200));
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000);
    assert_eq!(elvin.wallet().await.expect(200).number("/balance"), 0);

    // A reversal reverses only the payment it names, and only in full.
    let reversals = [
        (json!({ "status": "reversed", "amount": 1, "reversesTransactionId": "tx-2" }), "amount"),
        (json!({ "status": "reversed", "reversesTransactionId": "tx-3" }), "transaction"),
        (json!({ "status": "failed" }), "state"),
    ];
    for (changes, _) in &reversals {
        app.clock.advance(1);
        assert_eq!(app.outside.send_event(&order, changes).await, Some(200));
    }
    let held: Vec<_> = waiting(&app).await.into_iter().skip(cases.len()).map(|(_, reason)| reason).collect();
    assert_eq!(held, ["transaction", "state", "amount", "transaction", "state"]);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000);
    app.run_jobs().await;
    app.end().await;
}

#[tokio::test]
async fn amount_order_and_state_must_fit_or_nothing_is_credited_on_sqlite() {
    nothing_that_does_not_fit_is_credited(Engine::Sqlite).await;
}

#[tokio::test]
async fn amount_order_and_state_must_fit_or_nothing_is_credited_on_postgresql() {
    nothing_that_does_not_fit_is_credited(Engine::Postgres).await;
}

async fn settled(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(made.text("/id"));
    app.outside.settle(&order, Act::WrongAmount).await.unwrap();
    app.clock.advance(1);
    let second = json!({ "amount": 1_i64 << 62 });
    assert_eq!(app.outside.send_event(&order, &second).await, Some(200));
    let held = waiting(&app).await;
    let (paid, absurd) = (&held[0].0, &held[1].0);

    app.order(settle(paid, "reversed")).await.expect_problem(409, "notOffered");
    app.order(settle(absurd, "credited")).await.expect_problem(409, "notOffered");
    app.order(settle(paid, "credited")).await.expect(200);
    app.order(settle(paid, "credited")).await.expect_problem(412, "stale");
    app.order(settle(absurd, "dismissed")).await.expect(200);
    assert_eq!(waiting(&app).await, []);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_100, "what was really paid");
    let audited = app.db.texts("select actor || detail from audit where action = 'payment.settle' order by at").await;
    assert!(audited.iter().all(|row| row.starts_with("officer:aygun")) && audited[0].contains("Bankla"), "{audited:?}");

    // A settled event stays settled, whether it is sent again or found by the reconciliation.
    app.clock.advance(121);
    app.run_jobs().await;
    assert_eq!(waiting(&app).await, []);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_100);
    app.end().await;
}

#[tokio::test]
async fn an_officer_settles_what_is_held_once_and_is_named_on_sqlite() {
    settled(Engine::Sqlite).await;
}

#[tokio::test]
async fn an_officer_settles_what_is_held_once_and_is_named_on_postgresql() {
    settled(Engine::Postgres).await;
}

async fn reversed_apart(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let mut elvin = app.register(ELVIN).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let other = elvin.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let (order, others) = (app.order_of(made.text("/id")), app.order_of(other.text("/id")));
    let more = json!({ "transactionId": "tx-1", "amount": 1_100 });
    assert_eq!(app.outside.send_event(&order, &more).await, Some(200));
    app.order(settle(&waiting(&app).await[0].0, "credited")).await.expect(200);
    assert_eq!(app.outside.send_event(&order, &json!({ "transactionId": "tx-2" })).await, Some(200));
    assert_eq!(app.outside.send_event(&others, &json!({ "transactionId": "tx-3" })).await, Some(200));
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 2_100);

    // The transaction of nobody's payment and that of another person's payment take nothing back.
    for paid_by in ["tx-9", "tx-3"] {
        let reversal = json!({ "status": "reversed", "reversesTransactionId": paid_by });
        assert_eq!(app.outside.send_event(&order, &reversal).await, Some(200));
        let id = waiting(&app).await[0].0.clone();
        app.order(settle(&id, "reversed")).await.expect_problem(409, "notOffered");
        app.order(settle(&id, "dismissed")).await.expect(200);
    }
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 2_100);
    assert_eq!(elvin.wallet().await.expect(200).number("/balance"), 1_000);

    let reversal = json!({ "status": "reversed", "amount": 1_100, "reversesTransactionId": "tx-1" });
    assert_eq!(app.outside.send_event(&order, &reversal).await, Some(200));
    let id = waiting(&app).await[0].0.clone();
    app.order(settle(&id, "reversed")).await.expect(200);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000, "the payment credited separately");
    assert_eq!(browser.top_up(made.text("/id")).await.expect(200).text("/state"), "paid", "the other payment stays");
    app.run_jobs().await;
    app.end().await;
}

#[tokio::test]
async fn the_reversal_of_a_payment_credited_separately_reverses_that_payment_on_sqlite() {
    reversed_apart(Engine::Sqlite).await;
}

#[tokio::test]
async fn the_reversal_of_a_payment_credited_separately_reverses_that_payment_on_postgresql() {
    reversed_apart(Engine::Postgres).await;
}

#[tokio::test]
async fn a_reversal_that_overtakes_its_payment_is_repeated_for_an_hour_and_then_held() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(made.text("/id"));
    let reversal = json!({ "status": "reversed", "reversesTransactionId": "tx-9" });
    assert_eq!(app.outside.send_event(&order, &reversal).await, Some(503));
    let mut old = reversal.clone();
    old["at"] = chrono::DateTime::<chrono::Utc>::from(crate::support::NOW.plus_seconds(-3_700)).to_rfc3339().into();
    assert_eq!(app.outside.send_event(&order, &old).await, Some(200));
    assert_eq!(waiting(&app).await.len(), 1);
    app.end().await;
}
