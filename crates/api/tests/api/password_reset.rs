//! A forgotten password (PORTAL-8; quality goals S1, S2).

use qabul_store::testing::Engine;

use crate::support::{AYSEL, Answer, Browser, ELVIN, PASSWORD, TestApp};

const NEW: &str = "dağ-külək-88-nar-ağacı";
const LAST: &str = "0117";

async fn up_to_code(app: &TestApp, browser: &mut Browser<'_>) -> String {
    browser.start_reset(AYSEL.email).await.expect(201);
    browser.reset_digits(LAST).await.expect(200);
    app.code_for(AYSEL.phone).await
}

async fn whole_way(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut before = app.register(AYSEL).await;
    app.clock.advance(61);
    let mut browser = app.browser();
    let begun = browser.start_reset(AYSEL.fin).await.expect(201);
    assert_eq!(begun.text("/state"), "started");
    assert_eq!(browser.reset_digits(LAST).await.expect(200).text("/state"), "codeSent");
    let code = app.code_for(AYSEL.phone).await;
    // A closed page continues where it was.
    assert_eq!(browser.show_reset().await.expect(200).number("/code/triesLeft"), 5);
    assert_eq!(browser.reset_verify(&code).await.expect(200).text("/state"), "proven");
    browser.reset_verify(&code).await.expect(200);
    let weak = browser.reset_password("numuneyeva2002").await.expect_problem(422, "validation");
    assert_eq!(weak.text("/errors/0/code"), "passwordGuessable");
    before.me().await.expect(200);
    browser.reset_password(NEW).await.expect(204);
    // The answer was lost: the repeated step gets the same answer; another password is not accepted.
    browser.reset_password(NEW).await.expect(204);
    browser.reset_password(PASSWORD).await.expect_problem(410, "resetGone");
    before.me().await.expect_problem(401, "signInRequired");
    before.refresh().await.expect_problem(401, "sessionEnded");
    app.browser().sign_in(AYSEL.email, PASSWORD).await.expect_problem(401, "loginFailed");
    let mut after = app.browser();
    after.sign_in(AYSEL.email, NEW).await.expect(201);
    app.run_jobs().await;
    assert!(app.outside.mails_for(AYSEL.email).iter().any(|mail| mail.subject == "Şifrəniz bərpa edildi"));
    assert!(app.outside.sms_for(AYSEL.phone).iter().any(|sms| sms.text.contains("yeni şifrə")));
    app.end().await;
}

#[tokio::test]
async fn portal_8_a_forgotten_password_is_replaced_and_every_session_ends_on_sqlite() {
    whole_way(Engine::Sqlite).await;
}

#[tokio::test]
async fn portal_8_a_forgotten_password_is_replaced_and_every_session_ends_on_postgresql() {
    whole_way(Engine::Postgres).await;
}

/// The comparable part of an answer: status, headers without date and request id, body without the trace id.
fn seen(mut answer: Answer) -> (u16, Vec<(String, String)>, serde_json::Value) {
    let own = ["date", "x-request-id", "set-cookie"];
    let mut headers: Vec<_> = answer
        .headers
        .iter()
        .filter(|(name, _)| !own.contains(&name.as_str()))
        .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
        .collect();
    for cookie in answer.headers.get_all("set-cookie") {
        let (name, rest) = cookie.to_str().unwrap().split_once('=').unwrap();
        headers.push((name.to_owned(), rest.split_once(';').map(|(_, rest)| rest.to_owned()).unwrap_or_default()));
    }
    headers.sort();
    if answer.body.get("traceId").is_some() {
        answer.body["traceId"] = "".into();
    }
    (answer.status, headers, answer.body)
}

#[tokio::test]
async fn s1_every_step_of_a_reset_answers_an_unknown_login_as_a_known_one_and_wrong_digits_as_right_ones() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(3600);
    let mut all = Vec::new();
    for (login, digits) in [
        (AYSEL.email, "0000"),
        ("nobody@example.az", LAST),
        (ELVIN.fin, LAST),
        ("neither of both", "1234"),
        (AYSEL.fin, LAST),
    ] {
        let mut browser = app.browser();
        let mut steps = vec![seen(browser.start_reset(login).await)];
        steps.push(seen(browser.reset_digits(digits).await));
        steps.push(seen(browser.reset_digits(digits).await));
        steps.push(seen(browser.show_reset().await));
        for _ in 0..6 {
            steps.push(seen(browser.reset_verify("no code").await));
        }
        steps.push(seen(browser.reset_password(NEW).await));
        all.push(steps);
    }
    for steps in &all[1..] {
        assert_eq!(steps, &all[0]);
    }
    app.run_jobs().await;
    let codes = app.outside.sms_for(AYSEL.phone).iter().filter(|sms| sms.text.contains("şifrəni bərpa kodu")).count();
    assert_eq!(codes, 1, "for the right digits alone");
    assert!(app.outside.sms_for("+994000000000").is_empty(), "nobody has that number");
    // The same amount of data is written for each of them.
    assert_eq!(app.db.number("select count(*) from code where purpose = 'password.reset'").await, 5);
    assert_eq!(app.db.number("select count(*) from outbox where lane like 'reset:%'").await, 5);
    app.end().await;
}

#[tokio::test]
async fn s2_after_wrong_digits_no_code_is_right_not_even_the_one_that_was_written() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    let mut thief = app.browser();
    thief.start_reset(AYSEL.email).await.expect(201);
    thief.reset_digits("9999").await.expect(200);
    let mut owner = app.browser();
    let code = up_to_code(&app, &mut owner).await;
    thief.reset_verify(&code).await.expect_problem(422, "codeWrong");
    thief.reset_password(NEW).await.expect_problem(409, "wrongStep");
    owner.reset_verify(&code).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn s2_five_wrong_codes_end_the_code_and_the_right_one_is_refused_too() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    let mut browser = app.browser();
    let code = up_to_code(&app, &mut browser).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for left in (0..5).rev() {
        let refused = browser.reset_verify(wrong).await.expect_problem(422, "codeWrong");
        assert!(refused.text("/title").contains(&left.to_string()));
    }
    browser.reset_verify(&code).await.expect_problem(422, "codeExpired");
    app.clock.advance(61);
    browser.reset_digits(LAST).await.expect(200);
    let fresh = app.code_for(AYSEL.phone).await;
    app.clock.advance(300);
    browser.reset_verify(&fresh).await.expect_problem(422, "codeExpired");
    app.end().await;
}

#[tokio::test]
async fn portal_8_resets_are_limited_by_who_begins_them_and_end_after_half_an_hour() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut home = app.browser();
    home.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    for login in [AYSEL.email, "nobody@example.az"] {
        for _ in 0..100 {
            app.browser().start_reset(login).await.expect(201);
        }
    }
    for login in [AYSEL.email, "nobody@example.az"] {
        let refused = app.browser().start_reset(login).await.expect_problem(429, "tooMany");
        assert!(!refused.header("retry-after").is_empty());
    }
    // A device that the owner has used is counted separately.
    home.start_reset(AYSEL.email).await.expect(201);
    app.clock.advance(3_600);
    let mut browser = app.browser();
    let refused = browser.start_reset(" ").await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/login");
    browser.start_reset(ELVIN.email).await.expect(201);
    let refused = browser.reset_digits("12a4").await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/digits");
    let mut foreign = browser.clone();
    foreign.own_page = false;
    foreign.reset_digits(LAST).await.expect_problem(403, "foreignOrigin");
    app.browser().reset_digits(LAST).await.expect_problem(410, "resetGone");
    app.clock.advance(30 * 60);
    browser.reset_digits(LAST).await.expect_problem(410, "resetGone");
    app.end().await;
}

#[tokio::test]
async fn a_sixth_guess_at_the_digits_sends_nothing_and_nothing_tells_so() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(61);
    // Five guesses with the e-mail, then the correct digits with the FIN: both count for the one account.
    let mut browser = app.browser();
    browser.start_reset(AYSEL.email).await.expect(201);
    for guess in ["0001", "0002", "0003", "0004", "0005"] {
        browser.reset_digits(guess).await.expect(200);
        app.clock.advance(61);
    }
    let mut other = app.browser();
    other.start_reset(AYSEL.fin).await.expect(201);
    assert_eq!(other.reset_digits(LAST).await.expect(200).text("/state"), "codeSent");
    app.run_jobs().await;
    let codes = app.outside.sms_for(AYSEL.phone).iter().filter(|sms| sms.text.contains("şifrəni bərpa kodu")).count();
    assert_eq!(codes, 0, "no code of a reset");
    app.end().await;
}
