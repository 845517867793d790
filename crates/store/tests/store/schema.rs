//! The two schemas are one.

use qabul_store::testing::{Engine, TestDb};

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
