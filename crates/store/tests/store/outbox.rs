//! The outbox: order within lanes, leases, messages that are given up.

use futures_util::future::join_all;
use qabul_domain::calendar::Micros;
use qabul_store::outbox::{self, Failed, Fill, Message, NewMessage};
use qabul_store::testing::{NOW, TestDb};
use qabul_store::{Error, on_both_databases};

use crate::world::id;

async fn add(db: &TestDb, lane: &'static str, text: &'static str) {
    let id = id();
    let message = NewMessage { id, lane, topic: "sms", payload: text.as_bytes(), not_before: NOW, now: NOW };
    db.db.transact(async move |tx| outbox::add(tx, &message).await).await.unwrap();
}

async fn claim(db: &TestDb, now: Micros) -> Vec<Message> {
    db.db.transact(async move |tx| outbox::claim(tx, now, 60, 10).await).await.unwrap()
}

async fn done(db: &TestDb, message: &Message) -> bool {
    let (id, at) = (message.id, message.claimed_at);
    db.db.transact(async move |tx| outbox::done(tx, id, at, NOW).await).await.unwrap()
}

async fn fail(db: &TestDb, message: &Message, max: i64, now: Micros) -> Failed {
    let message = message.clone();
    db.db.transact(async move |tx| outbox::fail(tx, &message, "gateway_silent", max, now).await).await.unwrap()
}

fn texts(messages: &[Message]) -> Vec<String> {
    let mut texts: Vec<String> = messages.iter().map(|m| String::from_utf8(m.payload.0.clone()).unwrap()).collect();
    texts.sort();
    texts
}

async fn in_a_lane_one_message_leaves_after_the_other(db: &TestDb) {
    for text in ["a1", "a2", "a3"] {
        add(db, "a", text).await;
    }
    add(db, "b", "b1").await;
    let first = claim(db, NOW).await;
    assert_eq!(texts(&first), ["a1", "b1"]);
    assert!(claim(db, NOW).await.is_empty(), "a lane waits for its first");
    let a1 = first.iter().find(|m| m.lane == "a").unwrap();
    assert!(done(db, a1).await);
    let second = claim(db, NOW.plus_seconds(1)).await;
    assert_eq!(texts(&second), ["a2"]);
}

async fn a_failed_message_waits_longer_each_time_and_holds_its_lane_until_it_is_given_up(db: &TestDb) {
    add(db, "a", "a1").await;
    add(db, "a", "a2").await;
    let mut now = NOW;
    for (attempt, wait) in [(1, 10), (2, 40)] {
        let claimed = claim(db, now).await;
        assert_eq!((texts(&claimed), claimed[0].attempts), (vec!["a1".to_owned()], attempt - 1));
        let Failed::Later { next_at } = fail(db, &claimed[0], 3, now).await else { panic!("not yet given up") };
        assert_eq!(next_at, now.plus_seconds(wait));
        assert!(claim(db, now).await.is_empty());
        now = next_at;
    }
    let claimed = claim(db, now).await;
    assert_eq!(fail(db, &claimed[0], 3, now).await, Failed::Dead);
    let dead = claimed[0].id;
    assert_eq!(texts(&claim(db, now).await), ["a2"], "a dead letter frees the lane");
    let fill: Result<_, Error> = db.db.read(async |tx| outbox::fill(tx).await).await;
    assert_eq!(fill.unwrap(), Fill { waiting: 1, dead: 1 });
    assert!(db.db.transact(async move |tx| outbox::revive(tx, dead, now).await).await.unwrap());
}

async fn a_worker_that_died_loses_its_message_to_another_and_cannot_finish_it(db: &TestDb) {
    add(db, "a", "a1").await;
    let first = claim(db, NOW).await;
    assert!(claim(db, NOW.plus_seconds(59)).await.is_empty());
    let later = NOW.plus_seconds(60);
    let second = claim(db, later).await;
    assert_eq!(second[0].id, first[0].id);
    assert!(!done(db, &first[0]).await);
    assert_eq!(fail(db, &first[0], 3, later).await, Failed::NotMine);
    assert!(done(db, &second[0]).await);
    assert!(!done(db, &second[0]).await);
}

async fn workers_at_once_never_share_a_message(db: &TestDb) {
    for lane in ["a", "b", "c", "d", "e", "f"] {
        add(db, lane, "x").await;
    }
    let tasks = (0..8).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move { store.transact(async |tx| outbox::claim(tx, NOW, 60, 2).await).await })
    });
    let mut taken: Vec<_> = join_all(tasks).await.into_iter().flat_map(|t| t.unwrap().unwrap()).map(|m| m.id).collect();
    let count = taken.len();
    taken.sort();
    taken.dedup();
    assert_eq!(taken.len(), count);
    let rest = claim(db, NOW).await.len();
    assert_eq!(count + rest, 6);
}

async fn a_message_for_later_waits(db: &TestDb) {
    let id = id();
    db.db
        .transact(async move |tx| {
            let message = NewMessage {
                id,
                lane: "a",
                topic: "job.remind",
                payload: b"{}",
                not_before: NOW.plus_seconds(100),
                now: NOW,
            };
            outbox::add(tx, &message).await
        })
        .await
        .unwrap();
    assert!(claim(db, NOW).await.is_empty());
    assert_eq!(claim(db, NOW.plus_seconds(100)).await.len(), 1);
}

on_both_databases!(
    in_a_lane_one_message_leaves_after_the_other,
    a_failed_message_waits_longer_each_time_and_holds_its_lane_until_it_is_given_up,
    a_worker_that_died_loses_its_message_to_another_and_cannot_finish_it,
    workers_at_once_never_share_a_message,
    a_message_for_later_waits,
);
