//! Sessions, codes, limits, registrations.

use futures_util::future::join_all;
use qabul_domain::calendar::Micros;
use qabul_store::codes::{self, Checked, Issued, Purpose, Terms};
use qabul_store::limits::{self, Limit};
use qabul_store::registrations::{self, Looked, RegistrationState};
use qabul_store::sessions::{self, GRACE_SECONDS, NewSession, Next, Rotated};
use qabul_store::testing::{NOW, TestDb};
use qabul_store::{Error, Private, on_both_databases};
use uuid::Uuid;

use crate::world::{DAY, World, id};

const PURPOSE: Purpose<'static> = Purpose { name: "registration.phone", owner: "r-1" };
const TERMS: Terms = Terms { valid_seconds: 300, resend_seconds: 60, max_tries: 5 };

async fn log_in(db: &TestDb, world: &World, token: u8) -> Uuid {
    let (family, account_id) = (id(), world.account_id);
    db.db
        .transact(async move |tx| {
            let new = NewSession {
                id: family,
                family_id: family,
                account_id,
                token_hash: [token; 32],
                expires_at: NOW.plus_seconds(DAY),
                user_agent: "Firefox, Linux".into(),
            };
            sessions::create(tx, &new, NOW).await
        })
        .await
        .unwrap();
    family
}

async fn rotate(db: &TestDb, old: u8, new: u8, now: Micros) -> Rotated {
    let next = Next { id: id(), token_hash: [new; 32], expires_at: now.plus_seconds(DAY) };
    db.db.transact(async move |tx| sessions::rotate(tx, &[old; 32], &next, now).await).await.unwrap()
}

async fn alive(db: &TestDb, family: Uuid, now: Micros) -> bool {
    db.db.read(async |tx| sessions::is_alive(tx, family, now).await).await.unwrap()
}

async fn check(db: &TestDb, digits: &'static str, now: Micros) -> Checked {
    db.db.transact(async move |tx| codes::check(tx, PURPOSE, digits, TERMS.max_tries, now).await).await.unwrap()
}

async fn issue(db: &TestDb, digits: &'static str, now: Micros) -> Issued {
    let id = id();
    db.db.transact(async move |tx| codes::issue(tx, id, PURPOSE, digits, TERMS, now).await).await.unwrap()
}

async fn a_token_is_exchanged_for_the_next_of_its_family(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    assert_eq!(rotate(db, 1, 2, NOW).await, Rotated::Done { family_id: family, account_id: world.account_id });
    assert_eq!(rotate(db, 2, 3, NOW).await, Rotated::Done { family_id: family, account_id: world.account_id });
    assert_eq!(rotate(db, 9, 4, NOW).await, Rotated::Refused);
    let living = db.db.read(async |tx| sessions::living(tx, world.account_id, NOW).await).await.unwrap();
    assert_eq!(living.len(), 1);
}

async fn a_used_token_within_the_grace_is_a_lost_answer_and_after_it_theft(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    rotate(db, 1, 2, NOW).await;
    let inside = NOW.plus_seconds(GRACE_SECONDS - 1);
    assert_eq!(rotate(db, 1, 3, inside).await, Rotated::Done { family_id: family, account_id: world.account_id });
    assert!(alive(db, family, inside).await);
    let after = NOW.plus_seconds(GRACE_SECONDS);
    assert_eq!(rotate(db, 1, 4, after).await, Rotated::Reused { family_id: family, account_id: world.account_id });
    assert!(!alive(db, family, after).await, "the whole family ends");
    assert_eq!(rotate(db, 2, 5, after).await, Rotated::Refused);
    assert_eq!(rotate(db, 3, 6, after).await, Rotated::Refused);
}

async fn two_tabs_that_exchange_at_once_stay_in_one_family(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    let tasks = (2..10u8).map(|n| {
        let store = db.db.clone();
        let next = Next { id: id(), token_hash: [n; 32], expires_at: NOW.plus_seconds(DAY) };
        tokio::spawn(
            async move { store.transact(async move |tx| sessions::rotate(tx, &[1; 32], &next, NOW).await).await },
        )
    });
    for task in join_all(tasks).await {
        assert!(matches!(task.unwrap().unwrap(), Rotated::Done { family_id, .. } if family_id == family));
    }
}

async fn a_token_past_its_end_is_refused_without_ending_anything(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    assert_eq!(rotate(db, 1, 2, NOW.plus_seconds(DAY)).await, Rotated::Refused);
    assert!(alive(db, family, NOW).await);
    assert!(!alive(db, family, NOW.plus_seconds(DAY)).await);
}

async fn logging_out_everywhere_spares_the_one_that_asks(db: &TestDb) {
    let world = World::new(db).await;
    let (here, there) = (log_in(db, &world, 1).await, log_in(db, &world, 2).await);
    let ended = db
        .db
        .transact(async move |tx| sessions::revoke_account(tx, world.account_id, Some(here), NOW).await)
        .await
        .unwrap();
    assert_eq!(ended, 1);
    assert!(alive(db, here, NOW).await);
    assert!(!alive(db, there, NOW).await);
    let account = db.db.transact(async |tx| sessions::revoke_by_token(tx, &[1; 32], NOW).await).await.unwrap();
    assert_eq!(account, Some(world.account_id));
    assert!(!alive(db, here, NOW).await);
}

async fn a_code_opens_once_and_only_in_its_time(db: &TestDb) {
    assert!(matches!(issue(db, "123456", NOW).await, Issued::Done { .. }));
    assert_eq!(check(db, "654321", NOW).await, Checked::Wrong { left: 4 });
    assert_eq!(check(db, "123456", NOW.plus_seconds(299)).await, Checked::Right);
    assert_eq!(check(db, "123456", NOW.plus_seconds(299)).await, Checked::Over);
    issue(db, "222222", NOW.plus_seconds(400)).await;
    assert_eq!(check(db, "222222", NOW.plus_seconds(700)).await, Checked::Over);
}

async fn after_five_tries_the_right_code_opens_nothing(db: &TestDb) {
    issue(db, "123456", NOW).await;
    for left in [4, 3, 2, 1, 0] {
        assert_eq!(check(db, "000000", NOW).await, Checked::Wrong { left });
    }
    assert_eq!(check(db, "123456", NOW).await, Checked::Over);
}

async fn parallel_guesses_cannot_share_a_try(db: &TestDb) {
    issue(db, "123456", NOW).await;
    let tasks = (0..20).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move { store.transact(async |tx| codes::check(tx, PURPOSE, "000000", 5, NOW).await).await })
    });
    let outcomes: Vec<Checked> = join_all(tasks).await.into_iter().map(|t| t.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Checked::Wrong { .. })).count(), 5);
}

async fn another_code_is_sent_after_a_minute_and_voids_the_first(db: &TestDb) {
    issue(db, "111111", NOW).await;
    assert_eq!(issue(db, "222222", NOW.plus_seconds(59)).await, Issued::TooSoon { again_at: NOW.plus_seconds(60) });
    assert!(matches!(issue(db, "333333", NOW.plus_seconds(60)).await, Issued::Done { .. }));
    assert!(matches!(check(db, "111111", NOW.plus_seconds(61)).await, Checked::Wrong { .. }));
    assert_eq!(check(db, "333333", NOW.plus_seconds(61)).await, Checked::Right);
}

async fn a_limit_counts_every_hit_of_its_window_on_all_connections(db: &TestDb) {
    const LIMIT: Limit = Limit { name: "otp.phone.hour", seconds: 3600, most: 3 };
    let tasks = (0..10).map(|_| {
        let store = db.db.clone();
        tokio::spawn(
            async move { store.transact(async |tx| limits::hit(tx, &LIMIT, "+994501234567", NOW).await).await },
        )
    });
    let mut counts: Vec<i64> = join_all(tasks).await.into_iter().map(|t| t.unwrap().unwrap()).collect();
    counts.sort_unstable();
    assert_eq!(counts, (1..=10).collect::<Vec<_>>());
    db.db
        .transact(async |tx| {
            assert_eq!(limits::count(tx, &LIMIT, "+994501234567", NOW).await?, 10);
            assert_eq!(limits::count(tx, &LIMIT, "+994557654321", NOW).await?, 0);
            assert_eq!(limits::hit(tx, &LIMIT, "+994501234567", LIMIT.opens_again(NOW)).await?, 1);
            limits::clear(tx, &LIMIT, "+994501234567", NOW).await?;
            assert_eq!(limits::count(tx, &LIMIT, "+994501234567", NOW).await?, 0);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_registration_is_saved_by_version_and_over_after_its_time(db: &TestDb) {
    let registration = id();
    let end = NOW.plus_seconds(DAY);
    db.db
        .transact(async move |tx| registrations::start(tx, registration, &[5; 32], b"{}", NOW, end).await)
        .await
        .unwrap();
    let looked = Looked { fin: Some(Private("5ABCDE1".into())), ..Looked::default() };
    db.db
        .transact(async move |tx| {
            let state = RegistrationState::IdentityFound;
            assert!(registrations::save(tx, registration, 1, state, b"{\"a\":1}", &looked, NOW).await?);
            assert!(!registrations::save(tx, registration, 1, state, b"{}", &looked, NOW).await?);
            let found = registrations::find(tx, &[5; 32], NOW).await?.unwrap();
            assert_eq!((found.state, found.version, found.data.0.as_slice()), (state, 2, &b"{\"a\":1}"[..]));
            assert!(registrations::find(tx, &[6; 32], NOW).await?.is_none());
            assert!(registrations::find(tx, &[5; 32], end).await?.is_none());
            assert!(!registrations::save(tx, registration, 2, state, b"{}", &looked, end).await?);
            assert_eq!(registrations::expire(tx, end).await?, 1);
            assert_eq!(registrations::purge(tx, end.plus_seconds(1)).await?, 1);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

on_both_databases!(
    a_token_is_exchanged_for_the_next_of_its_family,
    a_used_token_within_the_grace_is_a_lost_answer_and_after_it_theft,
    two_tabs_that_exchange_at_once_stay_in_one_family,
    a_token_past_its_end_is_refused_without_ending_anything,
    logging_out_everywhere_spares_the_one_that_asks,
    a_code_opens_once_and_only_in_its_time,
    after_five_tries_the_right_code_opens_nothing,
    parallel_guesses_cannot_share_a_try,
    another_code_is_sent_after_a_minute_and_voids_the_first,
    a_limit_counts_every_hit_of_its_window_on_all_connections,
    a_registration_is_saved_by_version_and_over_after_its_time,
);
