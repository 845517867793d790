//! Units of work on both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use futures_util::future::join_all;
use qabul_store::testing::{TestDb, execute};
use qabul_store::{Access, Db, Error, Failure, Settings, UnitError, on_both_databases, pools, settings};

use crate::world::id;

/// A use case's error.
#[derive(Debug)]
enum Refusal {
    No,
    Store(Error),
}
impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal::Store(error)
    }
}
impl UnitError for Refusal {
    fn store(&self) -> Option<&Error> {
        match self {
            Refusal::Store(error) => Some(error),
            Refusal::No => None,
        }
    }
}

async fn read_only_again(db: &TestDb) -> Db {
    let settings = Settings { access: Access::ReadOnly, ..db.settings.clone() };
    Db::open(&settings, qabul_store::testing::keys()).await.unwrap()
}

async fn an_error_undoes_its_unit_and_none_of_its_neighbours(db: &TestDb) {
    let units = (0..40).map(|n| {
        let name = format!("n{n}");
        db.db.transact(async move |tx| {
            settings::set(tx, &name, "set", qabul_store::testing::NOW).await?;
            if n % 3 == 0 { Err(Refusal::No) } else { Ok(()) }
        })
    });
    let outcomes = join_all(units).await;
    for (n, outcome) in outcomes.into_iter().enumerate() {
        assert_eq!(outcome.is_err(), n % 3 == 0, "unit {n}");
        assert!(!matches!(outcome, Err(Refusal::Store(_))));
    }
    assert_eq!(db.number("select count(*) from setting").await, 26);
}

async fn a_statement_that_fails_undoes_its_unit_and_none_of_its_neighbours(db: &TestDb) {
    let units = (0..20).map(|n| {
        db.db.transact(async move |tx| {
            pools::set_capacity(tx, &format!("p{n}"), 1).await?;
            if n == 7 {
                execute(tx, "insert into pool (id, capacity, taken) values ('bad', 1, 2)").await?;
            }
            Ok::<_, Error>(())
        })
    });
    let failed: Vec<usize> =
        join_all(units).await.into_iter().enumerate().filter(|(_, r)| r.is_err()).map(|(n, _)| n).collect();
    assert_eq!(failed, [7]);
    assert_eq!(db.number("select count(*) from pool").await, 19);
}

async fn a_unit_that_looks_away_from_a_failed_statement_is_undone_all_the_same(db: &TestDb) {
    let outcome = db
        .db
        .transact(async |tx| {
            pools::set_capacity(tx, "before", 1).await?;
            let failed = execute(tx, "insert into pool (id, capacity, taken) values ('bad', 1, 2)").await;
            assert!(failed.is_err());
            Ok::<_, Error>(())
        })
        .await;
    assert!(matches!(outcome, Err(Error::Failure(Failure::LookedAway))), "{outcome:?}");
    assert_eq!(db.number("select count(*) from pool").await, 0);
}

async fn a_unit_sees_what_it_wrote_and_a_reader_only_what_is_committed(db: &TestDb) {
    let (seen_inside, seen_outside) = (Arc::new(AtomicU64::new(9)), Arc::new(AtomicU64::new(9)));
    let (inside, outside, reader) = (seen_inside.clone(), seen_outside.clone(), db.db.clone());
    db.db
        .transact(async move |tx| {
            pools::set_capacity(tx, "hall", 3).await?;
            inside.store(u64::from(pools::find(tx, "hall").await?.is_some()), Ordering::Relaxed);
            let found: Result<bool, Error> = reader.read(async |tx| Ok(pools::find(tx, "hall").await?.is_some())).await;
            outside.store(u64::from(found?), Ordering::Relaxed);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!((seen_inside.load(Ordering::Relaxed), seen_outside.load(Ordering::Relaxed)), (1, 0));
}

async fn a_read_cannot_write(db: &TestDb) {
    let outcome: Result<bool, Error> = db.db.read(async |tx| pools::set_capacity(tx, "hall", 3).await).await;
    assert!(matches!(outcome, Err(Error::Database(_) | Error::Sqlite(_))), "{outcome:?}");
}

async fn a_store_opened_for_reading_refuses_units_and_migrations(db: &TestDb) {
    let reader = read_only_again(db).await;
    let outcome: Result<bool, Error> = reader.transact(async |tx| pools::set_capacity(tx, "hall", 3).await).await;
    assert!(matches!(outcome, Err(Error::Failure(Failure::ReadOnly))));
    assert!(matches!(reader.migrate().await, Err(Error::Failure(Failure::ReadOnly))));
    reader.ping().await.unwrap();
    reader.close().await;
}

async fn closures_may_be_spawned_and_capture_what_is_not_copy(db: &TestDb) {
    let tasks = (0..16).map(|n| {
        let (db, name) = (db.db.clone(), format!("spawned {n}"));
        tokio::spawn(async move {
            db.transact(async move |tx| settings::set(tx, &name, &name, qabul_store::testing::NOW).await).await
        })
    });
    for task in join_all(tasks).await {
        task.unwrap().unwrap();
    }
    assert_eq!(db.number("select count(*) from setting").await, 16);
}

async fn the_schema_is_up_to_date_and_migrating_again_changes_nothing(db: &TestDb) {
    assert_eq!(db.db.pending_migrations().await.unwrap(), 0);
    db.db.migrate().await.unwrap();
}

async fn after_closing_nothing_is_accepted(db: &TestDb) {
    let other = TestDb::open(db.engine()).await;
    other.db.close().await;
    let outcome: Result<bool, Error> = other.db.transact(async |tx| pools::set_capacity(tx, "hall", 3).await).await;
    assert!(outcome.unwrap_err().is_passing());
    other.close().await;
}

async fn a_unit_that_takes_too_long_is_undone_and_told_so(db: &TestDb) {
    let quick = TestDb::open_with(db.engine(), |s| s.unit_timeout = std::time::Duration::from_millis(100)).await;
    let outcome: Result<(), Error> = quick
        .db
        .transact(async |tx| {
            pools::set_capacity(tx, "hall", 3).await?;
            std::future::pending::<()>().await;
            Ok(())
        })
        .await;
    assert!(matches!(outcome, Err(Error::Failure(Failure::TimedOut))));
    assert_eq!(quick.number("select count(*) from pool").await, 0);
    quick.db.transact(async |tx| pools::set_capacity(tx, "hall", 3).await).await.unwrap();
    quick.close().await;
}

async fn ids_are_stored_as_they_were_made(db: &TestDb) {
    let made = id();
    let held = crate::world::World::new(db).await;
    assert_ne!(made, held.person_id);
    let found: Option<_> = db.db.read(async |tx| qabul_store::persons::find(tx, held.person_id).await).await.unwrap();
    assert_eq!(found.unwrap().id, held.person_id);
}

on_both_databases!(
    an_error_undoes_its_unit_and_none_of_its_neighbours,
    a_statement_that_fails_undoes_its_unit_and_none_of_its_neighbours,
    a_unit_that_looks_away_from_a_failed_statement_is_undone_all_the_same,
    a_unit_sees_what_it_wrote_and_a_reader_only_what_is_committed,
    a_read_cannot_write,
    a_store_opened_for_reading_refuses_units_and_migrations,
    closures_may_be_spawned_and_capture_what_is_not_copy,
    the_schema_is_up_to_date_and_migrating_again_changes_nothing,
    after_closing_nothing_is_accepted,
    a_unit_that_takes_too_long_is_undone_and_told_so,
    ids_are_stored_as_they_were_made,
);
