//! Persons and accounts.

use qabul_store::accounts::{self, AccountState, ContactsSet, Created};
use qabul_store::testing::{NOW, TestDb};
use qabul_store::{Error, Private, on_both_databases, persons};

use crate::world::{World, id, new_account, new_person};

async fn an_account_is_found_by_every_identifier_in_full(db: &TestDb) {
    let world = World::marked(db, "1234567").await;
    db.db
        .transact(async move |tx| {
            let account = accounts::find(tx, world.account_id).await?.unwrap();
            assert_eq!(account.email.as_deref().map(String::as_str), Some("1234567@example.az"));
            assert_eq!(account.phone.as_deref().map(String::as_str), Some("+994501234567"));
            for found in [
                accounts::find_by_email(tx, "1234567@example.az").await?,
                accounts::find_by_phone(tx, "+994501234567").await?,
                accounts::find_by_fin(tx, "1234567").await?,
                accounts::find_by_cabinet_number(tx, &account.cabinet_number).await?,
            ] {
                assert_eq!(found.unwrap().id, world.account_id);
            }
            assert!(accounts::find_by_email(tx, "1234567@example.a").await?.is_none());
            assert!(accounts::find_by_fin(tx, "123456").await?.is_none());
            assert_eq!(persons::find_by_fin(tx, "1234567").await?.unwrap().id, world.person_id);
            assert_eq!(persons::find_by_name(tx, "quliyeva", 10).await?.items, [world.person_id]);
            assert!(persons::find_by_name(tx, "quliyevb", 10).await?.items.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn fin_email_phone_and_cabinet_number_are_taken_once(db: &TestDb) {
    World::marked(db, "1234567").await;
    db.db
        .transact(async move |tx| {
            assert!(!persons::insert(tx, &new_person(id(), "1234567")).await?);
            let mut new = new_account(id(), None, "1234567");
            assert_eq!(accounts::create(tx, &new).await?, Created::EmailTaken);
            new.email = None;
            assert_eq!(accounts::create(tx, &new).await?, Created::PhoneTaken);
            new.phone = None;
            new.cabinet_numbers = std::array::from_fn(|_| "11111111".to_owned());
            assert_eq!(accounts::create(tx, &new).await?, Created::Done { cabinet_number: "11111111".into() });
            new.id = id();
            assert_eq!(accounts::create(tx, &new).await?, Created::NoNumber);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!(db.number("select count(*) from account").await, 2);
    assert_eq!(db.number("select count(*) from wallet").await, 2);
}

async fn a_changed_email_must_be_proven_again_and_opens_after_the_change(db: &TestDb) {
    let world = World::marked(db, "1000001").await;
    World::marked(db, "1000002").await;
    db.db
        .transact(async move |tx| {
            assert!(accounts::verify_email(tx, world.account_id, NOW).await?);
            assert!(!accounts::verify_email(tx, world.account_id, NOW).await?);
            let before = accounts::find(tx, world.account_id).await?.unwrap();
            let (taken, free) = (Private("1000002@example.az".to_owned()), Private("new@example.az".to_owned()));
            let phone = before.phone.clone();
            assert_eq!(
                accounts::set_contacts(tx, &before, Some(&taken), phone.as_ref(), NOW).await?,
                ContactsSet::EmailTaken
            );
            assert_eq!(accounts::set_contacts(tx, &before, Some(&free), phone.as_ref(), NOW).await?, ContactsSet::Done);
            assert_eq!(
                accounts::set_contacts(tx, &before, Some(&free), phone.as_ref(), NOW).await?,
                ContactsSet::Stale
            );
            let after = accounts::find_by_email(tx, "new@example.az").await?.unwrap();
            assert_eq!((after.id, after.email_verified_at, after.phone), (before.id, None, phone));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_pending_account_waits_for_an_officer_and_moves_by_version(db: &TestDb) {
    let waiting = id();
    db.db
        .transact(async move |tx| {
            let mut new = new_account(waiting, None, "7");
            new.state = AccountState::PendingVerification;
            accounts::create(tx, &new).await?;
            assert_eq!(accounts::pending(tx, None, 10).await?.items.len(), 1);
            assert!(!accounts::set_state(tx, waiting, 5, AccountState::Active, NOW).await?);
            assert!(accounts::set_state(tx, waiting, 1, AccountState::Active, NOW).await?);
            assert!(accounts::pending(tx, None, 10).await?.items.is_empty());
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

async fn a_person_is_changed_by_version(db: &TestDb) {
    let world = World::new(db).await;
    db.db
        .transact(async move |tx| {
            let mut new = new_person(world.person_id, "1000001");
            new.data = Private(b"changed".to_vec());
            assert!(!persons::update(tx, world.person_id, 4, &new).await?);
            assert!(persons::update(tx, world.person_id, 1, &new).await?);
            let found = persons::find(tx, world.person_id).await?.unwrap();
            assert_eq!((found.version, found.data.0.as_slice()), (2, &b"changed"[..]));
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
}

on_both_databases!(
    an_account_is_found_by_every_identifier_in_full,
    fin_email_phone_and_cabinet_number_are_taken_once,
    a_changed_email_must_be_proven_again_and_opens_after_the_change,
    a_pending_account_waits_for_an_officer_and_moves_by_version,
    a_person_is_changed_by_version,
);
