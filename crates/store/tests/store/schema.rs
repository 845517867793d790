//! The schemas of the two databases are equal.

use qabul_store::testing::{Engine, TestDb};
use sha2::Digest as _;

async fn columns(db: &TestDb) -> Vec<String> {
    let sql = match db.engine() {
        Engine::Sqlite => {
            "select m.name || '.' || c.name from sqlite_master m join pragma_table_info(m.name) c
              where m.type = 'table' and m.name not like '\\_%' escape '\\' and m.name not like 'sqlite%'"
        }
        Engine::Postgres => {
            "select table_name || '.' || column_name from information_schema.columns
              where table_schema = 'public' and table_name not like '\\_%'"
        }
    };
    let mut columns = db.texts(sql).await;
    columns.sort();
    columns
}

#[tokio::test]
async fn both_databases_have_the_same_tables_and_columns() {
    let sqlite = TestDb::open(Engine::Sqlite).await;
    let postgres = TestDb::open(Engine::Postgres).await;
    let (left, right) = (columns(&sqlite).await, columns(&postgres).await);
    assert!(left.len() > 150, "only {} columns found", left.len());
    assert_eq!(left, right);
    sqlite.close().await;
    postgres.close().await;
}

/// A file of another release: applied migrations are recognised, and nothing runs on a file whose migrations differ.
#[tokio::test]
async fn sqlite_migrations_are_run_once_and_a_file_with_others_is_refused() {
    let sqlite = TestDb::open(Engine::Sqlite).await;
    let applied = "select version || ' ' || hex(checksum) || ' ' || success from _sqlx_migrations order by version";
    let before = sqlite.texts(applied).await;
    let texts: Vec<String> = std::fs::read_dir("../../migrations/sqlite")
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert_eq!(before.len(), texts.len());
    for text in texts {
        let digest: String = sha2::Sha384::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02X}")).collect();
        assert!(before.iter().any(|row| row.contains(&digest)), "a checksum as sqlx makes it");
    }
    sqlite.db.migrate().await.unwrap();
    assert_eq!(sqlite.texts(applied).await, before);
    assert_eq!(sqlite.db.pending_migrations().await.unwrap(), 0);
    for (damage, told) in [
        ("update _sqlx_migrations set checksum = x'00' where version = 3", "migration 3"),
        ("update _sqlx_migrations set success = false where version = 3", "migration 3"),
        ("update _sqlx_migrations set version = 9999 where version = 3", "migration 9999"),
    ] {
        sqlite.execute(damage).await.unwrap();
        let refused = sqlite.db.migrate().await.unwrap_err().to_string();
        assert!(refused.contains(told), "{refused}");
        let mend = "update _sqlx_migrations set success = true, version = min(version, 3) where version in (3, 9999)";
        sqlite.execute(mend).await.unwrap();
    }
    sqlite.close().await;
}
