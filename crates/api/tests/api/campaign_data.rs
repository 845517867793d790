//! Campaign data: competition conditions, correspondence and windows, imported completely or not at all.

use qabul_api::use_cases::campaign_data::{Imported, Kind, Refused, announced, import};
use qabul_domain::calendar::Micros;
use qabul_domain::catalogue::{Code, Group};
use qabul_domain::facts::{CampaignFacts, ConfirmationPolicy, ExamModel, Funding};
use qabul_domain::money::Qepik;
use qabul_domain::rules::book::campaign::Policies;
use qabul_domain::rules::book::score::Points;
use qabul_store::testing::Engine;

use crate::support::TestApp;

const PAIRS: &str = "completed,wanted,from_points,basis\n";
const DATES: &str = "year,name,from,to,basis\n2026,CHOICE,2026-06-08 10:00,2026-06-19 00:00,FROM SOURCE a.example\n";

fn facts(exam_model: ExamModel) -> CampaignFacts {
    CampaignFacts {
        academic_year: 2026,
        attempt: 1,
        opens: Micros(0),
        closes: Micros(1),
        fee: Qepik::manat(50),
        exam_model,
        confirmation: ConfirmationPolicy::Rules2017,
        refuse_russian_in_russian_section: true,
        commission_closes: None,
        edition: Default::default(),
    }
}

async fn whole_or_nothing(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let stamp = || app.context.stamp().expect("randomness");
    let db = &app.db.db;
    // A demo imports the conditions announced last; each exam model has its own.
    let two = announced(db, &facts(ExamModel::TwoStage), Policies::default()).await.expect("read");
    assert_eq!(
        two.numbers.group(Group::Hum).expect("announced").total.expect("two stages").of(Funding::State),
        Points::whole(75)
    );
    let one = announced(db, &facts(ExamModel::SingleStage), Policies::default()).await.expect("read");
    assert_eq!(one.numbers.group(Group::Hum).expect("announced").total, None);
    let essay = announced(db, &facts(ExamModel::SingleStageEssay), Policies::default()).await.expect("read");
    assert_eq!((essay.numbers.group(Group::Hum), essay.matching), (None, None), "not announced is not guessed");
    // One invalid line refuses the file.
    let bad = format!("{DATES}2026,ENROLMENT,2026-06-18 10:00,2026-07-01 00:00,FROM SOURCE a.example\n");
    let refused = import(db, Kind::Calendar, "calendar.csv", &bad, stamp()).await.unwrap_err();
    assert_eq!(refused.downcast_ref::<Refused>().expect("refused").wrong.len(), 1);
    assert!(refused.to_string().contains("calendar.csv:3: from: The window overlaps the one on line 2"), "{refused}");
    assert_eq!(
        announced(db, &facts(ExamModel::TwoStage), Policies::default()).await.expect("read").calendar.choice,
        None
    );
    let audit = "select count(*) from audit where action = 'campaignData.import'";
    let traces = app.db.number(audit).await;
    let done = import(db, Kind::Calendar, "calendar.csv", DATES, stamp()).await.expect("taken in");
    assert_eq!(done, Imported { rows: 1, changed: 1, removed: 0 });
    let again = import(db, Kind::Calendar, "calendar.csv", DATES, stamp()).await.expect("taken in");
    assert_eq!(again, Imported { rows: 1, changed: 0, removed: 0 });
    assert_eq!(app.db.number(audit).await, traces + 1, "nothing changed leaves no trace");
    // Correspondence accepts only codes of the lists, and rows missing in a new file are removed.
    let pairs = format!("{PAIRS}050632,060203,,FROM SOURCE a.example\n*,060201,50,FROM SOURCE a.example\n");
    let unknown = format!("{pairs}050632,069999,,FROM SOURCE a.example\n");
    let refused = import(db, Kind::Matching, "matching.csv", &unknown, stamp()).await.unwrap_err();
    assert!(refused.to_string().contains("matching.csv:4: wanted: This code is in no list"), "{refused}");
    import(db, Kind::Matching, "matching.csv", &pairs, stamp()).await.expect("taken in");
    let fewer = format!("{PAIRS}050632,060203,,FROM SOURCE a.example\n");
    let done = import(db, Kind::Matching, "matching.csv", &fewer, stamp()).await.expect("taken in");
    assert_eq!((done.rows, done.removed), (1, 1));
    let full = announced(db, &facts(ExamModel::TwoStage), Policies::default()).await.expect("read");
    let table = full.matching.expect("brought in");
    let code = |text| Code::of(text).expect("a code");
    assert!(table.pairs(code("050632"), code("060203")) && table.open_from(code("060201")).is_none());
    assert!(full.calendar.choice.is_some());
    app.end().await;
}

#[test]
fn clauses_4_3_and_6_5_the_policies_of_a_campaign_are_the_act_as_printed_unless_it_says_otherwise() {
    use qabul_api::use_cases::campaigns::CampaignSettings;
    let read = |text: &str| serde_json::from_str::<CampaignSettings>(text);
    let printed = Policies { refuse_russian_in_russian_section: false, ..Policies::default() };
    assert_eq!(read("{}").expect("settings").policies(), printed);
    let mild = read(r#"{"later":{"annulmentBarsYear":false}}"#).expect("settings").policies();
    assert_eq!(mild, Policies { annulment_bars_year: false, ..printed });
    assert!(read(r#"{"later":{"annulmentBarsTheYear":false}}"#).is_err(), "an unknown switch is no switch");
}

#[tokio::test]
async fn clauses_3_3_4_1_and_4_2_campaign_data_are_taken_whole_or_not_at_all_on_sqlite() {
    whole_or_nothing(Engine::Sqlite).await;
}

#[tokio::test]
async fn clauses_3_3_4_1_and_4_2_campaign_data_are_taken_whole_or_not_at_all_on_postgresql() {
    whole_or_nothing(Engine::Postgres).await;
}
