//! Databases for tests: a temporary SQLite file, or a database of its own on a temporary PostgreSQL server.
//!
//! Behind the feature `testing`, for the tests of this crate and of the server. The PostgreSQL server is started once
//! per test program from the installed binaries and stops when the program ends, even if it is killed;
//! `TEST_POSTGRES_URL` names a server to use instead. If PostgreSQL is missing, the test fails with a message that says
//! what to install; it is never skipped.
//!
//! Only this module of the crate may panic: a test without a database has failed.
#![allow(clippy::expect_used, clippy::panic)]

mod postgres;
mod raw;

use qabul_domain::calendar::Micros;
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Db, Ids, Keys, Settings, Stamp};

/// Which database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in a temporary folder.
    Sqlite,
    /// A separate database, copied from a migrated template.
    Postgres,
}

/// A migrated, empty database that is deleted after the test.
pub struct TestDb {
    /// The store.
    pub db: Db,
    /// How it was opened.
    pub settings: Settings,
    name: Option<String>,
    _dir: Option<TempDir>,
}

impl TestDb {
    /// A new database with the default settings.
    pub async fn open(engine: Engine) -> TestDb {
        TestDb::open_with(engine, |_| {}).await
    }

    /// A new database with other settings.
    pub async fn open_with(engine: Engine, change: impl FnOnce(&mut Settings)) -> TestDb {
        let (url, name, dir) = match engine {
            Engine::Sqlite => {
                let dir = tempfile::tempdir().expect("a temporary folder");
                (format!("sqlite:{}", dir.path().join("qabul.db").display()), None, Some(dir))
            }
            Engine::Postgres => {
                let (url, name) = postgres::create_database().await;
                (url, Some(name), None)
            }
        };
        let mut settings = Settings { connections: 8, ..Settings::new(url) };
        change(&mut settings);
        let db = Db::open(&settings, keys()).await.expect("the test database opens");
        db.migrate().await.expect("the migrations run");
        TestDb { db, settings, name, _dir: dir }
    }

    /// Which database it is.
    pub fn engine(&self) -> Engine {
        if self.name.is_some() { Engine::Postgres } else { Engine::Sqlite }
    }

    /// Runs one statement for which the store has no function, to damage or count something. Returns the affected rows.
    pub async fn execute(&self, sql: &str) -> crate::Result<u64> {
        let sql = sql.to_owned();
        self.db.transact(async move |tx| raw::execute(tx, &sql).await).await
    }

    /// The first column of the first row, as a whole number.
    pub async fn number(&self, sql: &str) -> i64 {
        let sql = sql.to_owned();
        self.db.read(async |tx| raw::number(tx, &sql).await).await.expect("a whole number")
    }

    /// The first column of every row, as text.
    pub async fn texts(&self, sql: &str) -> Vec<String> {
        let sql = sql.to_owned();
        self.db.read(async |tx| raw::texts(tx, &sql).await).await.expect("texts")
    }

    /// The query plan of the database, line by line. On PostgreSQL sequential scans are made expensive, so that the
    /// plan shows whether an index can be used.
    pub async fn plan(&self, sql: &str) -> Vec<String> {
        let sql = sql.to_owned();
        self.db.transact(async move |tx| raw::plan(tx, &sql).await).await.expect("a plan")
    }

    /// Closes the store and deletes the database.
    pub async fn close(self) {
        self.db.close().await;
        if let Some(name) = self.name {
            postgres::drop_database(&name).await;
        }
    }
}

/// Runs one statement inside a unit; returns the affected rows.
pub async fn execute(tx: &mut crate::Tx, sql: &str) -> crate::Result<u64> {
    raw::execute(tx, sql).await
}

/// Removes the triggers that keep tables append-only, as an attacker with access to the database would.
pub async fn without_triggers(tx: &mut crate::Tx) -> crate::Result<()> {
    const TABLES: [&str; 4] = ["audit", "audit_seal", "ledger_transaction", "ledger_entry"];
    for table in TABLES {
        if tx.is_postgres() {
            raw::execute(tx, &format!("alter table {table} disable trigger user")).await?;
            continue;
        }
        for what in ["update", "delete"] {
            raw::execute(tx, &format!("drop trigger if exists {table}_no_{what}")).await?;
        }
    }
    Ok(())
}

/// Does something with keys other than the portal's, as an attacker who has the database and the program but not the
/// secrets file.
pub async fn as_stranger<T>(
    tx: &mut crate::Tx,
    work: impl AsyncFnOnce(&mut crate::Tx) -> crate::Result<T>,
) -> crate::Result<T> {
    let stranger = Keys::new(vec![(1, [8; 32])], [9; 32])?;
    let own = tx.swap_keys(stranger);
    let done = work(tx).await;
    tx.swap_keys(own);
    done
}

/// Writes the audit again from its own rows, each changed by `change`, with new digests, new chains and no seals.
pub async fn rewrite_audit(
    tx: &mut crate::Tx,
    change: impl Fn(&crate::audit::Row) -> Option<String>,
) -> crate::Result<()> {
    let rows = crate::audit::every_row(tx).await?;
    for table in ["audit", "audit_seal"] {
        raw::execute(tx, &format!("delete from {table}")).await?;
    }
    for row in rows {
        let Some(detail) = change(&row) else { continue };
        let event = crate::audit::Event {
            id: row.id,
            subject: &row.subject,
            actor: &row.actor,
            action: &row.action,
            at: row.at,
            detail: &detail,
        };
        crate::audit::append(tx, &event).await?;
    }
    Ok(())
}

/// Keys every test uses.
pub fn keys() -> Keys {
    Keys::new(vec![(1, [1; 32])], [2; 32]).expect("keys")
}

/// 2026-09-01 09:00 in Baku, the fixed time of most tests.
pub const NOW: Micros = Micros(1_788_238_800_000_000);

/// A stamp at [`NOW`] with a seed of its own.
pub fn stamp() -> Stamp {
    stamp_at(NOW)
}

/// A stamp at an instant with a seed of its own.
pub fn stamp_at(now: Micros) -> Stamp {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).expect("the system's random source");
    let mut stamp = Stamp { now, request_id: Uuid::nil(), seed };
    stamp.request_id = Ids::new(&stamp).id();
    stamp
}

/// Runs a test on one database, on a separate runtime with two threads.
pub fn run(engine: Engine, test: impl AsyncFnOnce(&TestDb)) {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = TestDb::open(engine).await;
        test(&db).await;
        db.close().await;
    });
}

/// Turns each `async fn name(db: &TestDb)` into two tests, `sqlite::name` and `postgres::name`. Use it once per file. A
/// function that is not listed is dead code, which the compiler reports.
#[macro_export]
macro_rules! on_both_databases {
    ($($name:ident),* $(,)?) => {
        mod sqlite {
            $(#[test] fn $name() { $crate::testing::run($crate::testing::Engine::Sqlite, super::$name); })*
        }
        mod postgres {
            $(#[test] fn $name() { $crate::testing::run($crate::testing::Engine::Postgres, super::$name); })*
        }
    };
}
