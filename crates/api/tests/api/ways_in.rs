//! The other kinds of registration: by permit (PORTAL-3) and by hand (PORTAL-4); interrupted and repeated
//! registrations.

use qabul_api::use_cases::account;
use qabul_simulator::{Mode, System};
use qabul_store::accounts::{self, AccountState};
use qabul_store::testing::Engine;
use serde_json::{Value, json};

use super::applications::{answers, ready};
use crate::support::{AYSEL, Browser, ELVIN, PASSWORD, Somebody, TestApp, fresh_key};

const PHONE: &str = "+994705550121";
const EMAIL: &str = "samir@example.az";
/// Simon Samplesson in the migration register.
const PERMIT: (&str, &str, &str) = ("MYI", "0000014", "1998-01-15");

pub fn by_hand() -> Value {
    json!({
        "surname": "Nümunəzadə", "name": "Samir", "patronymic": "Əli", "birthDate": "1999-05-01",
        "document": "385-21c00123", "registeredPlace": "Bakı şəhəri, Nümunə küçəsi 7",
        "actualPlace": "Bakı şəhəri, Nümunə küçəsi 7"
    })
}

pub fn by_hand_education() -> Value {
    json!({ "step": "masterExam.education", "answers": {
        "degreeId": "manual", "priorMaster": "none",
        "manual": { "inAzerbaijan": true, "institution": "Naxçıvan Universiteti", "level": "bachelor",
            "status": "finished", "admissionYear": 2018, "finishYear": 2022, "specialtyCode": "50632",
            "specialty": "İnformasiya texnologiyaları", "diploma": "B 001122", "diplomaDate": "2022-06-30" } } })
}

async fn to_the_end(app: &TestApp, browser: &mut Browser<'_>) {
    browser.send_code(PHONE).await.expect(200);
    browser.verify_phone(&app.code_for(PHONE).await).await.expect(200);
    browser.set_email(EMAIL, EMAIL).await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201);
}

/// A foreigner registered with a permit card.
pub async fn by_permit(app: &TestApp) -> Browser<'_> {
    let mut browser = app.browser();
    browser.start_registration("permit").await.expect(201);
    browser.check_permit(PERMIT.0, PERMIT.1, PERMIT.2).await.expect(200);
    browser.confirm_identity().await.expect(200);
    to_the_end(app, &mut browser).await;
    browser
}

/// A person under protection, whose data were typed by hand.
pub async fn protected(app: &TestApp) -> Browser<'_> {
    let mut browser = app.browser();
    browser.start_registration("protection").await.expect(201);
    assert_eq!(browser.fill_person(by_hand()).await.expect(200).text("/state"), "identityConfirmed");
    to_the_end(app, &mut browser).await;
    browser
}

#[tokio::test]
async fn portal_3_a_foreigner_registers_by_permit_and_birth_date_and_sees_masked_data_first() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("permit").await.expect(201);
    browser.check_identity(AYSEL.fin, AYSEL.born).await.expect_problem(409, "wrongStep");
    browser.fill_person(by_hand()).await.expect_problem(409, "wrongStep");
    let refused = browser.check_permit("AZE", "0000014", PERMIT.2).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/number");
    let found = browser.check_permit("myİ", "0000014", PERMIT.2).await.expect(200);
    assert_eq!(found.text("/maskedDocument"), "MYI•••14");
    assert!(!found.body.to_string().contains("Samplesson"), "names are masked");
    browser.confirm_identity().await.expect(200);
    to_the_end(&app, &mut browser).await;
    let profile = browser.profile().await.expect(200);
    assert_eq!((profile.text("/citizenship"), profile.text("/source")), ("foreign", "migrationRegister"));
    assert_eq!(browser.me().await.expect(200).text("/state"), "active");
    // That only fee-paying seats are open is shown before anything is paid, and blocks nothing.
    let id = super::applications::opened(&mut browser).await;
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.body["personal"]["paidSeatsOnly"], true);
    let advice = shown.body["advice"].as_array().unwrap();
    let told = advice.iter().find(|one| one["clause"] == "CAMPAIGN-4").unwrap();
    assert_eq!((told["code"].as_str(), told["step"].as_str()), (Some("foreignerPaidOnly"), Some("masterExam.exam")));
    assert!(!shown.body["offers"].to_string().contains("foreignerPaidOnly"));
    app.end().await;
}

#[tokio::test]
async fn s1_an_unknown_permit_a_wrong_birth_date_and_an_existing_account_answer_the_same() {
    let app = TestApp::start().await;
    by_permit(&app).await;
    let mut bodies = Vec::new();
    for (series, number, born) in [PERMIT, ("MYI", "0000014", "1998-01-16"), ("DYI", "7654321", "1998-01-15")] {
        let mut browser = app.browser();
        browser.start_registration("permit").await.expect(201);
        let mut refused = browser.check_permit(series, number, born).await.expect_problem(422, "permitMismatch");
        refused.body["traceId"] = "".into();
        bodies.push(refused.body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
    app.outside.set_switch(System::Migration, Mode::Error);
    let mut browser = app.browser();
    browser.start_registration("permit").await.expect(201);
    browser.check_permit(PERMIT.0, PERMIT.1, PERMIT.2).await.expect_problem(503, "registerSilent");
    app.end().await;
}

#[tokio::test]
async fn portal_4_by_hand_every_field_is_required_and_all_faults_are_told_at_once() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("protection").await.expect(201);
    let empty = json!({ "surname": "", "name": "Wладимир", "document": "", "registeredPlace": "7", "actualPlace": "" });
    let refused = browser.fill_person(empty).await.expect_problem(422, "validation");
    let told: Vec<&str> =
        refused.body["errors"].as_array().unwrap().iter().map(|line| line["pointer"].as_str().unwrap()).collect();
    assert_eq!(
        told,
        ["/surname", "/name", "/patronymic", "/birthDate", "/document", "/registeredPlace", "/actualPlace"]
    );
    let mut child = by_hand();
    child["birthDate"] = "2020-01-01".into();
    let refused = browser.fill_person(child).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/code"), "birthDateImpossible");
    let mut fatherless = by_hand();
    fatherless["patronymic"] = "".into();
    fatherless["noPatronymic"] = true.into();
    browser.fill_person(fatherless).await.expect(200);
    // Typed data can be corrected before the number is proven.
    browser.fill_person(by_hand()).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn portal_4_a_hand_filled_account_drafts_and_tops_up_but_waits_with_confirming() {
    let app = TestApp::start().await;
    let mut browser = protected(&app).await;
    assert_eq!(browser.me().await.expect(200).text("/state"), "pendingVerification");
    assert_eq!(browser.profile().await.expect(200).text("/source"), "manual");
    app.top_up(&mut browser, 6_000).await;
    let campaigns = browser.campaigns().await.expect(200);
    let campaign = campaigns.items().iter().find(|one| one["phase"] == "open").unwrap()["id"].as_str().unwrap();
    let id = browser.open_application(&fresh_key(), campaign).await.expect(201).text("/id").to_owned();
    let [personal, _, exam] = answers("none");
    for patch in [personal, by_hand_education(), exam] {
        browser.save_answers(&id, 0, patch).await.expect(200);
    }
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.text("/education/status"), "notFound", "without a FIN no register can be asked");
    // A person under protection is confirmed by the commission (2.1.1), which is not possible until verification.
    let offers = shown.body["offers"].as_array().unwrap();
    let sending = offers.iter().find(|offer| offer["event"] == "send").expect("sending is offered");
    assert!(sending["blocked"].to_string().contains("accountNotVerified"), "{sending}");
    let send = json!({ "event": "send" });
    let refused = browser.raise_event(&id, &fresh_key(), &shown.etag(), send).await.expect_problem(422, "rulesBroken");
    let told = refused.body["errors"].as_array().unwrap();
    assert!(told.iter().any(|line| line["code"] == "accountNotVerified" && line["clause"] == "PORTAL-4"), "{told:?}");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 6_000, "nothing was charged");
    app.end().await;
}

/// A complete application of an account that waits for verification, whatever the reason.
async fn waiting_until_verified(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = ready(&app, AYSEL, 6_000).await;
    let cabinet = browser.me().await.expect(200).text("/cabinetNumber").to_owned();
    let number = cabinet.clone();
    app.db
        .db
        .transact(async move |tx| {
            let account = accounts::find_by_cabinet_number(tx, &number).await?.unwrap();
            let (state, now) = (AccountState::PendingVerification, account.created_at);
            accounts::set_state(tx, account.id, account.version, state, now).await
        })
        .await
        .unwrap();
    let etag = browser.application(&id).await.expect(200).etag();
    let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(422, "rulesBroken");
    assert_eq!(refused.text("/errors/0/code"), "accountNotVerified");
    assert_eq!(refused.text("/errors/0/clause"), "PORTAL-4");
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 6_000, "nothing was charged");

    let waiting = account::waiting(&app.context, "test").await.unwrap();
    assert_eq!(waiting.iter().map(|one| one.cabinet_number.as_str()).collect::<Vec<_>>(), [cabinet.as_str()]);
    assert!(account::decide(&app.context, &cabinet, "test", true).await.unwrap());
    assert!(!account::decide(&app.context, &cabinet, "test", true).await.unwrap(), "decided once");
    assert_eq!(browser.me().await.expect(200).text("/state"), "active");
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    app.run_jobs().await;
    assert!(app.outside.mails_for(AYSEL.email).iter().any(|mail| mail.subject == "Kabinetiniz təsdiqləndi"));
    assert!(app.outside.sms_for(AYSEL.phone).iter().any(|sms| sms.text == "Qəbul: kabinetiniz təsdiqləndi"));
    app.end().await;
}

#[tokio::test]
async fn portal_4_confirming_is_refused_with_its_reason_until_an_officer_has_verified_on_sqlite() {
    waiting_until_verified(Engine::Sqlite).await;
}

#[tokio::test]
async fn portal_4_confirming_is_refused_with_its_reason_until_an_officer_has_verified_on_postgresql() {
    waiting_until_verified(Engine::Postgres).await;
}

#[tokio::test]
async fn a_rejected_account_is_told_signed_out_and_stays_closed() {
    let app = TestApp::start().await;
    let mut browser = protected(&app).await;
    let cabinet = browser.me().await.expect(200).text("/cabinetNumber").to_owned();
    assert!(account::decide(&app.context, &cabinet, "test", false).await.unwrap());
    browser.me().await.expect_problem(401, "signInRequired");
    app.browser().sign_in(EMAIL, PASSWORD).await.expect_problem(401, "loginFailed");
    app.run_jobs().await;
    assert!(app.outside.mails_for(EMAIL).iter().any(|mail| mail.subject == "Kabinetiniz təsdiqlənmədi"));
    app.end().await;
}

#[tokio::test]
async fn one_document_opens_one_verified_cabinet() {
    let app = TestApp::start().await;
    let mut first = protected(&app).await;
    let cabinet = first.me().await.expect(200).text("/cabinetNumber").to_owned();
    assert!(account::decide(&app.context, &cabinet, "test", true).await.unwrap());
    let mut second = app.browser();
    second.start_registration("protection").await.expect(201);
    second.fill_person(by_hand()).await.expect(200);
    second.send_code(ELVIN.phone).await.expect(200);
    second.verify_phone(&app.code_for(ELVIN.phone).await).await.expect(200);
    second.set_email(ELVIN.email, ELVIN.email).await.expect(200);
    second.set_password(PASSWORD, PASSWORD).await.expect(201);
    let cabinet = second.me().await.expect(200).text("/cabinetNumber").to_owned();
    let refused = account::decide(&app.context, &cabinet, "test", true).await.unwrap_err();
    assert_eq!(refused.code.word(), "documentTaken");
    app.end().await;
}

#[tokio::test]
async fn every_step_of_a_registration_can_be_repeated_after_a_lost_answer_and_answers_the_same() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    for _ in 0..2 {
        assert_eq!(browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200).text("/state"), "identityFound");
    }
    for _ in 0..2 {
        assert_eq!(browser.confirm_identity().await.expect(200).text("/state"), "identityConfirmed");
    }
    let first = browser.send_code(AYSEL.phone).await.expect(200);
    app.clock.advance(30);
    assert_eq!(browser.send_code(AYSEL.phone).await.expect(200).body, first.body);
    let code = app.code_for(AYSEL.phone).await;
    assert_eq!(app.outside.sms_for(AYSEL.phone).len(), 1, "no second SMS");
    let first = browser.verify_phone(&code).await.expect(200);
    assert_eq!(browser.verify_phone(&code).await.expect(200).body, first.body);
    for _ in 0..2 {
        assert_eq!(browser.set_email(AYSEL.email, AYSEL.email).await.expect(200).text("/state"), "emailSet");
    }
    // The page was closed meanwhile.
    assert_eq!(browser.show_registration().await.expect(200).text("/state"), "emailSet");
    let mut repeated = browser.clone();
    let opened = browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    let again = repeated.set_password(PASSWORD, PASSWORD).await.expect(201);
    assert_eq!(again.text("/me/id"), opened.text("/me/id"));
    assert_eq!(app.db.number("select count(*) from account").await, 1);
    let mut guess = browser.clone();
    guess.cookies = repeated.cookies.clone();
    guess
        .set_password("başqa-bir-şifrə-55-daş", "başqa-bir-şifrə-55-daş")
        .await
        .expect_problem(410, "registrationGone");
    app.end().await;
}

#[tokio::test]
async fn of_two_devices_registering_one_person_the_first_wins_and_the_second_is_told_to_sign_in() {
    let app = TestApp::start().await;
    let (mut first, mut second) = (app.browser(), app.browser());
    app.register_until_password(&mut first, AYSEL).await;
    let other = Somebody { phone: ELVIN.phone, email: ELVIN.email, ..AYSEL };
    app.register_until_password(&mut second, other).await;
    first.set_password(PASSWORD, PASSWORD).await.expect(201);
    let refused = second.set_password(PASSWORD, PASSWORD).await.expect_problem(422, "identityMismatch");
    assert!(refused.text("/title").contains("daxil olun"), "{}", refused.text("/title"));
    assert_eq!(app.db.number("select count(*) from account").await, 1);
    app.end().await;
}

#[tokio::test]
async fn portal_5_an_unfinished_registration_keeps_no_number_and_is_forgotten_after_a_day() {
    let app = TestApp::start().await;
    let mut left = app.browser();
    app.register_until_password(&mut left, AYSEL).await;
    app.clock.advance(3600);
    // Meanwhile another person completes a registration with the same number.
    app.register(Somebody { phone: AYSEL.phone, ..ELVIN }).await;
    left.set_password(PASSWORD, PASSWORD).await.expect_problem(409, "phoneTaken");
    app.clock.advance(23 * 3600);
    left.set_password(PASSWORD, PASSWORD).await.expect_problem(410, "registrationGone");
    app.run_jobs().await;
    assert_eq!(app.db.texts("select state from registration where state <> 'DONE'").await, ["EXPIRED"]);
    app.end().await;
}
