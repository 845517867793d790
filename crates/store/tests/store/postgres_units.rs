//! Units of work where PostgreSQL differs.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use qabul_store::testing::{Engine, TestDb};
use qabul_store::{Error, pools};
use tokio::sync::Barrier;

#[tokio::test(flavor = "multi_thread")]
async fn two_units_that_lock_each_other_both_succeed_because_one_is_repeated() {
    let db = TestDb::open_with(Engine::Postgres, |settings| {
        settings.unit_timeout = std::time::Duration::from_secs(30);
    })
    .await;
    db.db
        .transact(async |tx| {
            pools::set_capacity(tx, "a", 10).await?;
            pools::set_capacity(tx, "b", 10).await
        })
        .await
        .unwrap();
    let (meet, runs) = (Arc::new(Barrier::new(2)), Arc::new(AtomicU64::new(0)));
    let unit = |first: &'static str, second: &'static str| {
        let (meet, runs) = (meet.clone(), runs.clone());
        db.db.transact(async move |tx| {
            let run = runs.fetch_add(1, Ordering::SeqCst);
            pools::take(tx, first).await?;
            if run < 2 {
                meet.wait().await;
            }
            pools::take(tx, second).await?;
            Ok::<_, Error>(())
        })
    };
    let (one, other) = tokio::join!(unit("a", "b"), unit("b", "a"));
    one.unwrap();
    other.unwrap();
    assert_eq!(runs.load(Ordering::SeqCst), 3, "one of them ran twice");
    assert_eq!(db.number("select sum(taken)::bigint from pool").await, 4);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_leaves_takes_the_unit_along() {
    let db = TestDb::open(Engine::Postgres).await;
    let (wrote, never) = (Arc::new(tokio::sync::Notify::new()), Arc::new(tokio::sync::Notify::new()));
    let (inside, store) = (wrote.clone(), db.db.clone());
    let task = tokio::spawn(async move {
        store
            .transact(async move |tx| {
                pools::set_capacity(tx, "left", 1).await?;
                inside.notify_one();
                never.notified().await;
                Ok::<_, Error>(())
            })
            .await
    });
    wrote.notified().await;
    task.abort();
    assert!(task.await.unwrap_err().is_cancelled());
    assert_eq!(db.number("select count(*) from pool").await, 0);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_claim_of_a_missing_application_fails_at_the_commit() {
    let db = TestDb::open(Engine::Postgres).await;
    let outcome: Result<_, Error> = db
        .db
        .transact(async |tx| {
            qabul_store::claims::take(tx, "spoiler", uuid::Uuid::nil(), qabul_store::testing::NOW).await
        })
        .await;
    assert!(matches!(outcome, Err(Error::Failure(qabul_store::Failure::Commit(_)))));
    db.close().await;
}
