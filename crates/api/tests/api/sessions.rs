//! Signing in, renewing a session and signing out (quality goals S1, S3).

use crate::support::{AYSEL, ELVIN, PASSWORD, TestApp};

#[tokio::test]
async fn email_and_fin_both_sign_in_and_the_token_opens_the_cabinet() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    for login in [AYSEL.email, "Aysel@Example.AZ", AYSEL.fin, "5nm1a2c"] {
        let mut browser = app.browser();
        let session = browser.sign_in(login, PASSWORD).await.expect(201);
        assert_eq!(session.header("cache-control"), "no-store");
        assert_eq!(browser.me().await.expect(200).text("/givenName"), "Aysel");
    }
    app.browser().me().await.expect_problem(401, "signInRequired");
    app.end().await;
}

#[tokio::test]
async fn a_tester_without_cookies_and_without_the_portals_header_can_sign_in() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut browser = app.browser();
    browser.own_page = false;
    browser.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    browser.refresh().await.expect_problem(403, "foreignOrigin");
    browser.sign_out().await.expect_problem(403, "foreignOrigin");
    app.end().await;
}

#[tokio::test]
async fn s1_unknown_login_and_wrong_password_answer_the_same_and_are_refused_alike() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut bodies = Vec::new();
    for (login, password) in [("nobody@example.az", PASSWORD), (AYSEL.email, "wrong"), ("1ZZ1Z1Z", "wrong"), ("x", "x")]
    {
        let mut refused = app.browser().sign_in(login, password).await.expect_problem(401, "loginFailed");
        assert!(!refused.headers.contains_key("set-cookie"));
        refused.body["traceId"] = "".into();
        bodies.push(refused.body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
    let mut bodies = Vec::new();
    for login in [AYSEL.email, "nobody@example.az"] {
        for _ in 0..4 {
            app.browser().sign_in(login, "wrong").await.expect_problem(401, "loginFailed");
        }
        let mut refused = app.browser().sign_in(login, PASSWORD).await.expect_problem(429, "tooMany");
        refused.body["traceId"] = "".into();
        bodies.push(refused.body);
    }
    assert_eq!(bodies[0], bodies[1]);
    app.end().await;
}

#[tokio::test]
async fn wrong_passwords_make_a_stranger_wait_for_a_minute_and_for_an_hour_and_the_owner_is_told_once() {
    let app = TestApp::start().await;
    let mut home = app.register(AYSEL).await;
    for _ in 0..4 {
        for _ in 0..5 {
            app.browser().sign_in(AYSEL.email, "wrong").await.expect_problem(401, "loginFailed");
        }
        let refused = app.browser().sign_in(AYSEL.email, PASSWORD).await.expect_problem(429, "tooMany");
        assert!(!refused.header("retry-after").is_empty());
        app.clock.advance(60);
    }
    let refused = app.browser().sign_in(AYSEL.email, PASSWORD).await.expect_problem(429, "tooMany");
    assert!(refused.header("retry-after").parse::<i64>().unwrap() > 3_000, "the delay has grown");
    // Another of her logins has a separate limit, and her known device is not affected.
    app.browser().sign_in(AYSEL.fin, PASSWORD).await.expect(201);
    home.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    let notices = home.notices("").await.expect(200);
    let told: Vec<_> = notices.items().iter().filter(|notice| notice["name"] == "account.guessed").collect();
    assert_eq!(told.len(), 1);
    app.clock.advance(3_600);
    app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn right_passwords_use_nothing_up() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    for _ in 0..10 {
        app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    }
    app.end().await;
}

#[tokio::test]
async fn s3_a_refresh_token_is_exchanged_at_each_use_and_a_second_use_ends_the_session() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let mut thief = browser.clone();
    app.clock.advance(30);
    browser.refresh().await.expect(201);
    assert_ne!(browser.cookies, thief.cookies);
    browser.me().await.expect(200);
    app.clock.advance(11);
    let refused = thief.refresh().await.expect_problem(401, "sessionEnded");
    assert!(refused.header("set-cookie").contains("Max-Age=0"), "the cookie is taken away");
    assert_eq!(thief.cookies.keys().collect::<Vec<_>>(), ["qabul-device"]);
    browser.me().await.expect_problem(401, "signInRequired");
    browser.refresh().await.expect_problem(401, "sessionEnded");
    app.end().await;
}

#[tokio::test]
async fn a_lost_answer_or_a_second_tab_may_use_the_old_token_once_more_at_once() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let mut tab = browser.clone();
    browser.refresh().await.expect(201);
    tab.refresh().await.expect(201);
    assert_eq!(tab.cookies, browser.cookies, "one successor");
    browser.me().await.expect(200);
    tab.me().await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_session_ends_after_twenty_minutes_without_use_and_after_twelve_hours_in_any_case() {
    let app = TestApp::start().await;
    let mut idle = app.register(AYSEL).await;
    let mut busy = app.browser();
    busy.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    app.clock.advance(10 * 60);
    busy.me().await.expect_problem(401, "signInRequired");
    busy.refresh().await.expect(201);
    app.clock.advance(10 * 60);
    idle.refresh().await.expect_problem(401, "sessionEnded");
    let mut seconds = 20 * 60;
    while seconds < 12 * 3600 - 15 * 60 {
        busy.refresh().await.expect(201);
        app.clock.advance(15 * 60);
        seconds += 15 * 60;
    }
    app.clock.advance(12 * 3600 - seconds);
    busy.refresh().await.expect_problem(401, "sessionEnded");
    app.end().await;
}

#[tokio::test]
async fn signing_out_ends_the_access_token_at_once_and_only_this_session() {
    let app = TestApp::start().await;
    let mut here = app.register(AYSEL).await;
    let mut there = app.browser();
    there.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    here.sign_out().await.expect(204);
    assert_eq!(here.cookies.keys().collect::<Vec<_>>(), ["qabul-device"], "the device stays known");
    here.me().await.expect_problem(401, "signInRequired");
    there.me().await.expect(200);
    // A caller without cookies signs out by its token.
    there.cookies.clear();
    there.sign_out().await.expect(204);
    there.me().await.expect_problem(401, "signInRequired");
    app.end().await;
}

#[tokio::test]
async fn what_cannot_be_read_is_told_by_field_in_the_callers_language() {
    let app = TestApp::start().await;
    app.register(ELVIN).await;
    let mut browser = app.browser();
    browser.lang = "en";
    let path = qabul_contract::paths::SESSIONS;
    let unknown = serde_json::json!({ "login": "a", "password": "b", "role": "officer" });
    let refused = browser.send(reqwest::Method::POST, path, Some(unknown), &[]).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/code"), "unknownField");
    assert_eq!(refused.text("/errors/0/pointer"), "/role");
    assert_eq!(refused.header("content-language"), "en");
    let long = serde_json::json!({ "login": "a", "password": "b".repeat(201) });
    let refused = browser.send(reqwest::Method::POST, path, Some(long), &[]).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/code"), "fieldTooLong");
    let large = serde_json::json!({ "login": "a", "password": "b".repeat(70_000) });
    browser.send(reqwest::Method::POST, path, Some(large), &[]).await.expect_problem(413, "tooLarge");
    app.end().await;
}
