//! Applications, drafts, claims.

use futures_util::future::join_all;
use qabul_store::applications::{self, DeskFilter, Moved, Opened};
use qabul_store::claims::{self, Taken};
use qabul_store::drafts::{self, Begun};
use qabul_store::snapshots::{self, NewSnapshot};
use qabul_store::testing::{NOW, TestDb};
use qabul_store::{Error, on_both_databases};

use crate::world::{World, id, new_application};

async fn one_application_per_campaign_and_person_also_when_64_are_opened_at_once(db: &TestDb) {
    let world = World::new(db).await;
    let outcomes = join_all((0..64).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move {
            let mut new = new_application(&world, id());
            new.claim = applications::opening_claim("masterExam", world.campaign_id, world.person_id);
            store.transact(async move |tx| applications::open(tx, &new).await).await
        })
    }))
    .await;
    let outcomes: Vec<Opened> = outcomes.into_iter().map(|o| o.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Opened::Done { .. })).count(), 1);
    let claim = applications::opening_claim("masterExam", world.campaign_id, world.person_id);
    let holder = db.db.read(async |tx| claims::holder(tx, &claim).await).await.unwrap().unwrap();
    assert!(outcomes.iter().all(|o| match o {
        Opened::Exists { application_id } => *application_id == holder,
        _ => true,
    }));
    assert_eq!(db.number("select count(*) from application").await, 2);
}

async fn a_taken_work_number_is_passed_over(db: &TestDb) {
    let world = World::new(db).await;
    let (first, second) = (id(), id());
    let numbers = new_application(&world, first).work_numbers;
    db.db
        .transact(async move |tx| {
            for id in [first, second] {
                let mut new = new_application(&world, id);
                new.work_numbers = numbers.clone();
                let expected = if id == first { &numbers[0] } else { &numbers[1] };
                assert_eq!(applications::open(tx, &new).await?, Opened::Done { work_number: expected.clone() });
            }
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn without_a_free_work_number_nothing_is_opened(db: &TestDb) {
    let world = World::new(db).await;
    let outcome = db
        .db
        .transact(async move |tx| {
            let mut new = new_application(&world, id());
            new.work_numbers = std::array::from_fn(|_| "111111".to_owned());
            applications::open(tx, &new).await?;
            new.id = id();
            new.claim = "another".into();
            match applications::open(tx, &new).await? {
                Opened::NoNumber => Err(Error::Again),
                _ => Ok(()),
            }
        })
        .await;
    assert!(matches!(outcome, Err(Error::Again)));
    assert_eq!(db.number("select count(*) from application").await, 1);
}

async fn a_claim_is_held_by_one_and_free_again_when_it_is_released(db: &TestDb) {
    let world = World::new(db).await;
    let other = world.application(db).await;
    db.db
        .transact(async move |tx| {
            assert_eq!(claims::take(tx, "result/1", world.application_id, NOW).await?, Taken::Done);
            assert_eq!(claims::take(tx, "result/1", world.application_id, NOW).await?, Taken::Done);
            assert_eq!(
                claims::take(tx, "result/1", other, NOW).await?,
                Taken::Held { application_id: world.application_id }
            );
            assert_eq!(claims::release(tx, world.application_id).await?, 2);
            assert_eq!(claims::take(tx, "result/1", other, NOW).await?, Taken::Done);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_move_needs_the_version_and_the_answers_that_were_seen(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            let id = world.application_id;
            assert!(applications::lock(tx, id, 9, None, NOW).await?.is_none());
            assert!(applications::lock(tx, id, 1, Some(5), NOW).await?.is_none());
            let locked = applications::lock(tx, id, 1, Some(0), NOW.plus_seconds(60)).await?.unwrap();
            assert_eq!((locked.version, locked.etag().as_str()), (2, "2.0"));
            let moved = Moved {
                state: "CONFIRMED".into(),
                submitted_at: Some(NOW),
                confirmed_version: Some(2),
                due_at: Some(Some(NOW)),
                ..Moved::default()
            };
            assert!(applications::finish_move(tx, id, 2, &moved).await?);
            assert!(!applications::finish_move(tx, id, 1, &moved).await?);
            let earlier = applications::move_state(tx, id, 2, "WITHDRAWN", NOW).await?;
            assert_eq!(earlier, Some(3));
            let row = applications::find(tx, id).await?.unwrap();
            assert_eq!(
                (row.state.as_str(), row.submitted_at, row.confirmed_version, row.due_at),
                ("WITHDRAWN", Some(NOW), Some(2), Some(NOW))
            );
            assert_eq!(row.updated_at, NOW.plus_seconds(60), "stored times never step back");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn each_step_has_its_own_revision_and_the_draft_keeps_all_of_them(db: &TestDb) {
    let world = World::new(db).await;
    let save = async |step: &'static str, seen: i64, text: &'static str| {
        db.db
            .transact(async move |tx| match drafts::begin(tx, world.application_id, step, seen, NOW).await? {
                Begun::Ready(ready) => {
                    let mut draft = ready.draft.as_ref().map(|d| d.0.clone()).unwrap_or_default();
                    draft.extend_from_slice(text.as_bytes());
                    drafts::write(tx, &ready, 1, &draft).await?;
                    Ok(ready.revision)
                }
                Begun::Stale { .. } | Begun::Missing => Err(Error::Again),
            })
            .await
    };
    assert_eq!(save("exam", 0, "a").await.unwrap(), 1);
    assert_eq!(save("education", 0, "b").await.unwrap(), 1);
    assert_eq!(save("exam", 1, "c").await.unwrap(), 2);
    assert!(matches!(save("exam", 1, "lost").await, Err(Error::Again)));
    assert!(matches!(save("exam", 0, "lost").await, Err(Error::Again)));
    assert!(matches!(save("personal", 3, "lost").await, Err(Error::Again)));
    let found =
        db.db.read(async |tx| applications::find_with_draft(tx, world.application_id).await).await.unwrap().unwrap();
    assert_eq!(found.draft.unwrap().0, b"abc");
    assert_eq!((found.application.version, found.application.answers_rev), (1, 3));
    let steps = db.db.read(async |tx| drafts::steps(tx, world.application_id).await).await.unwrap();
    assert_eq!(
        steps.iter().map(|s| (s.step.as_str(), s.revision)).collect::<Vec<_>>(),
        [("education", 1), ("exam", 2)]
    );
}

async fn parallel_saves_of_different_steps_lose_nothing(db: &TestDb) {
    let world = World::new(db).await;
    let tasks = (0..12u8).map(|n| {
        let store = db.db.clone();
        tokio::spawn(async move {
            store
                .transact(async move |tx| {
                    let Begun::Ready(ready) =
                        drafts::begin(tx, world.application_id, &format!("step{n}"), 0, NOW).await?
                    else {
                        return Err(Error::Again);
                    };
                    let mut draft = ready.draft.as_ref().map(|d| d.0.clone()).unwrap_or_default();
                    draft.push(n);
                    drafts::write(tx, &ready, 1, &draft).await
                })
                .await
        })
    });
    for task in join_all(tasks).await {
        task.unwrap().unwrap();
    }
    let found =
        db.db.read(async |tx| applications::find_with_draft(tx, world.application_id).await).await.unwrap().unwrap();
    let mut saved = found.draft.unwrap().0;
    saved.sort_unstable();
    assert_eq!(saved, (0..12).collect::<Vec<u8>>());
}

async fn a_returned_draft_replaces_the_old_one_and_opens(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            let locked = applications::lock(tx, world.application_id, 1, None, NOW).await?.unwrap();
            assert_eq!(drafts::replace(tx, locked.id, locked.answers_rev, 1, b"copied").await?, 1);
            let found = applications::find_with_draft(tx, locked.id).await?.unwrap();
            assert_eq!(found.draft.unwrap().0, b"copied");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_snapshot_is_kept_under_its_version_with_its_digest(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            for version in [2, 3] {
                let snapshot = NewSnapshot {
                    application_id: world.application_id,
                    version,
                    state: "CONFIRMED",
                    snapshot: b"{}",
                    rule_set: "MAG-2017",
                    now: NOW,
                };
                let digest = snapshots::put(tx, &snapshot).await?;
                assert_eq!(snapshots::find(tx, world.application_id, version).await?.unwrap().digest, digest);
            }
            assert_eq!(snapshots::latest(tx, world.application_id).await?.unwrap().version, 3);
            assert_eq!(snapshots::latest(tx, world.application_id).await?.unwrap().snapshot.0, b"{}");
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    let again = NewSnapshot {
        application_id: world.application_id,
        version: 3,
        state: "CONFIRMED",
        snapshot: b"{}",
        rule_set: "MAG-2017",
        now: NOW,
    };
    let outcome = db.db.transact(async move |tx| snapshots::put(tx, &again).await).await;
    assert!(outcome.unwrap_err().is_duplicate());
}

async fn lists_page_without_gaps_or_repeats(db: &TestDb) {
    let world = World::new(db).await;
    for _ in 0..6 {
        world.application(db).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page =
            db.db.read(async |tx| applications::list_for_account(tx, world.account_id, after, 2).await).await.unwrap();
        seen.extend(page.items.iter().map(|row| row.id));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), sorted.len()), (7, 7));
}

async fn a_desk_filters_by_state_scope_and_the_beginning_of_a_name(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            let mut filter = DeskFilter { kind: "masterExam".into(), ..DeskFilter::default() };
            assert_eq!(applications::list_for_desk(tx, &filter, None, 10).await?.items.len(), 1);
            filter.name_prefix = Some("quli".into());
            filter.state = Some("DRAFT".into());
            assert_eq!(applications::list_for_desk(tx, &filter, None, 10).await?.items.len(), 1);
            filter.name_prefix = Some("ali".into());
            assert_eq!(applications::list_for_desk(tx, &filter, None, 10).await?.items.len(), 0);
            filter.name_prefix = None;
            filter.scope_id = Some("sqk-3".into());
            assert_eq!(applications::list_for_desk(tx, &filter, None, 10).await?.items.len(), 0);
            assert_eq!(applications::count_by_state(tx, world.campaign_id).await?, [("DRAFT".to_owned(), 1)]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

on_both_databases!(
    one_application_per_campaign_and_person_also_when_64_are_opened_at_once,
    a_taken_work_number_is_passed_over,
    without_a_free_work_number_nothing_is_opened,
    a_claim_is_held_by_one_and_free_again_when_it_is_released,
    a_move_needs_the_version_and_the_answers_that_were_seen,
    each_step_has_its_own_revision_and_the_draft_keeps_all_of_them,
    parallel_saves_of_different_steps_lose_nothing,
    a_returned_draft_replaces_the_old_one_and_opens,
    a_snapshot_is_kept_under_its_version_with_its_digest,
    lists_page_without_gaps_or_repeats,
    a_desk_filters_by_state_scope_and_the_beginning_of_a_name,
);
