//! Invalid input on the main path: a clear error in the person's language, nothing lost, nothing charged.

use qabul_simulator::{Mode, System};
use reqwest::Method;
use serde_json::json;

use super::applications::{answers, opened, ready};
use crate::support::{AYSEL, TestApp, fresh_key};

#[tokio::test]
async fn clause_3_2_5_a_language_equal_to_the_specialization_language_is_named_at_its_field() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let exam = json!({ "step": "masterExam.exam",
        "answers": { "section": "az", "foreignLanguage": "en", "specializationLanguage": "en" } });
    let saved = browser.save_answers(&id, 1, exam).await.expect(200);
    assert_eq!(saved.text("/step/gaps/0/clause"), "3.2.5", "told on saving, before any money is near: {}", saved.body);
    assert_eq!(saved.text("/step/gaps/0/pointer"), "/foreignLanguage");
    let etag = browser.application(&id).await.expect(200).etag();
    browser.lang = "ru";
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(422, "rulesBroken");
    assert_eq!(refused.text("/errors/0/step"), "masterExam.exam");
    assert!(refused.text("/errors/0/text").chars().any(|letter| ('а'..='я').contains(&letter)), "in Russian");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    app.end().await;
}

#[tokio::test]
async fn russian_in_the_russian_section_is_refused_by_the_campaigns_policy() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let id = opened(&mut browser).await;
    let exam = json!({ "step": "masterExam.exam",
        "answers": { "section": "ru", "foreignLanguage": "ru", "specializationLanguage": "none" } });
    let saved = browser.save_answers(&id, 0, exam).await.expect(200);
    assert_eq!(saved.text("/step/gaps/0/code"), "russianInRussianSection");
    app.end().await;
}

#[tokio::test]
async fn an_incomplete_application_lists_what_is_missing_by_step_and_field() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    app.top_up(&mut browser, 5_000).await;
    let id = opened(&mut browser).await;
    let etag = browser.application(&id).await.expect(200).etag();
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(422, "incomplete");
    let steps: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().filter_map(|e| e["step"].as_str()).collect();
    for step in ["masterExam.personal", "masterExam.education", "masterExam.exam"] {
        assert!(steps.contains(&step), "{step} in {steps:?}");
    }
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    app.end().await;
}

#[tokio::test]
async fn a_silent_register_keeps_the_draft_and_is_never_a_refusal_on_the_merits() {
    let app = TestApp::start().await;
    app.outside.set_switch(System::Tmms, Mode::Error);
    let mut browser = app.register(AYSEL).await;
    app.top_up(&mut browser, 5_000).await;
    let id = opened(&mut browser).await;
    let silent = browser.application(&id).await.expect(200);
    assert_eq!(silent.text("/education/status"), "unavailable");
    for patch in answers("T-0001") {
        browser.save_answers(&id, 0, patch).await.expect(200);
    }
    let etag = browser.application(&id).await.expect(200).etag();
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await;
    assert_eq!(refused.status, 503, "{}", refused.body);
    assert_eq!(refused.text("/code"), "registerSilent");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    app.outside.set_switch(System::Tmms, Mode::Normal);
    // The circuit that opened after the faults closes again.
    app.clock.advance(60);
    browser.ask_registers(&id).await.expect(200);
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn clause_1_6_a_present_masters_student_is_told_why() {
    let app = TestApp::start().await;
    let leyla = crate::support::Somebody {
        fin: "6MG6F7H",
        born: "2003-09-17",
        phone: "+994505550121",
        email: "leyla@example.az",
    };
    let (mut browser, id) = ready(&app, leyla, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await;
    assert_eq!(refused.status, 422, "{}", refused.body);
    let clauses: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().filter_map(|error| error["clause"].as_str()).collect();
    assert!(clauses.contains(&"1.6"), "{}", refused.body);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    app.end().await;
}

#[tokio::test]
async fn broken_json_unknown_fields_and_wrong_types_name_the_place() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let id = opened(&mut browser).await;
    let path = format!("/api/v1/applications/{id}/answers");
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let put = |body: &'static str, kind: &'static str| {
        client
            .put(format!("{}{path}", app.url))
            .bearer_auth(browser.token.clone().unwrap())
            .header("if-match", "\"0\"")
            .header("content-type", kind)
            .header("accept-language", "en")
            .body(body)
            .send()
    };
    let cases = [
        (r#"{"step": "#, "application/json", 400, "brokenJson", None),
        (
            r#"{"step":"masterExam.exam","answers":{"section":"xx"}}"#,
            "application/json",
            422,
            "validation",
            Some("/answers/section"),
        ),
        (
            r#"{"step":"masterExam.exam","answers":{"role":"admin"}}"#,
            "application/json",
            422,
            "validation",
            Some("/answers/role"),
        ),
        (r#"{"step":"masterExam.nothing","answers":{}}"#, "application/json", 422, "validation", Some("/step")),
        (r#"{"step":"masterExam.exam","answers":{}}"#, "text/plain", 415, "unsupportedMedia", None),
    ];
    for (body, kind, status, code, pointer) in cases {
        let answer = put(body, kind).await.unwrap();
        assert_eq!(answer.status().as_u16(), status, "{body}");
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
        let problem: serde_json::Value = answer.json().await.unwrap();
        assert_eq!(problem["code"], code, "{body}");
        assert_eq!(problem["errors"][0]["pointer"].as_str(), pointer, "{problem}");
    }
    app.end().await;
}

#[tokio::test]
async fn a_body_too_large_is_refused_before_it_is_read_whole() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let id = opened(&mut browser).await;
    let big = json!({ "step": "masterExam.personal", "answers": { "previousName": "a".repeat(70_000) } });
    let answer = browser
        .send(Method::PUT, &format!("/api/v1/applications/{id}/answers"), Some(big), &[("if-match", "\"0\"")])
        .await;
    answer.expect_problem(413, "tooLarge");
    app.end().await;
}

#[tokio::test]
async fn preconditions_that_are_missing_are_named() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let confirm = format!("/api/v1/applications/{id}/confirm");
    let body = || Some(json!({ "consentedFee": 5000, "consent": true }));
    let key = fresh_key();
    let answer = browser.send(Method::POST, &confirm, body(), &[("if-match", "\"1.3\"")]).await;
    answer.expect_problem(400, "idempotencyKeyRequired");
    let answer = browser.send(Method::POST, &confirm, body(), &[("idempotency-key", &key)]).await;
    answer.expect_problem(428, "preconditionRequired");
    let no = Some(json!({ "consentedFee": 5000, "consent": false }));
    let headers = [("idempotency-key", key.as_str()), ("if-match", "\"1.3\"")];
    browser.send(Method::POST, &confirm, no, &headers).await.expect_problem(422, "consentRequired");
    browser.confirm(&id, &key, "9.9", 5_000).await.expect_problem(412, "stale");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    app.end().await;
}
