//! Confirmation by the commission (2.1–2.2) and withdrawal of an application, on both databases.

use qabul_api::desk::Order;
use qabul_domain::calendar::Micros;
use qabul_store::testing::Engine;
use serde_json::{Value, json};

use super::applications::{fill_in, ready};
use crate::support::{AYSEL, Browser, NOW, PASSWORD, SABINA, TestApp, fresh_key};

const CAMPAIGN: &str = "master-2027-1";

/// A decision of an officer about an application.
pub fn decision(act: &str, number: &str) -> Value {
    json!({ "act": act, "campaign": CAMPAIGN, "workNumber": number })
}

/// The commission has seen all required documents.
pub fn seen(number: &str) -> Value {
    let mut wanted = decision("sqkConfirm", number);
    wanted["documents"] = json!(["identity", "diploma", "recognition", "translation"]);
    wanted
}

/// Sends a ready application to the commission; returns its application number.
pub async fn send(browser: &mut Browser<'_>, id: &str) -> String {
    let shown = browser.application(id).await.expect(200);
    browser.raise_event(id, &fresh_key(), &shown.etag(), json!({ "event": "send" })).await.expect(200);
    shown.text("/workNumber").to_owned()
}

fn codes(answer: &crate::support::Answer, list: &str) -> Vec<String> {
    let rows = answer.body.pointer(list).and_then(Value::as_array).cloned().unwrap_or_default();
    rows.iter().map(|row| format!("{} {}", row["code"].as_str().unwrap(), row["clause"].as_str().unwrap())).collect()
}

async fn there_and_back(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = ready(&app, SABINA, 4_900).await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!((shown.text("/confirmation/route"), shown.text("/confirmation/clause")), ("commission", "2.1"));
    let papers = codes(&shown, "/confirmation/papers");
    assert_eq!(papers, ["identity 2.1.1", "diploma 2.1.2", "recognition 2.1.3", "translation 2.2"]);
    assert!(shown.text("/confirmation/untilText").ends_with("17:00"), "the office closes before the window does");
    assert!(!shown.text("/confirmation/places/0/hours").is_empty());
    assert!(shown.text("/confirmation/policy").contains("Qaydalarla"), "which table decided is told");
    assert_eq!(shown.text("/due/at"), shown.text("/confirmation/until"), "sent later, nobody would see it");

    assert_eq!(shown.text("/whatNow/target"), "topUp", "{}", shown.body["whatNow"]);
    // An application with too little money cannot be sent, and the applicant cannot confirm it.
    let event = json!({ "event": "send" });
    let refused = browser.raise_event(&id, &fresh_key(), &shown.etag(), event.clone()).await;
    assert_eq!(refused.expect_problem(422, "insufficientFunds").text("/errors/0/clause"), "1.7");
    app.top_up(&mut browser, 100).await;
    let refused = browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect_problem(422, "rulesBroken");
    assert_eq!(refused.text("/errors/0/code"), "confirmAtCommission");
    let number = send(&mut browser, &id).await;
    let sent = browser.application(&id).await.expect(200);
    assert_eq!((sent.text("/state"), sent.text("/tone")), ("awaitingCommission", "progress"));
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000, "nothing is taken before the desk");
    app.run_jobs().await;
    let mails = app.outside.mails_for(SABINA.email);
    let mail = mails.iter().find(|mail| mail.subject == "Sənədlərin əslini komissiyaya aparın").expect("an e-mail");
    assert!(
        mail.text.contains("(Qaydalar, 2.1.3-cü bənd)") && mail.text.contains("SQK № 1") && mail.text.contains("17:00"),
        "{}",
        mail.text
    );

    // A missing document refuses the decision with its clause, and no fee is charged.
    let mut partly = seen(&number);
    partly["documents"] = json!(["identity", "diploma", "recognition"]);
    let refused = app.decide(partly).await.expect_problem(422, "rulesBroken");
    assert_eq!((refused.text("/errors/0/code"), refused.text("/errors/0/clause")), ("paperMissing", "2.2"));
    assert!(refused.text("/detail").contains("şikayət"), "a refusal ends with where to complain: {}", refused.body);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);

    // Returned with the steps to correct: only these can be changed.
    let mut back = decision("sqkReturn", &number);
    app.decide(back.clone()).await.expect_problem(422, "validation");
    back["reason"] = "Diplomun nömrəsi uyğun deyil".into();
    back["steps"] = json!(["masterExam.diploma"]);
    app.decide(back.clone()).await.expect_problem(422, "validation");
    back["steps"] = json!(["masterExam.education"]);
    app.decide(back).await.expect(200);
    let returned = browser.application(&id).await.expect(200);
    assert_eq!((returned.text("/state"), returned.text("/tone")), ("commissionReturned", "waiting"));
    assert_eq!(returned.text("/correction/reason"), "Diplomun nömrəsi uyğun deyil");
    assert_eq!(returned.text("/correction/steps/0"), "masterExam.education");
    let exam = json!({ "step": "masterExam.exam", "answers": { "foreignLanguage": "fr" } });
    browser.save_answers(&id, 1, exam).await.expect_problem(409, "stepNotMarked");
    let degree = returned.text("/education/degrees/0/id");
    let mended = json!({ "step": "masterExam.education", "answers": { "degreeId": degree, "priorMaster": "paid",
        "priorMasterInstitution": "Nümunə Universiteti", "priorMasterYear": 2020 } });
    browser.save_answers(&id, 1, mended).await.expect(200);
    app.run_jobs().await;
    let mails = app.outside.mails_for(SABINA.email);
    assert!(mails.iter().any(|mail| mail.text.contains("Səbəb: Diplomun nömrəsi uyğun deyil")), "the reason is told");

    send(&mut browser, &id).await;
    assert!(browser.application(&id).await.expect(200).body.get("correction").is_none(), "it was for that return");
    app.clock.advance(60);
    app.decide(seen(&number)).await.expect(200);
    let done = browser.application(&id).await.expect(200);
    assert_eq!(done.text("/state"), "confirmed");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0);
    browser.print(&id).await.expect(200);
    app.decide(seen(&number)).await.expect_problem(409, "notOffered");
    assert_eq!(app.db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 1);
    let audited = app.db.texts("select detail from audit where action = 'application.seen'").await;
    assert!(audited[0].contains("\"translation\""), "what was seen is on record: {audited:?}");
    let sealed = app.db.texts("select actor from audit where action = 'application.seen'").await;
    assert_eq!(sealed, ["officer:demo"]);
    // The commission's decisions are stored too: they are explained, and judging them again gives the same result.
    let explain =
        Order::Explain { application: number.clone(), campaign: None, lang: "en".to_owned(), officer: "x".to_owned() };
    let explained = app.order(explain).await.expect(200).text("/text").to_owned();
    assert!(explained.contains("Documents checked by the commission: identity document,"), "{explained}");
    assert!(explained.contains("Sections returned for correction: Higher education"), "{explained}");
    let again = qabul_api::use_cases::rules::recheck(&app.db.db, None).await.unwrap();
    assert_eq!((again.decisions, again.differences), (4, vec![]), "sent, returned, sent again, confirmed");
    let bound = app
        .db
        .number(
            "select confirmed_version - (select max(version) from application_version
        where state = 'awaitingCommission') from application",
        )
        .await;
    assert_eq!(bound, 0, "what the person sent is what binds and is printed");
    let names: Vec<String> =
        browser.timeline(&id).await.expect(200).items().iter().map(|line| line["name"].to_string()).collect();
    assert!(names.iter().filter(|name| name.contains("masterExam.send")).count() == 2, "{names:?}");
    app.end().await;
}

#[tokio::test]
async fn clauses_2_1_to_2_2_sent_returned_sent_again_and_confirmed_by_the_commission_on_sqlite() {
    there_and_back(Engine::Sqlite).await;
}

#[tokio::test]
async fn clauses_2_1_to_2_2_sent_returned_sent_again_and_confirmed_by_the_commission_on_postgresql() {
    there_and_back(Engine::Postgres).await;
}

async fn at_the_desk(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.register(SABINA).await;
    let top_up = browser.start_top_up(&fresh_key(), 5_000, None).await.expect(201);
    let order = app.order_of(top_up.text("/id"));
    app.outside.settle(&order, qabul_simulator::Act::Pay).await.unwrap();
    let id = super::applications::opened(&mut browser).await;
    fill_in(&mut browser, &id).await;
    let number = send(&mut browser, &id).await;

    // The money is gone meanwhile: the provider reversed the top-up.
    assert!(app.outside.reverse(&order).await);
    let refused = app.decide(seen(&number)).await.expect_problem(422, "insufficientFunds");
    assert_eq!(refused.text("/errors/0/clause"), "1.7");
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "awaitingCommission");
    app.top_up(&mut browser, 5_000).await;

    let desk = Micros(app.closes().await.0 - 7 * 3_600 * Micros::SECOND);
    app.set_clock(desk);
    let late = app.decide(seen(&number)).await.expect_problem(409, "windowClosed");
    assert!(late.text("/title").contains("17:00") && late.text("/title").contains("17:00:00"), "{}", late.body);
    assert_eq!(app.db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 0);
    app.set_clock(Micros(desk.0 - 1));
    app.decide(seen(&number)).await.expect(200);
    assert_eq!(app.db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 1);
    app.set_clock(desk);
    app.end().await;
}

#[tokio::test]
async fn clauses_1_7_and_2_1_the_desk_checks_money_and_its_own_deadline_in_the_charging_unit_on_sqlite() {
    at_the_desk(Engine::Sqlite).await;
}

#[tokio::test]
async fn clauses_1_7_and_2_1_the_desk_checks_money_and_its_own_deadline_in_the_charging_unit_on_postgresql() {
    at_the_desk(Engine::Postgres).await;
}

#[tokio::test]
async fn clause_2_1_the_policy_of_the_campaign_decides_who_confirms() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, SABINA, 5_000).await;
    for (policy, route) in [("rules2017", "commission"), ("practice2025", "self"), ("practice2026", "self")] {
        app.db
            .execute(&format!("update campaign set settings = '{{\"confirmation\":\"{policy}\"}}' where attempt = 1"))
            .await
            .unwrap();
        let shown = browser.application(&id).await.expect(200);
        assert_eq!(shown.text("/confirmation/route"), route, "{policy}");
        let papers = codes(&shown, "/confirmation/papers");
        assert_eq!(papers.is_empty(), route == "self", "{policy}: {papers:?}");
    }
    app.end().await;
}

#[tokio::test]
async fn an_application_at_the_commission_past_its_deadline_ends_unconfirmed_and_costs_nothing() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, SABINA, 5_000).await;
    let number = send(&mut browser, &id).await;
    app.run_jobs().await;
    // The window is open for seven more hours; the application at the commission has missed its own, earlier deadline.
    let desk = NOW.plus_seconds(-60);
    let settings = format!("update campaign set settings = '{{\"commissionDeadline\":{}}}' where attempt = 1", desk.0);
    app.db.execute(&settings).await.unwrap();
    app.run_jobs().await;
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "notConfirmedInTime");
    app.decide(seen(&number)).await.expect_problem(409, "notOffered");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
    app.end().await;
}

#[tokio::test]
async fn flow_2_who_must_send_to_the_commission_is_reminded_to_send_and_not_to_confirm_2_1() {
    let app = TestApp::start().await;
    let desk = app.closes().await.plus_seconds(-7 * 3_600);
    app.set_clock(desk.plus_seconds(-72 * 3_600 - 600));
    let (mut browser, id) = ready(&app, SABINA, 5_000).await;
    let reminders = async || app.db.texts("select name from notice where name like 'masterExam.reminder%'").await;
    app.set_clock(desk.plus_seconds(-72 * 3_600));
    app.run_jobs().await;
    assert_eq!(reminders().await, ["masterExam.reminderSend"], "a draft");
    browser.sign_in(SABINA.email, PASSWORD).await.expect(201);
    let mut back = decision("sqkReturn", &send(&mut browser, &id).await);
    back["reason"] = "Diplomun nömrəsi uyğun deyil".into();
    back["steps"] = json!(["masterExam.education"]);
    app.decide(back).await.expect(200);
    app.set_clock(desk.plus_seconds(-24 * 3_600));
    app.run_jobs().await;
    assert_eq!(reminders().await, ["masterExam.reminderSend"; 2], "and one that was returned");
    let mails = app.outside.mails_for(SABINA.email);
    assert_eq!(mails.iter().filter(|mail| mail.subject == "Ərizənizi komissiyaya göndərin").count(), 2);
    assert!(!mails.iter().any(|mail| mail.text.contains("Təsdiq etməsəniz")), "she cannot confirm it");
    app.end().await;
}

async fn withdrawal(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let confirmed = browser.application(&id).await.expect(200);
    assert_eq!(confirmed.text("/offers/0/event"), "askWithdrawal");
    let number = confirmed.text("/workNumber").to_owned();
    let ask = json!({ "event": "askWithdrawal" });
    let key = fresh_key();
    browser.raise_event(&id, &key, &confirmed.etag(), ask.clone()).await.expect(200);
    browser.raise_event(&id, &key, &confirmed.etag(), ask.clone()).await.expect(200);
    let asked = browser.application(&id).await.expect(200);
    assert_eq!((asked.text("/state"), asked.text("/tone")), ("withdrawalRequested", "progress"));
    browser.print(&id).await.expect(200);
    let mut refuse = decision("withdrawalRefuse", &number);
    refuse["reason"] = "Yerləriniz artıq bölünüb".into();
    app.decide(refuse).await.expect(200);
    let kept = browser.application(&id).await.expect(200);
    assert_eq!(kept.text("/state"), "confirmed", "a refusal leaves it valid");
    assert_eq!(kept.text("/documents/0"), "application");

    browser.raise_event(&id, &fresh_key(), &kept.etag(), ask.clone()).await.expect(200);
    app.decide(decision("withdrawalGrant", &number)).await.expect(200);
    let gone = browser.application(&id).await.expect(200);
    assert_eq!((gone.text("/state"), gone.text("/tone")), ("withdrawn", "neutral"));
    assert!(gone.body["documents"].as_array().unwrap().is_empty());
    browser.print(&id).await.expect_problem(409, "notOffered");
    let code = app.db.texts("select code from issued_document").await.remove(0);
    let page = app.browser().page(&format!("/check/{code}")).await.expect(200);
    assert!(String::from_utf8(page.bytes).unwrap().contains("Ləğv"), "the public check says that it is void");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 0, "the fee is not given back");
    let notices = browser.notices("").await.expect(200);
    let names: Vec<&str> = notices.items().iter().filter_map(|notice| notice["name"].as_str()).collect();
    assert!(names.contains(&"masterExam.withdrawn") && names.contains(&"masterExam.withdrawalRefused"), "{names:?}");
    // Another application may be opened now, with a new fee.
    super::applications::opened(&mut browser).await;
    app.end().await;
}

#[tokio::test]
async fn mag_15_a_withdrawal_is_asked_for_refused_asked_again_and_granted_without_a_refund_on_sqlite() {
    withdrawal(Engine::Sqlite).await;
}

#[tokio::test]
async fn mag_15_a_withdrawal_is_asked_for_refused_asked_again_and_granted_without_a_refund_on_postgresql() {
    withdrawal(Engine::Postgres).await;
}

#[tokio::test]
async fn mag_15_a_withdrawal_is_asked_for_before_the_deadline_only_and_decided_by_officers_only() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let etag = browser.application(&id).await.expect(200).etag();
    for event in [json!({ "event": "grantWithdrawal" }), seen("123456"), json!({ "event": "reopen" })] {
        let answer = browser.raise_event(&id, &fresh_key(), &etag, event).await;
        assert!([409, 422].contains(&answer.status), "{}", answer.body);
    }
    app.db.execute(&format!("update campaign set closes_at = {} where attempt = 1", NOW.0)).await.unwrap();
    let late = browser.raise_event(&id, &fresh_key(), &etag, json!({ "event": "askWithdrawal" })).await;
    late.expect_problem(409, "windowClosed");
    app.end().await;
}

#[tokio::test]
async fn outside_a_demo_nobody_decides_over_http() {
    let app = TestApp::start_with(Engine::Sqlite, |config| config.demo = false).await;
    app.decide(seen("123456")).await.expect_problem(404, "notFound");
    app.end().await;
}
