//! Saving answers: a repetition counts as saved, the instant of receipt decides about the deadline (MAG-9), on both
//! databases.

use qabul_store::testing::Engine;
use serde_json::{Value, json};

use super::applications::{opened, ready};
use super::commission::send;
use crate::support::{AYSEL, PASSWORD, SABINA, TestApp};

fn exam(language: &str) -> Value {
    json!({ "step": "masterExam.exam", "answers": { "section": "az", "foreignLanguage": language } })
}

async fn repeated(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    let id = opened(&mut browser).await;
    let first = browser.save_answers(&id, 0, exam("en")).await.expect(200);
    // The answer was lost; the page sends the same request again with the revision it knows.
    let again = browser.save_answers(&id, 0, exam("en")).await.expect(200);
    assert_eq!((first.etag(), first.body), (again.etag(), again.body));
    let revisions = app.db.number("select cast(sum(revision) as bigint) from application_step").await;
    assert_eq!(revisions, 1, "nothing was written a second time");
    // Two tabs at the same time: both saves count.
    let mut tab = browser.clone();
    let (one, two) = tokio::join!(browser.save_answers(&id, 1, exam("fr")), tab.save_answers(&id, 1, exam("fr")));
    assert_eq!((one.status, two.status), (200, 200), "{} {}", one.body, two.body);
    assert_eq!(app.db.number("select cast(sum(revision) as bigint) from application_step").await, 2);
    // Other answers with an old revision, and the same answers with a revision that never existed, are not a
    // repetition.
    browser.save_answers(&id, 1, exam("de")).await.expect_problem(412, "stale");
    browser.save_answers(&id, 7, exam("fr")).await.expect_problem(412, "stale");
    let kept = browser.application(&id).await.expect(200);
    assert_eq!(kept.text("/draft/answers/exam/foreignLanguage"), "fr");
    app.end().await;
}

#[tokio::test]
async fn the_same_save_repeated_counts_as_saved_on_sqlite() {
    repeated(Engine::Sqlite).await;
}

#[tokio::test]
async fn the_same_save_repeated_counts_as_saved_on_postgresql() {
    repeated(Engine::Postgres).await;
}

async fn late(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut aysel, draft) = ready(&app, AYSEL, 5_000).await;
    let closes = app.closes().await;
    app.set_clock(qabul_domain::calendar::Micros(closes.0 - 1));
    aysel.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    aysel.save_answers(&draft, 1, exam("fr")).await.expect(200);
    app.set_clock(closes);
    aysel.lang = "en";
    let refused = aysel.save_answers(&draft, 2, exam("de")).await.expect_problem(409, "windowClosed");
    assert!(refused.text("/title").contains("23:59"), "until when it was: {}", refused.body);
    // Answers that arrived in time and are sent again because the answer was lost still count as saved.
    aysel.save_answers(&draft, 1, exam("fr")).await.expect(200);
    let kept = aysel.application(&draft).await.expect(200);
    assert_eq!(kept.text("/draft/answers/exam/foreignLanguage"), "fr");
    assert_eq!(kept.text("/draft/kind"), "masterExam");
    // After the sweep the refusal is the same, not "not possible".
    app.run_jobs().await;
    aysel.save_answers(&draft, 2, exam("de")).await.expect_problem(409, "windowClosed");
    aysel.save_answers(&draft, 1, exam("fr")).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn what_is_saved_after_the_deadline_is_refused_before_the_sweep_and_after_it_on_sqlite() {
    late(Engine::Sqlite).await;
}

#[tokio::test]
async fn what_is_saved_after_the_deadline_is_refused_before_the_sweep_and_after_it_on_postgresql() {
    late(Engine::Postgres).await;
}

#[tokio::test]
async fn answers_at_the_commission_are_still_refused_as_not_offered() {
    let app = TestApp::start().await;
    let (mut sabina, sent) = ready(&app, SABINA, 5_000).await;
    send(&mut sabina, &sent).await;
    sabina.save_answers(&sent, 1, exam("de")).await.expect_problem(409, "notOffered");
    app.end().await;
}
