//! The OpenAPI document: up to date, protected operations, the same form for every refusal.

use std::collections::BTreeSet;

use qabul_domain::procedure::By;
use reqwest::Method;
use serde_json::Value;

use crate::support::TestApp;

/// Operations that anybody may call. All others need a token; a test below calls each without one.
const PUBLIC: &[&str] = &[
    "startRegistration",
    "getRegistration",
    "giveUpRegistration",
    "checkIdentity",
    "checkPermit",
    "fillPerson",
    "confirmIdentity",
    "sendPhoneCode",
    "verifyPhone",
    "setRegistrationEmail",
    "openCabinet",
    "startPasswordReset",
    "getPasswordReset",
    "forgetPasswordReset",
    "sendResetCode",
    "verifyResetCode",
    "resetPassword",
    "proveEmail",
    "signIn",
    "signInSecondStep",
    "refreshSession",
    "signOut",
    "listCampaigns",
    "listCommissions",
    "receivePaymentEvent",
    "getReferenceList",
    "getCatalogue",
    "checkEligibility",
    "overviewEligibility",
    "getSystemStatus",
    "shiftClock",
];

/// Moves whose actor is tested in this crate or in the domain: `(kind, event, actor)`.
const TRIED_MOVES: &[(&str, &str, &str)] = &[
    ("masterExam", "confirm", "applicant"),
    ("masterExam", "send", "applicant"),
    ("masterExam", "seen", "commission"),
    ("masterExam", "return", "commission"),
    ("masterExam", "close", "system"),
    ("masterExam", "reopen", "system"),
    ("masterExam", "askWithdrawal", "applicant"),
    ("masterExam", "grantWithdrawal", "examCentre"),
    ("masterExam", "refuseWithdrawal", "examCentre"),
];

pub fn document() -> Value {
    serde_json::to_value(qabul_api::openapi::document()).unwrap()
}

pub fn operations(document: &Value) -> Vec<(Method, String, &Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if let Ok(method) = method.to_uppercase().parse::<Method>()
                && operation.is_object()
            {
                all.push((method, path.clone(), operation));
            }
        }
    }
    all
}

#[test]
fn the_checked_in_document_is_what_the_program_says() {
    let checked_in = include_str!("../../../../openapi/openapi.json");
    assert!(qabul_api::openapi::text().unwrap() == checked_in, "stale: run `cargo xtask openapi`");
}

#[tokio::test]
async fn every_operation_that_is_not_public_refuses_a_caller_without_a_token() {
    let app = TestApp::start().await;
    let document = document();
    let mut public: BTreeSet<&str> = PUBLIC.iter().copied().collect();
    for (method, path, operation) in operations(&document) {
        let id = operation["operationId"].as_str().unwrap();
        let open = operation["security"].as_array().is_some_and(Vec::is_empty);
        assert_eq!(open, PUBLIC.contains(&id), "{id}: the document and the list of public operations disagree");
        public.remove(id);
        if open {
            continue;
        }
        let path = path.replace("{id}", "01a1fc50-115c-7000-8e61-bbab087f39c1");
        let headers = [("if-match", "\"1.0\""), ("idempotency-key", "0123456789abcdef")];
        let mut browser = app.browser();
        let body = (method != Method::GET).then(|| serde_json::json!({}));
        let answer = browser.send(method, &path, body, &headers).await;
        assert_eq!(answer.status, 401, "{id} without a token: {}", answer.body);
        answer.expect_problem(401, "signInRequired");
    }
    assert!(public.is_empty(), "no such operations: {public:?}");
    app.end().await;
}

#[test]
fn every_row_of_every_table_of_moves_is_on_the_list_of_tried_ones() {
    for kind in qabul_api::procedures::PROCEDURES {
        for (event, by, _) in kind.moves() {
            assert!(
                TRIED_MOVES.contains(&(kind.kind(), event, by.word())),
                "{} {event} by {}: add a test of who may raise it, then this line",
                kind.kind(),
                by.word()
            );
        }
    }
}

#[test]
fn an_applicant_has_no_row_for_an_event_of_an_officer_or_the_system() {
    for kind in qabul_api::procedures::PROCEDURES {
        let moves = kind.moves();
        for (event, by, from) in &moves {
            let shared = moves.iter().any(|(other, actor, states)| {
                other == event && actor != by && *actor == By::Applicant && states.iter().any(|s| from.contains(s))
            });
            assert!(!shared, "{} {event}: offered to the applicant and to {}", kind.kind(), by.word());
        }
    }
}

/// The lists of procedures, the union in the schema and the SPA's lazy routes contain the same kinds.
#[test]
fn the_three_lists_of_kinds_agree() {
    let kinds: BTreeSet<&str> = qabul_api::procedures::PROCEDURES.iter().map(|kind| kind.kind()).collect();
    let document = document();
    let union: BTreeSet<String> = document["components"]["schemas"]["Draft"]["oneOf"]
        .as_array()
        .unwrap()
        .iter()
        .map(|member| member["properties"]["kind"]["enum"][0].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, union.iter().map(String::as_str).collect());
    let answers = document["components"]["schemas"]["AnswersBody"]["oneOf"].as_array().unwrap().len();
    assert_eq!(answers, kinds.len(), "AnswersBody has one member a kind");
}

#[tokio::test]
async fn every_problem_has_a_title_in_three_languages() {
    use qabul_domain::language::Lang;
    for code in qabul_api::problem::Code::ALL {
        let key = format!("problems.{}", code.word());
        for lang in Lang::ALL {
            assert_ne!(qabul_api::texts::text(lang, &key), key, "{key} in {lang:?}");
        }
    }
}

#[tokio::test]
async fn swagger_ui_and_the_document_are_served() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let document = browser.page("/openapi.json").await.expect(200);
    assert_eq!(document.text("/openapi"), "3.1.0");
    let page = browser.page("/swagger-ui/").await.expect(200);
    assert!(String::from_utf8_lossy(&page.bytes).contains("swagger-ui"));
    assert!(page.header("content-security-policy").contains("script-src 'self'"));
    app.end().await;
}
