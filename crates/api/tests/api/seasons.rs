//! Effects of the calendar: reminders, deadlines to the microsecond, extensions, the calendar file (R10).

use std::future::Future;
use std::task::Poll::Ready;
use std::task::{Context as Poll, Waker};

use qabul_api::jobs::{seasons, sweeps};
use qabul_api::problem::ApiError;
use qabul_domain::calendar::Micros;
use qabul_store::audit::Missing;
use qabul_store::testing::Engine;
use serde_json::json;

use super::applications::{fill_in, opened, ready};
use super::commission::{decision, send};
use crate::support::{AYSEL, ELVIN, NOW, PASSWORD, SABINA, Somebody, TestApp, fresh_key};

const HOUR: i64 = 3_600;
/// Part of the reminder for a draft.
const DRAFT: &str = "ərizə təsdiq edilməyib";
/// Part of the reminder for an application at the commission.
const DESK: &str = "sənədləri komissiyaya aparın";

fn told(app: &TestApp, who: Somebody, what: &str) -> usize {
    app.outside.sms_for(who.phone).iter().filter(|sms| sms.text.contains(what)).count()
}

async fn reminded(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (_, draft) = ready(&app, AYSEL, 5_000).await;
    let (mut sabina, sent) = ready(&app, SABINA, 5_000).await;
    send(&mut sabina, &sent).await;
    let closes = app.closes().await;
    let desk = closes.plus_seconds(-7 * HOUR);
    for (at, drafts, desks) in [
        (desk.plus_seconds(-72 * HOUR - 1), 0, 0),
        (desk.plus_seconds(-72 * HOUR), 0, 1),
        (closes.plus_seconds(-72 * HOUR), 1, 1),
        // The clock is set back and passes the mark again: nobody is notified twice.
        (closes.plus_seconds(-80 * HOUR), 1, 1),
        (closes.plus_seconds(-71 * HOUR), 1, 1),
        (desk.plus_seconds(-24 * HOUR), 1, 2),
        (closes.plus_seconds(-24 * HOUR), 2, 2),
        (closes.plus_seconds(-30 * HOUR), 2, 2),
        (closes.plus_seconds(-HOUR), 2, 2),
    ] {
        app.set_clock(at);
        app.run_jobs().await;
        app.run_jobs().await;
        let seen = (told(&app, AYSEL, DRAFT), told(&app, SABINA, DESK));
        assert_eq!(seen, (drafts, desks), "{} h before the end", at.seconds_until(closes) / HOUR);
    }
    let mails = app.outside.mails_for(AYSEL.email);
    let reminders: Vec<_> = mails.iter().filter(|mail| mail.subject == "Ərizəniz hələ təsdiq edilməyib").collect();
    assert_eq!(reminders.len(), 2);
    assert!(reminders[0].text.contains("23:59"), "{}", reminders[0].text);
    let mut aysel = app.browser();
    aysel.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    let notices = aysel.notices("").await.expect(200);
    assert_eq!(notices.items().iter().filter(|notice| notice["name"] == "masterExam.reminder").count(), 2);
    assert_eq!(notices.text("/items/0/applicationId"), draft);
    app.end().await;
}

#[tokio::test]
async fn flow_2_reminders_72_and_24_hours_before_each_once_also_when_the_clock_steps_back_on_sqlite() {
    reminded(Engine::Sqlite).await;
}

#[tokio::test]
async fn flow_2_reminders_72_and_24_hours_before_each_once_also_when_the_clock_steps_back_on_postgresql() {
    reminded(Engine::Postgres).await;
}

#[tokio::test]
async fn nobody_is_reminded_who_confirmed_or_began_after_the_reminders_time() {
    let app = TestApp::start().await;
    let (mut aysel, id) = ready(&app, AYSEL, 5_000).await;
    let etag = aysel.application(&id).await.expect(200).etag();
    aysel.confirm(&id, &fresh_key(), &etag, 5_000).await.expect(200);
    let closes = app.closes().await;
    app.set_clock(closes.plus_seconds(-70 * HOUR));
    let mut elvin = app.register(ELVIN).await;
    opened(&mut elvin).await;
    app.run_jobs().await;
    assert_eq!((told(&app, AYSEL, DRAFT), told(&app, ELVIN, DRAFT)), (0, 0));
    app.set_clock(closes.plus_seconds(-23 * HOUR));
    app.run_jobs().await;
    assert_eq!((told(&app, AYSEL, DRAFT), told(&app, ELVIN, DRAFT)), (0, 1));
    app.end().await;
}

#[tokio::test]
async fn a_worker_that_slept_through_the_first_reminder_sends_only_the_nearer_one() {
    let app = TestApp::start().await;
    ready(&app, AYSEL, 0).await;
    app.set_clock(app.closes().await.plus_seconds(-20 * HOUR));
    app.run_jobs().await;
    assert_eq!(told(&app, AYSEL, DRAFT), 1);
    app.end().await;
}

async fn looked_at_once(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    ready(&app, AYSEL, 0).await;
    let mut sabina = app.register(SABINA).await;
    let undecided = opened(&mut sabina).await;
    let closes = app.closes().await;
    let desk = closes.plus_seconds(-7 * HOUR);
    app.set_clock(desk.plus_seconds(-71 * HOUR));
    assert_eq!(seasons::remind(&app.context).await.unwrap(), 0, "the commission's deadline is neither one's yet");
    app.set_clock(closes.plus_seconds(-71 * HOUR));
    assert_eq!(seasons::remind(&app.context).await.unwrap(), 2);
    // Even without the guard no application is examined a second time for the same mark.
    app.db.execute("delete from reminder").await.unwrap();
    app.clock.advance(15);
    assert_eq!(seasons::remind(&app.context).await.unwrap(), 0);
    // An answer that leads to the commission brings an earlier deadline: the reminder is sent at once, not at the next
    // mark.
    sabina.sign_in(SABINA.email, PASSWORD).await.expect(201);
    fill_in(&mut sabina, &undecided).await;
    assert_eq!(seasons::remind(&app.context).await.unwrap(), 1);
    let told = app.db.texts("select name from reminder").await;
    assert_eq!(told, [format!("72h/{}", desk.0)]);
    assert_eq!(seasons::remind(&app.context).await.unwrap(), 0);
    app.end().await;
}

#[tokio::test]
async fn flow_2_an_application_is_looked_at_once_a_mark_and_again_when_its_deadline_changes_on_sqlite() {
    looked_at_once(Engine::Sqlite).await;
}

#[tokio::test]
async fn flow_2_an_application_is_looked_at_once_a_mark_and_again_when_its_deadline_changes_on_postgresql() {
    looked_at_once(Engine::Postgres).await;
}

async fn reminders_move(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    ready(&app, AYSEL, 0).await;
    let closes = app.closes().await;
    let mut reminders = 0;
    let mut at = async |at: Micros, new: usize| {
        app.set_clock(at);
        app.run_jobs().await;
        reminders += new;
        assert_eq!(told(&app, AYSEL, DRAFT), reminders, "{} h after the old end", closes.seconds_until(at) / HOUR);
    };
    at(closes.plus_seconds(-72 * HOUR), 1).await;
    at(closes.plus_seconds(-24 * HOUR), 1).await;
    let mut extend = decision("extend", "");
    extend["reason"] = "Son gün reyestrlər cavab vermirdi".into();
    let until = closes.plus_seconds(96 * HOUR);
    extend["until"] = chrono::DateTime::<chrono::Utc>::from(until).to_rfc3339().into();
    app.decide(extend).await.expect(200);
    at(closes, 0).await;
    at(until.plus_seconds(-73 * HOUR), 0).await;
    at(until.plus_seconds(-72 * HOUR), 1).await;
    at(until.plus_seconds(-24 * HOUR), 1).await;
    at(until.plus_seconds(-HOUR), 0).await;
    app.end().await;
}

#[tokio::test]
async fn flow_15_reminders_move_with_an_extended_deadline_on_sqlite() {
    reminders_move(Engine::Sqlite).await;
}

#[tokio::test]
async fn flow_15_reminders_move_with_an_extended_deadline_on_postgresql() {
    reminders_move(Engine::Postgres).await;
}

/// Polls a job this many times and drops it, as if the process were killed. Returns whether it was complete.
async fn cut_after(polls: usize, job: impl Future<Output = Result<u64, ApiError>>) -> bool {
    let mut job = Box::pin(job);
    for _ in 0..polls {
        if let Ready(done) = job.as_mut().poll(&mut Poll::from_waker(Waker::noop())) {
            return done.is_ok();
        }
        tokio::task::yield_now().await;
    }
    false
}

async fn killed_between_steps(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let (_, id) = ready(&app, AYSEL, 0).await;
    app.run_jobs().await;
    // Empty drafts of the same person, as many as fit into one chunk.
    let id = id.replace('-', "");
    let (new, old) = match engine {
        Engine::Sqlite => ("randomblob(16)", format!("x'{id}'")),
        Engine::Postgres => ("gen_random_uuid()", format!("'{id}'::uuid")),
    };
    for number in 100_000..100_060 {
        let copy = format!(
            "insert into application (id, kind, campaign_id, person_id, account_id, work_number, state, draft_version,
                    name_key, sort_key, created_at, updated_at)
             select {new}, kind, campaign_id, person_id, account_id, '{number}', 'draft', draft_version, name_key,
                    sort_key, created_at, updated_at from application where id = {old}"
        );
        app.db.execute(&copy).await.unwrap();
    }
    let closes = app.closes().await;
    let sum = async |sql: &str| app.db.number(sql).await;
    app.set_clock(closes.plus_seconds(-72 * HOUR));
    let mut cuts = 0;
    while !cut_after(3 + cuts * 7, seasons::remind(&app.context)).await {
        cuts += 1;
    }
    assert!(cuts > 3, "the sweep was cut in the middle, {cuts} times");
    assert_eq!(seasons::remind(&app.context).await.unwrap(), 0);
    assert_eq!(sum("select count(*) from reminder").await, 61);
    assert_eq!(sum("select count(*) from notice where name = 'masterExam.reminder'").await, 61);
    assert_eq!(sum("select count(*) from outbox where done_at is null").await, 122, "an SMS and an e-mail each");
    app.run_jobs().await;

    app.set_clock(closes.plus_seconds(31));
    let mut cuts = 0;
    while !cut_after(3 + cuts * 7, sweeps::close_overdue(&app.context)).await {
        cuts += 1;
    }
    assert!(cuts > 3, "the sweep was cut in the middle, {cuts} times");
    assert_eq!(sum("select count(*) from application where state = 'notConfirmedInTime'").await, 61);
    assert_eq!(sum("select count(*) from audit where action = 'application.close'").await, 61);
    assert_eq!(sum("select count(*) from notice where name = 'masterExam.notConfirmed'").await, 61);
    // The copies were not opened through the portal; this is the only finding.
    let audit = app.verify().await.audit;
    let copies = audit.missing.iter().filter(|found| matches!(found, Missing::Application(_))).count();
    assert!(copies == 60 && audit.missing.len() == 60 && audit.breaks.is_empty(), "{audit:?}");
    app.end_unbalanced().await;
}

#[tokio::test]
async fn r_10_a_sweep_killed_between_its_steps_tells_and_closes_each_application_once_on_sqlite() {
    killed_between_steps(Engine::Sqlite).await;
}

#[tokio::test]
async fn r_10_a_sweep_killed_between_its_steps_tells_and_closes_each_application_once_on_postgresql() {
    killed_between_steps(Engine::Postgres).await;
}

async fn deadline_second(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let closes = app.closes().await;
    app.set_clock(closes.plus_seconds(-8 * HOUR));
    let (mut aysel, id) = ready(&app, AYSEL, 10_000).await;
    let etag = aysel.application(&id).await.expect(200).etag();
    app.set_clock(closes);
    let mut browser = app.browser();
    browser.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    for late in [closes, Micros(closes.0 + 1), closes.plus_seconds(1)] {
        app.set_clock(late);
        let refused = browser.confirm(&id, &fresh_key(), &etag, 5_000).await.expect_problem(409, "windowClosed");
        let title = refused.text("/title");
        assert!(title.contains("23:59") && title.contains("00:00:0"), "the deadline and the receipt time: {title}");
    }
    // Answers after the deadline are refused with the deadline, saved answers stay, and the page says that the time is
    // over.
    let exam = json!({ "step": "masterExam.exam", "answers": { "section": "ru", "foreignLanguage": "fr",
        "specializationLanguage": "none" } });
    let late = browser.save_answers(&id, 1, exam.clone()).await.expect_problem(409, "windowClosed");
    assert!(late.text("/title").contains("23:59"), "{}", late.body);
    let shown = browser.application(&id).await.expect(200);
    assert_eq!(shown.body["due"]["open"], false);
    assert!(shown.text("/whatNow/text").contains("23:59"), "{}", shown.body["whatNow"]);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 10_000);

    // The clock moves back five seconds: the instant of receipt decides, once.
    app.set_clock(Micros(closes.0 - 1));
    let etag = browser.application(&id).await.expect(200).etag();
    let key = fresh_key();
    let done = browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    app.set_clock(closes.plus_seconds(5));
    let again = browser.confirm(&id, &key, &etag, 5_000).await.expect(200);
    assert_eq!(done.bytes, again.bytes, "an answer lost at the deadline is found again after it");
    app.set_clock(closes.plus_seconds(40));
    app.run_jobs().await;
    assert_eq!(browser.application(&id).await.expect(200).text("/state"), "confirmed", "no sweep ends it");
    assert_eq!(app.db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 1);
    browser.save_answers(&id, 1, exam).await.expect_problem(409, "notOffered");
    app.end().await;
}

#[tokio::test]
async fn r_10_the_deadlines_microsecond_decides_and_what_was_saved_is_kept_on_sqlite() {
    deadline_second(Engine::Sqlite).await;
}

#[tokio::test]
async fn r_10_the_deadlines_microsecond_decides_and_what_was_saved_is_kept_on_postgresql() {
    deadline_second(Engine::Postgres).await;
}

async fn extended(engine: Engine) {
    let app = TestApp::start_with(engine, |_| {}).await;
    let closes = app.closes().await;
    app.set_clock(closes.plus_seconds(-10 * HOUR));
    let (_, missed) = ready(&app, AYSEL, 5_000).await;
    app.set_clock(closes.plus_seconds(60));
    app.run_jobs().await;
    assert_eq!(app.db.texts("select state from application").await, ["notConfirmedInTime"]);

    let until = closes.plus_seconds(48 * HOUR);
    let mut extend = decision("extend", "");
    extend["reason"] = "Son gün reyestrlər cavab vermirdi".into();
    for (wrong, pointer) in [(closes, "/until"), (closes.plus_seconds(30), "/until")] {
        extend["until"] = chrono::DateTime::<chrono::Utc>::from(wrong).to_rfc3339().into();
        let refused = app.decide(extend.clone()).await.expect_problem(422, "validation");
        assert_eq!(refused.text("/errors/0/pointer"), pointer);
    }
    extend["until"] = chrono::DateTime::<chrono::Utc>::from(until).to_rfc3339().into();
    app.decide(extend).await.expect(200);
    let audited = app.db.texts("select actor || ' ' || detail from audit where action = 'campaign.extend'").await;
    assert!(audited[0].starts_with("officer:demo") && audited[0].contains("reyestrlər"), "{audited:?}");
    // A person who begins only now is not notified.
    let (mut elvin, other) = ready(&app, ELVIN, 0).await;
    app.run_jobs().await;
    app.run_jobs().await;

    let mut aysel = app.browser();
    aysel.sign_in(AYSEL.email, PASSWORD).await.expect(201);
    let back = aysel.application(&missed).await.expect(200);
    assert_eq!(back.text("/state"), "draft", "what had ended by the old deadline goes on");
    assert_eq!(back.text("/draft/answers/exam/foreignLanguage"), "en", "with its answers");
    let shown = |answer: &crate::support::Answer| {
        chrono::DateTime::parse_from_rfc3339(answer.text("/campaign/closesAt")).unwrap().timestamp_micros()
    };
    assert_eq!(shown(&back), until.0, "the countdown follows with the next look");
    let names = |answer: crate::support::Answer| -> Vec<String> {
        answer.items().iter().filter_map(|notice| notice["name"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(names(aysel.notices("").await.expect(200)).iter().filter(|n| *n == "masterExam.reopened").count(), 1);
    assert!(!names(elvin.notices("").await.expect(200)).iter().any(|n| n == "masterExam.extended"));

    // A second extension: those who wait are notified once, with the reason.
    let mut further = decision("extend", "");
    further["reason"] = "Bir gün də əlavə olunur".into();
    further["until"] = chrono::DateTime::<chrono::Utc>::from(until.plus_seconds(24 * HOUR)).to_rfc3339().into();
    app.clock.advance(1);
    app.decide(further).await.expect(200);
    app.run_jobs().await;
    app.run_jobs().await;
    for who in [AYSEL, ELVIN] {
        assert_eq!(told(&app, who, "son tarix uzadıldı"), 1);
        let mails = app.outside.mails_for(who.email);
        assert!(mails.iter().any(|mail| mail.text.contains("Bir gün də əlavə olunur")));
    }
    assert_eq!(app.db.number("select count(*) from extension where told_at is null").await, 0);
    // The claims hold again: no second application, and this one can be confirmed.
    let campaign = aysel.campaigns().await.expect(200).text("/items/0/id").to_owned();
    aysel.open_application(&fresh_key(), &campaign).await.expect_problem(409, "alreadyApplied");
    aysel.confirm(&missed, &fresh_key(), &back.etag(), 5_000).await.expect(200);
    // A reminder of the new deadline is sent.
    let draft = app.browser().application(&other).await.status;
    assert_eq!(draft, 401);
    app.set_clock(until.plus_seconds(HOUR));
    app.run_jobs().await;
    assert_eq!(told(&app, ELVIN, DRAFT), 1);
    app.end().await;
}

#[tokio::test]
async fn flow_15_an_extension_gives_back_what_was_missed_and_tells_each_once_on_sqlite() {
    extended(Engine::Sqlite).await;
}

#[tokio::test]
async fn flow_15_an_extension_gives_back_what_was_missed_and_tells_each_once_on_postgresql() {
    extended(Engine::Postgres).await;
}

#[tokio::test]
async fn the_calendar_file_is_the_own_deadline_with_its_alarms_and_nobody_elses() {
    let app = TestApp::start().await;
    let (mut sabina, id) = ready(&app, SABINA, 5_000).await;
    let file = sabina.calendar(&id).await.expect(200);
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    let text = String::from_utf8(file.bytes).unwrap().replace("\r\n ", "");
    // 36 days after 1 December; the commission closes at 17:00 of the day before.
    assert!(text.contains("DTEND;TZID=Asia/Baku:20270105T170000\r\n"), "{text}");
    assert_eq!((text.matches("BEGIN:VEVENT").count(), text.matches("BEGIN:VALARM").count()), (1, 2));
    assert!(!text.contains(SABINA.fin) && !text.contains("Səbinə"), "nothing personal leaves in it");
    let mut stranger = app.register(AYSEL).await;
    stranger.calendar(&id).await.expect_problem(404, "notFound");
    let own = opened(&mut stranger).await;
    let text = String::from_utf8(stranger.calendar(&own).await.expect(200).bytes).unwrap();
    assert!(text.contains("DTEND;TZID=Asia/Baku:20270106T000000"), "{text}");
    let etag = sabina.application(&id).await.expect(200).etag();
    sabina.raise_event(&id, &fresh_key(), &etag, json!({ "event": "send" })).await.expect(200);
    let mut seen = decision("sqkConfirm", sabina.application(&id).await.expect(200).text("/workNumber"));
    seen["documents"] = json!(["identity", "diploma", "recognition", "translation"]);
    app.decide(seen).await.expect(200);
    sabina.calendar(&id).await.expect_problem(409, "notOffered");
    assert!(NOW < app.closes().await);
    app.end().await;
}
