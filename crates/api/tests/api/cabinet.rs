//! The account: identity, services, notices, reference lists.

use crate::support::{AYSEL, ELVIN, TestApp, fresh_key};

#[tokio::test]
async fn the_cabinet_shows_the_register_s_data_and_masks_the_fin() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let profile = browser.profile().await.expect(200);
    assert_eq!((profile.text("/surname"), profile.text("/birthDate")), ("Nümunəyeva", "2002-03-14"));
    assert_eq!(profile.text("/email"), AYSEL.email);
    assert!(!profile.body.to_string().contains(AYSEL.fin));
    assert_eq!(profile.header("cache-control"), "no-store");
    let me = browser.set_language("ru").await.expect(200);
    assert_eq!(me.text("/lang"), "ru");
    app.top_up(&mut browser, 1_000).await;
    app.run_jobs().await;
    let mails = app.outside.mails_for(AYSEL.email);
    assert!(mails.last().unwrap().subject.chars().any(|c| ('а'..='я').contains(&c)), "e-mail follows the language");
    app.end().await;
}

#[tokio::test]
async fn a_sum_is_written_in_the_form_of_the_language_on_pages_and_in_messages() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    browser.set_language("en").await.expect(200);
    browser.lang = "en";
    app.top_up(&mut browser, 125_050).await;
    app.run_jobs().await;
    let english = "1,250.50\u{a0}AZN";
    assert_eq!(browser.wallet().await.expect(200).text("/balanceText"), english);
    assert!(app.outside.mails_for(AYSEL.email).iter().any(|mail| mail.text.contains(english)));
    let sms = format!("Qəbul: {english} was added to your balance");
    assert!(app.outside.sms_for(AYSEL.phone).iter().any(|sent| sent.text == sms));
    for lang in ["az", "ru"] {
        browser.lang = lang;
        assert_eq!(browser.wallet().await.expect(200).text("/balanceText"), "1\u{a0}250,50\u{a0}AZN", "{lang}");
    }
    app.end().await;
}

#[tokio::test]
async fn mag_18_services_show_year_deadline_fee_and_one_action() {
    let app = TestApp::start().await;
    let public = app.browser().campaigns().await.expect(200);
    assert_eq!(public.items().len(), 2);
    assert_eq!(public.text("/items/0/phase"), "open");
    assert_eq!(public.text("/items/0/academicYear"), "2027/2028-ci tədris ili");
    assert_eq!(public.text("/items/0/feeText"), "50,00\u{a0}AZN");
    assert!(public.text("/items/0/deadline").ends_with("23:59"), "{}", public.text("/items/0/deadline"));
    assert_eq!(public.text("/items/1/phase"), "announced");
    app.browser().services().await.expect_problem(401, "signInRequired");

    let mut browser = app.register(AYSEL).await;
    let services = browser.services().await.expect(200);
    assert_eq!((services.text("/items/0/action"), services.text("/items/1/action")), ("start", "wait"));
    browser.open_application(&fresh_key(), services.text("/items/0/campaign/id")).await.expect(201);
    let services = browser.services().await.expect(200);
    assert_eq!(services.text("/items/0/action"), "continue");
    assert_eq!(services.text("/items/0/application/stateText"), "Təsdiq edilməyib");
    assert_eq!(services.text("/items/0/application/tone"), "waiting");
    app.end().await;
}

#[tokio::test]
async fn clause_2_1_commissions_are_public_and_an_invented_place_is_not_official() {
    let app = TestApp::start().await;
    let commissions = app.browser().commissions().await.expect(200);
    assert_eq!(commissions.items().len(), 2, "one for each campaign that is not over");
    assert!(commissions.text("/items/0/untilText").ends_with("17:00"), "{}", commissions.text("/items/0/untilText"));
    for commission in commissions.items() {
        for place in commission["places"].as_array().unwrap() {
            assert_eq!(place["official"], false, "{place}");
        }
    }
    app.end().await;
}

#[tokio::test]
async fn notices_come_in_pages_and_are_read_by_their_owner_only() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    for _ in 0..4 {
        app.clock.advance(1);
        app.top_up(&mut browser, 1_000).await;
    }
    assert_eq!(browser.me().await.expect(200).number("/unreadNotices"), 5);
    let first = browser.notices("?limit=2").await.expect(200);
    let second = browser.notices(&format!("?limit=2&cursor={}", first.text("/next"))).await.expect(200);
    let third = browser.notices(&format!("?limit=2&cursor={}", second.text("/next"))).await.expect(200);
    let mut ids: Vec<String> = [&first, &second, &third]
        .iter()
        .flat_map(|page| page.items().iter().map(|notice| notice["id"].as_str().unwrap().to_owned()))
        .collect();
    assert_eq!(ids.len(), 5);
    ids.dedup();
    assert_eq!(ids.len(), 5, "no row twice");
    assert!(third.body.get("next").is_none());
    assert_eq!(third.text("/items/0/name"), "account.opened");
    browser.notices("?cursor=nonsense").await.expect_problem(400, "badRequest");

    browser.read_notice(&ids[0]).await.expect(204);
    browser.read_notice(&ids[0]).await.expect(204);
    assert_eq!(browser.me().await.expect(200).number("/unreadNotices"), 4);
    let mut elvin = app.register(ELVIN).await;
    elvin.read_notice(&ids[1]).await.expect_problem(404, "notFound");
    assert_eq!(browser.me().await.expect(200).number("/unreadNotices"), 4);
    app.end().await;
}

#[tokio::test]
async fn a_reference_list_tells_the_source_of_each_row() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.lang = "en";
    let list = browser.reference("foreignLanguages").await.expect(200);
    assert_eq!((list.text("/items/0/code"), list.text("/items/0/name")), ("en", "English"));
    assert!(list.items().iter().all(|row| row["official"] == true));
    let assumed = browser.reference("bakuDistricts").await.expect(200);
    assert!(assumed.items().iter().all(|row| row["official"] == false));
    // A name translated for the portal is not official and is marked so.
    browser.lang = "ru";
    let translated = browser.reference("foreignLanguages").await.expect(200);
    assert_eq!(translated.text("/items/0/name"), "английский язык");
    assert_eq!(translated.text("/items/0/nameAz"), "ingilis dili");
    assert!(translated.items().iter().all(|row| row["official"] == false));
    assert!(translated.text("/items/0/basis").contains("ASSUMED"));
    let countries = browser.reference("countries").await.expect(200);
    let georgia = countries.items().iter().find(|row| row["code"] == "GE").expect("Georgia");
    assert_eq!((&georgia["name"], &georgia["nameAz"]), (&"Грузия".into(), &"Gürcüstan".into()));
    browser.reference("nothing").await.expect_problem(404, "notFound");
    app.end().await;
}
