//! Stored decisions: judging them again gives the same result, under other terms exactly the affected persons differ,
//! and each can be explained without personal data.

use std::collections::{BTreeMap, BTreeSet};

use qabul_api::use_cases::rules::{Asked, Compared, Terms, diff, explain, recheck};
use qabul_domain::language::Lang;
use qabul_store::audit::Missing;
use qabul_store::snapshots::{self, NewSnapshot};
use qabul_store::testing::Engine;
use serde_json::{Value, json};
use uuid::Uuid;

use super::applications::{opened, ready};
use crate::support::{AYSEL, Browser, Somebody, TestApp, fresh_key};

/// A person who applied, with the properties that the terms depend on.
struct Applied {
    event: &'static str,
    recognised_abroad: bool,
    section: &'static str,
}

fn leak(text: String) -> &'static str {
    Box::leak(text.into_boxed_str())
}

/// Applies for every person in the demo's registers with a FIN, with the data registered there; by application number.
async fn everybody(app: &TestApp) -> BTreeMap<String, Applied> {
    let persons: Vec<Value> = serde_json::from_str(include_str!("../../../simulator/data/persons.json")).unwrap();
    let mut applied = BTreeMap::new();
    for (at, person) in persons.iter().enumerate() {
        let (Some(fin), Some(born)) = (person["fin"].as_str(), person["birthDate"].as_str()) else { continue };
        let degrees: Vec<&Value> = ["tmms", "tkta"]
            .iter()
            .flat_map(|register| person[register].as_array().map(Vec::as_slice).unwrap_or_default())
            .collect();
        let Some(degree) = degrees.first() else { continue };
        let who = Somebody {
            fin: leak(fin.to_owned()),
            born: leak(born.to_owned()),
            phone: leak(format!("+99450555{at:04}")),
            email: leak(format!("person{at}@example.az")),
        };
        let mut browser = app.browser();
        browser.start_registration("citizen").await.expect(201);
        if browser.check_identity(who.fin, who.born).await.status != 200 {
            continue;
        }
        let mut browser = app.register(who).await;
        app.top_up(&mut browser, 5_000).await;
        let id = opened(&mut browser).await;
        let section = if at % 2 == 0 { "az" } else { "ru" };
        if let Some((number, event)) = apply(&mut browser, &id, degree, &degrees, section).await {
            let recognised_abroad = degree["inAzerbaijan"] == false && degree["recognised"] == true;
            applied.insert(number, Applied { event, recognised_abroad, section });
        }
        // Limits per address are per hour.
        app.clock.advance(240);
    }
    applied
}

/// Fills in and decides; returns the application number and the event. `None` = refused by the rules or by a register
/// that does not answer.
async fn apply(
    browser: &mut Browser<'_>,
    id: &str,
    degree: &Value,
    degrees: &[&Value],
    section: &str,
) -> Option<(String, &'static str)> {
    let funded = degrees.iter().any(|one| one["level"] == "master" && one["funding"] == "state");
    let master = degrees.iter().any(|one| one["level"] == "master" && one["status"] != "left");
    let prior = match (funded, master) {
        (true, _) => "stateFunded",
        (false, true) => "paid",
        (false, false) => "none",
    };
    for patch in [
        json!({ "step": "masterExam.personal", "answers": { "namesChanged": false } }),
        json!({ "step": "masterExam.education", "answers": { "degreeId": degree["id"], "priorMaster": prior,
            "priorMasterInstitution": "BDU", "priorMasterYear": 2020 } }),
        json!({ "step": "masterExam.exam",
                "answers": { "section": section, "foreignLanguage": "en", "specializationLanguage": "none" } }),
    ] {
        browser.save_answers(id, 0, patch).await.expect(200);
    }
    let shown = browser.application(id).await.expect(200);
    let number = shown.text("/workNumber").to_owned();
    let sent = match shown.text("/confirmation/route") {
        "self" => (browser.confirm(id, &fresh_key(), &shown.etag(), 5_000).await.status, "confirm"),
        _ => {
            let send = json!({ "event": "send" });
            (browser.raise_event(id, &fresh_key(), &shown.etag(), send).await.status, "send")
        }
    };
    (sent.0 == 200).then_some((number, sent.1))
}

fn terms(text: &str) -> Terms {
    Terms::read(text).unwrap()
}

fn touched(compared: &Compared) -> BTreeSet<String> {
    compared.differences.iter().map(|difference| difference.work_number.clone()).collect()
}

async fn all_demo_persons(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let applied = everybody(&app).await;
    let of = |event| applied.values().filter(|one| one.event == event).count();
    assert!(of("confirm") >= 10 && of("send") >= 1, "{} confirmed, {} sent", of("confirm"), of("send"));
    let db = &app.db.db;
    let again = recheck(db, None).await.unwrap();
    assert_eq!(again.differences, [], "stored outcomes are what the rules say");
    assert_eq!(again.decisions, applied.len());
    assert_eq!(recheck(db, Some("master-1999-1")).await.unwrap().decisions, 0);

    // The same terms change nothing; the practice of 2026 changes exactly the persons with a recognised foreign degree.
    let printed = terms("qaydalar-2017/2+rules2017");
    let same = diff(db, &printed, &printed, None).await.unwrap();
    assert_eq!((same.decisions, same.differences.len()), (applied.len(), 0));
    let practice = diff(db, &printed, &terms("practice2026"), None).await.unwrap();
    let concerned: BTreeSet<String> =
        applied.iter().filter(|(_, one)| one.recognised_abroad).map(|(number, _)| number.clone()).collect();
    assert!(!concerned.is_empty());
    assert_eq!(touched(&practice), concerned);
    for number in &concerned {
        let routes = practice.differences.iter().filter(|one| one.work_number == *number && one.clause == "2.1");
        let words: Vec<_> = routes.map(|one| (one.one.as_str(), one.other.as_str())).collect();
        assert_eq!(words, [("commission", "applicant")]);
    }
    // Another exam model changes only 3.1, and for every person.
    let model = diff(db, &terms("TWO_STAGE"), &terms("SINGLE_STAGE"), None).await.unwrap();
    assert_eq!(model.by_clause(), BTreeMap::from([("3.1", applied.len())]));
    // The campaign's own condition affects only the Russian section.
    let russian = diff(db, &terms("russianRefused"), &terms("russianAllowed"), None).await.unwrap();
    let section: BTreeSet<String> =
        applied.iter().filter(|(_, one)| one.section == "ru").map(|(number, _)| number.clone()).collect();
    assert_eq!(touched(&russian), section);
    assert_eq!(russian.by_clause().keys().copied().collect::<Vec<_>>(), ["CAMPAIGN-2"]);
    // Only the clauses that the second edition reads differently.
    let editions = diff(db, &terms("qaydalar-2017/1"), &terms("qaydalar-2017/2"), None).await.unwrap();
    let changed: Vec<_> = editions.by_clause().keys().copied().collect();
    assert!(changed.iter().all(|clause| ["1.4", "2.2", "CAMPAIGN-2", "MAG-13"].contains(clause)), "{changed:?}");
    app.run_jobs().await;
    app.end().await;
}

#[tokio::test]
async fn every_stored_decision_of_the_demo_persons_comes_out_the_same_on_sqlite() {
    all_demo_persons(Engine::Sqlite).await;
}

#[tokio::test]
async fn every_stored_decision_of_the_demo_persons_comes_out_the_same_on_postgresql() {
    all_demo_persons(Engine::Postgres).await;
}

/// Seals a changed copy of the newest decision of an application.
async fn reseal(app: &TestApp, id: Uuid, change: impl Fn(&mut Value) + Clone + Send + Sync + 'static) {
    let stamp = app.context.stamp().expect("randomness");
    app.db
        .db
        .transact(async move |tx| {
            let last = snapshots::latest(tx, id).await?.expect("a decision");
            let mut record: Value = serde_json::from_slice(&last.snapshot).expect("JSON");
            change(&mut record);
            let bytes = serde_json::to_vec(&record).expect("JSON");
            let new = NewSnapshot {
                application_id: id,
                version: last.version + 1,
                state: &last.state,
                snapshot: &bytes,
                rule_set: &last.rule_set,
                now: stamp.now,
            };
            snapshots::put(tx, &new).await?;
            Ok::<_, qabul_store::Error>(())
        })
        .await
        .expect("sealed");
}

/// Records written directly into the database, without audit rows.
async fn only_the_forged_records_are_noticed(app: TestApp) {
    let audit = app.verify().await.audit;
    assert!(audit.breaks.is_empty() && !audit.missing.is_empty(), "{audit:?}");
    assert!(audit.missing.iter().all(|found| matches!(found, Missing::Snapshot { .. })), "{audit:?}");
    app.end_unbalanced().await;
}

#[tokio::test]
async fn a_decision_that_the_rules_would_not_make_is_reported_by_clause() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let id: Uuid = id.parse().unwrap();
    assert_eq!(recheck(&app.db.db, None).await.unwrap().differences, []);
    // A changed finding.
    reseal(&app, id, |record| record["findings"][1]["finding"] = json!("notConcerned")).await;
    let found = recheck(&app.db.db, None).await.unwrap();
    let said: Vec<_> =
        found.differences.iter().map(|one| (one.clause.as_str(), one.one.as_str(), one.other.as_str())).collect();
    assert_eq!(said, [("1.2", "notConcerned", "holds")]);
    // A person who should have been refused: the register knew a current master's study.
    reseal(&app, id, |record| {
        record["findings"][1]["finding"] = json!("holds");
        let degrees = &mut record["facts"]["education"]["known"]["value"];
        let mut master = degrees[0].clone();
        master["id"] = json!("m");
        master["level"] = json!("master");
        master["status"] = json!("onLeave");
        degrees.as_array_mut().unwrap().push(master);
    })
    .await;
    let found = recheck(&app.db.db, None).await.unwrap();
    let last: Vec<_> = found
        .differences
        .iter()
        .skip(1)
        .map(|one| (one.clause.as_str(), one.one.as_str(), one.other.as_str()))
        .collect();
    assert!(last.contains(&("1.6", "holds", "broken (currentMasterStudent)")), "{last:?}");
    assert!(last.contains(&("outcome", "confirmed", "rulesBroken")), "{last:?}");
    // An unknown edition is reported and not guessed.
    reseal(&app, id, |record| record["ruleSet"] = json!("qaydalar-2031/1")).await;
    let found = recheck(&app.db.db, None).await.unwrap();
    assert_eq!(found.differences.last().map(|one| one.clause.as_str()), Some("ruleSet"));
    // A record without a stored decision is judged by its state.
    reseal(&app, id, |record| {
        record["ruleSet"] = json!("qaydalar-2017/2");
        record["facts"]["education"]["known"]["value"].as_array_mut().unwrap().pop();
        record.as_object_mut().unwrap().remove("decision");
    })
    .await;
    let newest = recheck(&app.db.db, None).await.unwrap();
    assert_eq!(newest.differences.len(), found.differences.len(), "the newest agrees: {:?}", newest.differences);
    only_the_forged_records_are_noticed(app).await;
}

async fn first_edition(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let etag = browser.application(&id).await.expect(200).etag();
    browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let id: Uuid = id.parse().unwrap();
    // As the last release sealed it: name and clauses of the first edition, which accepted a fee-paying master's
    // degree.
    reseal(&app, id, |record| {
        record["ruleSet"] = json!("qaydalar-2017/1");
        let findings = record["findings"].as_array_mut().unwrap();
        let term = findings.iter_mut().find(|one| one["clause"] == "CAMPAIGN-2").unwrap();
        term["clause"] = json!("MAG-13");
        let degrees = &mut record["facts"]["education"]["known"]["value"];
        let mut master = degrees[0].clone();
        (master["id"], master["level"], master["funding"]) = (json!("m"), json!("master"), json!("paid"));
        degrees.as_array_mut().unwrap().push(master);
    })
    .await;
    assert_eq!(recheck(&app.db.db, None).await.unwrap().differences, [], "judged by the edition it was made by");
    let told = told(&app, &id.to_string(), Lang::En).await.unwrap();
    assert!(told.contains("qaydalar-2017/1") && told.contains("the campaign’s announcement"), "{told}");
    // Under the present edition the same answers would be refused; only the comparison applies it.
    let now = diff(&app.db.db, &terms("qaydalar-2017/1"), &terms("qaydalar-2017/2"), None).await.unwrap();
    let said: Vec<_> =
        now.differences.iter().map(|one| (one.clause.as_str(), one.one.as_str(), one.other.as_str())).collect();
    assert!(said.contains(&("1.4", "holds", "broken (priorMasterOnRecord)")), "{said:?}");
    only_the_forged_records_are_noticed(app).await;
}

#[tokio::test]
async fn a_decision_of_the_first_edition_is_read_and_judged_by_it_on_sqlite() {
    first_edition(Engine::Sqlite).await;
}

#[tokio::test]
async fn a_decision_of_the_first_edition_is_read_and_judged_by_it_on_postgresql() {
    first_edition(Engine::Postgres).await;
}

async fn told(app: &TestApp, application: &str, lang: Lang) -> Result<String, String> {
    let asked =
        Asked { application: application.to_owned(), campaign: None, officer: "R. Məmmədov".to_owned(), lang };
    explain(&app.context, asked).await.map_err(|error| error.code.word().to_owned())
}

#[tokio::test]
async fn a_decision_is_explained_clause_by_clause_in_three_languages_and_names_nobody() {
    let app = TestApp::start().await;
    let (mut browser, id) = ready(&app, AYSEL, 5_000).await;
    let shown = browser.application(&id).await.expect(200);
    let number = shown.text("/workNumber").to_owned();
    assert_eq!(told(&app, &number, Lang::Az).await.unwrap_err(), "notFound", "nothing is decided yet");
    browser.confirm(&id, &fresh_key(), &shown.etag(), 5_000).await.expect(200);
    let me = browser.profile().await.expect(200).body;
    for lang in Lang::ALL {
        let text = told(&app, &number, lang).await.unwrap();
        for clause in ["1.2", "1.4", "1.6", "1.7", "2.1", "2.1.3", "3.1", "3.2.5", "3.7", "CAMPAIGN-2"] {
            assert!(text.contains(&format!("\n  {clause}: ")), "{clause} in {text}");
        }
        assert!(text.contains(&number) && text.contains("qaydalar-2017/2") && text.contains("TMMS"), "{text}");
        let personal = [AYSEL.fin, AYSEL.phone, AYSEL.email, "Nümunəyeva", "AA1000001", "U000001", "Yasamal", "91,4"];
        for one in personal {
            assert!(!text.contains(one), "{one} in {text}");
        }
        assert!(me.to_string().contains("Nümunəyeva"), "the name is what the test thinks");
        assert!(!text.contains("explain."), "every text is there: {text}");
    }
    assert_eq!(told(&app, &id, Lang::En).await.unwrap(), told(&app, &number, Lang::En).await.unwrap());
    assert_eq!(told(&app, "000000", Lang::Az).await.unwrap_err(), "notFound");
    let looks = app
        .db
        .number("select count(*) from audit where action = 'application.explain' and actor = 'officer:R. Məmmədov'")
        .await;
    assert_eq!(looks, 5, "every look that was answered is audited");
    app.end().await;
}
