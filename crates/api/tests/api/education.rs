//! Education: clauses 1.2, 1.4 and 1.6 over the API, and studies typed by hand (MAG-8).

use qabul_store::testing::Engine;
use serde_json::{Value, json};

use super::applications::{answers, opened};
use crate::support::{Answer, Browser, Somebody, TestApp, fresh_key};

const fn somebody(fin: &'static str, born: &'static str, phone: &'static str, email: &'static str) -> Somebody {
    Somebody { fin, born, phone, email }
}

const FIDAN: Somebody = somebody("4SB1K2M", "2004-01-19", "+994505550131", "fidan@example.az");
const MURAD: Somebody = somebody("4KC7A8D", "2007-04-04", "+994505550132", "murad@example.az");
const GUNEL: Somebody = somebody("5DV8H9K", "1997-04-25", "+994505550133", "gunel@example.az");
const AYTAC: Somebody = somebody("5AM3W4Y", "2001-08-08", "+994505550134", "aytac@example.az");
const ORXAN: Somebody = somebody("5TM5E6G", "2000-05-30", "+994505550135", "orxan@example.az");
const RASHAD: Somebody = somebody("6BT7G8J", "2002-12-01", "+994505550136", "rashad@example.az");

const ULVIYYA: Somebody = somebody("5SD4N5Q", "2001-02-27", "+994505550137", "ulviyya@example.az");

fn education(degree: &str, prior: &str) -> Value {
    let mut answers = json!({ "degreeId": degree, "priorMaster": prior });
    if prior != "none" {
        answers["priorMasterInstitution"] = "BDU".into();
        answers["priorMasterYear"] = 2020.into();
    }
    json!({ "step": "masterExam.education", "answers": answers })
}

/// An application with everything filled in except the education, and enough money for it.
async fn begun<'a>(app: &'a TestApp, who: Somebody) -> (Browser<'a>, String) {
    let mut browser = app.register(who).await;
    app.top_up(&mut browser, 5_000).await;
    let id = opened(&mut browser).await;
    let [personal, _, exam] = answers("x");
    browser.save_answers(&id, 0, personal).await.expect(200);
    browser.save_answers(&id, 0, exam).await.expect(200);
    (browser, id)
}

/// Confirms and expects a refusal with this clause and code, no charge, and a sentence in three languages.
async fn refused(browser: &mut Browser<'_>, id: &str, clause: &str, code: &str) {
    let etag = browser.application(id).await.expect(200).etag();
    let mut texts = Vec::new();
    for lang in ["az", "en", "ru"] {
        browser.lang = lang;
        let answer = browser.confirm(id, &fresh_key(), &etag, 5_000).await;
        assert_eq!((answer.status, answer.text("/code")), (422, "rulesBroken"), "{}", answer.body);
        let errors = answer.body["errors"].as_array().unwrap();
        let error = errors.iter().find(|error| error["code"] == code).unwrap_or_else(|| panic!("{}", answer.body));
        assert_eq!(error["clause"], clause);
        assert_eq!(error["step"], "masterExam.education");
        texts.push(error["text"].as_str().unwrap().to_owned());
    }
    browser.lang = "az";
    texts.dedup();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 5_000);
}

fn has(answer: &Answer, list: &str, clause: &str, code: &str) -> bool {
    let rows = answer.body.pointer(list).and_then(Value::as_array).unwrap();
    rows.iter().any(|row| row["clause"] == clause && row["code"] == code)
}

async fn first_degree(browser: &mut Browser<'_>, id: &str) -> String {
    browser.application(id).await.expect(200).text("/education/degrees/0/id").to_owned()
}

#[tokio::test]
async fn clause_1_2_a_sub_bachelor_and_a_later_graduate_are_refused() {
    let app = TestApp::start().await;
    for (who, code) in [(FIDAN, "noHigherEducation"), (MURAD, "graduatesLater")] {
        let (mut browser, id) = begun(&app, who).await;
        let degree = first_degree(&mut browser, &id).await;
        let saved = browser.save_answers(&id, 0, education(&degree, "none")).await.expect(200);
        assert_eq!((saved.text("/step/gaps/0/clause"), saved.text("/step/gaps/0/code")), ("1.2", code));
        refused(&mut browser, &id, "1.2", code).await;
    }
    app.end().await;
}

#[tokio::test]
async fn clause_1_4_the_register_wins_over_none_and_the_true_answer_closes_state_seats_only() {
    let app = TestApp::start().await;
    let (mut browser, id) = begun(&app, GUNEL).await;
    let degree = first_degree(&mut browser, &id).await;
    browser.save_answers(&id, 0, education(&degree, "none")).await.expect(200);
    refused(&mut browser, &id, "1.4", "priorMasterMismatch").await;
    browser.save_answers(&id, 1, education(&degree, "stateFunded")).await.expect(200);
    let shown = browser.application(&id).await.expect(200);
    assert!(has(&shown, "/advice", "1.4", "stateFundedUsed"), "{}", shown.body["advice"]);
    browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn clause_1_6_bars_a_student_on_leave_from_the_first_look_on_and_not_the_graduating_year() {
    let app = TestApp::start().await;
    let (mut browser, id) = begun(&app, AYTAC).await;
    let shown = browser.application(&id).await.expect(200);
    assert!(has(&shown, "/advice", "1.6", "currentMasterStudent"), "told before anything is filled in");
    let degree = first_degree(&mut browser, &id).await;
    browser.save_answers(&id, 0, education(&degree, "none")).await.expect(200);
    refused(&mut browser, &id, "1.6", "currentMasterStudent").await;
    let (mut graduating, id) = begun(&app, RASHAD).await;
    let degree = first_degree(&mut graduating, &id).await;
    graduating.save_answers(&id, 0, education(&degree, "paid")).await.expect(200);
    let shown = graduating.application(&id).await.expect(200);
    assert!(!has(&shown, "/advice", "1.6", "currentMasterStudent"));
    graduating.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    app.end().await;
}

fn by_hand() -> Value {
    json!({ "step": "masterExam.education", "answers": {
        "degreeId": "manual", "priorMaster": "none", "average": "4,5", "averageScale": 5,
        "manual": { "inAzerbaijan": true, "institution": "Naxçıvan Universiteti", "level": "bachelor",
            "status": "finished", "admissionYear": 2018, "finishYear": 2022, "specialtyCode": "50632",
            "specialty": "İnformasiya texnologiyaları", "diploma": "B 001122", "diplomaDate": "2022-06-30" } } })
}

async fn studies_by_hand(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = begun(&app, ORXAN).await;
    let mut bad = by_hand();
    bad["answers"]["manual"]["diplomaDate"] = "2022-02-30".into();
    bad["answers"]["average"] = "5,01".into();
    let saved = browser.save_answers(&id, 0, bad).await.expect(200);
    let gaps: Vec<(&str, &str)> = saved.body["step"]["gaps"]
        .as_array()
        .unwrap()
        .iter()
        .map(|gap| (gap["pointer"].as_str().unwrap(), gap["code"].as_str().unwrap()))
        .collect();
    assert_eq!(gaps, [("/manual/diplomaDate", "dateImpossible"), ("/average", "averageAboveScale")]);
    browser.save_answers(&id, 1, by_hand()).await.expect(200);
    let shown = browser.application(&id).await.expect(200);
    assert!(has(&shown, "/advice", "MAG-8", "manualDegree"));
    assert_eq!(shown.text("/confirmation/route"), "self");
    let steps = shown.body["steps"].as_array().unwrap();
    let rows = steps.iter().find(|step| step["id"] == "masterExam.education").unwrap()["rows"].clone();
    let value = |code: &str| rows.as_array().unwrap().iter().find(|row| row["code"] == code).unwrap().clone();
    assert_eq!(value("specialty")["value"], "50632 İnformasiya texnologiyaları");
    assert_eq!(value("institution")["source"], "Özünüz daxil etmisiniz");
    browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    browser.print(&id).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn mag_8_studies_no_register_has_are_typed_confirmed_and_printed_on_sqlite() {
    studies_by_hand(Engine::Sqlite).await;
}

#[tokio::test]
async fn mag_8_studies_no_register_has_are_typed_confirmed_and_printed_on_postgresql() {
    studies_by_hand(Engine::Postgres).await;
}

#[tokio::test]
async fn mag_8_unknown_fields_and_wrong_types_of_typed_studies_name_the_place() {
    let app = TestApp::start().await;
    let (mut browser, id) = begun(&app, ORXAN).await;
    let mut unknown = by_hand();
    unknown["answers"]["manual"]["verified"] = true.into();
    browser.save_answers(&id, 0, unknown).await.expect_problem(422, "validation");
    let mut wrong = by_hand();
    wrong["answers"]["manual"]["finishYear"] = "sonra".into();
    let refused = browser.save_answers(&id, 0, wrong).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/code"), "fieldUnreadable", "{}", refused.body);
    app.end().await;
}

#[tokio::test]
async fn mag_6_names_in_cyrillic_or_with_a_latin_w_are_refused_and_a_decomposed_one_is_read() {
    let app = TestApp::start().await;
    let (mut browser, id) = begun(&app, ORXAN).await;
    let personal = |surname: &str| json!({ "step": "masterExam.personal", "answers": { "namesChanged": true, "previousSurname": surname } });
    for (revision, surname) in (1..).zip(["Алиев", "Wəliyev", "Əliyеv", "<b>"]) {
        let saved = browser.save_answers(&id, revision, personal(surname)).await.expect(200);
        assert_eq!(saved.text("/step/gaps/0/code"), "azLettersOnly", "{surname}");
        assert_eq!(saved.text("/step/gaps/0/pointer"), "/previousSurname");
    }
    for (revision, surname) in (5..).zip(["S\u{327}u\u{308}kürov", "Əli\u{200b}yev"]) {
        let saved = browser.save_answers(&id, revision, personal(surname)).await.expect(200);
        assert_eq!(saved.body["step"]["gaps"], json!([]), "{surname}");
    }
    app.end().await;
}

#[tokio::test]
async fn mag_6_a_record_under_the_old_surname_is_told_until_the_previous_name_is_given() {
    let app = TestApp::start().await;
    let (mut browser, id) = begun(&app, ULVIYYA).await;
    let degree = first_degree(&mut browser, &id).await;
    browser.save_answers(&id, 0, education(&degree, "none")).await.expect(200);
    let shown = browser.application(&id).await.expect(200);
    assert!(has(&shown, "/advice", "MAG-6", "otherSurname"), "{}", shown.body["advice"]);
    let personal = json!({ "step": "masterExam.personal",
        "answers": { "namesChanged": true, "previousSurname": "Köhnəsoyadlı" } });
    browser.save_answers(&id, 1, personal).await.expect(200);
    let shown = browser.application(&id).await.expect(200);
    assert!(!has(&shown, "/advice", "MAG-6", "otherSurname"));
    browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    app.end().await;
}
