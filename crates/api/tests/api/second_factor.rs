//! The optional second factor (RFC 6238): setting up, signing in with two steps, recovery codes, turning off.

use qabul_api::auth::totp;
use qabul_api::use_cases::second_factor;
use qabul_store::testing::Engine;

use crate::support::{AYSEL, Answer, Browser, PASSWORD, TestApp, fresh_key};

/// The secret given to the app.
pub fn secret(given: &Answer) -> Vec<u8> {
    const LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let (mut held, mut bits, mut bytes) = (0_u32, 0, Vec::new());
    for letter in given.text("/secret").chars().filter(|letter| *letter != ' ') {
        held = (held << 5) | u32::try_from(LETTERS.find(letter).expect("base32")).unwrap();
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xff).unwrap());
        }
    }
    bytes
}

/// Turns the factor on; returns the app's secret and the recovery codes.
pub async fn turned_on(app: &TestApp, browser: &mut Browser<'_>) -> (Vec<u8>, Vec<String>) {
    let given = browser.set_up_second_factor(PASSWORD).await.expect(200);
    let secret = secret(&given);
    assert_eq!(secret.len(), totp::SECRET_BYTES);
    assert!(given.text("/qr").contains("<svg"));
    assert_eq!(browser.profile().await.expect(200).body["secondFactor"], false);
    let codes = browser.turn_on_second_factor(&totp::code(&secret, app.clock.now())).await.expect(200);
    assert_eq!(browser.profile().await.expect(200).body["secondFactor"], true);
    let codes = codes.items().iter().map(|code| code.as_str().unwrap().to_owned()).collect();
    app.clock.advance(30);
    (secret, codes)
}

/// Six digits that differ from this code.
pub fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

async fn whole_way(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    assert_eq!(here.second_factor().await.expect(200).body["since"], serde_json::Value::Null);
    here.turn_on_second_factor("123456").await.expect_problem(409, "secondFactorChanged");
    let refused = here.set_up_second_factor("wrong").await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/password");

    let given = here.set_up_second_factor(PASSWORD).await.expect(200);
    let code = totp::code(&secret(&given), app.clock.now());
    here.turn_on_second_factor(other_than(&code)).await.expect_problem(422, "codeWrong");
    // Nothing has changed yet.
    app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    // A repeated set-up invalidates the earlier secret.
    let (secret, codes) = turned_on(&app, &mut here).await;
    assert_eq!(codes.len(), 8);
    assert_eq!(here.second_factor().await.expect(200).number("/recoveryCodesLeft"), 8);
    here.set_up_second_factor(PASSWORD).await.expect_problem(409, "secondFactorChanged");

    let mut there = app.browser();
    there.second_step("123456").await.expect_problem(410, "secondStepGone");
    there.sign_in(AYSEL.email, "wrong").await.expect_problem(401, "loginFailed");
    let asked = there.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    assert!(asked.header("set-cookie").contains("HttpOnly"));
    there.me().await.expect_problem(401, "signInRequired");
    let code = totp::code(&secret, app.clock.now());
    let wrong = there.second_step(other_than(&code)).await.expect_problem(422, "codeWrong");
    assert!(wrong.text("/title").contains('4'), "{}", wrong.text("/title"));
    app.browser().second_step(&code).await.expect_problem(410, "secondStepGone");
    there.second_step(&code).await.expect(201);
    assert_eq!(there.me().await.expect(200).text("/givenName"), "Aysel");
    there.second_step(&code).await.expect_problem(410, "secondStepGone");

    // A person who watched the screen: the same code is not accepted a second time.
    let mut thief = app.browser();
    thief.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    thief.second_step(&code).await.expect_problem(422, "codeWrong");

    // A lost phone: a recovery code works once, in any form of typing.
    let mut lost = app.browser();
    lost.sign_in(AYSEL.fin, PASSWORD).await.expect_problem(401, "secondStepRequired");
    lost.second_step(&codes[0].to_lowercase().replace('-', " ")).await.expect(201);
    assert_eq!(lost.second_factor().await.expect(200).number("/recoveryCodesLeft"), 7);
    let mut again = app.browser();
    again.sign_in(AYSEL.fin, PASSWORD).await.expect_problem(401, "secondStepRequired");
    again.second_step(&codes[0]).await.expect_problem(422, "codeWrong");

    here.turn_off_second_factor("wrong", &codes[1]).await.expect_problem(422, "validation");
    here.turn_off_second_factor(PASSWORD, "000000").await.expect_problem(422, "codeWrong");
    here.turn_off_second_factor(PASSWORD, &codes[1]).await.expect(204);
    here.turn_off_second_factor(PASSWORD, &codes[2]).await.expect(204);
    app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    app.run_jobs().await;
    let subjects: Vec<String> = app.outside.mails_for(AYSEL.email).into_iter().map(|mail| mail.subject).collect();
    for told in ["İkiaddımlı giriş qoşuldu", "İkiaddımlı giriş söndürüldü"] {
        assert_eq!(subjects.iter().filter(|subject| *subject == told).count(), 1, "{told}: {subjects:?}");
    }
    app.end().await;
}

#[tokio::test]
async fn asvs_6_5_a_second_factor_is_asked_for_at_every_sign_in_and_each_code_opens_once_on_sqlite() {
    whole_way(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_6_5_a_second_factor_is_asked_for_at_every_sign_in_and_each_code_opens_once_on_postgresql() {
    whole_way(Engine::Postgres).await;
}

#[tokio::test]
async fn asvs_6_6_3_after_five_wrong_codes_the_right_one_is_refused_until_the_quarter_of_an_hour_is_over() {
    let app = TestApp::start().await;
    let mut here = app.register(AYSEL).await;
    let (secret, _) = turned_on(&app, &mut here).await;
    let mut there = app.browser();
    there.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    let code = totp::code(&secret, app.clock.now());
    for _ in 0..5 {
        there.second_step(other_than(&code)).await.expect_problem(422, "codeWrong");
    }
    let refused = there.second_step(&code).await.expect_problem(429, "tooMany");
    assert!(!refused.header("retry-after").is_empty());
    // Another sign-in shares the limit of tries.
    let mut other = app.browser();
    other.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    other.second_step(&code).await.expect_problem(429, "tooMany");
    app.clock.advance(901);
    there.second_step(&totp::code(&secret, app.clock.now())).await.expect_problem(410, "secondStepGone");
    there.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    there.second_step(&totp::code(&secret, app.clock.now())).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn a_set_up_that_took_too_long_begins_anew() {
    let app = TestApp::start().await;
    let mut here = app.register(AYSEL).await;
    let given = here.set_up_second_factor(PASSWORD).await.expect(200);
    app.clock.advance(901);
    here.refresh().await.expect(201);
    let code = totp::code(&secret(&given), app.clock.now());
    here.turn_on_second_factor(&code).await.expect_problem(409, "secondFactorChanged");
    turned_on(&app, &mut here).await;
    app.end().await;
}

/// A lost answer leaves nobody without codes or access: the same request gives the same answer.
async fn lost_answers(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let secret = secret(&here.set_up_second_factor(PASSWORD).await.expect(200));
    let (key, code) = (fresh_key(), totp::code(&secret, app.clock.now()));
    let first = here.turn_on_second_factor_by(&key, &code).await.expect(200);
    assert_eq!(here.turn_on_second_factor_by(&key, &code).await.expect(200).body, first.body);
    here.turn_on_second_factor_by(&key, other_than(&code)).await.expect_problem(422, "idempotencyMismatch");
    here.turn_on_second_factor(&code).await.expect_problem(409, "secondFactorChanged");

    app.clock.advance(30);
    let (key, code) = (fresh_key(), totp::code(&secret, app.clock.now()));
    here.renew_recovery_codes(&key, "wrong", &code).await.expect_problem(422, "validation");
    here.renew_recovery_codes(&fresh_key(), PASSWORD, other_than(&code)).await.expect_problem(422, "codeWrong");
    let renewed = here.renew_recovery_codes(&key, PASSWORD, &code).await.expect(200);
    assert_eq!(here.renew_recovery_codes(&key, PASSWORD, &code).await.expect(200).body, renewed.body);
    assert_ne!(renewed.body, first.body);
    assert_eq!(renewed.items().len(), 8);

    // The earlier recovery codes are refused, the new ones work, and the device that signed in can repeat its request.
    let code_of = |answer: &Answer| answer.items()[0].as_str().unwrap().to_owned();
    let mut there = app.browser();
    there.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    there.second_step(&code_of(&first)).await.expect_problem(422, "codeWrong");
    let (key, waiting, code) = (fresh_key(), there.cookies.clone(), code_of(&renewed));
    there.second_step_by(&key, &code).await.expect(201);
    let mut unheard = app.browser();
    unheard.cookies = waiting;
    unheard.second_step_by(&fresh_key(), &code).await.expect_problem(410, "secondStepGone");
    unheard.second_step(&code).await.expect_problem(410, "secondStepGone");
    unheard.second_step_by(&key, &code_of(&first)).await.expect_problem(410, "secondStepGone");
    unheard.second_step_by(&key, &code).await.expect(201);
    unheard.me().await.expect(200);
    app.run_jobs().await;
    let subjects: Vec<String> = app.outside.mails_for(AYSEL.email).into_iter().map(|mail| mail.subject).collect();
    for told in ["İkiaddımlı giriş qoşuldu", "Yeni ehtiyat kodları"] {
        assert_eq!(subjects.iter().filter(|subject| *subject == told).count(), 1, "{told}: {subjects:?}");
    }
    app.end().await;
}

#[tokio::test]
async fn u9_a_lost_answer_gives_the_same_recovery_codes_and_opens_the_session_again_on_sqlite() {
    lost_answers(Engine::Sqlite).await;
}

#[tokio::test]
async fn u9_a_lost_answer_gives_the_same_recovery_codes_and_opens_the_session_again_on_postgresql() {
    lost_answers(Engine::Postgres).await;
}

/// The phone and the recovery codes are lost: an officer turns the factor off.
async fn lost_telephone(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let cabinet = here.me().await.expect(200).text("/cabinetNumber").to_owned();
    assert!(!second_factor::remove(&app.context, &cabinet, "test").await.unwrap(), "there is none");
    let (secret, _) = turned_on(&app, &mut here).await;
    let mut waits = app.browser();
    waits.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    assert!(second_factor::remove(&app.context, &cabinet, "test").await.unwrap());
    assert!(!second_factor::remove(&app.context, &cabinet, "test").await.unwrap(), "once");
    assert!(!second_factor::remove(&app.context, "0000000", "test").await.unwrap(), "nobody's cabinet");

    let actors = app.db.texts("select actor from audit where action = 'account.secondFactorRemove'").await;
    assert_eq!(actors, ["officer:test"]);

    // The holder of the phone is signed out, even in the middle of signing in.
    here.me().await.expect_problem(401, "signInRequired");
    waits.second_step(&totp::code(&secret, app.clock.now())).await.expect_problem(410, "secondStepGone");
    app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    app.run_jobs().await;
    let title = "İkiaddımlı giriş söndürüldü";
    assert_eq!(app.outside.mails_for(AYSEL.email).iter().filter(|mail| mail.subject == title).count(), 1);
    let told =
        app.outside.sms_for(AYSEL.phone).into_iter().filter(|sms| sms.text.contains("müraciətinizlə söndürüldü"));
    assert_eq!(told.count(), 1);
    app.end().await;
}

#[tokio::test]
async fn asvs_6_4_4_a_lost_second_factor_is_turned_off_by_an_officer_and_every_session_ends_on_sqlite() {
    lost_telephone(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_6_4_4_a_lost_second_factor_is_turned_off_by_an_officer_and_every_session_ends_on_postgresql() {
    lost_telephone(Engine::Postgres).await;
}
