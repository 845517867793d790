//! Attacks on the proofs of identity: no enumeration (S1), one-time codes (S2), refresh tokens (S3).

use futures_util::future::join_all;
use qabul_api::use_cases::one_time_codes::{self, Guard};
use qabul_store::testing::Engine;

use crate::support::{AYSEL, Answer, Browser, ELVIN, NIGAR, PASSWORD, SABINA, Somebody, TestApp};

/// The comparable part of an answer: status, headers without date, request id and cookie secret, body without the trace
/// id.
fn seen(mut answer: Answer) -> (u16, Vec<(String, String)>, String) {
    let mut headers = Vec::new();
    for (name, value) in &answer.headers {
        let value = value.to_str().unwrap();
        match name.as_str() {
            "date" | "x-request-id" => {}
            "set-cookie" => {
                let (cookie, rest) = value.split_once('=').unwrap();
                let terms = rest.split_once(';').map_or("", |(_, terms)| terms);
                headers.push((name.to_string(), format!("{cookie};{terms}")));
            }
            _ => headers.push((name.to_string(), value.to_owned())),
        }
    }
    headers.sort();
    let trace = answer.text("/traceId").to_owned();
    let text = String::from_utf8(std::mem::take(&mut answer.bytes)).unwrap();
    (answer.status, headers, if trace.is_empty() { text } else { text.replace(&trace, "") })
}

async fn proven<'a>(app: &'a TestApp, who: Somebody) -> Browser<'a> {
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(who.fin, who.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser
}

fn other_than(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

#[tokio::test]
async fn s1_signing_in_answers_alike_in_status_headers_and_bytes_whoever_is_behind_the_login() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut all = Vec::new();
    for (login, password) in [
        ("nobody@example.az", PASSWORD),
        (AYSEL.email, "wrong"),
        (AYSEL.fin, "wrong"),
        (ELVIN.fin, PASSWORD),
        ("neither", ""),
    ] {
        all.push(seen(app.browser().sign_in(login, password).await));
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    app.end().await;
}

#[tokio::test]
async fn s1_the_identity_check_answers_alike_for_an_unknown_fin_a_wrong_date_and_an_existing_account() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut all = Vec::new();
    for (fin, born) in [("7ZZ9Z9Z", "2000-01-01"), (ELVIN.fin, "2000-01-01"), (AYSEL.fin, AYSEL.born)] {
        let mut browser = app.browser();
        browser.start_registration("citizen").await.expect(201);
        all.push(seen(browser.check_identity(fin, born).await));
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "{all:?}");
    app.end().await;
}

#[tokio::test]
async fn s1_a_free_and_a_taken_phone_and_address_answer_alike_until_ownership_is_proven() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    // Two persons at the same step at the same time: one types a free number and address, the other types Aysel's.
    let (mut free, mut taken) = (proven(&app, ELVIN).await, proven(&app, NIGAR).await);
    let masked = |answer: Answer, who: Somebody, shown: &str| {
        let (status, headers, text) = seen(answer);
        let (name, fin) = (shown.to_owned(), format!("{}•••{}", &who.fin[..3], &who.fin[6..]));
        let text =
            text.replace(who.phone, "PHONE").replace(who.email, "EMAIL").replace(&fin, "FIN").replace(&name, "NAME");
        let headers: Vec<_> = headers.into_iter().filter(|(name, _)| name != "content-length").collect();
        (status, headers, text)
    };
    let name = |answer: &Answer| answer.text("/maskedName").to_owned();
    let first = free.send_code(ELVIN.phone).await.expect(200);
    let second = taken.send_code(AYSEL.phone).await.expect(200);
    let (a, b) = (name(&first), name(&second));
    let owner = Somebody { phone: AYSEL.phone, ..NIGAR };
    assert_eq!(masked(first, ELVIN, &a), masked(second, owner, &b));
    assert_eq!(seen(free.verify_phone("no code").await), seen(taken.verify_phone("no code").await));
    app.end().await;
}

/// 64 simultaneous requests with the correct code: it is accepted once, whatever the other requests are answered.
async fn race(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.threads = 2).await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    let mut browser = app.browser();
    browser.start_reset(AYSEL.email).await.expect(201);
    browser.reset_digits("0117").await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    let answers = join_all((0..64).map(|_| {
        let (mut browser, code) = (browser.clone(), code.clone());
        async move { browser.reset_verify(&code).await.status }
    }))
    .await;
    assert!(answers.contains(&200));
    assert!(answers.iter().all(|status| [200, 409, 412, 422, 503].contains(status)), "{answers:?}");
    let used = "select count(*) from code where purpose = 'password.reset' and consumed_at is not null and tries = 1";
    assert_eq!(app.db.number(used).await, 1, "the code opened once");
    assert_eq!(app.db.number("select version from password_reset").await, 3, "one step, not one a caller");
    app.end().await;
}

#[tokio::test]
async fn s2_of_sixty_four_requests_with_the_same_right_code_one_is_accepted_on_sqlite() {
    race(Engine::Sqlite).await;
}

#[tokio::test]
async fn s2_of_sixty_four_requests_with_the_same_right_code_one_is_accepted_on_postgresql() {
    race(Engine::Postgres).await;
}

/// 64 simultaneous wrong guesses: five are compared, the counter never exceeds its limit, the correct code comes too
/// late.
async fn guesses(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.threads = 2).await;
    let mut browser = proven(&app, AYSEL).await;
    browser.send_code(AYSEL.phone).await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    let wrong = other_than(&code);
    let answers = join_all((0..64).map(|_| {
        let mut browser = browser.clone();
        async move { browser.verify_phone(wrong).await }
    }))
    .await;
    assert!(answers.iter().all(|answer| answer.status != 200));
    let looked_at = answers.iter().filter(|answer| answer.text("/code") == "codeWrong").count();
    assert!(looked_at <= 5, "{looked_at} guesses were looked at");
    assert!(app.db.number("select max(tries) from code").await <= 5);
    // Guesses that collided were not counted; the remaining ones of the five are used up one by one.
    for _ in 0..5 {
        browser.verify_phone(wrong).await;
    }
    assert_eq!(app.db.number("select max(tries) from code").await, 5);
    browser.verify_phone(&code).await.expect_problem(422, "codeExpired");
    app.end().await;
}

#[tokio::test]
async fn s2_sixty_four_guesses_at_once_share_five_tries_and_the_right_code_is_refused_afterwards_on_sqlite() {
    guesses(Engine::Sqlite).await;
}

#[tokio::test]
async fn s2_sixty_four_guesses_at_once_share_five_tries_and_the_right_code_is_refused_afterwards_on_postgresql() {
    guesses(Engine::Postgres).await;
}

/// Guesses spread over several persons: one alarm, fewer tries, and callers with the correct code still succeed.
async fn spraying(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.wrong_codes_most = 8).await;
    let wrong_codes = async || {
        let (guard, now) = (Guard::new(&app.context.config), app.clock.now());
        app.context.db.read(async move |tx| one_time_codes::figures(tx, &guard, now).await).await.unwrap()
    };
    let alarms = "select count(*) from audit where action = 'codes.circuitOpen'";
    let with_code = async |who: Somebody| {
        let mut browser = proven(&app, who).await;
        let sent = browser.send_code(who.phone).await.expect(200);
        (browser, app.code_for(who.phone).await, sent.number("/code/triesLeft"))
    };
    let (mut first, code, tries) = with_code(AYSEL).await;
    assert_eq!(tries, 5);
    for _ in 0..5 {
        first.verify_phone(other_than(&code)).await.expect_problem(422, "codeWrong");
    }
    let (mut second, right, _) = with_code(ELVIN).await;
    for _ in 0..2 {
        second.verify_phone(other_than(&right)).await.expect_problem(422, "codeWrong");
    }
    assert_eq!((wrong_codes().await, app.db.number(alarms).await), ((7, false), 0), "seven are not eight");
    second.verify_phone(other_than(&right)).await.expect_problem(422, "codeWrong");
    assert_eq!((wrong_codes().await, app.db.number(alarms).await), ((8, true), 1));
    // Three tries are used, two are allowed now: a new code is needed, and it can be requested a minute later.
    second.verify_phone(&right).await.expect_problem(422, "codeExpired");
    // A person with one typing error still succeeds, and is told the correct number of remaining tries.
    let (mut third, right, tries) = with_code(NIGAR).await;
    assert_eq!(tries, 2);
    let answer = third.verify_phone(other_than(&right)).await.expect_problem(422, "codeWrong");
    assert!(answer.text("/title").contains('1'), "{}", answer.text("/title"));
    third.verify_phone(&right).await.expect(200);
    let (mut fourth, right, _) = with_code(SABINA).await;
    for _ in 0..2 {
        fourth.verify_phone(other_than(&right)).await.expect_problem(422, "codeWrong");
    }
    fourth.verify_phone(&right).await.expect_problem(422, "codeExpired");
    app.clock.advance(61);
    second.send_code(ELVIN.phone).await.expect(200);
    second.verify_phone(&app.code_for(ELVIN.phone).await).await.expect(200);
    assert_eq!(app.db.number(alarms).await, 1, "one alarm, not one a guess");
    // The circuit closes after its time, which is recorded once.
    app.clock.advance(700);
    app.run_jobs().await;
    app.run_jobs().await;
    assert_eq!(wrong_codes().await, (0, false));
    assert_eq!(app.db.number("select count(*) from audit where action = 'codes.circuitClosed'").await, 1);
    app.clock.advance(3600);
    let sent = fourth.send_code(SABINA.phone).await.expect(200);
    assert_eq!(sent.number("/code/triesLeft"), 5);
    app.end().await;
}

#[tokio::test]
async fn s2_guesses_sprayed_over_many_persons_leave_fewer_tries_and_the_right_code_still_opens_on_sqlite() {
    spraying(Engine::Sqlite).await;
}

#[tokio::test]
async fn s2_guesses_sprayed_over_many_persons_leave_fewer_tries_and_the_right_code_still_opens_on_postgresql() {
    spraying(Engine::Postgres).await;
}

#[tokio::test]
async fn s2_a_storm_of_resends_sends_one_code_a_minute_three_an_hour_and_ten_a_day() {
    let app = TestApp::start().await;
    let mut browser = proven(&app, AYSEL).await;
    join_all((0..32).map(|_| {
        let mut browser = browser.clone();
        async move { browser.send_code(AYSEL.phone).await }
    }))
    .await;
    app.run_jobs().await;
    assert_eq!(app.outside.sms_for(AYSEL.phone).len(), 1);
    for _ in 0..10 {
        app.clock.advance(61);
        browser.send_code(AYSEL.phone).await;
    }
    app.run_jobs().await;
    assert_eq!(app.outside.sms_for(AYSEL.phone).len(), 3);
    let refused = browser.send_code(AYSEL.phone).await.expect_problem(429, "codePause");
    assert!(!refused.header("retry-after").is_empty());
    // Another device makes no difference: the limit counts the person, not the registration.
    let mut other = proven(&app, AYSEL).await;
    other.send_code(AYSEL.phone).await.expect_problem(429, "codePause");
    // The window begins with its first code; the limit of a day is ten.
    let mut sent = 3;
    for _ in 0..5 {
        app.clock.advance(3600);
        let mut device = proven(&app, AYSEL).await;
        for _ in 0..3 {
            device.send_code(AYSEL.phone).await;
            app.clock.advance(61);
        }
        app.run_jobs().await;
        sent = app.outside.sms_for(AYSEL.phone).len();
    }
    assert_eq!(sent, 10);
    // Another person has a separate limit: nobody can use up another person's codes.
    proven(&app, ELVIN).await.send_code(AYSEL.phone).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn s2_expired_used_replaced_and_another_flows_codes_open_nothing() {
    let app = TestApp::start().await;
    let mut browser = proven(&app, AYSEL).await;
    browser.send_code(AYSEL.phone).await.expect(200);
    let first = app.code_for(AYSEL.phone).await;
    app.clock.advance(299);
    let mut late = browser.clone();
    app.clock.advance(1);
    late.verify_phone(&first).await.expect_problem(422, "codeExpired");
    browser.send_code(AYSEL.phone).await.expect(200);
    let second = app.code_for(AYSEL.phone).await;
    if first != second {
        browser.verify_phone(&first).await.expect_problem(422, "codeWrong");
    }
    // A device with another registration cannot use it.
    let mut other = proven(&app, ELVIN).await;
    other.verify_phone(&second).await.expect_problem(422, "codeExpired");
    browser.verify_phone(&second).await.expect(200);
    browser.set_email(AYSEL.email, AYSEL.email).await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    // A code of one flow is not accepted in another, although number and person are the same.
    app.clock.advance(3600);
    browser.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    let mut reset = app.browser();
    reset.start_reset(AYSEL.email).await.expect(201);
    reset.reset_digits("0117").await.expect(200);
    let of_reset = app.code_for(AYSEL.phone).await;
    browser.prove_phone(&of_reset).await.expect_problem(422, "codeExpired");
    reset.reset_verify(&of_reset).await.expect(200);
    app.end().await;
}

/// 32 simultaneous exchanges of one token: all get the same successor in one session; ten seconds later reuse counts as
/// theft.
async fn refreshes(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.threads = 2).await;
    let browser = app.register(AYSEL).await;
    let answers = join_all((0..32).map(|_| {
        let mut browser = browser.clone();
        async move { (browser.refresh().await.status, browser) }
    }))
    .await;
    let mut won: Vec<_> =
        answers.into_iter().filter(|(status, _)| *status == 201).map(|(_, browser)| browser).collect();
    assert!(!won.is_empty());
    assert!(won.iter().all(|browser| browser.cookies == won[0].cookies), "one successor for all of them");
    assert_eq!(app.db.number("select count(distinct family_id) from session").await, 1);
    let living = "select count(*) from session where used_at is null and revoked_at is null";
    assert_eq!(app.db.number(living).await, 1, "one session, not one a repeat");
    won[0].me().await.expect(200);
    app.clock.advance(11);
    browser.clone().refresh().await.expect_problem(401, "sessionEnded");
    for browser in &mut won {
        browser.me().await.expect_problem(401, "signInRequired");
    }
    assert_eq!(app.db.number("select count(*) from audit where action = 'account.sessionReused'").await, 1);
    app.end().await;
}

#[tokio::test]
async fn s3_thirty_two_exchanges_at_once_give_one_session_and_a_later_replay_ends_it_on_sqlite() {
    refreshes(Engine::Sqlite).await;
}

#[tokio::test]
async fn s3_thirty_two_exchanges_at_once_give_one_session_and_a_later_replay_ends_it_on_postgresql() {
    refreshes(Engine::Postgres).await;
}
