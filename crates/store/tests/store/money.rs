//! Wallets and top-ups.

use futures_util::future::join_all;
use qabul_domain::money::Qepik;
use qabul_store::ledger::Imbalance;
use qabul_store::testing::{NOW, TestDb};
use qabul_store::topups::{self, Paid, Payment, Reversed, TopupState};
use qabul_store::wallets::{Charge, Charged, Refund, Refunded};
use qabul_store::{Error, Result, Tx, applications, ledger, on_both_databases, verify, wallets};
use uuid::Uuid;

use crate::world::{World, id, told};

pub async fn charge(tx: &mut Tx, account_id: Uuid, application_id: Uuid, amount: i64) -> Result<Charged> {
    let charge = Charge {
        id: id(),
        account_id,
        application_id,
        amount: Qepik(amount),
        income: "exam",
        memo: "exam_fee",
        now: NOW,
    };
    let charged = wallets::charge(tx, &charge).await?;
    told(tx).await?;
    Ok(charged)
}

/// Reverses a top-up and writes the audit row that belongs to it.
pub async fn taken_back(tx: &mut Tx, topup_id: Uuid) -> Result<Reversed> {
    let reversed = topups::reverse(tx, topup_id, id(), NOW).await?;
    told(tx).await?;
    Ok(reversed)
}

pub async fn refunded(tx: &mut Tx, refund: &Refund<'_>) -> Result<Refunded> {
    let refunded = wallets::refund(tx, refund).await?;
    told(tx).await?;
    Ok(refunded)
}

pub async fn credited(tx: &mut Tx, payment: &Payment<'_>) -> Result<Paid> {
    let paid = topups::mark_paid(tx, payment).await?;
    told(tx).await?;
    Ok(paid)
}

pub async fn charged(db: &TestDb, account_id: Uuid, application_id: Uuid, amount: i64) -> Charged {
    db.db.transact(async move |tx| charge(tx, account_id, application_id, amount).await).await.unwrap()
}

pub async fn wallet(db: &TestDb, account_id: Uuid) -> (i64, i64) {
    let found: Result<_> = db.db.read(async |tx| wallets::find(tx, account_id).await).await;
    let wallet = found.unwrap().unwrap();
    (wallet.balance.0, wallet.receivable.0)
}

pub async fn imbalances(db: &TestDb) -> Vec<Imbalance> {
    db.db.read(async |tx| ledger::verify(tx).await).await.unwrap()
}

async fn a_charge_takes_the_fee_once_and_leaves_two_lines_that_sum_to_zero(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 6000).await;
    assert_eq!(charged(db, world.account_id, world.application_id, 5000).await, Charged::Done { balance: Qepik(1000) });
    assert_eq!(charged(db, world.account_id, world.application_id, 5000).await, Charged::Already);
    assert_eq!(wallet(db, world.account_id).await, (1000, 0));
    assert_eq!(
        db.number("select cast(sum(amount) as bigint) from ledger_entry where account = 'income:exam'").await,
        5000
    );
    assert_eq!(imbalances(db).await, []);
}

async fn a_fee_of_nothing_leaves_a_line_too(db: &TestDb) {
    let world = World::new(db).await;
    assert_eq!(charged(db, world.account_id, world.application_id, 0).await, Charged::Done { balance: Qepik(0) });
    assert_eq!(db.number("select count(*) from ledger_entry").await, 2);
    let found: Result<_> = db.db.read(async |tx| ledger::charge_of(tx, world.application_id).await).await;
    assert_eq!(found.unwrap().unwrap().1, Qepik(0));
}

async fn a_short_balance_says_what_is_missing_and_writes_nothing(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 3000).await;
    let outcome = charged(db, world.account_id, world.application_id, 5000).await;
    assert_eq!(outcome, Charged::Short { balance: Qepik(3000), missing: Qepik(2000) });
    assert_eq!(wallet(db, world.account_id).await, (3000, 0));
    assert_eq!(db.number("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 0);
}

async fn a_negative_fee_is_never_taken(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 3000).await;
    assert!(!matches!(charged(db, world.account_id, world.application_id, -1).await, Charged::Done { .. }));
    assert_eq!(wallet(db, world.account_id).await, (3000, 0));
}

async fn of_64_parallel_charges_of_one_wallet_exactly_as_many_succeed_as_it_can_pay(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 10 * 5000).await;
    let mut ids = Vec::new();
    for _ in 0..64 {
        ids.push(world.application(db).await);
    }
    let outcomes = join_all(ids.into_iter().map(|application_id| {
        let store = db.db.clone();
        tokio::spawn(async move {
            store.transact(async move |tx| charge(tx, world.account_id, application_id, 5000).await).await
        })
    }))
    .await;
    let outcomes: Vec<Charged> = outcomes.into_iter().map(|o| o.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Charged::Done { .. })).count(), 10);
    assert!(outcomes.iter().all(|o| matches!(o, Charged::Done { .. } | Charged::Short { .. })));
    assert_eq!(wallet(db, world.account_id).await, (0, 0));
    assert_eq!(imbalances(db).await, []);
}

async fn of_64_parallel_confirmations_of_one_application_one_charges(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 64 * 5000).await;
    let outcomes = join_all((0..64).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move {
            store
                .transact(async move |tx| {
                    let Some(locked) = applications::lock(tx, world.application_id, 1, None, NOW).await? else {
                        return Ok(None);
                    };
                    let outcome = charge(tx, world.account_id, world.application_id, 5000).await?;
                    let moved = applications::Moved {
                        state: "CONFIRMED".into(),
                        confirmed_version: Some(locked.version),
                        ..Default::default()
                    };
                    assert!(applications::finish_move(tx, locked.id, locked.version, &moved).await?);
                    Ok::<_, Error>(Some(outcome))
                })
                .await
        })
    }))
    .await;
    let done = outcomes.into_iter().filter_map(|o| o.unwrap().unwrap()).collect::<Vec<_>>();
    assert_eq!(done, [Charged::Done { balance: Qepik(63 * 5000) }]);
    let report: Result<_> = db.db.read(async |tx| verify::run(tx, &["masterExam"], None).await).await;
    let report = report.unwrap();
    assert_eq!((report.imbalances, report.uncharged, report.unconfirmed), (vec![], vec![], vec![]));
}

async fn a_callback_that_comes_twice_credits_once_also_at_the_same_moment(db: &TestDb) {
    let world = World::new(db).await;
    let topup_id = id();
    db.db
        .transact(async move |tx| {
            topups::create(tx, topup_id, world.account_id, Qepik(700), "bank", NOW, NOW.plus_seconds(60)).await
        })
        .await
        .unwrap();
    let outcomes = join_all((0..8).map(|_| {
        let store = db.db.clone();
        tokio::spawn(async move {
            store
                .transact(async move |tx| {
                    let payment =
                        Payment { topup_id, provider_tx: "p-1", amount: Qepik(700), transaction_id: id(), now: NOW };
                    credited(tx, &payment).await
                })
                .await
        })
    }))
    .await;
    let outcomes: Vec<Paid> = outcomes.into_iter().map(|o| o.unwrap().unwrap()).collect();
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Paid::Done { .. })).count(), 1);
    assert_eq!(outcomes.iter().filter(|o| matches!(o, Paid::Already { .. })).count(), 7);
    assert_eq!(wallet(db, world.account_id).await, (700, 0));
}

async fn a_late_callback_after_the_top_up_expired_still_credits(db: &TestDb) {
    let world = World::new(db).await;
    let topup_id = id();
    let outcome = db
        .db
        .transact(async move |tx| {
            topups::create(tx, topup_id, world.account_id, Qepik(700), "bank", NOW, NOW.plus_seconds(60)).await?;
            assert!(topups::mark_redirected(tx, topup_id, NOW).await?);
            let late = NOW.plus_seconds(3600);
            assert_eq!(topups::expire(tx, late).await?, 1);
            assert_eq!(topups::find(tx, topup_id).await?.unwrap().state, TopupState::Expired);
            let payment = Payment { topup_id, provider_tx: "p-2", amount: Qepik(700), transaction_id: id(), now: late };
            credited(tx, &payment).await
        })
        .await
        .unwrap();
    assert!(matches!(outcome, Paid::Done { balance: Qepik(700), .. }));
}

async fn another_amount_or_a_payment_of_another_top_up_is_not_credited(db: &TestDb) {
    let world = World::new(db).await;
    let first = world.top_up(db, 500).await;
    let other = id();
    db.db
        .transact(async move |tx| {
            topups::create(tx, other, world.account_id, Qepik(700), "bank", NOW, NOW.plus_seconds(60)).await?;
            let first_tx = first.to_string();
            let mut payment =
                Payment { topup_id: other, provider_tx: "p-3", amount: Qepik(70), transaction_id: id(), now: NOW };
            assert_eq!(credited(tx, &payment).await?, Paid::WrongAmount);
            payment.amount = Qepik(700);
            payment.provider_tx = &first_tx;
            assert_eq!(credited(tx, &payment).await?, Paid::Conflict);
            payment.topup_id = id();
            assert_eq!(credited(tx, &payment).await?, Paid::Missing);
            Ok::<_, Error>(())
        })
        .await
        .unwrap();
    assert_eq!(wallet(db, world.account_id).await, (500, 0));
}

async fn a_reversal_after_spending_leaves_a_receivable_that_blocks_charges_until_it_is_settled(db: &TestDb) {
    let world = World::new(db).await;
    let topup_id = world.top_up(db, 6000).await;
    assert!(matches!(charged(db, world.account_id, world.application_id, 5000).await, Charged::Done { .. }));
    let reversed = db.db.transact(async move |tx| taken_back(tx, topup_id).await).await.unwrap();
    assert_eq!(reversed, Reversed::Done { account_id: world.account_id, owed: Qepik(5000) });
    assert_eq!(wallet(db, world.account_id).await, (0, 5000));
    let again = db.db.transact(async move |tx| taken_back(tx, topup_id).await).await.unwrap();
    assert_eq!(again, Reversed::NotPaid);
    let other = world.application(db).await;
    assert_eq!(charged(db, world.account_id, other, 0).await, Charged::Owes { receivable: Qepik(5000) });
    world.top_up(db, 7000).await;
    assert_eq!(wallet(db, world.account_id).await, (2000, 0));
    assert!(matches!(charged(db, world.account_id, other, 2000).await, Charged::Done { .. }));
    assert_eq!(imbalances(db).await, []);
}

async fn a_refund_gives_the_fee_back_once(db: &TestDb) {
    let world = World::new(db).await;
    world.top_up(db, 5000).await;
    let refund = async |db: &TestDb| {
        db.db
            .transact(async move |tx| {
                let refund = Refund {
                    id: id(),
                    account_id: world.account_id,
                    application_id: world.application_id,
                    income: "exam",
                    memo: "refund",
                    now: NOW,
                };
                refunded(tx, &refund).await
            })
            .await
            .unwrap()
    };
    assert_eq!(refund(db).await, Refunded::NotCharged);
    assert!(matches!(charged(db, world.account_id, world.application_id, 5000).await, Charged::Done { .. }));
    assert_eq!(refund(db).await, Refunded::Done { amount: Qepik(5000), balance: Qepik(5000) });
    assert_eq!(refund(db).await, Refunded::Already);
    assert_eq!(imbalances(db).await, []);
}

async fn a_statement_shows_every_line_once_newest_first_with_the_balance_after_it(db: &TestDb) {
    let world = World::new(db).await;
    for _ in 0..7 {
        world.top_up(db, 100).await;
    }
    let (mut seen, mut after) = (Vec::new(), None);
    loop {
        let page: Result<_> =
            db.db.read(async |tx| ledger::statement(tx, world.account_id, None, after, 3).await).await;
        let page = page.unwrap();
        seen.extend(page.items.iter().map(|line| line.balance_after.0));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [700, 600, 500, 400, 300, 200, 100]);
}

on_both_databases!(
    a_charge_takes_the_fee_once_and_leaves_two_lines_that_sum_to_zero,
    a_fee_of_nothing_leaves_a_line_too,
    a_short_balance_says_what_is_missing_and_writes_nothing,
    a_negative_fee_is_never_taken,
    of_64_parallel_charges_of_one_wallet_exactly_as_many_succeed_as_it_can_pay,
    of_64_parallel_confirmations_of_one_application_one_charges,
    a_callback_that_comes_twice_credits_once_also_at_the_same_moment,
    a_late_callback_after_the_top_up_expired_still_credits,
    another_amount_or_a_payment_of_another_top_up_is_not_credited,
    a_reversal_after_spending_leaves_a_receivable_that_blocks_charges_until_it_is_settled,
    a_refund_gives_the_fee_back_once,
    a_statement_shows_every_line_once_newest_first_with_the_balance_after_it,
);
