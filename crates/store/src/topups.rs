//! Table `topup`: payments into a wallet through a provider.
//!
//! A callback is recognised by the provider's own id of the payment, so the same callback is credited only once, even
//! if it arrives on two nodes at the same moment. A callback that arrives after the top-up has expired is still
//! credited, because the money has been taken.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use crate::ledger::{self, Booking, Kind, Line};
use crate::{Cursor, Page, Result, Tx, wallets};

words! {
    /// State of a top-up.
    pub enum TopupState {
        /// Made here.
        Created => "CREATED",
        /// The person was sent to the provider.
        Redirected => "REDIRECTED",
        /// Credited.
        Paid => "PAID",
        /// The provider refused.
        Failed => "FAILED",
        /// Nobody paid in time.
        Expired => "EXPIRED",
        /// Reversed by the provider.
        Reversed => "REVERSED",
    }
}

row! {
    /// A stored top-up.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Topup {
        /// Id; also our reference in the provider's system.
        pub id: Uuid,
        /// Whose wallet.
        pub account_id: Uuid,
        /// How much.
        pub amount: Qepik,
        /// Which provider.
        pub provider: String,
        /// State.
        pub state: TopupState,
        /// The provider's own id of the payment.
        pub provider_tx: Option<String>,
        /// The provider's id of the order, once the order is opened.
        pub provider_order: Option<String>,
        /// Address of the provider's payment page.
        pub redirect_url: Option<String>,
        /// Path in the portal to return to afterwards.
        pub return_to: Option<String>,
        /// When it was made.
        pub created_at: Micros,
        /// When it expires unpaid.
        pub expires_at: Micros,
        /// When it was credited.
        pub paid_at: Option<Micros>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, account_id, amount, provider, state, provider_tx, provider_order, redirect_url, return_to,
             created_at, expires_at, paid_at from topup ",
            $rest
        )
    };
}

/// Creates a top-up. The amount must be greater than zero.
pub async fn create(
    tx: &mut Tx,
    id: Uuid,
    account_id: Uuid,
    amount: Qepik,
    provider: &str,
    now: Micros,
    expires_at: Micros,
) -> Result<()> {
    exec!(
        tx,
        "insert into topup (id, account_id, amount, provider, state, created_at, expires_at, updated_at)
         values ($1, $2, $3, $4, 'CREATED', $5, $6, $5)",
        id,
        account_id,
        amount.0,
        provider,
        now.0,
        expires_at.0
    )?;
    Ok(())
}

/// By id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Topup>> {
    fetch_optional!(tx, Topup, select!("where id = $1"), id)
}

/// By the provider's own id.
pub async fn find_by_provider_tx(tx: &mut Tx, provider_tx: &str) -> Result<Option<Topup>> {
    fetch_optional!(tx, Topup, select!("where provider_tx = $1"), provider_tx)
}

/// The newest open top-up of an account over this amount that stays open until `until` at least. Units of one account
/// that look for one wait for each other, so that two simultaneous units do not both create one.
pub async fn find_open(
    tx: &mut Tx,
    account_id: Uuid,
    amount: Qepik,
    provider: &str,
    until: Micros,
) -> Result<Option<Topup>> {
    tx.serialize_on(&format!("topup:{account_id}")).await?;
    fetch_optional!(
        tx,
        Topup,
        select!(
            "where account_id = $1 and amount = $2 and provider = $3 and state in ('CREATED', 'REDIRECTED')
               and expires_at >= $4 order by created_at desc, id desc limit 1"
        ),
        account_id,
        amount.0,
        provider,
        until.0
    )
}

/// Top-ups of an account, newest first.
pub async fn list(tx: &mut Tx, account_id: Uuid, after: Option<Cursor>, limit: u32) -> Result<Page<Topup>> {
    let after = after.unwrap_or(Cursor::NEWEST);
    let rows = fetch_all!(
        tx,
        Topup,
        select!(
            "where account_id = $1 and (created_at < $2 or (created_at = $2 and id < $3)) order by created_at desc,
             id desc limit $4"
        ),
        account_id,
        after.at.0,
        after.id,
        i64::from(limit) + 1
    )?;
    Ok(Page::cut(rows, limit, |row| Cursor { at: row.created_at, id: row.id }))
}

/// Top-ups created before `before` that are still open; the daily reconciliation queries the provider about them.
pub async fn open(tx: &mut Tx, before: Micros, limit: u32) -> Result<Vec<Topup>> {
    fetch_all!(
        tx,
        Topup,
        select!("where state in ('CREATED', 'REDIRECTED') and created_at < $1 order by created_at, id limit $2"),
        before.0,
        i64::from(limit)
    )
}

/// Top-ups that ended unpaid between two instants: the person may have paid nevertheless, and the callback may have
/// been lost.
pub async fn ended_unpaid(tx: &mut Tx, since: Micros, before: Micros, limit: u32) -> Result<Vec<Topup>> {
    fetch_all!(
        tx,
        Topup,
        select!(
            "where state in ('EXPIRED', 'FAILED') and provider_order is not null and created_at >= $1 and created_at < $2
             order by created_at, id limit $3"
        ),
        since.0,
        before.0,
        i64::from(limit)
    )
}

/// Stores the page of the portal to which the person returns. `false` = no such top-up.
pub async fn set_return(tx: &mut Tx, id: Uuid, return_to: &str) -> Result<bool> {
    Ok(exec!(tx, "update topup set return_to = $2 where id = $1", id, return_to)? == 1)
}

/// Records the order opened by the provider. `false` = the top-up is in a later state.
pub async fn set_order(tx: &mut Tx, id: Uuid, provider_order: &str, redirect_url: &str, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update topup set provider_order = $2, redirect_url = $3, updated_at = $4
          where id = $1 and state in ('CREATED', 'REDIRECTED')",
        id,
        provider_order,
        redirect_url,
        now.0
    )?;
    Ok(rows == 1)
}

/// Records that the person was sent to the provider. `false` = the top-up is in a later state.
pub async fn mark_redirected(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update topup set state = 'REDIRECTED', updated_at = $2 where id = $1 and state = 'CREATED'
         and expires_at > $2",
        id,
        now.0
    )?;
    Ok(rows == 1)
}

/// Records that the provider refused. `false` = the top-up is in a later state.
pub async fn mark_failed(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update topup set state = 'FAILED', updated_at = $2 where id = $1 and state in ('CREATED', 'REDIRECTED')",
        id,
        now.0
    )?;
    Ok(rows == 1)
}

/// Expires unpaid top-ups; returns how many.
pub async fn expire(tx: &mut Tx, now: Micros) -> Result<u64> {
    exec!(
        tx,
        "update topup set state = 'EXPIRED', updated_at = $1 where state in ('CREATED', 'REDIRECTED')
         and expires_at <= $1",
        now.0
    )
}

/// A payment reported by a provider.
#[derive(Debug, Clone)]
pub struct Payment<'a> {
    /// The top-up it is for.
    pub topup_id: Uuid,
    /// The provider's own id.
    pub provider_tx: &'a str,
    /// How much was paid.
    pub amount: Qepik,
    /// Id of the booking.
    pub transaction_id: Uuid,
    /// Instant of the callback.
    pub now: Micros,
}

/// Outcome of [`mark_paid`]. Only `Done` has written something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paid {
    /// Credited now.
    Done {
        /// Whose wallet.
        account_id: Uuid,
        /// Balance after it.
        balance: Qepik,
    },
    /// This payment was credited before; the provider gets the same answer again.
    Already {
        /// Whose wallet.
        account_id: Uuid,
    },
    /// The reported amount differs from the requested amount; an operator must check.
    WrongAmount,
    /// The top-up was paid by another payment, or the payment belongs to another top-up; an operator must check.
    Conflict,
    /// No such top-up.
    Missing,
}

/// Credits a payment, once.
pub async fn mark_paid(tx: &mut Tx, payment: &Payment<'_>) -> Result<Paid> {
    let Some(topup) = find(tx, payment.topup_id).await? else { return Ok(Paid::Missing) };
    if topup.amount != payment.amount {
        return Ok(Paid::WrongAmount);
    }
    if find_by_provider_tx(tx, payment.provider_tx).await?.is_some_and(|other| other.id != topup.id) {
        return Ok(Paid::Conflict);
    }
    let rows = exec!(
        tx,
        "update topup set state = 'PAID', provider_tx = $2, paid_at = $3, updated_at = $3
          where id = $1 and amount = $4 and state in ('CREATED', 'REDIRECTED', 'FAILED', 'EXPIRED')",
        topup.id,
        payment.provider_tx,
        payment.now.0,
        topup.amount.0
    )?;
    if rows == 0 {
        let known = find(tx, topup.id).await?.and_then(|topup| topup.provider_tx);
        return Ok(if known.as_deref() == Some(payment.provider_tx) {
            Paid::Already { account_id: topup.account_id }
        } else {
            Paid::Conflict
        });
    }
    let Some((balance, lines, at)) = wallets::add(tx, topup.account_id, topup.amount, payment.now).await? else {
        return Err(crate::Error::Unreadable("wallet.account_id"));
    };
    let mut all = vec![Line::other(format!("provider:{}", topup.provider), -topup.amount.0)];
    all.extend(lines);
    ledger::book(tx, &booking(payment.transaction_id, Kind::Topup, topup.id, "topup", at), &all).await?;
    Ok(Paid::Done { account_id: topup.account_id, balance })
}

/// Outcome of [`reverse`]. Only `Done` has written something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reversed {
    /// Taken back.
    Done {
        /// Whose wallet.
        account_id: Uuid,
        /// Amount that the wallet did not have and that the account now owes.
        owed: Qepik,
    },
    /// It is not paid, or was already reversed.
    NotPaid,
}

/// Reverses a paid top-up. The balance never goes below zero: the missing amount becomes a receivable.
pub async fn reverse(tx: &mut Tx, id: Uuid, transaction_id: Uuid, now: Micros) -> Result<Reversed> {
    let rows =
        exec!(tx, "update topup set state = 'REVERSED', updated_at = $2 where id = $1 and state = 'PAID'", id, now.0)?;
    if rows == 0 {
        return Ok(Reversed::NotPaid);
    }
    let Some(topup) = find(tx, id).await? else { return Err(crate::Error::Unreadable("topup.id")) };
    let Some((owed, lines, at)) = wallets::take_back(tx, topup.account_id, topup.amount, now).await? else {
        return Err(crate::Error::Unreadable("wallet.account_id"));
    };
    let mut all = vec![Line::other(format!("provider:{}", topup.provider), topup.amount.0)];
    all.extend(lines);
    ledger::book(tx, &booking(transaction_id, Kind::Reversal, id, "reversal", at), &all).await?;
    Ok(Reversed::Done { account_id: topup.account_id, owed })
}

fn booking(id: Uuid, kind: Kind, topup_id: Uuid, memo: &str, at: Micros) -> Booking<'_> {
    Booking { id, kind, application_id: None, topup_id: Some(topup_id), memo, at }
}
