//! Which applications the calendar examines: the due ones, each once per mark, found by an index.

use qabul_domain::calendar::Micros;
use qabul_store::applications::{self, Moved};
use qabul_store::reminders::{self, Due};
use qabul_store::testing::{Engine, NOW, TestDb};
use qabul_store::{Error, on_both_databases};
use uuid::Uuid;

use crate::world::World;

/// One hundred drafts of one person, copies of the first.
const COPIES: u32 = 100;

async fn drafts(db: &TestDb) -> World {
    let world = World::new(db).await;
    let number = match db.engine() {
        Engine::Sqlite => ("randomblob(16)", "cast(value as text)", "json_each"),
        Engine::Postgres => ("gen_random_uuid()", "value::text", "json_array_elements_text"),
    };
    let numbers: Vec<u32> = (100_000..100_000 + COPIES).collect();
    let copies = format!(
        "insert into application (id, kind, campaign_id, person_id, account_id, work_number, state, draft_version,
                name_key, sort_key, created_at, updated_at)
         select {}, kind, campaign_id, person_id, account_id, {}, state, draft_version, name_key, sort_key,
                created_at, updated_at from application, {}('{numbers:?}') as n(value)",
        number.0, number.1, number.2
    );
    let copies = match db.engine() {
        Engine::Sqlite => copies.replace(" as n(value)", ""),
        Engine::Postgres => copies,
    };
    assert_eq!(db.execute(&copies).await.unwrap(), u64::from(COPIES));
    world
}

async fn all_due(db: &TestDb, world: World, mark: Micros) -> Vec<Uuid> {
    db.db
        .read(async move |tx| {
            let (mut found, mut after): (Vec<Due>, Option<Due>) = (Vec::new(), None);
            loop {
                let chunk = reminders::due(tx, world.campaign_id, "DRAFT", mark, after, 30).await?;
                let Some(last) = chunk.last() else { break };
                after = Some(*last);
                found.extend(chunk);
            }
            Ok::<_, Error>(found.into_iter().map(|due| due.id).collect())
        })
        .await
        .unwrap()
}

async fn an_application_is_due_once_a_mark_until_it_moves_or_its_deadline_does(db: &TestDb) {
    let world = drafts(db).await;
    let id = world.application_id;
    let (first, second) = (NOW, NOW.plus_seconds(60));
    let found = all_due(db, world, first).await;
    let mut once = found.clone();
    once.sort();
    once.dedup();
    assert_eq!((found.len(), once.len()), (COPIES as usize + 1, COPIES as usize + 1), "in chunks, each once");
    db.db
        .transact(async move |tx| {
            for id in &found {
                reminders::looked(tx, *id, first).await?;
            }
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert!(all_due(db, world, first).await.is_empty());
    assert_eq!(all_due(db, world, second).await.len(), COPIES as usize + 1, "the next mark");
    db.db.transact(async move |tx| reminders::looked(tx, id, second).await).await.unwrap();
    // A clock that moves back does not undo this.
    db.db.transact(async move |tx| reminders::looked(tx, id, first).await).await.unwrap();
    assert!(!all_due(db, world, second).await.contains(&id));
    db.db.transact(async move |tx| reminders::look_again(tx, id).await).await.unwrap();
    assert_eq!(all_due(db, world, first).await, [id]);
    db.db.transact(async move |tx| reminders::looked(tx, id, second).await).await.unwrap();
    db.db
        .transact(async move |tx| {
            let locked = applications::lock(tx, id, 1, None, NOW).await?.unwrap();
            let moved = Moved { state: "DRAFT".into(), ..Moved::default() };
            assert!(applications::finish_move(tx, id, locked.version, &moved).await?);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!(all_due(db, world, first).await, [id], "a move may have brought another deadline");
}

async fn what_is_due_is_found_by_an_index_and_not_by_walking_all_drafts(db: &TestDb) {
    let world = drafts(db).await;
    let campaign = world.campaign_id.simple().to_string();
    let (id, zero) = match db.engine() {
        Engine::Sqlite => (format!("x'{campaign}'"), "x'00'".to_owned()),
        Engine::Postgres => (format!("'{campaign}'::uuid"), format!("'{}'::uuid", Uuid::nil())),
    };
    let asked = [("$1", id.as_str()), ("$2", "'DRAFT'"), ("$3", "5"), ("$4", "-1"), ("$5", &zero), ("$6", "200")];
    let sql = asked.iter().fold(reminders::DUE.to_owned(), |sql, (name, value)| sql.replace(name, value));
    let plan = db.plan(&sql).await.join("\n");
    assert!(plan.contains("application_reminders"), "{plan}");
    assert!(!plan.contains("SCAN") && !plan.contains("Seq Scan") && !plan.contains("TEMP B-TREE"), "{plan}");
}

on_both_databases!(
    an_application_is_due_once_a_mark_until_it_moves_or_its_deadline_does,
    what_is_due_is_found_by_an_index_and_not_by_walking_all_drafts,
);
