//! Eligibility without an account: every finding with its clause, no personal data, no guesses.

use qabul_contract::paths::{ELIGIBILITY, ELIGIBILITY_CATALOGUE};
use reqwest::Method;
use serde_json::Value;

use crate::support::{Answer, TestApp};

async fn ask(app: &TestApp, path: &str, query: &str) -> Answer {
    app.browser().send(Method::GET, &format!("{path}?{query}"), None, &[]).await
}

async fn check(app: &TestApp, query: &str) -> Value {
    ask(app, ELIGIBILITY, query).await.expect(200).body
}

fn list<'a>(body: &'a Value, name: &str) -> &'a [Value] {
    body[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

/// The clause of each finding with its result.
fn findings(body: &Value) -> Vec<(&str, &str)> {
    list(body, "findings")
        .iter()
        .map(|finding| {
            assert!(!finding["ground"]["text"].as_str().unwrap().is_empty());
            (finding["ground"]["clause"].as_str().unwrap(), finding["outcome"].as_str().unwrap())
        })
        .collect()
}

/// Code of a specialization with this in its conditions.
async fn code(app: &TestApp, fits: impl Fn(&Value) -> bool) -> String {
    let answer = app.browser().send(Method::GET, qabul_contract::paths::CATALOGUE, None, &[]).await.expect(200);
    let row = answer.items().iter().find(|row| fits(&row["conditions"])).expect("such a row");
    row["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn somebody_who_tells_nothing_is_told_nothing_and_sees_the_whole_catalogue_open() {
    let app = TestApp::start().await;
    let body = check(&app, "").await;
    assert_eq!(body["mayTakePart"], true);
    assert!(body["summary"].as_str().unwrap().contains("özünüz haqqında"));
    for empty in ["findings", "wishes", "languages", "languagesForAll", "pairs"] {
        assert_eq!(list(&body, empty).len(), 0, "{empty}");
    }
    assert!(body["route"].is_null());
    assert_eq!(body["basis"]["ruleSet"], "qaydalar-2017/2");
    assert_eq!(body["basis"]["official"], false, "an invented catalogue is never shown as official");
    assert!(body["basis"]["note"].as_str().unwrap().contains("qərar deyil"), "it says that it is no decision");
    let overview = ask(&app, ELIGIBILITY_CATALOGUE, "").await.expect(200).body;
    let groups = list(&overview, "groups");
    assert_eq!(groups.len(), 1);
    assert!(groups[0]["closed"].is_null() && list(&groups[0], "rows").len() >= 30);
    assert_eq!(overview["open"].as_u64(), Some(list(&groups[0], "rows").len() as u64));
    assert_eq!(overview["closed"], 0);
    // For every question the open and closed specializations together are the whole catalogue.
    for query in ["language=fr&section=az", "section=ru&language=en", "citizenship=foreign", "language=ar"] {
        let one = ask(&app, ELIGIBILITY_CATALOGUE, query).await.expect(200).body;
        assert_eq!(one["open"].as_u64().unwrap() + one["closed"].as_u64().unwrap(), overview["open"].as_u64().unwrap());
    }
    app.end().await;
}

#[tokio::test]
async fn clauses_1_2_and_1_6_bar_from_the_competition_and_close_every_row() {
    let app = TestApp::start().await;
    let wish = code(&app, |row| row["class"] == "general").await;
    for (query, clause) in [
        ("level=subBachelor", "1.2"),
        ("level=bachelor&studies=later", "1.2"),
        ("masterStudent=studying", "1.6"),
        ("masterStudent=studying&level=bachelor", "1.6"),
        ("degreeFrom=notRecognised", "2.1.3"),
    ] {
        let body = check(&app, &format!("{query}&wishes={wish}")).await;
        assert_eq!(body["mayTakePart"], false, "{query}");
        assert!(findings(&body).contains(&(clause, "bars")), "{query}: {body}");
        for seats in list(&body["wishes"][0], "seats") {
            assert_eq!(seats["closed"]["clause"], clause, "{query}");
        }
        let overview = ask(&app, ELIGIBILITY_CATALOGUE, query).await.expect(200).body;
        let open = &list(&overview, "groups")[0];
        assert!(open["closed"].is_null() && list(open, "rows").is_empty(), "{query}: nothing is open");
    }
    for query in ["level=bachelor&studies=thisYear", "level=baseMedical", "masterStudent=graduating"] {
        assert_eq!(check(&app, query).await["mayTakePart"], true, "{query}");
    }
    app.end().await;
}

#[tokio::test]
async fn clauses_1_4_and_4_2_close_state_seats_and_leave_paid_ones_open() {
    let app = TestApp::start().await;
    let wish = code(&app, |row| row["funding"] == "state" && row["class"] == "general").await;
    for (query, clause) in [("priorMaster=stateFunded", "1.4"), ("citizenship=foreign", "CAMPAIGN-4")] {
        let body = check(&app, &format!("{query}&wishes={wish}")).await;
        assert_eq!(body["mayTakePart"], true);
        assert!(findings(&body).contains(&(clause, "limits")), "{body}");
        for seats in list(&body["wishes"][0], "seats") {
            let closed = seats["closed"]["clause"].as_str();
            assert_eq!(closed, (seats["funding"] == "state").then_some(clause));
        }
        let overview = ask(&app, ELIGIBILITY_CATALOGUE, query).await.expect(200).body;
        let by: Vec<_> = list(&overview, "groups").iter().map(|group| group["closed"]["clause"].as_str()).collect();
        assert_eq!(by, [None, Some(clause)]);
    }
    app.end().await;
}

#[tokio::test]
async fn clause_2_1_says_who_confirms_and_2_1_1_to_2_2_what_to_present() {
    let app = TestApp::start().await;
    let own = check(&app, "citizenship=azerbaijan&level=bachelor").await;
    assert_eq!(own["route"]["route"], "selfConfirm");
    assert_eq!(own["route"]["ground"]["clause"], "2.1");
    assert_eq!(list(&own["route"], "papers").len(), 0);
    let abroad = check(&app, "citizenship=foreign&degreeFrom=recognised").await;
    assert_eq!(abroad["route"]["route"], "commission");
    let clauses: Vec<_> =
        list(&abroad["route"], "papers").iter().map(|paper| paper["clause"].as_str().unwrap()).collect();
    assert_eq!(clauses, ["2.1.1", "2.1.2", "2.1.3", "2.2"]);
    assert!(check(&app, "citizenship=foreign").await["route"].is_null(), "without a degree nothing is guessed");
    app.end().await;
}

#[tokio::test]
async fn clause_3_2_languages_serve_each_wish_and_all_and_pairs_that_exclude_each_other_name_their_clauses() {
    let app = TestApp::start().await;
    let english = code(&app, |row| row["teachingLanguage"] == "en" && row["class"] == "general").await;
    let france = code(&app, |row| row["class"] == "france").await;
    let ordinary = code(&app, |row| row["teachingLanguage"] == "az" && row["class"] == "general").await;
    let body = check(&app, &format!("wishes={english},{france},{ordinary}")).await;
    let wishes: Vec<_> = list(&body, "wishes").iter().map(|wish| wish["code"].as_str().unwrap()).collect();
    assert_eq!(wishes, [&english, &france, &ordinary], "in the order asked");
    assert_eq!(body["wishes"][0]["languages"], serde_json::json!(["en"]));
    assert_eq!(body["wishes"][1]["because"][0]["clause"], "3.2.6");
    assert_eq!(list(&body, "languages").len(), 6);
    assert_eq!(list(&body, "languagesForAll").len(), 0);
    let pairs = list(&body, "pairs");
    assert_eq!(pairs.len(), 1, "{pairs:?}");
    assert_eq!(
        (&pairs[0]["first"], &pairs[0]["second"]),
        (&Value::from(english.as_str()), &Value::from(france.as_str()))
    );
    assert_eq!(pairs[0]["clauses"], serde_json::json!(["3.2.3", "3.2.6"]));
    let of_english = &list(&body, "languages")[0];
    assert_eq!((of_english["language"].as_str(), of_english["servesAll"].as_bool()), (Some("en"), Some(false)));
    assert_eq!(of_english["closed"][0]["ground"]["clause"], "3.2.6");
    // Without the pair one language is enough for both.
    let body = check(&app, &format!("wishes={english},{ordinary}")).await;
    assert_eq!(body["languagesForAll"], serde_json::json!(["en"]));
    // A chosen language excludes a specialization by its clause.
    let body = check(&app, &format!("section=az&language=fr&wishes={english}")).await;
    assert!(list(&body["wishes"][0], "seats").iter().all(|seats| !seats["closed"].is_null()));
    assert_eq!(body["wishes"][0]["open"], false);
    app.end().await;
}

#[tokio::test]
async fn clause_3_2_5_and_the_campaigns_terms_bar_answers_that_contradict_each_other() {
    let app = TestApp::start().await;
    let own = check(&app, "language=de&specializationLanguage=de").await;
    assert!(findings(&own).contains(&("3.2.5", "bars")));
    let russian = check(&app, "section=ru&language=ru").await;
    assert_eq!(findings(&russian), [("CAMPAIGN-2", "bars")]);
    let overview = ask(&app, ELIGIBILITY_CATALOGUE, "section=ru&language=ru").await.expect(200).body;
    assert_eq!(overview["open"], 0, "nothing is promised where nobody can register");
    app.end().await;
}

#[tokio::test]
async fn clause_4_2_the_completed_specialty_is_left_to_the_choice() {
    let app = TestApp::start().await;
    let body = check(&app, "level=bachelor&specialty=050632").await;
    assert!(findings(&body).contains(&("4.2", "people")), "{body}");
    app.end().await;
}

#[tokio::test]
async fn codes_and_words_nobody_knows_are_refused_at_their_parameter() {
    let app = TestApp::start().await;
    let many: Vec<String> = (0..21).map(|at| format!("{at}")).collect();
    let many = format!("wishes={}", many.join(","));
    for (query, pointer, code) in [
        ("wishes=123456", "/wishes/0", "unknownSpecialization"),
        ("specialty=999999", "/specialty", "unknownSpecialty"),
        ("citizenship=martian", "/citizenship", "fieldUnreadable"),
        ("language=zh", "/language", "fieldUnreadable"),
        ("fin=5NM1A2C", "/fin", "unknownField"),
        ("section=az&section=ru", "/section", "fieldTwice"),
        (&many, "/wishes", "listTooLong"),
    ] {
        for path in [ELIGIBILITY, ELIGIBILITY_CATALOGUE] {
            let refused = ask(&app, path, query).await.expect_problem(422, "validation");
            assert_eq!(refused.text("/errors/0/pointer"), pointer, "{query}");
            assert_eq!(refused.text("/errors/0/code"), code, "{query}");
        }
    }
    // Every unknown wish is named, and no known one is.
    let wish = code(&app, |_| true).await;
    let refused = ask(&app, ELIGIBILITY, &format!("wishes=1,{wish},2")).await.expect_problem(422, "validation");
    let pointers: Vec<_> =
        list(&refused.body, "errors").iter().map(|error| error["pointer"].as_str().unwrap()).collect();
    assert_eq!(pointers, ["/wishes/0", "/wishes/2"]);
    ask(&app, ELIGIBILITY, "level=%ff").await.expect_problem(422, "validation");
    app.end().await;
}

#[tokio::test]
async fn an_answer_is_kept_by_its_etag_and_speaks_the_callers_language() {
    let app = TestApp::start().await;
    let mut browser = app.browser();
    let path = format!("{ELIGIBILITY}?masterStudent=studying");
    let answer = browser.send(Method::GET, &path, None, &[]).await.expect(200);
    assert!(answer.header("cache-control").starts_with("public"));
    assert_eq!(answer.header("vary"), "accept-language, accept-encoding");
    let etag = answer.header("etag").to_owned();
    let same = browser.send(Method::GET, &path, None, &[("if-none-match", &etag)]).await;
    assert_eq!((same.status, same.bytes.len()), (304, 0));
    browser.lang = "ru";
    let russian = browser.send(Method::GET, &path, None, &[("if-none-match", &etag)]).await.expect(200);
    assert!(russian.text("/findings/0/ground/text").contains("Магистранты"));
    app.end().await;
}

#[tokio::test]
async fn without_a_campaign_the_rules_apply_as_printed() {
    let app = TestApp::start().await;
    app.db.execute("update campaign set announced_at = null").await.expect("withdrawn");
    let body = check(&app, "citizenship=azerbaijan&degreeFrom=recognised").await;
    assert!(body["basis"]["campaign"].is_null());
    assert_eq!(body["route"]["route"], "commission");
    app.end().await;
}
