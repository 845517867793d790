use qabul_domain::money::Qepik;
use qabul_gateways::{PaymentEvent, PaymentStatus};
use qabul_store::audit::{self, Event};
use qabul_store::topups::{self, Paid, Payment, Reversed, Topup};
use qabul_store::{Ids, Tx, accounts, wallets};
use uuid::Uuid;

use super::PROVIDER;
use crate::context::Context;
use crate::jobs::messages::{self, MailAttachment, Notify};
use crate::problem::{ApiError, Code};
use crate::use_cases::me;

/// What an event of the provider did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credited {
    /// The wallet or the top-up changed.
    Done,
    /// It was known before; the provider is told "yes" again.
    Again,
}

/// Takes over one event of the payment provider; the same event any number of times changes the wallet once. What was
/// really paid is credited, also when it differs from the order and when the top-up is over.
///
/// # Errors
/// No such top-up; a reversal that comes before its payment, which the provider then reports again.
pub async fn credit_top_up(context: &Context, event: PaymentEvent) -> Result<Credited, ApiError> {
    let stamp = context.stamp()?;
    let status = event.status;
    let credited = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            match event.status {
                PaymentStatus::Paid => paid(tx, &mut ids, &event).await,
                PaymentStatus::Failed => failed(tx, &mut ids, &event).await,
                PaymentStatus::Reversed => reversed(tx, &mut ids, &event).await,
            }
        })
        .await?;
    tracing::info!(event = "payment.event", status = ?status, outcome = ?credited, "a payment event was taken over");
    context.outbox_bell.notify_one();
    Ok(credited)
}

async fn paid(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent) -> Result<Credited, ApiError> {
    if topups::find_by_provider_tx(tx, &event.provider_tx).await?.is_some() {
        return Ok(Credited::Again);
    }
    let topup = topups::find(tx, event.topup_id).await?.ok_or(Code::NotFound)?;
    let (mut id, ordered) = (topup.id, topup.amount);
    // Only an unpaid top-up takes another amount; a paid one keeps what it was paid.
    if ordered != event.amount {
        topups::set_amount(tx, id, event.amount, ids.now()).await?;
    }
    let booking = ids.id();
    let mut outcome = mark(tx, ids, id, booking, event).await?;
    if matches!(outcome, Paid::Conflict | Paid::WrongAmount) {
        // A second payment of one order is money too: it becomes a top-up of its own, and the audit shows the pair.
        id = ids.id();
        topups::create(tx, id, topup.account_id, event.amount, PROVIDER, ids.now(), ids.now()).await?;
        outcome = mark(tx, ids, id, booking, event).await?;
    }
    match outcome {
        Paid::Done { account_id, balance } => {
            let detail = serde_json::json!({
                "topUp": id, "order": topup.id, "transaction": event.provider_tx, "event": event.event_id,
                "amount": event.amount, "ordered": ordered, "stateBefore": topup.state.word(),
            });
            note(tx, ids, account_id, "wallet.topUp", &detail).await?;
            // What was owed is settled first, so the balance may have grown by less than was paid.
            let owed = wallets::find(tx, account_id).await?.map_or(Qepik::ZERO, |wallet| wallet.receivable);
            let receipt = MailAttachment::Receipt { account_id, transaction_id: booking };
            tell(tx, ids, account_id, "wallet.toppedUp", event.amount, balance, owed, vec![receipt]).await?;
            Ok(Credited::Done)
        }
        Paid::Already { .. } => Ok(Credited::Again),
        Paid::WrongAmount | Paid::Conflict | Paid::Missing => {
            Err(ApiError::internal(anyhow::anyhow!("payment {} cannot be booked: {outcome:?}", event.event_id)))
        }
    }
}

async fn mark(
    tx: &mut Tx,
    ids: &mut Ids,
    topup_id: Uuid,
    transaction_id: Uuid,
    event: &PaymentEvent,
) -> Result<Paid, ApiError> {
    let payment =
        Payment { topup_id, provider_tx: &event.provider_tx, amount: event.amount, transaction_id, now: ids.now() };
    Ok(topups::mark_paid(tx, &payment).await?)
}

async fn failed(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent) -> Result<Credited, ApiError> {
    let topup = topups::find(tx, event.topup_id).await?.ok_or(Code::NotFound)?;
    if !topups::mark_failed(tx, topup.id, ids.now()).await? {
        return Ok(Credited::Again);
    }
    let detail = serde_json::json!({ "topUp": topup.id, "event": event.event_id });
    note(tx, ids, topup.account_id, "wallet.topUpFailed", &detail).await?;
    Ok(Credited::Done)
}

async fn reversed(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent) -> Result<Credited, ApiError> {
    let topup = undone(tx, event).await?.ok_or(Code::NotFound)?;
    match topups::reverse(tx, topup.id, ids.id(), ids.now()).await? {
        Reversed::Done { account_id, owed } => {
            let balance = wallets::balance(tx, account_id).await?;
            let detail = serde_json::json!({
                "topUp": topup.id, "transaction": event.provider_tx, "reverses": event.reverses_tx,
                "event": event.event_id, "amount": topup.amount, "reported": event.amount, "owed": owed,
            });
            note(tx, ids, account_id, "wallet.reversal", &detail).await?;
            let owed = wallets::find(tx, account_id).await?.map_or(owed, |wallet| wallet.receivable);
            tell(tx, ids, account_id, "wallet.reversed", topup.amount, balance, owed, Vec::new()).await?;
            Ok(Credited::Done)
        }
        Reversed::NotPaid if topup.state == topups::TopupState::Reversed => Ok(Credited::Again),
        // The payment's own event is still on its way; the provider reports the reversal again.
        Reversed::NotPaid => Err(ApiError::new(Code::Busy).retry_after(30)),
    }
}

/// The top-up whose payment was undone.
async fn undone(tx: &mut Tx, event: &PaymentEvent) -> Result<Option<Topup>, ApiError> {
    if let Some(reverses) = &event.reverses_tx
        && let Some(topup) = topups::find_by_provider_tx(tx, reverses).await?
    {
        return Ok(Some(topup));
    }
    Ok(topups::find(tx, event.topup_id).await?)
}

async fn note(
    tx: &mut Tx,
    ids: &mut Ids,
    account_id: Uuid,
    action: &str,
    detail: &serde_json::Value,
) -> Result<(), ApiError> {
    let event = Event {
        id: ids.id(),
        subject: &format!("account:{account_id}"),
        actor: "system",
        action,
        at: ids.now(),
        detail: &detail.to_string(),
    };
    audit::append(tx, &event).await?;
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "each is a word of the notice")]
async fn tell(
    tx: &mut Tx,
    ids: &mut Ids,
    account_id: Uuid,
    name: &str,
    sum: Qepik,
    balance: Qepik,
    receivable: Qepik,
    files: Vec<MailAttachment>,
) -> Result<(), ApiError> {
    let account = accounts::find(tx, account_id).await?.ok_or(Code::NotFound)?;
    let given_name = me::given_name(tx, &account).await?;
    let lang = messages::lang_of(&account);
    let values =
        [("sum", sum.display(lang)), ("balance", balance.display(lang)), ("receivable", receivable.display(lang))];
    let notify = Notify {
        account: &account,
        given_name: &given_name,
        lane: format!("account:{account_id}"),
        name: name.to_owned(),
        values: &values,
        application_id: None,
    };
    messages::notify_with(tx, ids, notify, files).await
}
