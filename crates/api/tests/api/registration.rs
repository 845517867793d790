//! Registration of an account (PORTAL-1 to PORTAL-7).

use crate::support::{AYSEL, ELVIN, NIGAR, PASSWORD, Somebody, TestApp};

#[tokio::test]
async fn portal_1_to_7_a_citizen_opens_a_cabinet_and_is_signed_in() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let begun = browser.start_registration("citizen").await.expect(201);
    assert_eq!(begun.text("/state"), "started");
    let found = browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    assert_eq!(found.text("/state"), "identityFound");
    assert!(found.text("/maskedName").starts_with("N•"), "{}", found.body);
    assert!(!found.body.to_string().contains("Aysel"), "PORTAL-2: names are masked");
    browser.confirm_identity().await.expect(200);
    let sent = browser.send_code("050 555 01 17").await.expect(200);
    assert_eq!(sent.number("/code/triesLeft"), 5);
    let code = app.code_for(AYSEL.phone).await;
    assert_eq!(browser.verify_phone(&code).await.expect(200).text("/state"), "phoneVerified");
    browser.set_email(AYSEL.email, "other@example.az").await.expect_problem(422, "validation");
    browser.set_email(AYSEL.email, AYSEL.email).await.expect(200);
    let weak = browser.set_password("aysel2002", "aysel2002").await.expect_problem(422, "validation");
    assert_eq!(weak.text("/errors/0/code"), "passwordShort");
    let weak = browser.set_password("numuneyeva2002", "numuneyeva2002").await.expect_problem(422, "validation");
    assert_eq!(weak.text("/errors/0/code"), "passwordGuessable");
    browser.set_password(PASSWORD, "another one").await.expect_problem(422, "validation");
    let session = browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    assert_eq!(session.text("/me/givenName"), "Aysel");
    assert_eq!(session.text("/me/balanceText"), "0,00\u{a0}AZN");
    assert_eq!(session.text("/me/cabinetNumber").len(), 8);
    let cookies: Vec<_> = browser.cookies.keys().collect();
    assert_eq!(cookies, ["qabul-device", "qabul-refresh"], "the registration's cookie is gone, the session's is there");

    let me = browser.me().await.expect(200);
    assert_eq!(me.number("/unreadNotices"), 1);
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email);
    assert_eq!(mails.len(), 2);
    let opened = mails.iter().find(|mail| mail.subject == "Kabinetiniz yaradıldı").unwrap();
    assert!(opened.text.contains(session.text("/me/cabinetNumber")) && opened.text.contains("TEST REJİMİ"));
    assert!(mails.iter().any(|mail| mail.subject == "E-poçt ünvanınızı təsdiqləyin"), "PORTAL-6: a link, not blocking");
    browser.show_registration().await.expect_problem(410, "registrationGone");
    app.end().await;
}

#[tokio::test]
async fn portal_2_unknown_fin_wrong_birth_date_and_an_existing_account_answer_the_same() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut bodies = Vec::new();
    for (fin, born) in [("7ZZ9Z9Z", "2000-01-01"), (ELVIN.fin, "2000-01-01"), (AYSEL.fin, AYSEL.born)] {
        let mut browser = app.browser();
        browser.start_registration("citizen").await.expect(201);
        let mut refused = browser.check_identity(fin, born).await.expect_problem(422, "identityMismatch");
        refused.body["traceId"] = "".into();
        bodies.push(refused.body);
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
    app.end().await;
}

#[tokio::test]
async fn a_taken_phone_gets_a_code_and_only_the_right_code_tells_that_it_is_taken() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(ELVIN.fin, ELVIN.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    app.clock.advance(61);
    browser.send_code(AYSEL.phone).await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let refused = browser.verify_phone(wrong).await.expect_problem(422, "codeWrong");
    assert!(refused.text("/title").contains('4'), "four tries are left: {}", refused.text("/title"));
    browser.verify_phone(&code).await.expect_problem(409, "phoneTaken");
    app.end().await;
}

#[tokio::test]
async fn a_mistyped_number_is_corrected_at_once_and_a_repeat_to_the_same_number_waits() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser.send_code("050 555 01 98").await.expect(200);
    browser.send_code(AYSEL.phone).await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    // Known to be on its way: the same answer, and no second SMS.
    browser.send_code(AYSEL.phone).await.expect(200);
    assert_eq!(browser.verify_phone(&code).await.expect(200).text("/state"), "phoneVerified");
    let early = browser.send_code(AYSEL.phone).await.expect_problem(429, "codePause");
    assert!(early.text("/title").starts_with("Yeni kodu bu vaxtdan sonra istəyə bilərsiniz: 10:01."), "{}", early.body);
    app.clock.advance(61);
    browser.send_code(AYSEL.phone).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_taken_email_answers_as_a_free_one_and_its_owner_is_told() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.browser().prove_email(&app.link_for(AYSEL.email).await).await.expect(204);
    let free = {
        let mut browser = app.browser();
        app.register_until_password(&mut browser, ELVIN).await;
        browser.set_password(PASSWORD, PASSWORD).await.expect(201)
    };
    let taken = {
        let mut browser = app.browser();
        app.register_until_password(&mut browser, Somebody { email: "AYSEL@example.az", ..NIGAR }).await;
        browser.set_password(PASSWORD, PASSWORD).await.expect(201)
    };
    let keys = |answer: &crate::support::Answer| answer.body.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&free), keys(&taken));
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email);
    assert!(mails.iter().any(|mail| mail.subject.contains("qeydiyyat cəhdi")), "the owner is told");
    // The address is still a login only for its owner's account; the new person signs in by FIN.
    let owner = app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    assert_eq!(owner.text("/me/givenName"), "Aysel");
    let newcomer = app.browser().sign_in(NIGAR.fin, PASSWORD).await.expect(201);
    assert_eq!(newcomer.text("/me/givenName"), "Nigar");
    app.end().await;
}

#[tokio::test]
async fn after_five_wrong_codes_the_right_one_is_refused_too() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser.send_code(AYSEL.phone).await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for _ in 0..5 {
        browser.verify_phone(wrong).await.expect_problem(422, "codeWrong");
    }
    browser.verify_phone(&code).await.expect_problem(422, "codeExpired");
    app.clock.advance(61);
    browser.send_code(AYSEL.phone).await.expect(200);
    browser.verify_phone(&app.code_for(AYSEL.phone).await).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_silent_register_is_no_refusal_and_the_same_step_works_afterwards() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    app.outside.set_switch(qabul_simulator::System::Population, qabul_simulator::Mode::Error);
    let silent = browser.check_identity(AYSEL.fin, AYSEL.born).await.expect_problem(503, "registerSilent");
    assert!(!silent.header("retry-after").is_empty());
    app.outside.reset_switches();
    browser.check_identity(AYSEL.fin, AYSEL.born).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_registration_is_bound_to_its_device_and_ends_after_a_day() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    app.browser().show_registration().await.expect_problem(410, "registrationGone");
    let mut foreign = browser.clone();
    foreign.own_page = false;
    foreign.check_identity(AYSEL.fin, AYSEL.born).await.expect_problem(403, "foreignOrigin");
    app.clock.advance(24 * 3600);
    browser.show_registration().await.expect_problem(410, "registrationGone");
    app.run_jobs().await;
    assert_eq!(app.db.texts("select state from registration").await, ["EXPIRED"]);
    app.end().await;
}
