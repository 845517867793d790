//! Limits count the caller (docs/adr/0015): nobody can lock out another person, many regular users pass, guessing is
//! slowed, and refused requests write nothing.

use futures_util::future::join_all;
use qabul_store::testing::Engine;

use super::applications::ready;
use super::second_factor::turned_on;
use super::ways_in::by_hand;
use crate::support::{AYSEL, Answer, Browser, ELVIN, PASSWORD, TestApp, fresh_key};

const NEW: &str = "dağ-külək-88-nar-ağacı";
const LAST: &str = "0117";

async fn counters(app: &TestApp) -> i64 {
    app.db.number("select count(*) from limit_counter").await
}

/// Number of code SMS sent to Aysel's number.
async fn codes(app: &TestApp) -> usize {
    app.run_jobs().await;
    app.outside.sms_for(AYSEL.phone).iter().filter(|sms| sms.text.chars().any(|c| c.is_ascii_digit())).count()
}

#[track_caller]
fn says_until_when(answer: &Answer, code: &str) {
    assert_eq!((answer.status, answer.text("/code")), (429, code), "{}", answer.body);
    assert!(answer.header("retry-after").parse::<i64>().is_ok_and(|seconds| seconds > 0));
    assert!(answer.text("/title").contains(':'), "an hour stands in it: {}", answer.text("/title"));
}

async fn reset_in<'a>(app: &'a TestApp, network: &str) -> Browser<'a> {
    let mut browser = app.browser_in(network);
    browser.start_reset(AYSEL.email).await.expect(201);
    browser.reset_digits(LAST).await.expect(200);
    browser.reset_verify(&app.code_for(AYSEL.phone).await).await.expect(200);
    browser.reset_password(NEW).await.expect(204);
    browser
}

/// Different login names from one network.
async fn names(engine: Engine) {
    let app = TestApp::behind_proxy(engine).await;
    let mut browser = app.browser_in("203.0.113.9");
    for n in 0..100 {
        browser.sign_in(&format!("nobody{n}@example.az"), "wrong").await.expect_problem(401, "loginFailed");
    }
    let (rows, audits) = (counters(&app).await, app.db.number("select count(*) from audit").await);
    assert!(rows <= 302, "two of the network and three a name: {rows}");
    for n in 100..160 {
        says_until_when(&browser.sign_in(&format!("nobody{n}@example.az"), "wrong").await, "tooMany");
    }
    assert_eq!(counters(&app).await, rows, "a refused request writes nothing");
    assert_eq!(app.db.number("select count(*) from audit").await, audits);
    // Another network is not affected.
    app.browser_in("203.0.113.10").sign_in("nobody@example.az", "wrong").await.expect_problem(401, "loginFailed");
    app.clock.advance(86_400);
    app.run_jobs().await;
    assert_eq!(counters(&app).await, 0, "no counter outlives its window");
    app.end().await;
}

#[tokio::test]
async fn s7_ever_new_names_from_one_network_write_a_bounded_number_of_rows_that_last_a_day_at_most_on_sqlite() {
    names(Engine::Sqlite).await;
}

#[tokio::test]
async fn s7_ever_new_names_from_one_network_write_a_bounded_number_of_rows_that_last_a_day_at_most_on_postgresql() {
    names(Engine::Postgres).await;
}

/// Wrong passwords from very many networks, with every login of the account.
async fn kept_out(engine: Engine) {
    let app = TestApp::behind_proxy(engine).await;
    let mut home = app.register(AYSEL).await;
    let mut own = home.clone();
    home.me().await.expect(200);
    let number = home.me().await.expect(200).text("/cabinetNumber").to_owned();
    app.clock.advance(61);
    for network in 0..5 {
        let mut thief = app.browser_in(&format!("198.51.100.{network}"));
        for _ in 0..2 {
            for login in [AYSEL.email, number.as_str()] {
                thief.sign_in(login, "wrong").await.expect_problem(401, "loginFailed");
            }
        }
    }
    // Twenty wrong passwords block nobody: neither a new device in another network nor one in the attacker's own.
    app.browser_in("203.0.113.1").sign_in(AYSEL.email, PASSWORD).await.expect(201);
    app.browser_in("198.51.100.1").sign_in(AYSEL.fin, PASSWORD).await.expect(201);
    for network in 5..45 {
        let mut thief = app.browser_in(&format!("198.51.100.{network}"));
        for _ in 0..2 {
            let refused = thief.sign_in(AYSEL.fin, "wrong").await;
            let mut unknown = app.browser_in(&format!("198.51.100.{network}"));
            let other = unknown.sign_in("nobody@example.az", "wrong").await;
            if network < 40 {
                assert_eq!((refused.status, other.status), (401, 401));
            }
        }
    }
    // A hundred are too many: an unknown device must prove the number first, with or without an account.
    for _ in 0..20 {
        app.browser_in("192.0.2.77").sign_in("nobody@example.az", "wrong").await;
        app.clock.advance(20);
    }
    let guarded = app.browser_in("203.0.113.2").sign_in(AYSEL.email, PASSWORD).await;
    says_until_when(&guarded, "loginGuarded");
    let unknown = app.browser_in("203.0.113.2").sign_in("nobody@example.az", PASSWORD).await;
    says_until_when(&unknown, "loginGuarded");
    // The owner's known device is not affected, even in an attacker's network whose limit is used up.
    own.network = Some("198.51.100.1".to_owned());
    own.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    own.sign_in(AYSEL.email, "wrong").await.expect_problem(401, "loginFailed");
    // A new device can sign in by SMS, whatever unknown callers did.
    let mut fresh = reset_in(&app, "203.0.113.2").await;
    fresh.sign_in(AYSEL.email, NEW).await.expect(201);
    // The owner was notified once, and the guesses caused no other message.
    app.run_jobs().await;
    let told = app.outside.mails_for(AYSEL.email).iter().filter(|mail| mail.subject.contains("tapmağa")).count();
    assert_eq!(told, 1);
    app.end().await;
}

#[tokio::test]
async fn s7_wrong_passwords_of_strangers_keep_nobody_out_on_sqlite() {
    kept_out(Engine::Sqlite).await;
}

#[tokio::test]
async fn s7_wrong_passwords_of_strangers_keep_nobody_out_on_postgresql() {
    kept_out(Engine::Postgres).await;
}

/// Codes that unknown callers requested for the owner's number, and resets that they began.
async fn used_up(engine: Engine) {
    let app = TestApp::behind_proxy(engine).await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    // Resets begun by others, with guesses at the digits.
    for network in 0..10 {
        let mut thief = app.browser_in(&format!("198.51.100.{network}"));
        for _ in 0..6 {
            thief.start_reset(AYSEL.email).await.expect(201);
        }
        for guess in ["0001", "0002", "0003"] {
            thief.reset_digits(guess).await.expect(200);
        }
    }
    // Unproven registrations with her number: three codes per hour from each network, twelve per day in total, then one
    // for each caller.
    for network in 0..8 {
        let mut thief = app.browser_in(&format!("198.51.100.{network}"));
        thief.start_registration("protection").await.expect(201);
        thief.fill_person(by_hand()).await.expect(200);
        for _ in 0..4 {
            thief.send_code(AYSEL.phone).await;
            app.clock.advance(61);
        }
        says_until_when(&thief.send_code(AYSEL.phone).await, "codePause");
    }
    let sent = codes(&app).await;
    assert!((16..=18).contains(&sent), "twelve, then one each of four networks, and her own: {sent}");
    // She can reset her password at once: she gets the code and sets a new password on an unknown device.
    let mut fresh = reset_in(&app, "203.0.113.2").await;
    fresh.sign_in(AYSEL.email, NEW).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn s2_nobody_uses_up_the_codes_of_another_persons_number_on_sqlite() {
    used_up(Engine::Sqlite).await;
}

#[tokio::test]
async fn s2_nobody_uses_up_the_codes_of_another_persons_number_on_postgresql() {
    used_up(Engine::Postgres).await;
}

#[tokio::test]
async fn s2_whoever_knows_the_password_and_guesses_codes_does_not_close_the_second_step_of_the_owners_device() {
    let app = TestApp::behind_proxy(Engine::Sqlite).await;
    let mut home = app.register(AYSEL).await;
    let (_, recovery) = turned_on(&app, &mut home).await;
    let mut thief = app.browser_in("198.51.100.1");
    thief.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    for _ in 0..5 {
        thief.second_step("000000").await.expect_problem(422, "codeWrong");
    }
    says_until_when(&thief.second_step("000000").await, "tooMany");
    home.sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "secondStepRequired");
    home.second_step(&recovery[0]).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn s7_a_school_registers_and_signs_in_from_one_network() {
    let app = TestApp::behind_proxy(Engine::Sqlite).await;
    let network = "203.0.113.50";
    for n in 0..61 {
        let mut pupil = app.browser_in(network);
        pupil.start_registration("citizen").await.expect(201);
        pupil.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
        let mut guest = app.browser_in(network);
        guest.start_registration("protection").await.expect(201);
        guest.fill_person(by_hand()).await.expect(200);
        guest.send_code(&format!("+99450555{:04}", 2000 + n)).await.expect(200);
    }
    app.register(AYSEL).await;
    for _ in 0..120 {
        app.browser_in(network).sign_in(AYSEL.email, PASSWORD).await.expect(201);
    }
    // Guessing personal data is still limited.
    let mut wrong = 0;
    for _ in 0..25 {
        let mut thief = app.browser_in(network);
        thief.start_registration("citizen").await.expect(201);
        for _ in 0..5 {
            let answer = thief.check_identity(ELVIN.fin, "1990-01-01").await;
            wrong += usize::from(answer.status == 422);
            if answer.status == 429 {
                says_until_when(&answer, "tooMany");
            }
        }
    }
    assert_eq!(wrong, 100);
    app.end().await;
}

#[tokio::test]
async fn s7_right_codes_of_papers_are_looked_up_without_end_and_wrong_ones_are_slowed() {
    let app = TestApp::behind_proxy(Engine::Sqlite).await;
    let (mut browser, id) = ready(&app, AYSEL, 6_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    browser.print(&id).await.expect(200);
    let code = app.db.texts("select code from issued_document").await.remove(0);
    let mut public = app.browser_in("203.0.113.7");
    let before = counters(&app).await;
    for _ in 0..301 {
        public.page(&format!("/check/{code}")).await.expect(200);
    }
    assert_eq!(counters(&app).await, before, "a right code counts nothing");
    for _ in 0..60 {
        public.page("/check/AAAAAAAAAAAAAAAAAAAAAAAAAA").await.expect(200);
    }
    let refused = public.page("/check/AAAAAAAAAAAAAAAAAAAAAAAAAA?lang=en").await.expect(429);
    assert!(refused.header("retry-after").parse::<i64>().is_ok_and(|seconds| seconds <= 601));
    let page = String::from_utf8(refused.bytes).unwrap();
    assert!(page.contains("again at 10:") && page.contains("value=\"AAAAAAAAAAAAAAAAAAAAAAAAAA\""), "{page}");
    app.browser_in("203.0.113.8").page(&format!("/check/{code}")).await.expect(200);
    app.end().await;
}

/// Very many top-ups by one person.
async fn top_ups(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.threads = 2).await;
    let browser = app.register(AYSEL).await;
    let answers = join_all((0..32).map(|_| {
        let mut browser = browser.clone();
        async move { browser.start_top_up(&fresh_key(), 5_000, None).await.expect(201).text("/id").to_owned() }
    }));
    let mut ids = answers.await;
    ids.dedup();
    assert_eq!(ids.len(), 1, "the open one is used again");
    assert_eq!(app.outside.orders().len(), 1, "one order at the provider");
    let mut browser = browser;
    for n in 1..20 {
        browser.start_top_up(&fresh_key(), 5_000 + n, None).await.expect(201);
    }
    let rows = app.db.number("select count(*) from topup").await;
    says_until_when(&browser.start_top_up(&fresh_key(), 6_000, None).await, "tooMany");
    says_until_when(&browser.start_top_up(&fresh_key(), 6_001, None).await, "tooMany");
    assert_eq!((rows, app.db.number("select count(*) from topup").await), (20, 20));
    // Open top-ups can still be paid, and another person is not affected.
    assert_eq!(browser.start_top_up(&fresh_key(), 5_000, None).await.expect(201).text("/id"), ids[0]);
    app.register(ELVIN).await.start_top_up(&fresh_key(), 6_000, None).await.expect(201);
    // A top-up that was paid, or is about to expire, is not used again.
    app.clock.advance(21 * 60);
    browser.refresh().await;
    browser.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    app.clock.advance(3_600);
    browser.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    assert_ne!(browser.start_top_up(&fresh_key(), 5_000, None).await.expect(201).text("/id"), ids[0]);
    app.end().await;
}

#[tokio::test]
async fn s7_a_persons_open_top_up_is_used_again_and_twenty_an_hour_are_made_at_most_on_sqlite() {
    top_ups(Engine::Sqlite).await;
}

#[tokio::test]
async fn s7_a_persons_open_top_up_is_used_again_and_twenty_an_hour_are_made_at_most_on_postgresql() {
    top_ups(Engine::Postgres).await;
}

#[tokio::test]
async fn wrong_digits_are_a_slip_the_right_ones_send_a_code_at_once_and_every_step_can_start_again() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    let mut browser = app.browser();
    browser.start_reset(AYSEL.email).await.expect(201);
    browser.reset_digits("9999").await.expect(200);
    let before = codes(&app).await;
    browser.reset_digits(LAST).await.expect(200);
    assert_eq!(codes(&app).await, before + 1, "no minute is waited for after a slip");
    // The repeated request sends nothing.
    browser.reset_digits(LAST).await.expect(200);
    assert_eq!(codes(&app).await, before + 1);
    browser.forget_reset().await.expect(204);
    browser.show_reset().await.expect_problem(410, "resetGone");
    browser.forget_reset().await.expect(204);
    browser.start_reset(AYSEL.fin).await.expect(201);
    let mut foreign = browser.clone();
    foreign.own_page = false;
    foreign.forget_reset().await.expect_problem(403, "foreignOrigin");
    browser.show_reset().await.expect(200);

    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    let kept = browser.clone();
    browser.give_up_registration().await.expect(204);
    kept.clone().show_registration().await.expect_problem(410, "registrationGone");
    browser.give_up_registration().await.expect(204);
    browser.start_registration("permit").await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn every_refusal_for_too_many_tries_says_until_when_in_the_callers_language() {
    let app = TestApp::start().await;
    for (lang, words) in [("az", "olar: 10:01"), ("en", "again at 10:01"), ("ru", "в 10:01")] {
        let mut browser = app.browser();
        browser.lang = lang;
        let login = format!("nobody.{lang}@example.az");
        for _ in 0..5 {
            browser.sign_in(&login, "wrong").await.expect(401);
        }
        let refused = browser.sign_in(&login, "wrong").await;
        says_until_when(&refused, "tooMany");
        assert!(refused.text("/title").contains(words), "{}", refused.text("/title"));
        assert_eq!(refused.body["retryAfter"], refused.header("retry-after").parse::<i64>().unwrap());
    }
    app.end().await;
}
