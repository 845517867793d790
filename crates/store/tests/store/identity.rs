//! Sessions, codes, limits, registrations.

use futures_util::future::join_all;
use qabul_domain::calendar::Micros;
use qabul_store::codes::{self, Checked, Issued, Purpose, Terms};
use qabul_store::known_devices;
use qabul_store::limits::{self, Ask, Limit, Taken};
use qabul_store::registrations::{self, Looked, RegistrationState};
use qabul_store::sessions::{self, GRACE_SECONDS, NewSession, Rotated, token_hash};
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
                token_hash: token_hash(&[token; 32]),
                expires_at: NOW.plus_seconds(DAY),
                user_agent: "Firefox, Linux".into(),
            };
            sessions::create(tx, &new, NOW).await
        })
        .await
        .unwrap();
    family
}

async fn rotate(db: &TestDb, old: [u8; 32], now: Micros) -> Rotated {
    let (id, until) = (id(), now.plus_seconds(DAY));
    db.db.transact(async move |tx| sessions::rotate(tx, &old, id, until, now).await).await.unwrap()
}

/// The token returned by an exchange.
#[track_caller]
fn token_of(rotated: Rotated, family: Uuid) -> [u8; 32] {
    match rotated {
        Rotated::Done { family_id, token, .. } if family_id == family => token,
        other => panic!("{other:?}"),
    }
}

async fn living(db: &TestDb, world: &World, now: Micros) -> usize {
    let account_id = world.account_id;
    db.db.read(async move |tx| sessions::living(tx, account_id, now).await).await.unwrap().len()
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
    let second = token_of(rotate(db, [1; 32], NOW).await, family);
    let third = token_of(rotate(db, second, NOW).await, family);
    assert!(second != [1; 32] && third != second);
    assert_eq!(rotate(db, [9; 32], NOW).await, Rotated::Refused);
    assert_eq!(living(db, &world, NOW).await, 1);
}

async fn a_used_token_within_the_grace_gives_the_one_successor_and_after_it_is_theft(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    let first = rotate(db, [1; 32], NOW).await;
    let inside = NOW.plus_seconds(GRACE_SECONDS - 1);
    assert_eq!(rotate(db, [1; 32], inside).await, first, "the same token with the same end");
    assert_eq!(living(db, &world, inside).await, 1);
    // Another tab has exchanged the token meanwhile: the repetition gets the newest token of the chain, so that nobody
    // holds a used token.
    let second = token_of(rotate(db, token_of(first, family), inside).await, family);
    assert_eq!(token_of(rotate(db, [1; 32], inside).await, family), second);
    assert_eq!(living(db, &world, inside).await, 1);
    let after = NOW.plus_seconds(GRACE_SECONDS);
    assert_eq!(rotate(db, [1; 32], after).await, Rotated::Reused { family_id: family, account_id: world.account_id });
    assert!(!alive(db, family, after).await, "the whole family ends");
    assert_eq!(rotate(db, second, after).await, Rotated::Refused);
}

async fn thirty_two_exchanges_at_once_give_one_successor(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    let tasks = (0..32).map(|_| {
        let (store, id, until) = (db.db.clone(), id(), NOW.plus_seconds(DAY));
        tokio::spawn(async move {
            store.transact(async move |tx| sessions::rotate(tx, &[1; 32], id, until, NOW).await).await
        })
    });
    let mut tokens: Vec<[u8; 32]> =
        join_all(tasks).await.into_iter().map(|task| token_of(task.unwrap().unwrap(), family)).collect();
    tokens.dedup();
    assert_eq!(tokens.len(), 1);
    assert_eq!(living(db, &world, NOW).await, 1);
}

async fn a_token_past_its_end_is_refused_without_ending_anything(db: &TestDb) {
    let world = World::new(db).await;
    let family = log_in(db, &world, 1).await;
    assert_eq!(rotate(db, [1; 32], NOW.plus_seconds(DAY)).await, Rotated::Refused);
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
    let account =
        db.db.transact(async |tx| sessions::revoke_by_token(tx, &token_hash(&[1; 32]), NOW).await).await.unwrap();
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

const LIMIT: Limit = Limit { name: "codes.number", seconds: 3600, most: 3 };

async fn rows(db: &TestDb) -> i64 {
    db.number("select count(*) from limit_counter").await
}

async fn a_limit_allows_as_many_as_it_says_on_all_connections_and_refuses_without_a_word(db: &TestDb) {
    let tasks = (0..10).map(|_| {
        let store = db.db.clone();
        tokio::spawn(
            async move { store.transact(async |tx| limits::take(tx, &[Ask::new(&LIMIT, "a")], NOW).await).await },
        )
    });
    let mut counts: Vec<i64> = Vec::new();
    for task in join_all(tasks).await {
        match task.unwrap().unwrap() {
            Taken::Counts(of_one) => counts.extend(of_one),
            Taken::Refused(until) => assert_eq!(until, NOW.plus_seconds(3600)),
        }
    }
    counts.sort_unstable();
    assert_eq!(counts, [1, 2, 3]);
    let later = NOW.plus_seconds(10);
    db.db
        .transact(async move |tx| {
            let (full, other) = (Ask::new(&LIMIT, "a"), Ask::new(&LIMIT, "b"));
            // The first limit that is used up decides, and nothing is counted in the others.
            let both = [other.clone(), full.clone()];
            assert_eq!(limits::take(tx, &both, later).await?, Taken::Refused(NOW.plus_seconds(3600)));
            assert_eq!(limits::count(tx, &other, later).await?, 0);
            assert_eq!(limits::count(tx, &full, later).await?, 3);
            // A hit that was not a wrong guess is given back.
            limits::give_back(tx, std::slice::from_ref(&full)).await?;
            assert_eq!(limits::take(tx, std::slice::from_ref(&full), later).await?, Taken::Counts(vec![3]));
            // The window begins with its first hit.
            let after = NOW.plus_seconds(3600);
            assert_eq!(limits::take(tx, std::slice::from_ref(&full), after).await?, Taken::Counts(vec![1]));
            // A counter written before the clock was set back does not block anybody.
            let before = NOW.plus_seconds(-DAY);
            assert_eq!(limits::take(tx, std::slice::from_ref(&full), before).await?, Taken::Counts(vec![1]));
            limits::clear(tx, std::slice::from_ref(&full)).await?;
            assert_eq!(limits::count(tx, &full, before).await?, 0);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_counter_lives_no_longer_than_its_window(db: &TestDb) {
    let hit = async |what: &'static str, now: Micros| {
        db.db.transact(async move |tx| limits::take(tx, &[Ask::new(&LIMIT, what)], now).await).await.unwrap()
    };
    hit("a", NOW).await;
    hit("b", NOW.plus_seconds(1)).await;
    assert_eq!(rows(db).await, 2);
    let purged = db.db.transact(async |tx| limits::purge(tx, NOW.plus_seconds(3600)).await).await.unwrap();
    assert_eq!((purged, rows(db).await), (1, 1));
}

async fn a_device_is_known_to_the_accounts_it_has_proven_and_to_twenty_at_most_of_one(db: &TestDb) {
    let world = World::new(db).await;
    let account_id = world.account_id;
    let until = NOW.plus_seconds(DAY);
    db.db
        .transact(async move |tx| {
            for n in 0..25u8 {
                known_devices::remember(tx, &[n; 32], account_id, NOW.plus_seconds(n.into()), until).await?;
            }
            assert!(!known_devices::is_known(tx, &[4; 32], account_id, NOW).await?, "the oldest gave way");
            assert!(known_devices::is_known(tx, &[5; 32], account_id, NOW).await?);
            assert!(!known_devices::is_known(tx, &[5; 32], Uuid::nil(), NOW).await?);
            assert!(!known_devices::is_known(tx, &[5; 32], account_id, until).await?);
            assert_eq!(known_devices::forget(tx, account_id, Some(&[7; 32])).await?, 19);
            assert!(known_devices::is_known(tx, &[7; 32], account_id, NOW).await?);
            assert_eq!(known_devices::purge(tx, until).await?, 1);
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
    a_used_token_within_the_grace_gives_the_one_successor_and_after_it_is_theft,
    thirty_two_exchanges_at_once_give_one_successor,
    a_token_past_its_end_is_refused_without_ending_anything,
    logging_out_everywhere_spares_the_one_that_asks,
    a_code_opens_once_and_only_in_its_time,
    after_five_tries_the_right_code_opens_nothing,
    parallel_guesses_cannot_share_a_try,
    another_code_is_sent_after_a_minute_and_voids_the_first,
    a_limit_allows_as_many_as_it_says_on_all_connections_and_refuses_without_a_word,
    a_counter_lives_no_longer_than_its_window,
    a_device_is_known_to_the_accounts_it_has_proven_and_to_twenty_at_most_of_one,
    a_registration_is_saved_by_version_and_over_after_its_time,
);
