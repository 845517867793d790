//! The master's exam application from opening to print (MAG-3 to MAG-17), on both databases.

use qabul_store::testing::Engine;
use serde_json::{Value, json};

use crate::support::{AYSEL, Browser, ELVIN, NIGAR, TestApp, fresh_key, text_layer};

/// Saves the three sections for a person with one degree.
pub async fn fill_in(browser: &mut Browser<'_>, id: &str) {
    let degree = browser.application(id).await.expect(200).text("/education/degrees/0/id").to_owned();
    for patch in answers(&degree) {
        browser.save_answers(id, 0, patch).await.expect(200);
    }
}

/// The bodies of the three sections.
pub fn answers(degree: &str) -> [Value; 3] {
    [
        json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } }),
        json!({ "step": "masterExam.education", "answers": { "degreeId": degree, "priorMaster": "none" } }),
        json!({ "step": "masterExam.exam",
                "answers": { "section": "az", "foreignLanguage": "en", "specializationLanguage": "none" } }),
    ]
}

/// Opens an application under the open campaign; returns its id.
pub async fn opened(browser: &mut Browser<'_>) -> String {
    let campaign = browser.campaigns().await.expect(200).text("/items/0/id").to_owned();
    browser.open_application(&fresh_key(), &campaign).await.expect(201).text("/id").to_owned()
}

/// A registered person with enough money and all sections answered: only confirming is left.
pub async fn ready<'a>(app: &'a TestApp, who: crate::support::Somebody, qepik: i64) -> (Browser<'a>, String) {
    let mut browser = app.register(who).await;
    if qepik > 0 {
        app.top_up(&mut browser, qepik).await;
    }
    let id = opened(&mut browser).await;
    fill_in(&mut browser, &id).await;
    (browser, id)
}

async fn whole_path(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    app.browser().prove_email(&app.link_for(AYSEL.email).await).await.expect(204);
    let services = browser.services().await.expect(200);
    assert_eq!(services.text("/items/0/action"), "start");
    let id = opened(&mut browser).await;
    let fresh = browser.application(&id).await.expect(200);
    assert_eq!((fresh.text("/state"), fresh.text("/stateText")), ("draft", "Təsdiq edilməyib"));
    assert_eq!(fresh.text("/workNumber").len(), 6, "the work number exists before confirmation (MAG-4)");
    assert_eq!(fresh.text("/education/status"), "known");
    assert_eq!(fresh.text("/whatNow/target"), "masterExam.personal");
    fill_in(&mut browser, &id).await;
    let short = browser.application(&id).await.expect(200);
    assert_eq!(short.text("/whatNow/target"), "topUp", "{}", short.body["whatNow"]);
    assert_eq!(short.number("/money/missing"), 5_000);
    assert_eq!(short.text("/confirmation/route"), "self");
    assert_eq!(short.text("/confirmation/clause"), "2.1");
    app.top_up(&mut browser, 6_250).await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.text("/whatNow/target"), "check");
    assert!(shown.body["offers"][0]["blocked"].as_array().unwrap().is_empty(), "{}", shown.body["offers"]);
    app.clock.advance(1);
    let done = browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    assert_eq!((done.number("/charged"), done.number("/balance")), (5_000, 1_250));
    let confirmed = browser.application(&id).await.expect(200);
    assert_eq!((confirmed.text("/state"), confirmed.text("/stateText")), ("confirmed", "Təsdiq edilib"));
    assert_eq!(confirmed.text("/documents/0"), "application");
    let timeline = browser.timeline(&id).await.expect(200);
    assert_eq!(timeline.text("/items/1/name"), "masterExam.confirm");
    assert_eq!(timeline.text("/items/1/detail"), "50,00\u{a0}AZN çıxıldı");
    let print = browser.print(&id).await.expect(200);
    let letters = |text: &str| text.split_whitespace().collect::<String>();
    let printed = letters(&text_layer(&print.bytes));
    assert!(printed.contains(&letters(shown.text("/confirmation/declaration"))), "as declared on screen: {printed}");
    assert!(printed.contains(&letters("TEST REJİMİ")), "the mark of the demo");
    app.run_jobs().await;
    let number = confirmed.text("/workNumber");
    assert!(app.outside.sms_for(AYSEL.phone).iter().any(|sms| sms.text.contains(number)), "an SMS with the number");
    let mails = app.outside.mails_for(AYSEL.email);
    let mail = mails.iter().find(|mail| mail.subject == "Ərizəniz təsdiq edildi").expect("an e-mail");
    assert_eq!(mail.files.len(), 2, "the print and the receipt go along");
    assert_eq!(browser.notices("").await.expect(200).text("/items/0/name"), "masterExam.confirmed");
    assert_eq!(browser.entries("").await.expect(200).number("/items/0/amount"), -5_000);
    assert_eq!(app.db.number("select count(*) from application_version").await, 1, "what was judged is sealed");
    app.end().await;
}

#[tokio::test]
async fn mag_3_to_17_the_whole_path_on_sqlite() {
    whole_path(Engine::Sqlite).await;
}

#[tokio::test]
async fn mag_3_to_17_the_whole_path_on_postgresql() {
    whole_path(Engine::Postgres).await;
}

#[tokio::test]
async fn mag_12_one_application_a_campaign_and_the_same_key_answers_the_same() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let campaign = browser.campaigns().await.expect(200).text("/items/0/id").to_owned();
    let key = fresh_key();
    let first = browser.open_application(&key, &campaign).await.expect(201);
    let again = browser.open_application(&key, &campaign).await.expect(201);
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(again.header("idempotent-replayed"), "true");
    browser.open_application(&fresh_key(), &campaign).await.expect_problem(409, "alreadyApplied");
    app.end().await;
}

#[tokio::test]
async fn mag_9_a_step_saved_elsewhere_is_not_overwritten() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let id = opened(&mut browser).await;
    let exam = |language: &str| json!({ "step": "masterExam.exam", "answers": { "section": "az", "foreignLanguage": language } });
    let saved = browser.save_answers(&id, 0, exam("en")).await.expect(200);
    assert_eq!(saved.etag(), "1");
    browser.save_answers(&id, 0, exam("fr")).await.expect_problem(412, "stale");
    let kept = browser.application(&id).await.expect(200);
    assert_eq!(kept.text("/draft/answers/exam/foreignLanguage"), "en");
    // Another step has its own revision.
    let personal = json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } });
    browser.save_answers(&id, 0, personal).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn mag_15_a_confirmed_application_can_be_changed_by_nobody() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let exam = json!({ "step": "masterExam.exam", "answers": { "foreignLanguage": "fr" } });
    browser.save_answers(&id, 1, exam).await.expect_problem(409, "notOffered");
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.text("/draft/answers/exam/foreignLanguage"), "en");
    app.end().await;
}

#[tokio::test]
async fn what_belongs_to_another_does_not_exist() {
    let app = TestApp::start().await;
    let (mut owner, id) = ready(&app, AYSEL, 5_000).await;
    let etag = owner.application(&id).await.expect(200).etag();
    let mut other = app.register(ELVIN).await;
    other.application(&id).await.expect_problem(404, "notFound");
    other.timeline(&id).await.expect_problem(404, "notFound");
    other.print(&id).await.expect_problem(404, "notFound");
    other.ask_registers(&id).await.expect_problem(404, "notFound");
    other.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(404, "notFound");
    let [personal, ..] = answers("x");
    other.save_answers(&id, 1, personal).await.expect_problem(404, "notFound");
    other.raise_event(&id, &fresh_key(), &etag, json!({ "event": "send" })).await.expect_problem(404, "notFound");
    assert!(other.applications().await.expect(200).items().is_empty());
    assert_eq!(owner.wallet().await.expect(200).number("/balance"), 5_000);
    app.end().await;
}

#[tokio::test]
async fn mag_16_only_a_confirmed_application_is_printed_and_its_paper_can_be_checked_by_anybody() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, NIGAR, 5_000).await;
    browser.print(&id).await.expect_problem(409, "notOffered");
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    browser.print(&id).await.expect(200);
    let code = app.db.texts("select code from issued_document").await.remove(0);
    let mut stranger = app.browser();
    let page = stranger.page(&format!("/check/{}", code.to_lowercase())).await.expect(200);
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(html.contains("Etibarlıdır") && html.contains("T. N."), "{html}");
    assert!(!html.contains("Təcrübəli") && !html.contains("<script"), "initials only, and no script");
    let unknown = stranger.page("/check/00000000000000000000000000").await.expect(200);
    assert!(String::from_utf8(unknown.bytes).unwrap().contains("role=\"alert\""));
    app.end().await;
}
