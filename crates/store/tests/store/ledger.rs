//! The ledger as a whole: entries cannot be changed, and the sums agree after every operation.

use futures_util::future::join_all;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use qabul_domain::money::Qepik;
use qabul_store::ledger::Imbalance;
use qabul_store::testing::{NOW, TestDb};
use qabul_store::wallets::{Charge, Charged, Refund};
use qabul_store::{Error, Failure, Result, on_both_databases, verify, wallets};

use crate::money::{charged, imbalances, refunded, taken_back, wallet};
use crate::world::{World, id, top_up};
async fn the_ledger_refuses_to_be_changed_or_deleted(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 100).await;
    for sql in [
        "update ledger_entry set amount = 0",
        "delete from ledger_entry",
        "update ledger_transaction set memo = 'x'",
        "delete from ledger_transaction",
    ] {
        let error = db.execute(sql).await.unwrap_err();
        assert!(error.to_string().contains("append-only"), "{sql}: {error}");
    }
    assert_eq!(imbalances(db).await, []);
}

async fn a_balance_changed_beside_the_ledger_is_found(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 100).await;
    db.execute("update wallet set balance = balance + 1").await.unwrap();
    assert_eq!(imbalances(db).await, [Imbalance::Balance { account_id: world.account_id, stored: 101, summed: 100 }]);
    assert!(db.execute("update wallet set balance = -1").await.is_err());
}

async fn a_confirmation_without_a_charge_is_found(db: &TestDb) {
    let world = World::new(db).await;
    db.execute("update application set confirmed_version = 2").await.unwrap();
    let report: Result<_> = db.db.read(async |tx| verify::run(tx, &["masterExam"], None).await).await;
    assert_eq!(report.unwrap().uncharged, [world.application_id]);
}

async fn whatever_is_done_the_sums_agree_and_no_money_appears_or_vanishes(db: &TestDb) {
    let world = World::new(db).await;
    let step = (0u8..4, 1i64..4000);
    let mut runner = TestRunner::new_with_rng(
        Config::default(),
        proptest::test_runner::TestRng::deterministic_rng(proptest::test_runner::RngAlgorithm::ChaCha),
    );
    let steps = prop::collection::vec(step, 120).new_tree(&mut runner).unwrap().current();
    let (mut paid, mut open, mut confirmed) = (Vec::new(), Vec::new(), Vec::new());
    // The model: one signed number; a negative value is the debt.
    let mut money = 0i64;
    for (what, amount) in steps {
        match what {
            0 => {
                paid.push((world.top_up(db, amount).await, amount));
                money += amount;
            }
            1 if !paid.is_empty() => {
                let (topup_id, amount) = paid.swap_remove(amount as usize % paid.len());
                db.db.transact(async move |tx| taken_back(tx, topup_id).await).await.unwrap();
                money -= amount;
            }
            2 if !confirmed.is_empty() => {
                let (application_id, fee) = confirmed.swap_remove(amount as usize % confirmed.len());
                let refund = Refund {
                    id: id(),
                    account_id: world.account_id,
                    application_id,
                    income: "exam",
                    memo: "refund",
                    now: NOW,
                };
                db.db.transact(async move |tx| refunded(tx, &refund).await).await.unwrap();
                money += fee;
            }
            _ => {
                let application_id = match open.pop() {
                    Some(id) => id,
                    None => world.application(db).await,
                };
                match charged(db, world.account_id, application_id, amount).await {
                    Charged::Done { .. } => {
                        assert!(money >= amount);
                        money -= amount;
                        confirmed.push((application_id, amount));
                    }
                    Charged::Short { .. } => {
                        assert!(money < amount && money >= 0);
                        open.push(application_id);
                    }
                    Charged::Owes { .. } => {
                        assert!(money < 0);
                        open.push(application_id);
                    }
                    Charged::Already => panic!("never charged twice"),
                }
            }
        }
        assert_eq!(wallet(db, world.account_id).await, (money.max(0), (-money).max(0)));
    }
    assert_eq!(imbalances(db).await, []);
    assert_eq!(db.number("select cast(coalesce(sum(amount), 0) as bigint) from ledger_entry").await, 0);
}

async fn two_top_ups_at_once_settle_a_debt_once(db: &TestDb) {
    let world = World::new(db).await;
    let topup_id = world.top_up(db, 1000).await;
    charged(db, world.account_id, world.application_id, 1000).await;
    db.db.transact(async move |tx| taken_back(tx, topup_id).await).await.unwrap();
    let tasks = (0..6).map(|_| {
        let store = db.db.clone();
        tokio::spawn(
            async move { store.transact(async move |tx| top_up(tx, world.account_id, id(), 400, NOW).await).await },
        )
    });
    for task in join_all(tasks).await {
        task.unwrap().unwrap();
    }
    assert_eq!(wallet(db, world.account_id).await, (1400, 0));
    assert_eq!(imbalances(db).await, []);
}

async fn money_booked_without_an_audit_row_is_undone(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 6000).await;
    let charge = Charge {
        id: id(),
        account_id: world.account_id,
        application_id: world.application_id,
        amount: Qepik(5000),
        income: "exam",
        memo: "exam_fee",
        now: NOW,
    };
    let outcome = db.db.transact(async move |tx| wallets::charge(tx, &charge).await).await;
    assert!(matches!(outcome, Err(Error::Failure(Failure::Unaudited))), "{outcome:?}");
    assert_eq!(wallet(db, world.account_id).await, (6000, 0));
    assert_eq!(charged(db, world.account_id, world.application_id, 5000).await, Charged::Done { balance: Qepik(1000) });
}

on_both_databases!(
    the_ledger_refuses_to_be_changed_or_deleted,
    a_balance_changed_beside_the_ledger_is_found,
    a_confirmation_without_a_charge_is_found,
    whatever_is_done_the_sums_agree_and_no_money_appears_or_vanishes,
    two_top_ups_at_once_settle_a_debt_once,
    money_booked_without_an_audit_row_is_undone,
);
