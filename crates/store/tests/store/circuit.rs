//! Wrong codes of all callers together: counted in a sliding window; the circuit opens once and closes only after its
//! time (quality goal S2).

use futures_util::future::join_all;
use qabul_domain::calendar::Micros;
use qabul_store::circuit::{self, Closed, Noted, Terms};
use qabul_store::on_both_databases;
use qabul_store::testing::{NOW, TestDb};

const TERMS: Terms = Terms { name: "codes", seconds: 600, most: 20 };

async fn wrong(db: &TestDb, spread: i64, now: Micros) -> Noted {
    db.db.transact(async move |tx| circuit::note_wrong(tx, &TERMS, spread, now).await).await.unwrap()
}

async fn open(db: &TestDb, now: Micros) -> bool {
    db.db.read(async move |tx| circuit::is_open(tx, TERMS.name, now).await).await.unwrap()
}

async fn closed(db: &TestDb, now: Micros) -> Option<Closed> {
    db.db.transact(async move |tx| circuit::note_closed(tx, TERMS.name, now).await).await.unwrap()
}

async fn the_window_slides_and_wrong_codes_that_left_it_do_not_count(db: &TestDb) {
    for n in 0..19 {
        assert_eq!(wrong(db, n, NOW).await, Noted { count: n + 1, opened: false });
    }
    assert!(!open(db, NOW).await);
    let late = NOW.plus_seconds(599 - (NOW.0 / Micros::SECOND).rem_euclid(60));
    assert_eq!(wrong(db, 0, late).await, Noted { count: 20, opened: true }, "still in the window");
    assert!(open(db, late).await);
    // The first nineteen are outside the window, the twentieth is still inside.
    let later = late.plus_seconds(60);
    assert_eq!(wrong(db, 7, later).await, Noted { count: 2, opened: false });
    let count = db.db.read(async move |tx| circuit::count(tx, &TERMS, later.plus_seconds(600)).await).await.unwrap();
    assert_eq!(count, 0);
}

async fn guesses_on_all_connections_at_once_are_all_counted_and_open_it_once(db: &TestDb) {
    let tasks = (0..64).map(|n| {
        let store = db.db.clone();
        tokio::spawn(async move { store.transact(async move |tx| circuit::note_wrong(tx, &TERMS, n, NOW).await).await })
    });
    let noted: Vec<Noted> = join_all(tasks).await.into_iter().map(|task| task.unwrap().unwrap()).collect();
    assert_eq!(noted.iter().filter(|noted| noted.opened).count(), 1, "one alarm");
    let count = db.db.read(async |tx| circuit::count(tx, &TERMS, NOW).await).await.unwrap();
    assert_eq!(count, 64);
    assert!(open(db, NOW).await);
}

async fn it_stays_open_while_guessing_goes_on_and_closes_by_itself_a_window_later(db: &TestDb) {
    for n in 0..40 {
        wrong(db, n, NOW).await;
    }
    let again = NOW.plus_seconds(120);
    assert!(!wrong(db, 3, again).await.opened, "it is open already");
    assert_eq!(closed(db, NOW.plus_seconds(700)).await, None, "its end has moved on");
    assert!(open(db, NOW.plus_seconds(719)).await);
    assert!(!open(db, NOW.plus_seconds(720)).await);
    let end = NOW.plus_seconds(720);
    assert_eq!(closed(db, end).await, Some(Closed { opened_at: NOW, closed_at: end }));
    assert_eq!(closed(db, end).await, None, "noted once");
    // A second attack raises a second alarm.
    let day = NOW.plus_seconds(86_400);
    for n in 0..20 {
        assert_eq!(wrong(db, n, day).await.opened, n == 19);
    }
    assert!(open(db, day).await);
    let purged = db.db.transact(async move |tx| circuit::purge(tx, day).await).await.unwrap();
    assert!(purged > 0);
    assert!(open(db, day).await, "old counts are not what keeps it open");
}

on_both_databases!(
    the_window_slides_and_wrong_codes_that_left_it_do_not_count,
    guesses_on_all_connections_at_once_are_all_counted_and_open_it_once,
    it_stays_open_while_guessing_goes_on_and_closes_by_itself_a_window_later,
);
