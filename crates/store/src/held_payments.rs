//! Table `held_payment`: payment events that do not match their top-up. They are not credited; an officer settles them.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use crate::macros::Number;
use crate::{Result, Tx, merkle};

words! {
    /// What does not fit.
    pub enum Reason {
        /// No such top-up exists.
        NoTopUp => "noTopUp",
        /// The order is not the one opened for the top-up.
        Order => "order",
        /// The amount differs from the ordered amount.
        Amount => "amount",
        /// The provider's transaction belongs to another top-up, or is not the transaction that is reversed.
        Transaction => "transaction",
        /// The state of the top-up does not allow this event.
        State => "state",
    }
}

words! {
    /// How a held event was settled.
    pub enum Settlement {
        /// The amount was credited to the account of the top-up.
        Credited => "credited",
        /// The top-up was reversed.
        Reversed => "reversed",
        /// Nothing was booked.
        Dismissed => "dismissed",
    }
}

row! {
    /// A held event.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Held {
        /// Id.
        pub id: Uuid,
        /// The provider's id of the message.
        pub event_id: String,
        /// The provider's id of the order.
        pub provider_order: String,
        /// The provider's id of the transaction.
        pub provider_tx: String,
        /// Id of the transaction that was reversed.
        pub reverses_tx: Option<String>,
        /// Our id of the top-up, as reported by the provider.
        pub topup_id: Uuid,
        /// Amount, as reported.
        pub amount: Qepik,
        /// `paid`, `failed` or `reversed`.
        pub status: String,
        /// What does not fit.
        pub reason: Reason,
        /// When it came.
        pub at: Micros,
        /// When it was settled.
        pub settled_at: Option<Micros>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, event_id, provider_order, provider_tx, reverses_tx, topup_id, amount, status, reason, at, settled_at
               from held_payment ",
            $rest
        )
    };
}

/// Stores an event once. `false` = it is already stored.
pub async fn keep(tx: &mut Tx, held: &Held) -> Result<bool> {
    let rows = exec!(
        tx,
        "insert into held_payment (id, digest, event_id, provider_order, provider_tx, reverses_tx, topup_id, amount,
                status, reason, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict (digest) do nothing",
        held.id,
        &digest(held)[..],
        &held.event_id,
        &held.provider_order,
        &held.provider_tx,
        &held.reverses_tx,
        held.topup_id,
        held.amount.0,
        &held.status,
        held.reason.word(),
        held.at.0
    )?;
    Ok(rows == 1)
}

/// Digest of what the provider reported: the same event gives the same row, whether it was sent again or queried.
fn digest(held: &Held) -> [u8; 32] {
    merkle::digest(&[
        b"qabul/held-payment/v1",
        held.event_id.as_bytes(),
        held.provider_order.as_bytes(),
        held.provider_tx.as_bytes(),
        held.reverses_tx.as_deref().unwrap_or_default().as_bytes(),
        held.topup_id.as_bytes(),
        &held.amount.0.to_be_bytes(),
        held.status.as_bytes(),
    ])
}

/// Events that are not settled yet, oldest first.
pub async fn open(tx: &mut Tx, limit: u32) -> Result<Vec<Held>> {
    fetch_all!(tx, Held, select!("where settled_at is null order by at, id limit $1"), i64::from(limit))
}

/// How many events are not settled yet, for metrics.
pub async fn open_count(tx: &mut Tx) -> Result<i64> {
    Ok(fetch_one!(tx, Number, "select count(*) as value from held_payment where settled_at is null")?.value)
}

/// By id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Held>> {
    fetch_optional!(tx, Held, select!("where id = $1"), id)
}

/// Records how an event was settled. `false` = it was already settled, or no such event exists.
pub async fn settle(tx: &mut Tx, id: Uuid, how: Settlement, officer: &str, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update held_payment set settled_at = $2, settlement = $3, settled_by = $4 where id = $1 and settled_at is null",
        id,
        now.0,
        how.word(),
        officer
    )?;
    Ok(rows == 1)
}
