//! The catalogue of specializations: imported completely or not at all, and public.

use qabul_api::seed;
use qabul_api::use_cases::catalogue::{Imported, Refused};
use qabul_store::testing::Engine;
use reqwest::Method;

use crate::support::TestApp;

const PATH: &str = qabul_contract::paths::CATALOGUE;
const HEAD: &str = "code,specialty,title_az,title_en,title_ru,teaching_language,class,specialization_language,group,institution,funding,section,capacity,ranking";

async fn import(app: &TestApp, rows: &[&str], basis: &str) -> anyhow::Result<Imported> {
    let file = format!("{HEAD}\n{}\n", rows.join("\n"));
    seed::catalogue(&app.db.db, Some((&file, basis)), app.context.stamp().expect("randomness")).await
}

const LAW: &str = "700001,060212,Şəhər hüququ,Urban law,Городское право,az,GENERAL,,HUM,BDU,STATE,AZ,5,TOTAL";
const HISTORY: &str = "700002,060205,Çin tarixi,History of China,История Китая,az,HISTORY,,HUM,BDU,PAID,AZ,5,TOTAL";
const CONTRADICTION: &str = "700003,060203,Tərcümə,Translation,Перевод,en,FOREIGN_LANG,en,HUM,ADU,PAID,JOINT,5,TOTAL";

async fn all_or_nothing(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let count = "select count(*) from specialization";
    let before = app.db.number(count).await;
    assert!(before >= 60, "{before} rows of the demo");
    let refused = import(&app, &[LAW, CONTRADICTION, HISTORY], "x").await.unwrap_err();
    assert_eq!(refused.downcast_ref::<Refused>().expect("refused").0.len(), 1);
    assert!(refused.to_string().contains("row 3") && refused.to_string().contains("3.2.3 and 3.2.5"), "{refused}");
    assert_eq!(app.db.number(count).await, before, "nothing was changed");
    let done = import(&app, &[LAW, HISTORY], "FROM SOURCE a.example").await.expect("taken in");
    assert_eq!((done.rows, done.changed), (2, 2));
    assert_eq!(app.db.number(count).await, 2);
    // Importing the same file again changes nothing and writes no audit row.
    let audit = "select count(*) from audit where subject = 'catalogue'";
    let traces = app.db.number(audit).await;
    let again = import(&app, &[LAW, HISTORY], "FROM SOURCE a.example").await.expect("taken in");
    assert_eq!(again, Imported { rows: 2, changed: 0, removed: 0 });
    assert_eq!(app.db.number(audit).await, traces);
    app.end().await;
}

#[tokio::test]
async fn clause_3_2_3_against_3_2_5_takes_nothing_of_the_file_in_on_sqlite() {
    all_or_nothing(Engine::Sqlite).await;
}

#[tokio::test]
async fn clause_3_2_3_against_3_2_5_takes_nothing_of_the_file_in_on_postgresql() {
    all_or_nothing(Engine::Postgres).await;
}

#[tokio::test]
async fn clause_3_2_everybody_reads_the_catalogue_with_what_opens_and_closes_each_row() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let answer = browser.send(Method::GET, PATH, None, &[]).await.expect(200);
    assert_eq!(answer.body["official"], false, "an invented catalogue is never shown as official");
    let items = answer.items();
    assert!(items.len() >= 60);
    let history = items.iter().find(|row| row["conditions"]["class"] == "history").expect("a history");
    assert_eq!(history["institution"], "Bakı Dövlət Universiteti");
    let etag = answer.header("etag").to_owned();
    let same = browser.send(Method::GET, PATH, None, &[("if-none-match", &etag)]).await;
    assert_eq!((same.status, same.bytes.len()), (304, 0));
    browser.lang = "ru";
    let russian = browser.send(Method::GET, PATH, None, &[("if-none-match", &etag)]).await.expect(200);
    assert_ne!(russian.header("etag"), etag);
    app.end().await;
}

#[tokio::test]
async fn the_catalogue_is_in_the_order_of_the_azerbaijani_alphabet_and_composed() {
    let app = TestApp::start().await;
    // `Ç` after `C`, `ə` after `e`, `x` after `h`; the second title is in decomposed Unicode.
    let row = |code: u32, title: &str| format!("{code},060205,{title},Name,Имя,az,HISTORY,,HUM,BDU,PAID,AZ,5,TOTAL");
    let rows = [
        row(700_001, "Xalq"),
        row(700_002, "C\u{327}ox"),
        row(700_003, "Həyat"),
        row(700_004, "Cəmi"),
        row(700_005, "Ərəb"),
        row(700_006, "Erkən"),
        row(700_007, "İqlim"),
        row(700_008, "Işıq"),
    ];
    let rows: Vec<&str> = rows.iter().map(String::as_str).collect();
    import(&app, &rows, "FROM SOURCE a.example").await.expect("taken in");
    let answer = app.browser().send(Method::GET, PATH, None, &[]).await.expect(200);
    let titles: Vec<&str> = answer.items().iter().filter_map(|row| row["title"].as_str()).collect();
    assert_eq!(titles, ["Cəmi", "Çox", "Erkən", "Ərəb", "Həyat", "Xalq", "Işıq", "İqlim"]);
    assert_eq!(answer.body["official"], true);
    app.end().await;
}
