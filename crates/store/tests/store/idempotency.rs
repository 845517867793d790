//! Requests with an idempotency key.

use futures_util::future::join_all;
use qabul_store::idempotency::{self, Claimed, Outcome, Request};
use qabul_store::testing::{NOW, TestDb};
use qabul_store::{Error, Private, applications, on_both_databases};

use crate::world::{World, id};

const REQUEST: Request<'static> =
    Request { principal: "account:1", operation: "application.confirm", key: "k-1", body_digest: &[1; 32] };

fn outcome() -> Outcome {
    Outcome {
        status: 201,
        location: Some("/x".into()),
        etag: Some("2.0".into()),
        body: Private(b"{\"ok\":true}".to_vec()),
    }
}

async fn claim(db: &TestDb, request: Request<'static>) -> Claimed {
    let id = id();
    db.db.transact(async move |tx| idempotency::claim(tx, id, &request, NOW).await).await.unwrap()
}

async fn a_repeated_request_gets_the_stored_answer_and_another_body_is_an_error(db: &TestDb) {
    let row = id();
    db.db
        .transact(async move |tx| {
            let Claimed::Fresh(row) = idempotency::claim(tx, row, &REQUEST, NOW).await? else { panic!("never seen") };
            idempotency::finish(tx, row, &outcome()).await
        })
        .await
        .unwrap();
    let Claimed::Replay(stored) = claim(db, REQUEST).await else { panic!("seen") };
    assert_eq!((stored.status, stored.location.as_deref(), stored.etag.as_deref()), (201, Some("/x"), Some("2.0")));
    assert_eq!(stored.body.0, b"{\"ok\":true}");
    assert!(matches!(claim(db, Request { body_digest: &[2; 32], ..REQUEST }).await, Claimed::OtherBody));
    let found = db.db.read(async |tx| idempotency::find(tx, &REQUEST).await).await.unwrap();
    assert!(matches!(found, Some(Claimed::Replay(_))));
    for other in [
        Request { key: "k-2", ..REQUEST },
        Request { principal: "account:2", ..REQUEST },
        Request { operation: "topup", ..REQUEST },
    ] {
        assert!(matches!(claim(db, other).await, Claimed::Fresh(_)));
    }
}

async fn a_refusal_is_not_stored_so_the_same_key_may_succeed_later(db: &TestDb) {
    let row = id();
    let refused: Result<(), Error> = db
        .db
        .transact(async move |tx| {
            idempotency::claim(tx, row, &REQUEST, NOW).await?;
            Err(Error::Unreadable("a refusal"))
        })
        .await;
    assert!(refused.is_err());
    assert!(matches!(claim(db, REQUEST).await, Claimed::Fresh(_)));
}

async fn of_32_equal_requests_at_once_one_is_carried_out_and_all_get_its_answer(db: &TestDb) {
    let world = World::new(db).await;
    let tasks = (0..32).map(|_| {
        let (store, row) = (db.db.clone(), id());
        tokio::spawn(async move {
            store
                .transact(async move |tx| match idempotency::claim(tx, row, &REQUEST, NOW).await? {
                    Claimed::Replay(stored) => Ok((false, stored.body.0)),
                    Claimed::OtherBody => Err(Error::Unreadable("body")),
                    Claimed::Fresh(row) => {
                        assert!(applications::lock(tx, world.application_id, 1, None, NOW).await?.is_some());
                        idempotency::finish(tx, row, &outcome()).await?;
                        Ok((true, outcome().body.0))
                    }
                })
                .await
        })
    });
    let answers: Vec<(bool, Vec<u8>)> = join_all(tasks).await.into_iter().map(|t| t.unwrap().unwrap()).collect();
    assert_eq!(answers.iter().filter(|(fresh, _)| *fresh).count(), 1);
    assert!(answers.iter().all(|(_, body)| body == &outcome().body.0));
}

async fn results_are_deleted_after_their_time(db: &TestDb) {
    claim(db, REQUEST).await;
    let later = NOW.plus_seconds(idempotency::KEPT_SECONDS + 1);
    let purged = db
        .db
        .transact(async move |tx| idempotency::purge(tx, later.plus_seconds(-idempotency::KEPT_SECONDS)).await)
        .await;
    assert_eq!(purged.unwrap(), 1);
}

on_both_databases!(
    a_repeated_request_gets_the_stored_answer_and_another_body_is_an_error,
    a_refusal_is_not_stored_so_the_same_key_may_succeed_later,
    of_32_equal_requests_at_once_one_is_carried_out_and_all_get_its_answer,
    results_are_deleted_after_their_time,
);
