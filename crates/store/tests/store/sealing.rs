//! Sealed columns: nothing readable is stored, sealed texts cannot be opened in another place, and keys can be changed.

use qabul_store::testing::{Engine, NOW, TestDb, keys};
use qabul_store::{
    Db, Error, Keys, Result, accounts, applications, drafts, facts, on_both_databases, persons, rotation,
};

use crate::world::World;

fn rotated() -> Keys {
    Keys::new(vec![(7, [7; 32]), (1, [1; 32])], [2; 32]).unwrap()
}

async fn save_draft(db: &TestDb, world: World, text: &'static [u8]) {
    db.db
        .transact(async move |tx| {
            let seen = drafts::revision(tx, world.application_id, "exam").await?;
            let drafts::Begun::Ready(ready) = drafts::begin(tx, world.application_id, "exam", seen, NOW).await? else {
                return Err(Error::Again);
            };
            drafts::write(tx, &ready, 1, text).await
        })
        .await
        .unwrap();
}

async fn put_fact(db: &TestDb, world: World) {
    let fact = facts::StoredFact {
        need: "education".into(),
        status: facts::FactStatus::Known,
        value: Some(b"[]".to_vec().into()),
        source: "tmms".into(),
        at: NOW,
    };
    db.db.transact(async move |tx| facts::put(tx, world.person_id, &fact).await).await.unwrap();
}

/// Sealed columns as the schema's comments name them.
async fn named_in_the_schema() -> Vec<(String, String)> {
    let (mut found, mut table, mut sealed) = (Vec::new(), String::new(), false);
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../migrations/sqlite");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for line in files
        .iter()
        .flat_map(|file| std::fs::read_to_string(file).unwrap().lines().map(str::to_owned).collect::<Vec<_>>())
    {
        let words: Vec<&str> = line.split_whitespace().collect();
        match words.as_slice() {
            ["create", "table", name, ..] => table = (*name).to_owned(),
            ["--", "Sealed" | "Sealed:", ..] => sealed = true,
            [column, kind, ..] if sealed && kind.starts_with("blob") => {
                found.push((table.clone(), (*column).to_owned()));
                sealed = false;
            }
            _ => {}
        }
    }
    found
}

async fn no_name_number_or_address_is_readable_in_the_sealed_columns(db: &TestDb) {
    World::marked(db, "5ABCDE1").await;
    let count = |text: &str| {
        match db.engine() {
        Engine::Sqlite => format!(
            "select count(*) from account, person where instr(email, cast('{text}' as blob)) > 0 or instr(phone,
             cast('{text}' as blob)) > 0 or instr(data, cast('{text}' as blob)) > 0"
        ),
        Engine::Postgres => format!(
            "select count(*) from account, person
             where position('{text}'::bytea in email) > 0 or position('{text}'::bytea in phone) > 0 or position('{text}'::bytea in data) > 0"
        ),
    }
    };
    for text in ["5ABCDE1", "example", "Quliyeva"] {
        assert_eq!(db.number(&count(text)).await, 0, "{text}");
    }
}

async fn sealed_data_copied_to_another_row_does_not_open(db: &TestDb) {
    let (one, other) = (World::marked(db, "1000001").await, World::marked(db, "1000002").await);
    let swap = match db.engine() {
        Engine::Sqlite => format!(
            "update person set data = (select data from person where hex(id) = '{0}') where hex(id) <> '{0}'",
            one.person_id.simple().to_string().to_uppercase()
        ),
        Engine::Postgres => format!(
            "update person set data = (select data from person where id = '{0}') where id <> '{0}'",
            one.person_id
        ),
    };
    assert_eq!(db.execute(&swap).await.unwrap(), 1);
    let opened: Result<_> = db.db.read(async |tx| persons::find(tx, other.person_id).await).await;
    assert!(matches!(opened, Err(Error::Unsealable { table: "person", column: "data" })));
    let whole: Result<_> = db.db.read(async |tx| persons::find(tx, one.person_id).await).await;
    whole.unwrap().unwrap();
}

async fn sealed_data_copied_to_another_column_does_not_open(db: &TestDb) {
    let world = World::new(db).await;
    db.execute("update account set phone = email").await.unwrap();
    let opened: Result<_> = db.db.read(async |tx| accounts::find(tx, world.account_id).await).await;
    assert!(matches!(opened, Err(Error::Unsealable { column: "phone", .. })));
}

async fn an_older_draft_put_back_does_not_open(db: &TestDb) {
    let world = World::new(db).await;
    save_draft(db, world, b"first").await;
    db.execute("update reference set extra = ''").await.unwrap();
    db.execute("create table kept as select draft from application").await.unwrap();
    save_draft(db, world, b"second").await;
    db.execute("update application set draft = (select draft from kept)").await.unwrap();
    let opened: Result<_> = db.db.read(async |tx| applications::find_with_draft(tx, world.application_id).await).await;
    assert!(matches!(opened, Err(Error::Unsealable { column: "draft", .. })));
}

async fn after_a_rotation_everything_opens_with_the_new_key_alone(db: &TestDb) {
    let world = World::new(db).await;
    save_draft(db, world, b"draft").await;
    put_fact(db, world).await;
    db.db.close().await;
    let store = Db::open(&db.settings, rotated()).await.unwrap();
    let before: Result<i64> = store.read(async |tx| rotation::left(tx).await).await;
    assert_eq!(before.unwrap(), 5);
    let mut done = 0;
    loop {
        let chunk: u64 = store.transact(async |tx| rotation::reseal(tx, 2).await).await.unwrap();
        assert!(chunk <= 2);
        done += chunk;
        if chunk == 0 {
            break;
        }
    }
    assert_eq!(done, 5);
    store.close().await;
    let new_only = Keys::new(vec![(7, [7; 32])], [2; 32]).unwrap();
    let store = Db::open(&db.settings, new_only).await.unwrap();
    store
        .read(async |tx| {
            assert_eq!(persons::find_by_fin(tx, "1000001").await?.unwrap().id, world.person_id);
            assert_eq!(accounts::find_by_email(tx, "1000001@example.az").await?.unwrap().id, world.account_id);
            assert_eq!(
                applications::find_with_draft(tx, world.application_id).await?.unwrap().draft.unwrap().0,
                b"draft"
            );
            assert_eq!(facts::of_person(tx, world.person_id).await?.len(), 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    store.close().await;
    let old_only = Db::open(&db.settings, keys()).await.unwrap();
    let opened: Result<_> = old_only.read(async |tx| persons::find(tx, world.person_id).await).await;
    assert!(matches!(opened, Err(Error::Unsealable { .. })));
    old_only.close().await;
}

#[tokio::test]
async fn every_column_the_schema_calls_sealed_is_sealed_again_by_a_rotation() {
    let mut schema = named_in_the_schema().await;
    let mut known: Vec<(String, String)> =
        rotation::sealed_columns().map(|(table, column)| (table.to_owned(), column.to_owned())).collect();
    schema.sort();
    known.sort();
    assert_eq!(schema, known);
}

#[tokio::test]
async fn an_error_of_the_database_prints_no_value_of_a_row() {
    let db = TestDb::open(Engine::Postgres).await;
    World::marked(&db, "5ABCDE1").await;
    let error = db.execute("update application set name_key = null").await.unwrap_err();
    assert!(!format!("{error:?} {error}").contains("quliyeva"), "{error:?}");
    db.close().await;
}

on_both_databases!(
    no_name_number_or_address_is_readable_in_the_sealed_columns,
    sealed_data_copied_to_another_row_does_not_open,
    sealed_data_copied_to_another_column_does_not_open,
    an_older_draft_put_back_does_not_open,
    after_a_rotation_everything_opens_with_the_new_key_alone,
);
