//! Text that people type and paste: codes, dates, document numbers, names, addresses, tested through the whole server.

use qabul_store::testing::Engine;
use serde_json::{Value, json};

use super::applications::{opened, ready};
use crate::support::{AYSEL, Browser, PASSWORD, TestApp, fresh_key};

/// A person in the migration register whose name has letters that Azerbaijani does not have.
const KAETHE: (&str, &str, &str) = ("MYI", "0000131", "1997-02-08");
/// A person in the migration register with only one name.
const SUHARTO: (&str, &str, &str) = ("MYI", "0000132", "1996-11-30");
const PHONE: &str = "+994705550125";

async fn registered(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    browser.check_identity("FİN: 5nm\u{200e}1a2c\u{202c}", "14 mart 2002-ci il").await.expect(200);
    browser.confirm_identity().await.expect(200);
    browser.send_code("Tel: \u{202a}+994 50\u{a0}555\u{2011}01\u{2212}17\u{202c}\u{fe0f}").await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    let sms = app.outside.sms_for(AYSEL.phone).remove(0).text;
    assert!(sms.contains(&code));
    // First a wrong text: it counts as one wrong try and blocks nobody.
    browser.verify_phone("SMS gəlmədi").await.expect_problem(422, "codeWrong");
    browser.verify_phone(&sms).await.expect(200);
    browser.set_email("\u{200b}aysel@example.az ", "mailto:aysel@example.az").await.expect(200);
    browser.set_password(PASSWORD, PASSWORD).await.expect(201);
    let profile = browser.profile().await.expect(200);
    assert_eq!((profile.text("/phone"), profile.text("/email")), ("50 555 01 17", AYSEL.email));
    // The same code in every other spelling; a code can be used once, so each spelling gets a new one.
    for (n, written) in ["{a} {b}", "{a}-{b}", " {a}{b} ", "{a}\u{a0}{b}"].into_iter().enumerate() {
        app.clock.advance(3 * 3_600);
        browser.sign_in(AYSEL.email, PASSWORD).await.expect(201);
        let number = format!("+99451555{:04}", 200 + n);
        browser.change_phone(&number, PASSWORD).await.expect(200);
        let code = app.code_for(&number).await;
        let (a, b) = code.split_at(3);
        let typed = written.replace("{a}", a).replace("{b}", b);
        assert!(browser.prove_phone(&typed).await.status < 300, "{typed:?}");
    }
    app.end().await;
}

#[tokio::test]
async fn a_registration_of_pasted_values_succeeds_on_sqlite() {
    registered(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_registration_of_pasted_values_succeeds_on_postgresql() {
    registered(Engine::Postgres).await;
}

#[tokio::test]
async fn a_reset_takes_the_digits_and_the_code_as_they_are_pasted() {
    let app = TestApp::start().await;
    app.register(AYSEL).await;
    app.clock.advance(7_200);
    let mut browser = app.browser();
    browser.start_reset(AYSEL.email).await.expect(201);
    browser.reset_digits("+994 50 555\u{2011}01\u{2011}17").await.expect(200);
    let code = app.code_for(AYSEL.phone).await;
    browser.reset_verify(&format!("{} {}", &code[..3], &code[3..])).await.expect(200);
    app.end().await;
}

async fn told(browser: &mut Browser<'_>, born: &str) -> (String, String) {
    let refused = browser.check_identity(AYSEL.fin, born).await.expect_problem(422, "validation");
    assert_eq!(refused.text("/errors/0/pointer"), "/birthDate");
    (refused.text("/errors/0/code").to_owned(), refused.text("/errors/0/text").to_owned())
}

#[tokio::test]
async fn a_date_out_of_range_says_what_is_wrong_in_three_languages() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.start_registration("citizen").await.expect(201);
    let mut said = std::collections::BTreeSet::new();
    let dates = [
        ("14.03.1850", "dateEarly"),
        ("14.03.20", "dateYear"),
        ("0020-03-14", "dateEarly"),
        ("31.02.2002", "dateImpossible"),
        ("2002-02-31", "dateImpossible"),
        ("14.13.2002", "dateMonth"),
        ("2027-03-14", "dateFuture"),
        ("14..2002", "dateRequired"),
        ("sabah", "dateFormat"),
    ];
    for lang in ["az", "en", "ru"] {
        browser.lang = lang;
        for (born, code) in dates {
            let (told, text) = told(&mut browser, born).await;
            assert_eq!(told, code, "{born}");
            said.insert(text);
        }
    }
    assert_eq!(said.len(), 3 * 7, "each of its own, in each language: {said:?}");
    // An impossible birth date does not use up a try at the register.
    browser.check_identity(AYSEL.fin, "14.03.2002").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn a_foreigner_with_letters_ours_has_not_and_one_with_a_single_name_go_the_whole_way() {
    let app = TestApp::start().await;
    for (card, phone, email, masked, full) in [
        (KAETHE, PHONE, "kaethe@example.az", "W•••• K••••", "Weiß-Muñoz Käthe O’Neill"),
        (SUHARTO, "+994705550126", "suharto@example.az", "S••••", "Suharto"),
    ] {
        let mut browser = app.browser();
        browser.start_registration("permit").await.expect(201);
        let found = browser.check_permit(card.0, &format!("MYİ № {}", card.1), card.2).await.expect(200);
        assert_eq!(found.text("/maskedName"), masked);
        browser.confirm_identity().await.expect(200);
        browser.send_code(phone).await.expect(200);
        browser.verify_phone(&app.code_for(phone).await).await.expect(200);
        browser.set_email(email, email).await.expect(200);
        browser.set_password(PASSWORD, PASSWORD).await.expect(201);
        let me = browser.me().await.expect(200);
        assert_eq!(me.text("/fullName"), full);
        assert!(!me.text("/givenName").is_empty());
        app.top_up(&mut browser, 5_000).await;
        let id = opened(&mut browser).await;
        // Former names are written as in the foreign document.
        let names = |surname: &str| {
            json!({ "step": "masterExam.personal",
            "answers": { "namesChanged": true, "previousSurname": surname } })
        };
        let saved = browser.save_answers(&id, 0, names("Вайс")).await.expect(200);
        assert_eq!(saved.text("/step/gaps/0/code"), "latinLettersOnly", "{}", saved.body);
        let saved = browser.save_answers(&id, 1, names("Wäßler-O’Hara")).await.expect(200);
        assert!(saved.body["step"]["gaps"].as_array().unwrap().is_empty(), "{}", saved.body);
    }
    // A citizen must use Azerbaijani letters (MAG-6); the refusal says so.
    let mut citizen = app.register(AYSEL).await;
    citizen.lang = "en";
    let id = opened(&mut citizen).await;
    let changed =
        json!({ "step": "masterExam.personal", "answers": { "namesChanged": true, "previousSurname": "Wagner" } });
    let saved = citizen.save_answers(&id, 0, changed).await.expect(200);
    assert_eq!(saved.text("/step/gaps/0/code"), "azLettersOnly");
    assert!(saved.text("/step/gaps/0/text").contains("W as V"), "{}", saved.body);
    app.end().await;
}

fn by_hand() -> Value {
    json!({
        "surname": "Weiß-Muñoz", "name": "Käthe", "patronymic": "", "noPatronymic": true, "birthDate": "1 may 1999",
        "document": "385\u{2011}21c00123\u{200e}", "registeredPlace": "Bakı şəhəri, Nümunə küçəsi 7",
        "actualPlace": "Bakı şəhəri, Nümunə küçəsi 7"
    })
}

#[tokio::test]
async fn portal_4_a_name_is_taken_as_on_the_document_also_when_it_is_one() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    browser.lang = "en";
    browser.start_registration("protection").await.expect(201);
    browser.fill_person(by_hand()).await.expect(200);
    let mut other = by_hand();
    other["surname"] = "Вайс".into();
    other["name"] = "".into();
    let refused = browser.fill_person(other).await.expect_problem(422, "validation");
    let errors = refused.body["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 2, "one for each field: {}", refused.body);
    assert_eq!((refused.text("/errors/0/pointer"), refused.text("/errors/0/code")), ("/surname", "latinLettersOnly"));
    assert!(refused.text("/errors/0/text").contains("as on your document"), "{}", refused.body);
    assert_eq!(refused.text("/errors/1/pointer"), "/name");
    let mut one = by_hand();
    one["surname"] = "Suharto".into();
    one["name"] = "".into();
    one["oneName"] = true.into();
    browser.fill_person(one).await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn an_address_with_signs_paper_cannot_bear_is_refused_in_words() {
    let app = TestApp::start().await;
    let mut browser = app.register(AYSEL).await;
    let mut said = std::collections::BTreeSet::new();
    for lang in ["az", "en", "ru"] {
        browser.lang = lang;
        for sign in ["🏠", "\u{202e}", "\u{feff}", "\t"] {
            let refused = browser.change_residence(&format!("Bakı şəhəri,{sign} Nümunə küçəsi 7")).await;
            let refused = refused.expect_problem(422, "validation");
            assert_eq!(
                (refused.text("/errors/0/pointer"), refused.text("/errors/0/code")),
                ("/actualPlace", "residenceFormat")
            );
            said.insert(refused.text("/errors/0/text").to_owned());
        }
    }
    assert_eq!(said.len(), 9, "emoji, invisible, tab, in three languages: {said:?}");
    browser.change_residence("Bakı şəhəri,\u{a0}Nümunə küç. 7/3, m. «12» – №5").await.expect(200);
    app.end().await;
}

#[tokio::test]
async fn look_alikes_in_the_code_of_a_paper_are_read_and_what_no_code_has_is_named() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let code = app.db.texts("select code from issued_document").await.remove(0);
    let looks_like: String = code
        .chars()
        .map(|sign| match sign {
            '0' => 'O',
            '1' => 'l',
            'A' => 'А',
            'B' => 'В',
            'C' => 'С',
            'E' => 'Е',
            'H' => 'Н',
            'K' => 'К',
            'M' => 'М',
            'P' => 'Р',
            'T' => 'Т',
            'X' => 'Х',
            'Y' => 'У',
            other => other,
        })
        .collect();
    let spaced: Vec<String> =
        looks_like.chars().collect::<Vec<_>>().chunks(4).map(|four| four.iter().collect()).collect();
    let client = reqwest::Client::builder().no_proxy().tls_certs_only([]).build().unwrap();
    let check = async |typed: &str| {
        let form = [("code", typed)];
        let asked = client.post(format!("{}/check?lang=en", app.url)).form(&form).send().await.unwrap();
        asked.text().await.unwrap()
    };
    for typed in [
        spaced.join(" "),
        spaced.join("-"),
        format!("\u{202a}{looks_like}\u{202c}"),
        format!("{}/check/{code}", app.url),
    ] {
        assert!(check(&typed).await.contains("Valid"), "{typed}");
    }
    assert!(check("7K2M-ЖЖ").await.contains("“Ж”"));
    assert!(check("7K2M").await.contains("you entered 4"));
    app.end().await;
}

#[tokio::test]
async fn a_country_is_searched_by_the_names_people_use() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let countries = browser.reference("countries").await.expect(200);
    let of = |code: &str| countries.items().iter().find(|row| row["code"] == code).unwrap()["also"].to_string();
    for (code, names) in [("US", ["USA", "США"]), ("TR", ["Turkey", "Турция"]), ("GB", ["England", "Великобритания"])]
    {
        for name in names {
            assert!(of(code).contains(&format!("\"{name}\"")), "{name}: {}", of(code));
        }
    }
    assert!(browser.reference("institutions").await.expect(200).items()[0].get("also").is_none());
    app.end().await;
}
