//! The audit: chains, seals, and the detection of manipulation.

use futures_util::future::join_all;
use qabul_store::audit::{self, Break, Event, Head, Heads, Report, Restart, Sealing};
use qabul_store::testing::{NOW, TestDb, as_stranger, keys, without_triggers};
use qabul_store::{Error, Keys, Result, on_both_databases};

use crate::world::id;

async fn append(db: &TestDb, subject: &'static str, action: &'static str) {
    let id = id();
    let event = Event { id, subject, actor: "system", action, at: NOW, detail: "{}" };
    db.db.transact(async move |tx| audit::append(tx, &event).await).await.unwrap();
}

async fn seal(db: &TestDb) -> Option<Head> {
    match seal_after(db, &Heads::default()).await {
        Sealing::Done(head) => Some(head),
        Sealing::Nothing => None,
        Sealing::Refused(found) => panic!("{found:?}"),
    }
}

async fn seal_after(db: &TestDb, known: &Heads) -> Sealing {
    let known = known.clone();
    db.db.transact(async move |tx| audit::seal_batch(tx, NOW, 1000, &known).await).await.unwrap()
}

async fn verify(db: &TestDb) -> Report {
    let report: Result<_> = db.db.read(async |tx| audit::verify(tx, None).await).await;
    let mut report = report.unwrap();
    // The subjects of these tests have no rows in the tables.
    report.missing.clear();
    report
}

async fn verify_against(db: &TestDb, heads: &Heads) -> Vec<Break> {
    db.db.read(async |tx| audit::verify(tx, Some(heads)).await).await.unwrap().breaks
}

/// Heads as read from a file.
fn written(heads: &[&Head]) -> Heads {
    let mut read = Heads::default();
    for head in heads {
        read.take(&head.line(), &keys());
    }
    read
}

/// Three subjects, two seals, one unsealed row; then the triggers are removed, as an attacker with the database would.
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
    db.db.transact(async |tx| without_triggers(tx).await).await.unwrap();
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
    assert_eq!(breaks, [Break::SealChain { no: 2 }, Break::Total { no: 2 }, Break::LostSeals { rows: 6 }]);
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
    for _ in 0..4 {
        append(db, "application:1", "save").await;
    }
    assert_eq!(seal(db).await.unwrap().count, 4, "the first seal takes every row there is");
    for _ in 0..7 {
        append(db, "application:1", "save").await;
    }
    let tasks = (0..4).map(|_| {
        let store = db.db.clone();
        tokio::spawn(
            async move { store.transact(async |tx| audit::seal_batch(tx, NOW, 3, &Heads::default()).await).await },
        )
    });
    let counts = join_all(tasks).await.into_iter().map(|sealing| match sealing.unwrap().unwrap() {
        Sealing::Done(head) => head.count,
        _ => 0,
    });
    let mut counts: Vec<i64> = counts.collect();
    counts.sort_unstable();
    assert_eq!(counts, [0, 1, 3, 3]);
    let report = verify(db).await;
    assert_eq!((report.seals, report.unsealed, report.breaks), (4, 0, vec![]));
}

async fn a_head_is_signed_and_survives_its_line(db: &TestDb) {
    append(db, "account:1", "open").await;
    let first = seal(db).await.unwrap();
    append(db, "account:1", "save").await;
    append(db, "account:2", "open").await;
    let second = seal(db).await.unwrap();
    assert_eq!((first.total, second.total, second.count), (1, 3, 2));
    let heads = written(&[&first, &second]);
    assert_eq!((heads.last().unwrap().no, heads.foreign.len()), (2, 0));
    assert_eq!(verify_against(db, &heads).await, []);
    // One line without a signature of a known key, and one line cut off by a crash.
    let mut heads = written(&[&first]);
    heads.take(&second.line().replace("\"rows\":3", "\"rows\":2"), &keys());
    heads.take(&second.line()[..40], &keys());
    assert_eq!(verify_against(db, &heads).await, [Break::HeadLine { line: 2 }]);
}

async fn the_end_cut_off_is_found_by_the_heads_and_nothing_is_sealed_after_it(db: &TestDb) {
    append(db, "account:1", "open").await;
    let first = seal(db).await.unwrap();
    append(db, "account:1", "save").await;
    let second = seal(db).await.unwrap();
    db.db.transact(async |tx| without_triggers(tx).await).await.unwrap();
    db.execute("delete from audit where seal = 2").await.unwrap();
    db.execute("delete from audit_seal where no = 2").await.unwrap();
    assert_eq!(verify(db).await.breaks, [], "inside the database nothing tells of it");
    let mut heads = written(&[&first, &second]);
    assert_eq!(verify_against(db, &heads).await, [Break::HeadLost { no: 2 }]);
    append(db, "account:1", "save").await;
    assert_eq!(seal_after(db, &heads).await, Sealing::Refused(Break::HeadLost { no: 2 }));

    // A restored backup looks the same; an officer accepts it, and the acceptance is signed among the heads.
    let (no, digest) = db.db.read(async |tx| audit::restart(tx).await).await.unwrap().unwrap();
    let restart = Restart { no, digest, by: "aygun".into(), reason: "disk".into(), at: NOW };
    heads.take(&restart.line(&keys()).replace("aygun", "nobody"), &keys());
    assert_eq!(heads.foreign, [3], "nobody else can");
    let mut heads = written(&[&first, &second]);
    heads.take(&restart.line(&keys()), &keys());
    assert_eq!(heads.restarts, [restart]);
    let Sealing::Done(third) = seal_after(db, &heads).await else { panic!("the chain goes on") };
    heads.take(&third.line(), &keys());
    assert_eq!(verify_against(db, &heads).await, []);
}

async fn two_keys_verify_and_the_first_signs(db: &TestDb) {
    let old = keys().sealing_audit_with(&[[3; 32]]);
    let both = keys().sealing_audit_with(&[[4; 32], [3; 32]]);
    let opened = async |keys: Keys| qabul_store::Db::open(&db.settings, keys).await.unwrap();
    append(db, "account:1", "open").await;
    let own = seal(db).await.unwrap();
    db.db.close().await;
    let mut signers = vec![own.signer];
    for keys in [old.clone(), both.clone()] {
        let store = opened(keys).await;
        let id = id();
        let event = Event { id, subject: "account:1", actor: "system", action: "save", at: NOW, detail: "{}" };
        let sealing = store
            .transact(async move |tx| {
                audit::append(tx, &event).await?;
                audit::seal_batch(tx, NOW, 1000, &Heads::default()).await
            })
            .await
            .unwrap();
        let Sealing::Done(head) = sealing else { panic!("{sealing:?}") };
        signers.push(head.signer);
        store.close().await;
    }
    signers.dedup();
    assert_eq!(signers.len(), 3, "each signed with its first key");
    for (keys, broken) in [(both, vec![]), (old, vec![Break::Signature { no: 3 }])] {
        let store = opened(keys).await;
        assert_eq!(store.read(async |tx| audit::verify(tx, None).await).await.unwrap().breaks, broken);
        store.close().await;
    }
}

async fn seals_of_the_release_before_the_signatures_are_held_by_the_first_signed_one(db: &TestDb) {
    append(db, "account:1", "open").await;
    append(db, "account:2", "open").await;
    seal(db).await.unwrap();
    append(db, "account:1", "save").await;
    db.db.transact(async |tx| without_triggers(tx).await).await.unwrap();
    db.execute("update audit_seal set total = null, signer = null, signature = null").await.unwrap();
    db.execute("update audit set mac = null").await.unwrap();
    let before = verify(db).await;
    assert_eq!((before.before_signatures, before.breaks), (1, vec![Break::Unsigned { no: 1 }]));
    assert!(db.db.read(async |tx| audit::needs_signature(tx).await).await.unwrap(), "set although no row waits");

    let head = seal(db).await.unwrap();
    assert_eq!((head.no, head.count, head.total), (2, 1, 3), "it counts everything before");
    let after = verify(db).await;
    assert_eq!((after.before_signatures, after.seals, after.breaks), (1, 2, vec![]));

    // This is no gap in the protection: rows before it can no longer be changed, and nothing unsigned comes after it.
    append(db, "account:1", "save").await;
    let id = id();
    let forged = Event { id, subject: "account:9", actor: "system", action: "x", at: NOW, detail: "{}" };
    db.db.transact(async move |tx| as_stranger(tx, async |tx| audit::append(tx, &forged).await).await).await.unwrap();
    assert_eq!(verify(db).await.breaks, [Break::Forged { subject: "account:9".into(), seq: 1 }]);
    let sealing = db.db.transact(async |tx| audit::seal_batch(tx, NOW, 9, &Heads::default()).await).await;
    assert!(matches!(sealing, Err(Error::Forged { seq: 1, .. })), "{sealing:?}");
    db.execute("update audit set mac = null where subject = 'account:9'").await.unwrap();
    assert_eq!(verify(db).await.breaks.len(), 1, "nor a row of the old kind");
    let sealing = db.db.transact(async |tx| audit::seal_batch(tx, NOW, 9, &Heads::default()).await).await;
    assert!(matches!(sealing, Err(Error::Forged { seq: 1, .. })), "{sealing:?}");
    db.execute("delete from audit where subject = 'account:9'").await.unwrap();
    db.execute("update audit_seal set signature = null where no = 2").await.unwrap();
    let known = written(&[&head]);
    assert_eq!(seal_after(db, &known).await, Sealing::Refused(Break::Unsigned { no: 2 }));
    db.execute("update audit_seal set count = 3 where no = 1").await.unwrap();
    let breaks = verify_against(db, &known).await;
    assert!(breaks.contains(&Break::SealChain { no: 1 }) && breaks.contains(&Break::Unsigned { no: 2 }), "{breaks:?}");
}

on_both_databases!(
    a_head_is_signed_and_survives_its_line,
    the_end_cut_off_is_found_by_the_heads_and_nothing_is_sealed_after_it,
    two_keys_verify_and_the_first_signs,
    seals_of_the_release_before_the_signatures_are_held_by_the_first_signed_one,
    rows_cannot_be_changed_or_deleted_and_are_sealed_once,
    a_changed_row_is_found,
    a_row_taken_from_the_middle_is_found,
    a_sealed_row_taken_from_the_end_is_found,
    a_whole_subject_that_vanished_is_found,
    a_seal_taken_away_or_changed_is_found,
    parallel_rows_of_one_subject_make_one_chain,
    two_sealers_at_once_leave_no_row_sealed_twice,
);
