//! Every account has a login from its creation, and equivalent spellings are one login.

use qabul_store::testing::Engine;

use super::ways_in::by_hand;
use crate::support::{AYSEL, Browser, ELVIN, NIGAR, PASSWORD, Somebody, TestApp};

const PHONE: &str = "+994705550121";

/// The last steps of a registration with Aysel's address, which is taken.
async fn with_taken_address(app: &TestApp, browser: &mut Browser<'_>) -> String {
    browser.send_code(PHONE).await.expect(200);
    browser.verify_phone(&app.code_for(PHONE).await).await.expect(200);
    browser.set_email(AYSEL.email, AYSEL.email).await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201).text("/me/cabinetNumber").to_owned()
}

/// A person without a FIN always has a login, whatever e-mail address was typed.
async fn first_minute(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    app.register(AYSEL).await;
    app.browser().prove_email(&app.link_for(AYSEL.email).await).await.expect(204);
    let mut protected = app.browser();
    protected.start_registration("protection").await.expect(201);
    protected.fill_person(by_hand()).await.expect(200);
    let number = with_taken_address(&app, &mut protected).await;
    let signed_in = app.browser().sign_in(&number, PASSWORD).await.expect(201);
    assert_eq!(signed_in.text("/me/givenName"), "Samir");
    assert_eq!(protected.profile().await.expect(200).text("/email"), "", "the address is its owner's");
    // The number is sent by SMS, because no e-mail can be sent.
    app.run_jobs().await;
    assert!(app.outside.sms_for(PHONE).iter().any(|sms| sms.text.contains(&number)));
    // With blanks, as people type it.
    let spaced = format!(" {} {} ", &number[..4], &number[4..]);
    app.browser().sign_in(&spaced, PASSWORD).await.expect(201);
    // A person with a free address gets the same, and the answers do not differ.
    let elvin = app.register(ELVIN).await.me().await.expect(200).text("/cabinetNumber").to_owned();
    app.browser().sign_in(&elvin, PASSWORD).await.expect(201);
    app.browser().sign_in("12345678", PASSWORD).await.expect_problem(401, "loginFailed");
    app.browser().sign_in(&elvin, "wrong").await.expect_problem(401, "loginFailed");
    // It can also be used to reset a forgotten password.
    app.clock.advance(61);
    let mut reset = app.browser();
    reset.start_reset(&number).await.expect(201);
    reset.reset_digits("0121").await.expect(200);
    reset.reset_verify(&app.code_for(PHONE).await).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn every_account_can_be_signed_in_to_by_its_number_right_after_registration_on_sqlite() {
    first_minute(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_account_can_be_signed_in_to_by_its_number_right_after_registration_on_postgresql() {
    first_minute(Engine::Postgres).await;
}

#[tokio::test]
async fn a_foreigner_without_a_fin_who_types_a_taken_address_signs_in_by_the_number() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    let mut browser = app.browser();
    browser.start_registration("permit").await.expect(201);
    browser.check_permit("MYI", "0000014", "1998-01-15").await.expect(200);
    browser.confirm_identity().await.expect(200);
    let number = with_taken_address(&app, &mut browser).await;
    app.browser().sign_in(&number, PASSWORD).await.expect(201);
    app.end().await;
}

/// An address belongs to the account that proves it, not to the one that only typed it.
async fn proof_decides(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    // Elvin types Nigar's address before she registers.
    let mut squatter = app.register(Somebody { email: NIGAR.email, ..ELVIN }).await;
    app.run_jobs().await;
    app.clock.advance(60);
    let mut owner = app.register(NIGAR).await;
    assert_eq!(owner.profile().await.expect(200).text("/newEmail"), NIGAR.email);
    app.browser().prove_email(&app.link_for(NIGAR.email).await).await.expect(204);
    let proven = owner.profile().await.expect(200);
    assert_eq!((proven.text("/email"), &proven.body["emailProven"]), (NIGAR.email, &true.into()));
    app.browser().sign_in(NIGAR.email, PASSWORD).await.expect(201);
    let lost = squatter.profile().await.expect(200);
    assert_eq!((lost.text("/email"), lost.text("/newEmail")), ("", ""), "{}", lost.body);
    assert_eq!(squatter.notices("").await.expect(200).text("/items/0/name"), "account.emailRemoved");
    app.browser().sign_in(ELVIN.fin, PASSWORD).await.expect(201);
    // A proven address cannot be taken by typing it.
    squatter.change_email(NIGAR.email, PASSWORD).await.expect(200);
    app.run_jobs().await;
    assert_eq!(owner.profile().await.expect(200).text("/email"), NIGAR.email);
    app.end().await;
}

#[tokio::test]
async fn portal_6_an_address_belongs_to_who_proves_it_on_sqlite() {
    proof_decides(Engine::Sqlite).await;
}

#[tokio::test]
async fn portal_6_an_address_belongs_to_who_proves_it_on_postgresql() {
    proof_decides(Engine::Postgres).await;
}

#[tokio::test]
async fn papers_go_to_a_proven_address_alone_and_the_letter_says_where_they_lie() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let subject = "Balansınız artırıldı";
    let letter = async |nth: usize| {
        app.run_jobs().await;
        let mails = app.outside.mails_for(AYSEL.email);
        let mut of_top_ups: Vec<_> = mails.into_iter().filter(|mail| mail.subject == subject).collect();
        assert_eq!(of_top_ups.len(), nth);
        of_top_ups.remove(0)
    };
    app.top_up(&mut browser, 1_000).await;
    let first = letter(1).await;
    assert_eq!(first.files.len(), 0, "nobody has proven the address");
    assert!(first.text.contains("Sənədləriniz kabinetinizdədir"), "{}", first.text);
    // The link is requested again; after it is opened the documents are sent.
    app.clock.advance(61);
    let sent = browser.send_email_link().await.expect(200);
    assert_eq!(sent.text("/email"), AYSEL.email);
    assert_eq!(browser.send_email_link().await.expect(200).text("/expiresAt"), sent.text("/expiresAt"), "one letter");
    app.browser().prove_email(&app.link_for(AYSEL.email).await).await.expect(204);
    browser.send_email_link().await.expect_problem(409, "emailProven");
    app.top_up(&mut browser, 1_100).await;
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email);
    let files: Vec<usize> = mails.iter().filter(|mail| mail.subject == subject).map(|mail| mail.files.len()).collect();
    assert_eq!(files.iter().sum::<usize>(), 1, "{files:?}");
    app.end().await;
}

#[tokio::test]
async fn an_address_that_no_other_account_has_signs_in_before_it_is_proven_and_until_another_account_proves_it() {
    let app = TestApp::start().await;
    let mut first = app.register(AYSEL).await;
    assert_eq!(first.profile().await.expect(200).body["emailProven"], false);
    app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    let number = first.me().await.expect(200).text("/cabinetNumber").to_owned();
    let mut second = app.register(ELVIN).await;
    second.change_email(AYSEL.email, PASSWORD).await.expect(200);
    app.run_jobs().await;
    // Both have a link to the address; whoever reads its letters has it from then on.
    let link = app.link_for(AYSEL.email).await;
    app.browser().prove_email(&link).await.expect(204);
    let owner = app.browser().sign_in(AYSEL.email, PASSWORD).await.expect(201);
    assert_eq!(owner.text("/me/cabinetNumber"), second.me().await.expect(200).text("/cabinetNumber"));
    app.browser().sign_in(&number, PASSWORD).await.expect(201);
    app.end().await;
}

#[tokio::test]
async fn links_to_an_address_are_limited_and_the_refusal_says_until_when() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    for _ in 0..5 {
        app.clock.advance(61);
        browser.send_email_link().await.expect(200);
    }
    app.clock.advance(61);
    let refused = browser.send_email_link().await.expect_problem(429, "linkPause");
    assert!(!refused.header("retry-after").is_empty());
    app.end().await;
}

#[tokio::test]
async fn a_password_is_one_however_its_letters_are_composed_and_a_look_alike_letter_is_another_login() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    app.register_until_password(&mut browser, Somebody { email: "kamran@example.az", ..AYSEL }).await;
    // ş and ğ composed by one keyboard, decomposed by the other.
    let (whole, parts) = ("ya\u{15f}\u{131}l-qatar-17-da\u{11f}", "yas\u{327}\u{131}l-qatar-17-dag\u{306}");
    browser.set_password(whole, parts).await.expect(201);
    for password in [whole, parts] {
        app.browser().sign_in("kamran@example.az", password).await.expect(201);
        app.browser().sign_in("5nm1a2c", password).await.expect(201);
    }
    for look_alike in ["\u{212a}amran@example.az", "5NM1A2\u{421}", "kamr\u{430}n@example.az"] {
        app.browser().sign_in(look_alike, whole).await.expect_problem(401, "loginFailed");
    }
    app.end().await;
}
