//! The audit: chains, seals, and what tampering looks like.

use futures_util::future::join_all;
use qabul_store::audit::{self, Break, Event, Report};
use qabul_store::testing::{Engine, NOW, TestDb};
use qabul_store::{Result, on_both_databases};

use crate::world::id;

async fn append(db: &TestDb, subject: &'static str, action: &'static str) {
    let id = id();
    let event = Event { id, subject, actor: "system", action, at: NOW, detail: "{}" };
    db.db.transact(async move |tx| audit::append(tx, &event).await).await.unwrap();
}

async fn seal(db: &TestDb) -> Option<audit::Sealed> {
    db.db.transact(async |tx| audit::seal_batch(tx, NOW, 1000).await).await.unwrap()
}

async fn verify(db: &TestDb) -> Report {
    let report: Result<_> = db.db.read(async |tx| audit::verify(tx).await).await;
    report.unwrap()
}

/// Three subjects, two seals, one row not sealed; then the triggers are taken away, as somebody with the database would.
async fn prepared(db: &TestDb) {
    for subject in ["application:1", "application:2", "account:1"] {
        append(db, subject, "open").await;
        append(db, subject, "save").await;
    }
    assert_eq!(seal(db).await.unwrap().count, 6);
    append(db, "application:1", "confirm").await;
    append(db, "application:2", "confirm").await;
    assert_eq!(seal(db).await.unwrap().no, 2);
    append(db, "account:1", "logout").await;
    let report = verify(db).await;
    assert_eq!((report.rows, report.seals, report.unsealed, report.breaks), (9, 2, 1, vec![]));
    match db.engine() {
        Engine::Sqlite => {
            for name in ["audit_no_update", "audit_no_delete", "audit_seal_no_update", "audit_seal_no_delete"] {
                db.execute(&format!("drop trigger {name}")).await.unwrap();
            }
        }
        Engine::Postgres => {
            db.execute("alter table audit disable trigger all").await.unwrap();
            db.execute("alter table audit_seal disable trigger all").await.unwrap();
        }
    }
}

async fn rows_cannot_be_changed_or_deleted_and_are_sealed_once(db: &TestDb) {
    append(db, "application:1", "open").await;
    for sql in ["update audit set action = 'x'", "delete from audit", "update audit set seal = 1, action = 'x'"] {
        assert!(db.execute(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    seal(db).await.unwrap();
    for sql in [
        "update audit set seal = 2",
        "update audit set seal = null",
        "delete from audit_seal",
        "update audit_seal set count = 9",
    ] {
        assert!(db.execute(sql).await.unwrap_err().to_string().contains("append-only"), "{sql}");
    }
    assert_eq!(seal(db).await, None);
}

async fn a_changed_row_is_found(db: &TestDb) {
    prepared(db).await;
    db.execute("update audit set detail = '{\"x\":1}' where subject = 'application:2' and seq = 2").await.unwrap();
    assert_eq!(verify(db).await.breaks, [Break::Changed { subject: "application:2".into(), seq: 2 }]);
}

async fn a_row_taken_from_the_middle_is_found(db: &TestDb) {
    prepared(db).await;
    db.execute("delete from audit where subject = 'application:1' and seq = 2").await.unwrap();
    let breaks = verify(db).await.breaks;
    assert!(breaks.contains(&Break::Gap { subject: "application:1".into(), seq: 3 }), "{breaks:?}");
    assert!(breaks.contains(&Break::Root { no: 1 }), "{breaks:?}");
}

async fn a_sealed_row_taken_from_the_end_is_found(db: &TestDb) {
    prepared(db).await;
    db.execute("delete from audit where subject = 'application:1' and seq = 3").await.unwrap();
    assert_eq!(verify(db).await.breaks, [Break::Root { no: 2 }]);
}

async fn a_whole_subject_that_vanished_is_found(db: &TestDb) {
    prepared(db).await;
    db.execute("delete from audit where subject = 'application:2'").await.unwrap();
    assert_eq!(verify(db).await.breaks, [Break::Root { no: 1 }, Break::Root { no: 2 }]);
}

async fn a_seal_taken_away_or_changed_is_found(db: &TestDb) {
    prepared(db).await;
    db.execute("update audit_seal set at = at + 1 where no = 1").await.unwrap();
    assert_eq!(verify(db).await.breaks, [Break::SealChain { no: 1 }]);
    db.execute("delete from audit_seal where no = 1").await.unwrap();
    let breaks = verify(db).await.breaks;
    assert_eq!(breaks, [Break::SealChain { no: 2 }, Break::LostSeals { rows: 6 }]);
}

async fn parallel_rows_of_one_subject_make_one_chain(db: &TestDb) {
    let tasks = (0..24).map(|_| {
        let (store, id) = (db.db.clone(), id());
        tokio::spawn(async move {
            store
                .transact(async move |tx| {
                    let event =
                        Event { id, subject: "account:7", actor: "system", action: "login", at: NOW, detail: "{}" };
                    audit::append(tx, &event).await
                })
                .await
        })
    });
    for task in join_all(tasks).await {
        task.unwrap().unwrap();
    }
    let rows = db.db.read(async |tx| audit::of_subject(tx, "account:7").await).await.unwrap();
    assert_eq!(rows.iter().map(|row| row.seq).collect::<Vec<_>>(), (1..=24).collect::<Vec<i64>>());
    assert_eq!(verify(db).await.breaks, []);
}

async fn two_sealers_at_once_leave_no_row_sealed_twice(db: &TestDb) {
    for _ in 0..10 {
        append(db, "application:1", "save").await;
    }
    let tasks = (0..4).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move { store.transact(async |tx| audit::seal_batch(tx, NOW, 3).await).await })
    });
    let sealed: i64 = join_all(tasks).await.into_iter().filter_map(|t| t.unwrap().unwrap()).map(|s| s.count).sum();
    assert_eq!(sealed, 10);
    let report = verify(db).await;
    assert_eq!((report.seals, report.unsealed, report.breaks), (4, 0, vec![]));
}

on_both_databases!(
    rows_cannot_be_changed_or_deleted_and_are_sealed_once,
    a_changed_row_is_found,
    a_row_taken_from_the_middle_is_found,
    a_sealed_row_taken_from_the_end_is_found,
    a_whole_subject_that_vanished_is_found,
    a_seal_taken_away_or_changed_is_found,
    parallel_rows_of_one_subject_make_one_chain,
    two_sealers_at_once_leave_no_row_sealed_twice,
);
