//! Behaviour of the group-committing writer (SQLite only).

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use futures_util::future::{FutureExt, join_all};
use qabul_store::testing::{Engine, TestDb, execute, keys};
use qabul_store::{Db, Error, Failure, Settings, claims, pools};
use tokio::sync::Semaphore;
use uuid::Uuid;

use crate::world::{World, id};

/// A unit that blocks the writer until it is released.
#[derive(Clone)]
struct Hold {
    started: Arc<Semaphore>,
    go: Arc<Semaphore>,
}

impl Hold {
    fn new() -> Hold {
        Hold { started: Arc::new(Semaphore::new(0)), go: Arc::new(Semaphore::new(0)) }
    }
    /// Starts the unit; returns once the writer is blocked.
    async fn the_writer(&self, db: &Db) -> tokio::task::JoinHandle<Result<(), Error>> {
        let (db, hold) = (db.clone(), self.clone());
        let held = tokio::spawn(async move {
            db.transact(async move |_| {
                hold.started.add_permits(1);
                // The permit is not consumed: if its batch fails, the unit runs a second time.
                let _go = hold.go.acquire().await.unwrap();
                Ok(())
            })
            .await
        });
        self.started.acquire().await.unwrap().forget();
        held
    }
    fn let_go(&self) {
        self.go.add_permits(1);
    }
}

async fn patient() -> TestDb {
    TestDb::open_with(Engine::Sqlite, |settings| {
        settings.unit_timeout = Duration::from_secs(60);
        // Which units share a batch must not depend on the load of the machine.
        settings.batch_age = Duration::from_secs(60);
    })
    .await
}

/// Adds one place to a pool, so that a second run would be visible.
async fn count(db: &Db, name: &'static str) -> Result<(), Error> {
    db.transact(async move |tx| {
        execute(
            tx,
            &format!("insert into pool (id, capacity, taken) values ('{name}', 100000, 0) on conflict do nothing"),
        )
        .await?;
        assert!(pools::take(tx, name).await?);
        Ok(())
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn units_that_wait_together_share_one_commit() {
    let db = patient().await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    let before = db.db.writer_figures().unwrap();
    let waiting = join_all((0..63).map(|_| count(&db.db, "shared")));
    let (outcomes, ()) = tokio::join!(waiting, async { hold.let_go() });
    assert!(outcomes.iter().all(Result::is_ok));
    held.await.unwrap().unwrap();
    let after = db.db.writer_figures().unwrap();
    assert_eq!(after.units - before.units, 63);
    assert_eq!(after.commits - before.commits, 1);
    assert_eq!(db.number("select taken from pool").await, 63);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_error_is_answered_only_after_the_commit_it_may_rest_on() {
    let db = patient().await;
    let (first, last) = (Hold::new(), Hold::new());
    let before_it = first.the_writer(&db.db).await;
    let refused = db.db.transact(async |_| Err::<(), _>(Error::Unreadable("a refusal")));
    let mut refused = Box::pin(refused);
    assert!(refused.as_mut().now_or_never().is_none(), "queued");
    let (store, hold) = (db.db.clone(), last.clone());
    let mut after_it = Box::pin(store.transact(async move |_| {
        hold.started.add_permits(1);
        let _go = hold.go.acquire().await.unwrap();
        Ok::<_, Error>(())
    }));
    assert!(after_it.as_mut().now_or_never().is_none(), "queued in the same batch");
    first.let_go();
    last.started.acquire().await.unwrap().forget();
    assert!(refused.as_mut().now_or_never().is_none(), "it has run, its batch is not committed");
    last.let_go();
    assert!(matches!(refused.await, Err(Error::Unreadable(_))));
    after_it.await.unwrap();
    before_it.await.unwrap().unwrap();
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn without_group_commit_every_unit_has_a_commit_of_its_own() {
    let db = TestDb::open_with(Engine::Sqlite, |settings| settings.group_commit = false).await;
    let outcomes = join_all((0..20).map(|_| count(&db.db, "alone"))).await;
    assert!(outcomes.iter().all(Result::is_ok));
    let figures = db.db.writer_figures().unwrap();
    assert_eq!((figures.units, figures.commits), (20, 20));
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_panic_is_told_to_its_caller_and_nobody_else() {
    let db = patient().await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    let panics = db.db.transact(async |tx| {
        pools::set_capacity(tx, "panicked", 1).await?;
        if true {
            panic!("on purpose");
        }
        Ok::<_, Error>(())
    });
    let (before, panicked, after, ()) =
        tokio::join!(count(&db.db, "kept"), panics, count(&db.db, "kept"), async { hold.let_go() });
    assert!(matches!(panicked, Err(Error::Failure(Failure::Panicked))));
    before.unwrap();
    after.unwrap();
    held.await.unwrap().unwrap();
    assert_eq!(db.number("select taken from pool where id = 'kept'").await, 2);
    assert_eq!(db.number("select count(*) from pool where id = 'panicked'").await, 0);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_caller_who_left_the_queue_is_skipped() {
    let db = patient().await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    let ran = Arc::new(AtomicBool::new(false));
    let mark = ran.clone();
    let waiting = db.db.transact(async move |_| {
        mark.store(true, Ordering::Relaxed);
        Ok::<_, Error>(())
    });
    {
        let waiting = std::pin::pin!(waiting);
        assert!(waiting.now_or_never().is_none());
    }
    hold.let_go();
    held.await.unwrap().unwrap();
    count(&db.db, "later").await.unwrap();
    assert!(!ran.load(Ordering::Relaxed));
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_full_queue_answers_busy_at_once() {
    let db = patient().await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    let waiting = join_all((0..1030).map(|_| count(&db.db, "queue")));
    let (outcomes, ()) = tokio::join!(waiting, async { hold.let_go() });
    let busy = outcomes.iter().filter(|o| matches!(o, Err(Error::Failure(Failure::Busy)))).count();
    assert_eq!(busy, 6);
    assert_eq!(outcomes.iter().filter(|o| o.is_ok()).count(), 1024);
    held.await.unwrap().unwrap();
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_the_commit_fails_only_the_unit_that_spoiled_it_is_told() {
    let db = patient().await;
    World::new(&db).await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    let runs = Arc::new(AtomicU64::new(0));
    let counted = runs.clone();
    // A claim of an application that does not exist: the foreign key is checked at the commit.
    let spoils = db.db.transact(async move |tx| {
        counted.fetch_add(1, Ordering::Relaxed);
        claims::take(tx, "spoiler", Uuid::nil(), qabul_store::testing::NOW).await
    });
    let (before, spoiled, after, ()) =
        tokio::join!(count(&db.db, "kept"), spoils, count(&db.db, "kept"), async { hold.let_go() });
    assert!(matches!(spoiled, Err(Error::Failure(Failure::Commit(_)))), "{spoiled:?}");
    assert_eq!(runs.load(Ordering::Relaxed), 2, "once in the batch, once alone");
    before.unwrap();
    after.unwrap();
    held.await.unwrap().unwrap();
    assert_eq!(db.number("select taken from pool where id = 'kept'").await, 2);
    assert_eq!(db.number("select count(*) from claim where key = 'spoiler'").await, 0);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn when_sqlite_rolls_everything_back_by_itself_the_neighbours_run_again() {
    let db = patient().await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    // Simulates what SQLite does on a full disk or an I/O error.
    let spoils = db.db.transact(async |tx| execute(tx, "rollback").await);
    let (before, spoiled, after, ()) =
        tokio::join!(count(&db.db, "kept"), spoils, count(&db.db, "kept"), async { hold.let_go() });
    assert!(matches!(spoiled, Err(Error::Failure(Failure::Commit(_)))), "{spoiled:?}");
    before.unwrap();
    after.unwrap();
    held.await.unwrap().unwrap();
    assert_eq!(db.number("select taken from pool where id = 'kept'").await, 2);
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn closing_finishes_the_units_that_wait() {
    let db = patient().await;
    let hold = Hold::new();
    let held = hold.the_writer(&db.db).await;
    let waiting = join_all((0..5).map(|_| count(&db.db, "waiting")));
    let (outcomes, (), ()) = tokio::join!(waiting, db.db.close(), async { hold.let_go() });
    assert!(outcomes.iter().all(Result::is_ok));
    held.await.unwrap().unwrap();
    let again = Db::open(&db.settings, keys()).await.unwrap();
    let taken: Result<_, Error> = again.read(async |tx| pools::find(tx, "waiting").await).await;
    assert_eq!(taken.unwrap().unwrap().taken, 5);
    again.close().await;
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_second_writer_on_the_same_file_refuses_to_start_and_says_why() {
    let db = TestDb::open(Engine::Sqlite).await;
    let second = Db::open(&db.settings, keys()).await;
    let Err(error) = second else { panic!("a second writer started") };
    assert!(matches!(error, Error::Owned { .. }));
    assert!(error.to_string().contains("is in use by another writing process"), "{error}");
    db.db.close().await;
    let third = Db::open(&db.settings, keys()).await.expect("the file is free after closing");
    third.close().await;
    db.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_answered_is_there_after_opening_again() {
    let db = TestDb::open(Engine::Sqlite).await;
    let world = World::new(&db).await;
    let copy = db.settings.url.trim_start_matches("sqlite:").to_owned() + ".copy";
    db.db.copy_to(std::path::Path::new(&copy)).await.unwrap();
    let mut settings = db.settings.clone();
    settings.url = format!("sqlite:{copy}");
    let other = Db::open(&settings, keys()).await.unwrap();
    let found: Result<_, Error> =
        other.read(async |tx| qabul_store::applications::find(tx, world.application_id).await).await;
    assert_eq!(found.unwrap().unwrap().id, world.application_id);
    other.close().await;
    db.close().await;
    assert_ne!(id(), world.application_id);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_statement_that_takes_too_long_is_stopped_and_its_neighbours_run() {
    let db = TestDb::open_with(Engine::Sqlite, |settings| settings.unit_timeout = Duration::from_millis(300)).await;
    let endless = db.db.transact(async |tx| {
        pools::set_capacity(tx, "endless", 1).await?;
        let counting = "insert into pool (id, capacity, taken)
            with recursive n(i) as (select 1 union all select i + 1 from n) select max(i), 1, 0 from n";
        execute(tx, counting).await
    });
    let (before, stopped, after) = tokio::join!(count(&db.db, "kept"), endless, count(&db.db, "kept"));
    assert!(matches!(stopped, Err(Error::Failure(Failure::TimedOut))), "{stopped:?}");
    before.unwrap();
    after.unwrap();
    assert_eq!(db.number("select taken from pool where id = 'kept'").await, 2);
    assert_eq!(db.number("select count(*) from pool where id = 'endless'").await, 0);
    db.close().await;
}

/// Takes a place of a pool of three.
async fn take(db: &Db) -> bool {
    db.transact(async |tx| pools::take(tx, "three").await).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_writer_said_can_be_said_again_to_a_copy_and_only_while_it_was_noted() {
    let db = patient().await;
    let made = "insert into pool (id, capacity, taken) values ('three', 3, 0)";
    db.db.transact(async move |tx| execute(tx, made).await.map(drop)).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    db.db.copy_to(&copy).await.unwrap();
    let recording = db.db.record().unwrap();
    assert!(take(&db.db).await && take(&db.db).await);
    recording.end();
    assert!(take(&db.db).await);

    let replayed = recording.replay(&copy).unwrap();
    assert_eq!((replayed.units, replayed.commits), (2, 2));
    let again = Db::open(&Settings::new(format!("sqlite:{}", copy.display())), keys()).await.unwrap();
    assert!(take(&again).await, "two were taken by the replay, the third was not noted");
    assert!(!take(&again).await);
    again.close().await;
}
