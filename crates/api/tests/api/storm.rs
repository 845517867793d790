//! One wallet, many applications, simultaneous requests (quality goal R1): only as many are confirmed as the money
//! covers.

use futures_util::future::{join, join_all};
use qabul_domain::money::Qepik;
use qabul_store::campaigns::{self, NewCampaign};
use qabul_store::testing::Engine;
use uuid::Uuid;

use super::applications::fill_in;
use crate::support::{AYSEL, Browser, NOW, TestApp, fresh_key};

/// Fee of each of the ten campaigns: 25.00 AZN.
const FEE: i64 = 2_500;

/// Ten campaigns beside the demo's, equal except for year and fee.
async fn ten_campaigns(app: &TestApp) -> Vec<Uuid> {
    app.context
        .db
        .transact(async move |tx| {
            let open =
                campaigns::list_all(tx).await?.into_iter().find(|one| one.opens_at <= NOW && NOW < one.closes_at);
            let open = open.expect("the demo's open campaign");
            let mut ids = Vec::new();
            for n in 0..10_u8 {
                let new = NewCampaign {
                    id: Uuid::from_u128(0x01a1_fc50_115c_7000_8e61_0000_0000_0000 + u128::from(n)),
                    kind: open.kind.clone(),
                    code: format!("storm-{n}"),
                    // One application per year and attempt, so each campaign has its own year.
                    academic_year: open.academic_year + i64::from(n) + 1,
                    attempt: 1,
                    opens_at: open.opens_at,
                    closes_at: open.closes_at,
                    fee: Qepik(FEE),
                    rule_set: open.rule_set.clone(),
                    settings: open.settings.clone(),
                    announced_at: open.announced_at,
                    sort: 100,
                };
                ids.push(campaigns::upsert(tx, &new, NOW).await?);
            }
            Ok::<_, qabul_store::Error>(ids)
        })
        .await
        .unwrap()
}

/// Sixty-four callers confirm ten applications, each with the key of its application.
async fn everybody(browser: &Browser<'_>, applications: &[(String, String, String)]) {
    let callers = (0..64).map(|n| {
        let (mut browser, (id, etag, key)) = (browser.clone(), applications[n % applications.len()].clone());
        async move {
            let answer = browser.confirm(&id, &key, &etag, FEE).await;
            match answer.status {
                200 => {}
                409 | 422 => assert_eq!(answer.text("/errors/0/clause"), "1.7", "{}", answer.body),
                other => panic!("{other} {}", answer.body),
            }
        }
    });
    join_all(callers).await;
}

async fn storm(engine: Engine) {
    let app = TestApp::start_with(engine, |config| config.threads = 2).await;
    let mut browser = app.register(AYSEL).await;
    app.top_up(&mut browser, 10_000).await;
    let mut applications = Vec::new();
    for campaign in ten_campaigns(&app).await {
        let id = browser.open_application(&fresh_key(), &campaign.to_string()).await.expect(201).text("/id").to_owned();
        fill_in(&mut browser, &id).await;
        let etag = browser.application(&id).await.expect(200).etag();
        applications.push((id, etag, fresh_key()));
    }
    let mut orders = Vec::new();
    // Eight different amounts, because an open top-up of the same amount is used again.
    for n in 0..8 {
        let top_up = browser.start_top_up(&fresh_key(), 465 + 10 * n, None).await.expect(201);
        orders.push(app.order_of(top_up.text("/id")));
    }
    let payments = join_all(orders.iter().map(|order| app.outside.settle(order, qabul_simulator::Act::Pay)));
    let (_, paid) = join(everybody(&browser, &applications), payments).await;
    assert!(paid.iter().all(Option::is_some));
    everybody(&browser, &applications).await;
    everybody(&browser, &applications).await;

    // 140 AZN are available: five fees of 25 AZN, and fifteen AZN remain.
    let count = |sql: &'static str| app.db.number(sql);
    assert_eq!(count("select count(*) from application where confirmed_version is not null").await, 5);
    assert_eq!(count("select count(*) from ledger_transaction where kind = 'CHARGE'").await, 5);
    assert_eq!(count("select count(*) from ledger_entry where balance_after < 0").await, 0);
    assert_eq!(browser.wallet().await.expect(200).number("/balance"), 14_000 - 5 * FEE);
    app.end().await;
}

#[tokio::test]
async fn r1_ten_applications_on_one_wallet_are_confirmed_as_far_as_the_money_goes_on_sqlite() {
    storm(Engine::Sqlite).await;
}

#[tokio::test]
async fn r1_ten_applications_on_one_wallet_are_confirmed_as_far_as_the_money_goes_on_postgresql() {
    storm(Engine::Postgres).await;
}
