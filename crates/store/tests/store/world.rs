//! Data that most tests need: a person with an account, a campaign, an open application.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use qabul_store::accounts::{AccountState, Created, NewAccount};
use qabul_store::applications::{self, NewApplication, Opened};
use qabul_store::audit::{self, Event};
use qabul_store::campaigns::{self, NewCampaign};
use qabul_store::persons::{self, NewPerson};
use qabul_store::testing::{NOW, TestDb, stamp};
use qabul_store::topups::{self, Paid, Payment};
use qabul_store::{Ids, Private, Result, Tx, accounts};
use uuid::Uuid;

/// Days as microseconds.
pub const DAY: i64 = 86_400;

/// A person, an account and an application.
#[derive(Debug, Clone, Copy)]
pub struct World {
    pub person_id: Uuid,
    pub account_id: Uuid,
    pub campaign_id: Uuid,
    pub application_id: Uuid,
}

/// A fresh id.
pub fn id() -> Uuid {
    Ids::new(&stamp()).id()
}

/// Writes the audit row that names what was booked in the unit.
pub async fn told(tx: &mut Tx) -> Result<()> {
    let id = id();
    let subject = format!("test:{id}");
    let event = Event { id, subject: &subject, actor: "system", action: "test.book", at: NOW, detail: "{}" };
    audit::append(tx, &event).await.map(drop)
}

pub fn new_person(id: Uuid, fin: &str) -> NewPerson {
    NewPerson {
        id,
        fin: Some(Private(fin.to_owned())),
        document: Some(Private(format!("AZE{fin}"))),
        data: Private(br#"{"surname":"Quliyeva"}"#.to_vec()),
        name_key: "quliyeva aynur".into(),
        sort_key: "quliyeva aynur".into(),
        citizenship: "azerbaijan".into(),
        now: NOW,
    }
}

pub fn new_account(id: Uuid, person_id: Option<Uuid>, mark: &str) -> NewAccount {
    NewAccount {
        id,
        person_id,
        state: AccountState::Active,
        cabinet_numbers: Ids::new(&stamp()).cabinet_numbers(),
        email: Some(Private(format!("{mark}@example.az"))),
        phone: Some(Private(format!("+99450{mark}"))),
        password_hash: Private("$argon2id$…".into()),
        totp: None,
        lang: "az".into(),
        role: "applicant".into(),
        scope_id: None,
        now: NOW,
    }
}

pub fn new_campaign(code: &str) -> NewCampaign {
    NewCampaign {
        id: id(),
        kind: "masterExam".into(),
        code: code.into(),
        academic_year: 2026,
        attempt: 1,
        opens_at: NOW.plus_seconds(-DAY),
        closes_at: NOW.plus_seconds(10 * DAY),
        fee: Qepik(5000),
        rule_set: "MAG-2017".into(),
        settings: "{}".into(),
        announced_at: Some(NOW.plus_seconds(-DAY)),
        sort: 1,
    }
}

pub fn new_application(world: &World, id: Uuid) -> NewApplication {
    NewApplication {
        id,
        kind: "masterExam".into(),
        campaign_id: world.campaign_id,
        person_id: world.person_id,
        account_id: Some(world.account_id),
        parent_id: None,
        subject_id: None,
        entitlement_id: None,
        work_numbers: Ids::new(&stamp()).work_numbers(),
        state: "DRAFT".into(),
        draft_version: 1,
        draft: None,
        scope_id: None,
        name_key: "quliyeva aynur".into(),
        sort_key: "quliyeva aynur".into(),
        claim: format!("test/{id}"),
        now: NOW,
    }
}

/// Creates the data inside a unit. `mark` distinguishes several sets.
pub async fn make(tx: &mut Tx, mark: &str) -> Result<World> {
    let (person_id, account_id, application_id) = (id(), id(), id());
    assert!(persons::insert(tx, &new_person(person_id, mark)).await?);
    let made = accounts::create(tx, &new_account(account_id, Some(person_id), mark)).await?;
    assert!(matches!(made, Created::Done { .. }));
    let campaign_id = campaigns::upsert(tx, &new_campaign("master-2026-1"), NOW).await?;
    let world = World { person_id, account_id, campaign_id, application_id };
    let opened = applications::open(tx, &new_application(&world, application_id)).await?;
    assert!(matches!(opened, Opened::Done { .. }));
    Ok(world)
}

impl World {
    pub async fn new(db: &TestDb) -> World {
        World::marked(db, "1000001").await
    }

    pub async fn marked(db: &TestDb, mark: &str) -> World {
        let mark = mark.to_owned();
        db.db.transact(async move |tx| make(tx, &mark).await).await.unwrap()
    }

    /// Another open application of the same person.
    pub async fn application(&self, db: &TestDb) -> Uuid {
        let (world, id) = (*self, id());
        let opened = db.db.transact(async move |tx| applications::open(tx, &new_application(&world, id)).await).await;
        assert!(matches!(opened.unwrap(), Opened::Done { .. }));
        id
    }

    /// Adds money to the wallet through a paid top-up; returns the top-up's id.
    pub async fn top_up(&self, db: &TestDb, amount: i64) -> Uuid {
        let (world, id) = (*self, id());
        let paid = db.db.transact(async move |tx| top_up(tx, world.account_id, id, amount, NOW).await).await;
        assert!(matches!(paid.unwrap(), Paid::Done { .. }));
        id
    }
}

/// A top-up that is paid immediately.
pub async fn top_up(tx: &mut Tx, account_id: Uuid, topup_id: Uuid, amount: i64, now: Micros) -> Result<Paid> {
    topups::create(tx, topup_id, account_id, Qepik(amount), "bank", now, now.plus_seconds(1800)).await?;
    let provider_tx = topup_id.to_string();
    let payment = Payment { topup_id, provider_tx: &provider_tx, amount: Qepik(amount), transaction_id: id(), now };
    let paid = topups::mark_paid(tx, &payment).await?;
    told(tx).await?;
    Ok(paid)
}
