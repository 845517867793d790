//! Attacks on the second factor by somebody who knows the password, has an old cookie or watched the screen.

use futures_util::future::join_all;
use qabul_api::auth::totp;
use qabul_store::idempotency::{self, Claimed, Request};
use qabul_store::testing::Engine;
use sha2::{Digest as _, Sha256};

use crate::second_factor::{other_than, secret, turned_on};
use crate::support::{AYSEL, Browser, PASSWORD, TestApp, fresh_key};

const NEW: &str = "mavi-dəniz-42-külək";

/// A browser whose password was correct and that waits for its second step.
async fn waiting(app: &TestApp) -> Browser<'_> {
    let mut browser = app.browser();
    browser.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    browser
}

async fn audited(app: &TestApp, what: &str) -> i64 {
    app.db.number(&format!("select count(*) from audit where {what}")).await
}

async fn mails(app: &TestApp, subject: &str) -> Vec<String> {
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email).into_iter().filter(|mail| mail.subject == subject);
    mails.map(|mail| mail.text).collect()
}

/// Sets a new password by e-mail, digits and SMS.
async fn reset(app: &TestApp) {
    app.clock.advance(61);
    let mut browser = app.browser();
    browser.start_reset(AYSEL.email).await.expect(201);
    browser.reset_digits(&AYSEL.phone[AYSEL.phone.len() - 4..]).await.expect(200);
    browser.reset_verify(&app.code_for(AYSEL.phone).await).await.expect(200);
    browser.reset_password(NEW).await.expect(204);
}

/// The last step of a registration, repeated with its cookie, is only a sign-in by password.
async fn registration_repeated(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.browser();
    app.register_until_password(&mut here, AYSEL).await;
    let mut old = here.clone();
    here.set_password(PASSWORD, PASSWORD).await.expect(201);
    let mut repeat = old.clone();
    repeat.set_password(PASSWORD, PASSWORD).await.expect(201);
    let entered = "action = 'account.signIn' and detail like '%registration%'";
    assert_eq!(audited(&app, entered).await, 1, "a session nobody wrote down");

    // Guesses are counted even if they arrive one by one.
    for _ in 0..5 {
        old.clone().set_password(NEW, NEW).await.expect_problem(410, "registrationGone");
    }
    old.clone().set_password(PASSWORD, PASSWORD).await.expect_problem(429, "tooMany");
    app.clock.advance(901);
    let mut here = app.browser();
    here.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    turned_on(&app, &mut here).await;
    old.set_password(PASSWORD, PASSWORD).await.expect_problem(410, "registrationGone");
    old.me().await.expect_problem(401, "signInRequired");
    assert_eq!(audited(&app, entered).await, 1);
    app.end().await;
}

#[tokio::test]
async fn asvs_6_3_4_repeating_the_last_step_of_a_registration_leads_past_no_second_factor_or_limit_on_sqlite() {
    registration_repeated(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_6_3_4_repeating_the_last_step_of_a_registration_leads_past_no_second_factor_or_limit_on_postgresql() {
    registration_repeated(Engine::Postgres).await;
}

/// Ending the sessions of an account also ends sign-ins between the two steps, and the repetition of completed ones.
async fn revoked_in_between(engine: Engine) {
    for how in ["reset", "change", "everywhere", "own"] {
        let app = TestApp::start_with(engine, |_| {}).await;
        let mut here = app.register(AYSEL).await;
        let (secret, codes) = turned_on(&app, &mut here).await;
        let mut waits = waiting(&app).await;
        let mut done = waiting(&app).await;
        let (key, mut unheard) = (fresh_key(), done.clone());
        done.second_step_by(&key, &codes[0]).await.expect(201);
        // The answer was lost: the repetition replaces the session whose answer was lost.
        let cookies = unheard.cookies.clone();
        unheard.second_step_by(&key, &codes[0]).await.expect(201);
        done.me().await.expect_problem(401, "signInRequired");
        unheard.cookies.clone_from(&cookies);
        unheard.second_step_by(&key, &codes[0]).await.expect(201);
        unheard.me().await.expect(200);
        match how {
            "reset" => reset(&app).await,
            "change" => drop(here.change_password(PASSWORD, NEW).await.expect(204)),
            "everywhere" => drop(here.end_sessions().await.expect(204)),
            // Only this device: the others continue.
            _ => drop(unheard.sign_out().await.expect(204)),
        }
        unheard.cookies = cookies;
        unheard.second_step_by(&key, &codes[0]).await.expect_problem(410, "secondStepGone");
        let waited = waits.second_step(&totp::code(&secret, app.clock.now())).await;
        if how == "own" {
            waited.expect(201);
        } else {
            waited.expect_problem(410, "secondStepGone");
        }
        app.end().await;
    }
}

#[tokio::test]
async fn asvs_7_4_3_what_ends_the_sessions_ends_waiting_and_finished_second_steps_too_on_sqlite() {
    revoked_in_between(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_7_4_3_what_ends_the_sessions_ends_waiting_and_finished_second_steps_too_on_postgresql() {
    revoked_in_between(Engine::Postgres).await;
}

/// A request sent twice at once: no answer says that the code was wrong, one session exists, one try is used.
async fn at_once(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let (secret, codes) = turned_on(&app, &mut here).await;
    for code in [codes[0].clone(), totp::code(&secret, app.clock.now())] {
        let (browser, key) = (waiting(&app).await, fresh_key());
        let answers = join_all((0..2).map(|_| {
            let (mut browser, key, code) = (browser.clone(), key.clone(), code.clone());
            async move { browser.second_step_by(&key, &code).await }
        }));
        for answer in answers.await {
            answer.expect(201);
        }
    }
    let alive = "select count(distinct family_id) from session where revoked_at is null";
    assert_eq!(app.db.number(alive).await, 3, "this device's and one for each of the two sign-ins");
    assert_eq!(here.second_factor().await.expect(200).number("/recoveryCodesLeft"), 7);
    app.end().await;
}

#[tokio::test]
async fn r12_a_second_step_sent_twice_at_once_opens_one_session_and_is_told_no_wrong_code_on_sqlite() {
    at_once(Engine::Sqlite).await;
}

#[tokio::test]
async fn r12_a_second_step_sent_twice_at_once_opens_one_session_and_is_told_no_wrong_code_on_postgresql() {
    at_once(Engine::Postgres).await;
}

/// Signing out everywhere during a second step or its repetition: whichever is first, no session of it remains.
async fn signed_out_at_once(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let (secret, codes) = turned_on(&app, &mut here).await;
    for (round, code) in codes.iter().enumerate() {
        let (mut there, key) = (waiting(&app).await, fresh_key());
        if round % 2 == 1 {
            there.clone().second_step_by(&key, code).await.expect(201);
        }
        let mut owner = waiting(&app).await;
        app.clock.advance(30);
        owner.second_step(&totp::code(&secret, app.clock.now())).await.expect(201);
        let (stepped, ended) = tokio::join!(there.second_step_by(&key, code), owner.end_sessions());
        ended.expect(204);
        assert!([201, 410].contains(&stepped.status), "{}", stepped.body);
        there.me().await.expect_problem(401, "signInRequired");
        there.refresh().await.expect_problem(401, "sessionEnded");
    }
    app.end().await;
}

/// An attacker who knows the password guesses codes for days.
async fn guessed(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let (secret, _) = turned_on(&app, &mut here).await;
    let title = "Girişin ikinci addımı müvəqqəti bağlandı";
    for window in 1..=10 {
        let mut thief = waiting(&app).await;
        for _ in 0..5 {
            let wrong = other_than(&totp::code(&secret, app.clock.now()));
            thief.second_step(wrong).await.expect_problem(422, "codeWrong");
        }
        thief.second_step("000000").await.expect_problem(429, "tooMany");
        assert_eq!(audited(&app, "action = 'account.secondFactorLock' and actor = 'system'").await, window);
        app.clock.advance(901);
    }
    let told = mails(&app, title).await;
    assert_eq!(told.len(), 10, "once a quarter of an hour: {told:?}");
    assert!(told[0].contains("kimsə şifrənizi bilir"), "{told:?}");
    // Ten quarters of an hour use up the limit of the week.
    let mut thief = waiting(&app).await;
    let refused = thief.second_step(&totp::code(&secret, app.clock.now())).await.expect_problem(429, "tooMany");
    assert!(refused.header("retry-after").parse::<i64>().unwrap() > 900, "{}", refused.header("retry-after"));
    // Counters of a week are not deleted by the clean-up.
    app.run_jobs().await;
    reset(&app).await;
    let mut owner = app.browser();
    owner.sign_in(AYSEL.email, NEW).await.expect_problem(401, "secondStepRequired");
    owner.second_step(&totp::code(&secret, app.clock.now())).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn asvs_7_4_3_signing_out_everywhere_in_the_instant_of_a_second_step_leaves_no_session_on_sqlite() {
    signed_out_at_once(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_7_4_3_signing_out_everywhere_in_the_instant_of_a_second_step_leaves_no_session_on_postgresql() {
    signed_out_at_once(Engine::Postgres).await;
}

#[tokio::test]
async fn asvs_6_3_5_whoever_guesses_second_codes_is_told_of_to_the_owner_and_stopped_for_the_week_on_sqlite() {
    guessed(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_6_3_5_whoever_guesses_second_codes_is_told_of_to_the_owner_and_stopped_for_the_week_on_postgresql() {
    guessed(Engine::Postgres).await;
}

/// Other sessions end when the factor is turned on or off; the use of a recovery code is notified.
async fn sessions_end(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let mut thief = app.browser();
    thief.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    let (secret, codes) = turned_on(&app, &mut here).await;
    thief.me().await.expect_problem(401, "signInRequired");
    thief.refresh().await.expect_problem(401, "sessionEnded");
    here.me().await.expect(200);

    let mut there = waiting(&app).await;
    there.second_step(&codes[0]).await.expect(201);
    let told = mails(&app, "Ehtiyat kodundan istifadə edildi").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].contains("sayı: 7"), "{told:?}");
    assert_eq!(audited(&app, "action = 'account.signIn' and detail like '%recoveryCode%'").await, 1);

    let code = totp::code(&secret, app.clock.now());
    here.turn_off_second_factor(PASSWORD, &code).await.expect(204);
    assert_eq!(audited(&app, "action = 'account.secondFactorOff' and detail like '%app%'").await, 1);
    there.me().await.expect_problem(401, "signInRequired");
    here.me().await.expect(200);
    // Turned on again within the same half minute: a new secret has no used codes.
    turned_on(&app, &mut here).await;
    app.end().await;
}

#[tokio::test]
async fn asvs_7_4_3_turning_the_second_factor_on_or_off_ends_other_sessions_on_sqlite() {
    sessions_end(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_7_4_3_turning_the_second_factor_on_or_off_ends_other_sessions_on_postgresql() {
    sessions_end(Engine::Postgres).await;
}

#[tokio::test]
async fn codes_fit_the_clock_of_telephones_where_the_demo_has_shifted_its_own() {
    let app = TestApp::start().await;
    app.clock.set_shift(3 * 86_400);
    let mut here = app.register(AYSEL).await;
    let secret = secret(&here.set_up_second_factor(PASSWORD).await.expect(200));
    let shown = || totp::code(&secret, app.clock.unshifted());
    here.turn_on_second_factor(&totp::code(&secret, app.clock.now())).await.expect_problem(422, "codeWrong");
    here.turn_on_second_factor(&shown()).await.expect(200);
    app.clock.advance(30);
    waiting(&app).await.second_step(&shown()).await.expect(201);
    app.clock.advance(30);
    here.renew_recovery_codes(&fresh_key(), PASSWORD, &shown()).await.expect(200);
    app.clock.advance(30);
    here.turn_off_second_factor(PASSWORD, &shown()).await.expect(204);
    app.end().await;
}

#[tokio::test]
async fn a_page_of_others_cannot_send_the_second_step() {
    let app = TestApp::start().await;
    let mut here = app.register(AYSEL).await;
    let (_, codes) = turned_on(&app, &mut here).await;
    let mut lured = waiting(&app).await;
    lured.own_page = false;
    lured.second_step(&codes[0]).await.expect_problem(403, "foreignOrigin");
    lured.own_page = true;
    lured.second_step(&codes[0]).await.expect(201);
    app.end().await;
}

/// A key whose code was wrong may be used for the correct one, and no plain digest of a code is stored.
async fn keys_of_codes(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    let key = fresh_key();
    let given = secret(&here.set_up_second_factor(PASSWORD).await.expect(200));
    let code = totp::code(&given, app.clock.now());
    here.turn_on_second_factor_by(&key, other_than(&code)).await.expect_problem(422, "codeWrong");
    let codes = here.turn_on_second_factor_by(&key, &code).await.expect(200);
    let code = codes.items()[0].as_str().unwrap().to_owned();
    let key = fresh_key();
    here.renew_recovery_codes(&key, PASSWORD, "AAAAA-AAAAA").await.expect_problem(422, "codeWrong");
    let renewed = here.renew_recovery_codes(&key, PASSWORD, &code).await.expect(200);
    let principal = format!("account:{}", here.me().await.expect(200).text("/id"));
    let digest: [u8; 32] = Sha256::digest(code.as_bytes()).into();
    let stored = app.db.db.read(async move |tx| {
        let request =
            Request { principal: &principal, operation: "secondFactor.codes", key: &key, body_digest: &digest };
        idempotency::find(tx, &request).await
    });
    assert!(matches!(stored.await.unwrap(), Some(Claimed::OtherBody)), "a plain digest of a recovery code");

    let mut there = waiting(&app).await;
    let key = fresh_key();
    there.second_step_by(&key, &code).await.expect_problem(422, "codeWrong");
    there.second_step_by(&key, renewed.items()[1].as_str().unwrap()).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn asvs_6_5_2_a_wrong_code_leaves_its_key_free_and_no_plain_digest_of_a_code_is_kept_on_sqlite() {
    keys_of_codes(Engine::Sqlite).await;
}

#[tokio::test]
async fn asvs_6_5_2_a_wrong_code_leaves_its_key_free_and_no_plain_digest_of_a_code_is_kept_on_postgresql() {
    keys_of_codes(Engine::Postgres).await;
}

/// The secret of an unfinished set-up is deleted, one in use is not.
async fn abandoned(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut here = app.register(AYSEL).await;
    here.set_up_second_factor(PASSWORD).await.expect(200);
    let kept = "select count(*) from second_factor where pending is not null or pending_until is not null";
    app.run_jobs().await;
    assert_eq!(app.db.number(kept).await, 1);
    app.clock.advance(901);
    app.run_jobs().await;
    assert_eq!(app.db.number(kept).await, 0);
    app.end().await;
}

#[tokio::test]
async fn a_set_up_nobody_finished_leaves_no_secret_on_sqlite() {
    abandoned(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_set_up_nobody_finished_leaves_no_secret_on_postgresql() {
    abandoned(Engine::Postgres).await;
}
