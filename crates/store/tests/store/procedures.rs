//! The small tables related to an application, and the lists.

use futures_util::future::join_all;
use qabul_store::documents::{self, DocumentState, NewDocument};
use qabul_store::facets::{self, Facet};
use qabul_store::facts::{self, FactStatus, StoredFact};
use qabul_store::notices::{self, Notice};
use qabul_store::reference::{self, Reference};
use qabul_store::testing::{NOW, TestDb};
use qabul_store::timeline::{self, Audience, Entry};
use qabul_store::{Cursor, Error, Private, campaigns, leases, on_both_databases, pools, settings, timers};

use crate::world::{DAY, World, id, new_campaign};

fn fact(status: FactStatus, value: Option<&str>, seconds: i64) -> StoredFact {
    let value = value.map(|value| Private(value.as_bytes().to_vec()));
    StoredFact { need: "education".into(), status, value, source: "tmms".into(), at: NOW.plus_seconds(seconds) }
}

async fn a_pool_never_gives_more_places_than_it_has_to_any_number_of_callers(db: &TestDb) {
    db.db.transact(async |tx| pools::set_capacity(tx, "hall", 7).await).await.unwrap();
    let tasks = (0..30).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move { store.transact(async |tx| pools::take(tx, "hall").await).await })
    });
    let taken = join_all(tasks).await.into_iter().filter(|t| *t.as_ref().unwrap().as_ref().unwrap()).count();
    assert_eq!(taken, 7);
    db.db
        .transact(async |tx| {
            assert!(!pools::set_capacity(tx, "hall", 6).await?);
            assert!(pools::give_back(tx, "hall").await?);
            assert!(pools::set_capacity(tx, "hall", 6).await?);
            assert!(!pools::take(tx, "hall").await?);
            assert!(!pools::give_back(tx, "none").await?);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_campaign_is_known_by_its_code_announced_in_time_and_only_ever_extended(db: &TestDb) {
    db.db
        .transact(async |tx| {
            let mut new = new_campaign("master-2026-2");
            new.announced_at = None;
            let first = campaigns::upsert(tx, &new, NOW).await?;
            assert!(campaigns::list(tx, NOW).await?.is_empty());
            new.id = id();
            new.announced_at = Some(NOW);
            assert_eq!(campaigns::upsert(tx, &new, NOW).await?, first);
            let found = campaigns::list(tx, NOW).await?.remove(0);
            assert_eq!((found.id, found.version, found.fee), (first, 2, new.fee));
            assert!(!campaigns::extend(tx, first, 2, NOW, "{}", NOW).await?, "not earlier");
            assert!(!campaigns::extend(tx, first, 1, NOW.plus_seconds(30 * DAY), "{}", NOW).await?, "not unseen");
            assert!(campaigns::extend(tx, first, 2, NOW.plus_seconds(30 * DAY), "{}", NOW).await?);
            assert_eq!(
                campaigns::find_by_code(tx, "master-2026-2").await?.unwrap().closes_at,
                NOW.plus_seconds(30 * DAY)
            );
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_silent_register_does_not_wipe_out_what_it_said_before(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            assert!(facts::put(tx, world.person_id, &fact(FactStatus::Unavailable, None, 0)).await?);
            assert!(facts::put(tx, world.person_id, &fact(FactStatus::Known, Some("[1]"), 10)).await?);
            assert!(!facts::put(tx, world.person_id, &fact(FactStatus::Unavailable, None, 20)).await?);
            assert!(
                !facts::put(tx, world.person_id, &fact(FactStatus::Known, Some("[0]"), 5)).await?,
                "an older answer"
            );
            let known = facts::of_person(tx, world.person_id).await?.remove(0);
            assert_eq!(
                (known.status, known.value.unwrap().0.as_slice(), known.at),
                (FactStatus::Known, &b"[1]"[..], NOW.plus_seconds(10))
            );
            assert!(facts::put(tx, world.person_id, &fact(FactStatus::NotFound, None, 30)).await?);
            assert_eq!(facts::of_person(tx, world.person_id).await?.remove(0).status, FactStatus::NotFound);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn timers_come_when_they_are_due_and_belong_to_whoever_deletes_them(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            timers::set(tx, world.application_id, "accept", NOW.plus_seconds(10)).await?;
            timers::set(tx, world.application_id, "accept", NOW.plus_seconds(20)).await?;
            timers::set(tx, world.application_id, "remind", NOW.plus_seconds(5)).await?;
            assert!(timers::due(tx, NOW, 10).await?.is_empty());
            let due = timers::due(tx, NOW.plus_seconds(20), 10).await?;
            assert_eq!(due.iter().map(|t| t.name.as_str()).collect::<Vec<_>>(), ["remind", "accept"]);
            assert!(timers::cancel(tx, world.application_id, "accept").await?);
            assert!(!timers::cancel(tx, world.application_id, "accept").await?);
            assert_eq!(timers::of_application(tx, world.application_id).await?.len(), 1);
            assert_eq!(timers::cancel_all(tx, world.application_id).await?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn facets_are_rewritten_and_counted(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            facets::replace(tx, world.application_id, &[Facet::text("section", "az"), Facet::text("city", "baku")])
                .await?;
            facets::replace(tx, world.application_id, &[Facet::text("section", "ru")]).await?;
            assert_eq!(facets::of_application(tx, world.application_id).await?, [Facet::text("section", "ru")]);
            assert_eq!(facets::count(tx, world.campaign_id, "section").await?, [("ru".to_owned(), 1)]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn desk_rows_of_a_timeline_stay_at_the_desk(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            for (name, audience) in [("opened", Audience::Both), ("assigned", Audience::Desk)] {
                let entry = Entry {
                    id: id(),
                    at: NOW,
                    name: name.into(),
                    actor: "system".into(),
                    audience,
                    detail: "{}".into(),
                };
                timeline::add(tx, world.application_id, &entry).await?;
            }
            assert_eq!(timeline::list(tx, world.application_id, true).await?.len(), 2);
            let shown = timeline::list(tx, world.application_id, false).await?;
            assert_eq!(shown.iter().map(|e| e.name.as_str()).collect::<Vec<_>>(), ["opened"]);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_new_document_supersedes_the_old_one_and_both_can_be_checked(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            for code in ["first", "second"] {
                let new = NewDocument {
                    id: id(),
                    kind: "application".into(),
                    code: code.into(),
                    number: "123456".into(),
                    application_id: Some(world.application_id),
                    application_version: Some(2),
                    digest: [3; 32],
                    data: Some(Private(b"{}".to_vec())),
                    expires_at: None,
                    now: NOW,
                };
                documents::issue(tx, &new).await?;
            }
            assert_eq!(documents::find_by_code(tx, "first").await?.unwrap().state, DocumentState::Superseded);
            let valid = documents::find_valid(tx, world.application_id, "application").await?.unwrap();
            assert_eq!((valid.code.0.as_str(), valid.data.unwrap().0.as_slice()), ("second", &b"{}"[..]));
            assert!(documents::revoke(tx, valid.id).await?);
            assert!(!documents::revoke(tx, valid.id).await?);
            assert_eq!(documents::of_application(tx, world.application_id).await?.len(), 2);
            assert!(documents::find_by_code(tx, "third").await?.is_none());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn an_inbox_pages_and_counts_what_is_unread(db: &TestDb) {
    let world = World::new(db).await;
    let other = World::marked(db, "1000002").await;
    db.db
        .transact(async move |tx| {
            for n in 0..5 {
                let notice = Notice {
                    id: id(),
                    account_id: world.account_id,
                    name: "confirmed".into(),
                    params: Private(vec![n]),
                    application_id: None,
                    at: NOW.plus_seconds(i64::from(n)),
                    read_at: None,
                };
                notices::add(tx, &notice).await?;
            }
            let page = notices::page(tx, world.account_id, None, 3).await?;
            assert_eq!(page.items.iter().map(|n| n.params.0[0]).collect::<Vec<_>>(), [4, 3, 2]);
            let cursor = Cursor::decode(&page.next.unwrap().encode());
            let rest = notices::page(tx, world.account_id, cursor, 3).await?;
            assert_eq!((rest.items.len(), rest.next), (2, None));
            let first = page.items[0].id;
            assert!(!notices::mark_read(tx, other.account_id, first, NOW).await?, "somebody else's inbox");
            assert!(notices::mark_read(tx, world.account_id, first, NOW).await?);
            assert!(!notices::mark_read(tx, world.account_id, first, NOW).await?);
            assert_eq!(notices::unread_count(tx, world.account_id).await?, 4);
            assert_eq!(notices::mark_all_read(tx, world.account_id, NOW.plus_seconds(60)).await?, 4);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_lease_has_one_holder_until_it_ends(db: &TestDb) {
    db.db
        .transact(async |tx| {
            let end = NOW.plus_seconds(10);
            assert!(leases::take(tx, "sealer", "node-1", NOW, end).await?);
            assert!(!leases::take(tx, "sealer", "node-2", NOW, end).await?);
            assert!(leases::take(tx, "sealer", "node-1", NOW, end).await?);
            assert!(leases::take(tx, "sealer", "node-2", end, end.plus_seconds(10)).await?);
            assert!(!leases::release(tx, "sealer", "node-1").await?);
            assert!(leases::release(tx, "sealer", "node-2").await?);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn lists_and_settings_are_brought_up_to_date_in_place(db: &TestDb) {
    db.db
        .transact(async |tx| {
            for name in ["İngilis", "ingilis dili"] {
                let row = Reference {
                    code: "en".into(),
                    name_az: name.into(),
                    name_en: "English".into(),
                    name_ru: "английский".into(),
                    basis: "QAY-3.2".into(),
                    extra: "{}".into(),
                    sort: 1,
                };
                reference::put(tx, "language", &row).await?;
            }
            assert_eq!(reference::list(tx, "language").await?.len(), 1);
            assert_eq!(reference::find(tx, "language", "en").await?.unwrap().name_az, "ingilis dili");
            settings::set(tx, "banner", "a", NOW).await?;
            settings::set(tx, "banner", "b", NOW).await?;
            assert_eq!(settings::get(tx, "banner").await?.as_deref(), Some("b"));
            assert_eq!(settings::get(tx, "none").await?, None);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

on_both_databases!(
    a_pool_never_gives_more_places_than_it_has_to_any_number_of_callers,
    a_campaign_is_known_by_its_code_announced_in_time_and_only_ever_extended,
    a_silent_register_does_not_wipe_out_what_it_said_before,
    timers_come_when_they_are_due_and_belong_to_whoever_deletes_them,
    facets_are_rewritten_and_counted,
    desk_rows_of_a_timeline_stay_at_the_desk,
    a_new_document_supersedes_the_old_one_and_both_can_be_checked,
    an_inbox_pages_and_counts_what_is_unread,
    a_lease_has_one_holder_until_it_ends,
    lists_and_settings_are_brought_up_to_date_in_place,
);
