//! Top-ups: order, signed callback, return page, reversal (MAG-3).

use qabul_simulator::{Act, Mode, System};
use qabul_store::testing::Engine;
use serde_json::json;

use crate::support::{AYSEL, ELVIN, TestApp, fresh_key};

#[tokio::test]
async fn mag_3_a_paid_top_up_is_credited_and_told() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 5_000, Some("/applications")).await.expect(201);
    assert_eq!((made.text("/state"), made.text("/amountText")), ("redirected", "50,00\u{a0}AZN"));
    assert!(made.text("/redirectUrl").contains("/pay/"));
    assert_eq!(made.header("location"), qabul_contract::paths::top_up(made.text("/id").parse().unwrap()));
    let back = app.outside.settle(&app.order_of(made.text("/id")), Act::Pay).await.unwrap();
    assert!(back.starts_with(&app.url) && back.ends_with(made.text("/id")), "{back}");
    let paid = browser.top_up(made.text("/id")).await.expect(200);
    assert_eq!((paid.text("/state"), paid.text("/returnTo")), ("paid", "/applications"));
    assert!(paid.body.get("redirectUrl").is_none());
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    let entries = browser.entries("").await.expect(200);
    assert_eq!(entries.items().len(), 1);
    assert_eq!(entries.text("/items/0/kind"), "topUp");
    assert_eq!(entries.text("/items/0/amountText"), "+\u{a0}50,00\u{a0}AZN");
    assert_eq!(entries.text("/items/0/text"), "Balansın artırılması");
    app.run_jobs().await;
    assert!(app.outside.mails_for(AYSEL.email).iter().any(|mail| mail.text.contains("50,00\u{a0}AZN")));
    app.end().await;
}

async fn twice(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(made.text("/id"));
    app.outside.settle(&order, Act::Twice).await.unwrap();
    let orders = app.outside.orders();
    assert_eq!(orders.iter().find(|one| one.provider_id == order).unwrap().callback_statuses, [200, 200]);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000);
    app.end().await;
}

#[tokio::test]
async fn the_same_callback_twice_credits_once_on_sqlite() {
    twice(Engine::Sqlite).await;
}

#[tokio::test]
async fn the_same_callback_twice_credits_once_on_postgresql() {
    twice(Engine::Postgres).await;
}

async fn late(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    app.clock.advance(30 * 60);
    app.run_jobs().await;
    browser.refresh().await.expect_problem(401, "sessionEnded");
    browser.sign_in(AYSEL.email, crate::support::PASSWORD).await.expect(201);
    assert_eq!(browser.top_up(made.text("/id")).await.expect(200).text("/state"), "expired");
    app.outside.settle(&app.order_of(made.text("/id")), Act::Pay).await.unwrap();
    assert_eq!(browser.top_up(made.text("/id")).await.expect(200).text("/state"), "paid");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000);
    app.end().await;
}

#[tokio::test]
async fn a_payment_after_the_top_up_is_over_is_credited_all_the_same_on_sqlite() {
    late(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_payment_after_the_top_up_is_over_is_credited_all_the_same_on_postgresql() {
    late(Engine::Postgres).await;
}

async fn early(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(made.text("/id"));
    app.outside.settle(&order, Act::Later).await.unwrap();
    assert_eq!(browser.top_up(made.text("/id")).await.expect(200).text("/state"), "paid");
    assert!(app.outside.release(&order).await, "the callback comes now");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000);
    app.end().await;
}

#[tokio::test]
async fn a_person_back_before_the_callback_finds_the_money_and_it_is_credited_once_on_sqlite() {
    early(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_person_back_before_the_callback_finds_the_money_and_it_is_credited_once_on_postgresql() {
    early(Engine::Postgres).await;
}

async fn lost(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    app.outside.settle(&app.order_of(made.text("/id")), Act::Later).await.unwrap();
    app.run_jobs().await;
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0, "the callback has its two minutes");
    app.clock.advance(121);
    app.run_jobs().await;
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 1_000);
    app.end().await;
}

#[tokio::test]
async fn a_lost_callback_is_made_good_by_asking_the_provider_on_sqlite() {
    lost(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_lost_callback_is_made_good_by_asking_the_provider_on_postgresql() {
    lost(Engine::Postgres).await;
}

async fn forged(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let cancelled = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    app.outside.settle(&app.order_of(cancelled.text("/id")), Act::Cancel).await.unwrap();
    assert_eq!(browser.top_up(cancelled.text("/id")).await.expect(200).text("/state"), "failed");

    let forged = browser.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let order = app.order_of(forged.text("/id"));
    app.outside.settle(&order, Act::Forged).await.unwrap();
    let orders = app.outside.orders();
    assert_eq!(orders.iter().find(|one| one.provider_id == order).unwrap().callback_statuses, [401]);
    browser.callback("1", "v1=00", json!({})).await.expect_problem(401, "badSignature");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0);
    app.end().await;
}

#[tokio::test]
async fn a_cancelled_payment_fails_the_top_up_and_a_forged_callback_changes_nothing_on_sqlite() {
    forged(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_cancelled_payment_fails_the_top_up_and_a_forged_callback_changes_nothing_on_postgresql() {
    forged(Engine::Postgres).await;
}

#[tokio::test]
async fn a_reversed_top_up_never_takes_the_wallet_below_zero() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let made = browser.start_top_up(&fresh_key(), 5_000, None).await.expect(201);
    let order = app.order_of(made.text("/id"));
    app.outside.settle(&order, Act::Pay).await.unwrap();
    // The money is gone when the provider reverses the top-up, as if a fee had been paid from it.
    app.db.execute("update wallet set balance = balance - 3000").await.unwrap();
    app.clock.advance(60);
    assert!(app.outside.reverse(&order).await);
    let wallet = browser.wallet().await.expect(200);
    assert_eq!((wallet.number("/balance"), wallet.number("/receivable")), (0, 3_000));
    assert_eq!(browser.top_up(made.text("/id")).await.expect(200).text("/state"), "reversed");
    let notices = browser.notices("").await.expect(200);
    assert_eq!(notices.text("/items/0/name"), "wallet.reversed");
    assert!(notices.text("/items/0/text").contains("30,00\u{a0}AZN"), "{}", notices.body);
    // Restores what this test changed directly in the database.
    app.db.execute("update wallet set receivable = 0").await.unwrap();
    app.end_unbalanced().await;
}

#[tokio::test]
async fn a_silent_provider_loses_nothing_and_the_same_key_goes_on_with_the_same_top_up() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let key = fresh_key();
    app.outside.set_switch(System::Payment, Mode::Error);
    browser.start_top_up(&key, 2_000, None).await.expect_problem(503, "registerSilent");
    app.outside.reset_switches();
    let made = browser.start_top_up(&key, 2_000, None).await.expect(201);
    assert_eq!(made.text("/state"), "redirected");
    let again = browser.start_top_up(&key, 2_000, None).await.expect(201);
    assert_eq!(made.body, again.body);
    browser.start_top_up(&key, 2_100, None).await.expect_problem(422, "idempotencyMismatch");
    assert_eq!(app.db.number("select count(*) from topup").await, 1);
    assert_eq!(app.outside.orders().len(), 1);
    app.end().await;
}

#[tokio::test]
async fn amount_key_and_return_path_are_checked() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    for amount in [-1, 0, 99, 500_001, i64::MAX] {
        let refused = browser.start_top_up(&fresh_key(), amount, None).await.expect_problem(422, "validation");
        assert_eq!(refused.text("/errors/0/pointer"), "/amount");
    }
    for path in [
        "//evil.example",
        "https://evil.example",
        "wallet",
        "/%09/evil.example",
        "/%0A/evil.example",
        "/\t/evil.example",
    ] {
        let refused = browser.start_top_up(&fresh_key(), 1_000, Some(path)).await.expect_problem(422, "validation");
        assert_eq!(refused.text("/errors/0/pointer"), "/returnTo");
    }
    browser.start_top_up("short", 1_000, None).await.expect_problem(400, "idempotencyKeyRequired");
    app.end().await;
}

#[tokio::test]
async fn somebody_elses_top_up_does_not_exist() {
    let app = TestApp::start().await;
    let mut aysel = app.register(AYSEL).await;
    let made = aysel.start_top_up(&fresh_key(), 1_000, None).await.expect(201);
    let mut elvin = app.register(ELVIN).await;
    elvin.top_up(made.text("/id")).await.expect_problem(404, "notFound");
    assert_eq!(elvin.wallet().await.expect(200).number("/balance"), 0);
    assert!(elvin.entries("").await.expect(200).items().is_empty());
    app.end().await;
}
