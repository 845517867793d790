//! The deadline, the text and the data that apply to a person are the same on every page.

use qabul_api::use_cases::account;
use qabul_store::testing::Engine;
use serde_json::{Value, json};

use super::applications::{answers, opened, ready};
use super::ways_in::{by_hand, by_hand_education, by_permit, protected};
use crate::support::{AYSEL, Answer, Browser, ELVIN, PASSWORD, SABINA, TestApp, fresh_key};

const HOUR: i64 = 3_600;

fn row<'a>(answer: &'a Answer, code: &str) -> &'a Value {
    let steps = answer.body["steps"].as_array().unwrap();
    let mut rows = steps.iter().flat_map(|step| step["rows"].as_array().unwrap());
    rows.find(|row| row["code"] == code).unwrap_or_else(|| panic!("no row {code} in {}", answer.body["steps"]))
}

async fn one_deadline(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    for (who, route, hour) in [(SABINA, "commission", "17:00"), (AYSEL, "self", "23:59")] {
        let (mut browser, id) = ready(&app, who, 6_000).await;
        let inside = browser.application(&id).await.expect(200);
        let services = browser.services().await.expect(200);
        let list = browser.applications().await.expect(200);
        assert!(inside.text("/due/text").ends_with(hour), "{}", inside.body["due"]);
        assert_eq!(services.body["items"][0]["application"]["due"], inside.body["due"]);
        assert_eq!(list.body["items"][0]["due"], inside.body["due"]);
        assert_eq!(services.text("/items/0/application/route"), route);
        assert_eq!(inside.text("/confirmation/route"), route);
    }
    // A person without an application is shown both deadlines.
    let campaigns = app.browser().campaigns().await.expect(200);
    assert!(campaigns.text("/items/0/deskDeadline").ends_with("17:00"));
    assert!(campaigns.text("/items/0/deadline").ends_with("23:59"));

    // Between the two deadlines one of the two persons can still continue.
    let closes = app.closes().await;
    app.set_clock(closes.plus_seconds(-HOUR));
    for (who, action) in [(SABINA, "view"), (AYSEL, "continue")] {
        let mut browser = app.browser();
        browser.sign_in(who.email, PASSWORD).await.expect(201);
        assert_eq!(browser.services().await.expect(200).text("/items/0/action"), action);
    }
    // The sweep waits half a minute for running requests.
    app.set_clock(closes.plus_seconds(40));
    app.run_jobs().await;
    app.run_jobs().await;
    let mails = app.outside.mails_for(SABINA.email);
    let over = mails.iter().find(|mail| mail.subject == "Ərizə vaxtında təsdiq edilmədi");
    let over = over.unwrap_or_else(|| panic!("{:?}", mails.iter().map(|mail| &mail.subject).collect::<Vec<_>>()));
    assert!(over.text.contains("17:00") && !over.text.contains("23:59"), "{}", over.text);
    app.end().await;
}

#[tokio::test]
async fn clause_2_1_list_services_application_and_notice_speak_of_one_deadline_on_sqlite() {
    one_deadline(Engine::Sqlite).await;
}

#[tokio::test]
async fn clause_2_1_list_services_application_and_notice_speak_of_one_deadline_on_postgresql() {
    one_deadline(Engine::Postgres).await;
}

#[tokio::test]
async fn clause_2_1_who_is_no_citizen_is_offered_sending_alone_before_any_degree_is_chosen() {
    let app = TestApp::start().await;
    let mut browser = by_permit(&app).await;
    let id = opened(&mut browser).await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.text("/confirmation/route"), "commission", "no degree could change it");
    let offers: Vec<_> = shown.body["offers"].as_array().unwrap().iter().map(|offer| &offer["event"]).collect();
    assert_eq!(offers, ["send"]);
    assert!(shown.text("/due/text").ends_with("17:00"));
    // The route of a citizen depends on the degree.
    let mut citizen = app.register(ELVIN).await;
    let id = opened(&mut citizen).await;
    assert_eq!(citizen.application(&id).await.expect(200).text("/confirmation/route"), "");
    app.end().await;
}

/// All three sections of a person whose data were typed by hand.
async fn filled_by_hand(browser: &mut Browser<'_>) -> String {
    let id = opened(browser).await;
    let [personal, _, exam] = answers("none");
    for patch in [personal, by_hand_education(), exam] {
        browser.save_answers(&id, 0, patch).await.expect(200);
    }
    id
}

async fn corrected(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = protected(&app).await;
    app.top_up(&mut browser, 6_000).await;
    let id = filled_by_hand(&mut browser).await;
    let shown = browser.application(&id).await.expect(200);
    // The first required step is named, and no impossible action is offered.
    assert!(shown.text("/whatNow/text").contains("Komissiyasına göstərin"), "{}", shown.body["whatNow"]);
    assert_eq!(shown.text("/whatNow/target"), "");

    let mut mended = by_hand();
    mended["name"] = "Samira".into();
    mended["document"] = "385-21C00124".into();
    let profile = browser.correct_person(mended.clone()).await.expect(200);
    assert_eq!((profile.text("/name"), profile.text("/document")), ("Samira", "385-21C00124"));
    let shown = browser.application(&id).await.expect(200);
    assert!(shown.text("/personal/fullName").contains("Samira"), "{}", shown.body["personal"]);
    assert_eq!(browser.me().await.expect(200).text("/givenName"), "Samira");
    // The same data again is not a second change; the audit names fields and contains no values.
    browser.correct_person(mended.clone()).await.expect(200);
    let audited = "select count(*) from audit where action = 'account.personCorrect'";
    assert_eq!(app.db.number(audited).await, 1);
    let plain = format!("{audited} and detail like '%\"name\"%' and detail like '%\"document\"%'");
    assert_eq!(app.db.number(&plain).await, 1);
    assert_eq!(app.db.number(&format!("{audited} and detail like '%Samira%'")).await, 0);
    let mut nameless = by_hand();
    nameless["surname"] = "".into();
    let refused = browser.correct_person(nameless).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/surname");

    // After an officer has compared them with the document, the person cannot change them.
    let cabinet = browser.me().await.expect(200).text("/cabinetNumber").to_owned();
    assert!(account::decide(&app.context, &cabinet, "test", true).await.unwrap());
    browser.correct_person(by_hand()).await.expect_problem(409, "notOffered");
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.text("/whatNow/target"), "check", "{}", shown.body["whatNow"]);
    app.run_jobs().await;
    let mut citizen = app.register(AYSEL).await;
    citizen.correct_person(mended).await.expect_problem(409, "notOffered");
    app.end().await;
}

#[tokio::test]
async fn portal_4_hand_filled_data_are_corrected_until_an_officer_has_checked_them_on_sqlite() {
    corrected(Engine::Sqlite).await;
}

#[tokio::test]
async fn portal_4_hand_filled_data_are_corrected_until_an_officer_has_checked_them_on_postgresql() {
    corrected(Engine::Postgres).await;
}

#[tokio::test]
async fn mag_5_and_mag_7_every_answer_is_listed_the_blank_ones_too() {
    let app = TestApp::start().await;
    // Her average is not in TMMS and may stay blank.
    let (mut browser, id) = ready(&app, ELVIN, 6_000).await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(row(&shown, "average")["value"], "");
    assert_eq!(row(&shown, "namesChanged")["value"], "Xeyr");
    let degree = &shown.body["education"]["degrees"][0];
    let (year, number) = (degree["admissionYear"].as_i64().unwrap(), degree["admissionWorkNumber"].as_str());
    let expected = number.map_or(year.to_string(), |number| format!("{year}, {number}"));
    assert_eq!(row(&shown, "admission")["value"], expected.as_str());
    assert_eq!(row(&shown, "fin")["value"], shown.body["personal"]["maskedFin"], "the page hides the FIN");
    assert_eq!(row(&shown, "email")["value"], ELVIN.email);
    assert_eq!(row(&shown, "phone")["value"], shown.body["personal"]["phone"]);
    for code in ["funding", "diploma", "section", "foreignLanguage", "specializationLanguage", "priorMaster"] {
        row(&shown, code);
    }

    // A confirmed application keeps the number and address of that time.
    let etag = shown.etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let sent = browser.change_phone("+994505559999", PASSWORD).await.expect(200);
    assert!(!sent.text("/expiresAt").is_empty());
    browser.prove_phone(&app.code_for("+994505559999").await).await.expect(200);
    assert!(browser.profile().await.expect(200).text("/phone").ends_with("99 99"));
    let after = browser.application(&id).await.expect(200);
    assert_eq!(row(&after, "phone")["value"], row(&shown, "phone")["value"]);
    app.run_jobs().await;
    app.end().await;
}

#[tokio::test]
async fn mag_9_earlier_masters_studies_of_the_register_name_it_as_their_source() {
    let app = TestApp::start().await;
    let who = crate::support::Somebody { fin: "5PD9J1L", born: "1996-08-11", ..AYSEL };
    let mut browser = app.register(who).await;
    let id = opened(&mut browser).await;
    let shown = browser.application(&id).await.expect(200);
    let degrees = shown.body["education"]["degrees"].as_array().unwrap();
    let of = |level: &str| degrees.iter().find(|row| row["level"] == level).unwrap_or_else(|| panic!("{degrees:?}"));
    let (bachelor, master) = (of("bachelor"), of("master"));
    let said = json!({ "step": "masterExam.education", "answers": {
        "degreeId": bachelor["id"], "priorMaster": "paid",
        "priorMasterInstitution": master["institution"], "priorMasterYear": master["finishYear"] } });
    browser.save_answers(&id, 0, said).await.expect(200);
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(row(&shown, "priorMasterInstitution")["source"], "TMMS");
    let other = json!({ "step": "masterExam.education", "answers": {
        "degreeId": bachelor["id"], "priorMaster": "paid",
        "priorMasterInstitution": "Başqa Universitet", "priorMasterYear": 2020 } });
    browser.save_answers(&id, 1, other).await.expect(200);
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(row(&shown, "priorMasterInstitution")["source"], Value::Null, "typed by the person");
    app.end().await;
}

#[tokio::test]
async fn each_line_of_the_personal_data_names_where_it_comes_from_and_dates_have_one_form() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let id = opened(&mut browser).await;
    let shown = browser.application(&id).await.expect(200);
    for code in ["fullName", "fin", "registeredPlace"] {
        assert_eq!(row(&shown, code)["source"], "Əhali reyestri", "{code}");
    }
    for code in ["phone", "email"] {
        assert_eq!(row(&shown, code)["source"], "şəxsi kabinetiniz", "{code}");
    }
    assert_eq!(row(&shown, "birthDate")["value"], shown.body["personal"]["birthDate"]);
    app.end().await;
}

#[tokio::test]
async fn a_campaign_of_a_service_the_portal_does_not_have_is_offered_to_nobody() {
    let app = TestApp::start().await;
    app.db.execute("update campaign set kind = 'residencyExam' where attempt = 2").await.unwrap();
    let mut browser = app.register(AYSEL).await;
    for answer in [browser.campaigns().await.expect(200), browser.services().await.expect(200)] {
        assert_eq!(answer.items().len(), 1, "{}", answer.body);
    }
    app.end().await;
}

#[tokio::test]
async fn what_one_person_types_is_refused_under_another_persons_application() {
    let app = TestApp::start().await;
    let (_, id) = ready(&app, AYSEL, 0).await;
    let mut other = app.register(ELVIN).await;
    let [personal, _, exam] = answers("none");
    for patch in [personal, exam] {
        other.save_answers(&id, 1, patch).await.expect_problem(404, "notFound");
    }
    app.end().await;
}
