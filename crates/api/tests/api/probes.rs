//! Server time, the demo clock, probes, deadlines.

use qabul_store::testing::Engine;

use crate::support::{AYSEL, TestApp, fresh_key};

#[tokio::test]
async fn the_demo_clock_is_shifted_and_the_shift_is_stored() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let before = browser.status().await.expect(200);
    assert_eq!((before.body["demo"].as_bool(), before.number("/clockShiftSeconds")), (Some(true), 0));
    let after = browser.shift_clock(86_400).await.expect(200);
    assert_eq!(after.number("/clockShiftSeconds"), 86_400);
    assert_ne!(before.text("/now"), after.text("/now"));
    assert_eq!(qabul_api::use_cases::system::stored_shift(&app.context.db).await.unwrap(), 86_400);
    browser.shift_clock(40_000_000).await.expect_problem(422, "validation");
    app.end().await;
}

#[tokio::test]
async fn outside_demo_mode_there_is_no_clock_to_shift_no_officer_to_play_and_no_metrics_on_the_main_address() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.demo = false).await;
    let mut browser = app.browser();
    browser.shift_clock(1).await.expect_problem(404, "notFound");
    browser.page("/metrics").await.expect_problem(404, "notFound");
    assert_eq!(browser.status().await.expect(200).body["demo"], false);
    app.end().await;
}

#[tokio::test]
async fn the_probes_answer_and_the_figures_name_no_person() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut browser = app.browser();
    browser.page("/livez").await.expect(200);
    browser.page("/readyz").await.expect(200);
    let figures = String::from_utf8(browser.page("/metrics").await.expect(200).bytes).unwrap();
    assert!(figures.contains("qabul_outbox_waiting"), "{figures}");
    for personal in [AYSEL.fin, AYSEL.phone, AYSEL.email, "Aysel"] {
        assert!(!figures.contains(personal));
    }
    app.end().await;
}

#[tokio::test]
async fn what_was_not_confirmed_by_the_deadline_is_closed_by_the_sweep_and_told() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let services = browser.services().await.expect(200);
    let opened = browser.open_application(&fresh_key(), services.text("/items/0/campaign/id")).await.expect(201);
    app.run_jobs().await;
    assert_eq!(app.db.texts("select state from application").await, ["draft"]);
    let closes: i64 = app.db.number("select closes_at from campaign where attempt = 1").await;
    app.clock.advance((closes - app.clock.now().0) / 1_000_000 + 31);
    app.run_jobs().await;
    assert_eq!(app.db.texts("select state from application").await, ["notConfirmedInTime"]);
    browser.sign_in(AYSEL.email, crate::support::PASSWORD).await.expect(201);
    let notices = browser.notices("").await.expect(200);
    assert_eq!(notices.text("/items/0/name"), "masterExam.notConfirmed");
    assert_eq!(notices.text("/items/0/applicationId"), opened.text("/id"));
    app.end().await;
}

#[tokio::test]
async fn messages_wait_while_a_provider_is_silent_and_leave_in_order_afterwards() {
    let app = TestApp::start().await;
    app.outside.set_switch(qabul_simulator::System::Mail, qabul_simulator::Mode::Error);
    let mut browser = app.register(AYSEL).await;
    app.run_jobs().await;
    app.top_up(&mut browser, 1_000).await;
    app.run_jobs().await;
    assert!(app.outside.mails_for(AYSEL.email).is_empty());
    app.outside.reset_switches();
    app.clock.advance(3_600);
    app.run_jobs().await;
    let subjects: Vec<String> = app.outside.mails_for(AYSEL.email).into_iter().map(|mail| mail.subject).collect();
    // The job that writes the e-mail with the link queues it at the end of the lane.
    assert_eq!(subjects, ["Kabinetiniz yaradıldı", "Balansınız artırıldı", "E-poçt ünvanınızı təsdiqləyin"]);
    app.end().await;
}

#[tokio::test]
async fn the_whole_registration_and_a_top_up_work_on_postgresql_too() {
    let app = TestApp::start_with(Engine::Postgres, |_| {}).await;
    let mut browser = app.register(AYSEL).await;
    app.top_up(&mut browser, 5_000).await;
    browser.refresh().await.expect(201);
    assert_eq!(browser.me().await.expect(200).number("/balance"), 5_000);
    browser.sign_out().await.expect(204);
    app.end().await;
}
