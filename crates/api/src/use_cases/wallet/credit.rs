use qabul_domain::money::Qepik;
use qabul_gateways::{PaymentEvent, PaymentStatus};
use qabul_store::audit::{self, Event};
use qabul_store::held_payments::Reason;
use qabul_store::topups::{self, Paid, Payment, Reversed, Topup, TopupState};
use qabul_store::{Ids, Tx, accounts, wallets};
use uuid::Uuid;

use super::held;
use crate::context::Context;
use crate::jobs::messages::{self, MailAttachment, Notify};
use crate::problem::{ApiError, Code};
use crate::use_cases::me;

/// A reversal may arrive up to this many seconds before the event of its payment; after that it is held for an officer.
const OVERTAKES_SECONDS: i64 = 3_600;

/// Effect of an event of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credited {
    /// The wallet or the top-up changed.
    Done,
    /// It was known before; the provider gets the same success answer.
    Again,
    /// It does not match its top-up: held for an officer and not credited. The provider gets a success answer.
    Held,
}

/// Handles one event of the payment provider; the same event changes the wallet only once. Order, amount and state must
/// match the top-up; an event that does not match is held for an officer. A payment for an expired top-up is credited.
///
/// # Errors
/// A reversal that arrives before its payment, which the provider then reports again; the store's.
pub async fn credit_top_up(context: &Context, event: PaymentEvent) -> Result<Credited, ApiError> {
    let stamp = context.stamp()?;
    let status = event.status;
    // The provider's clock is never shifted, not even when the portal is a demo.
    let overtaken = event.at.seconds_until(context.clock.unshifted()) > OVERTAKES_SECONDS;
    let credited = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            match fitting(tx, &event, overtaken).await? {
                Fit::Pay(topup) => paid(tx, &mut ids, &event, topup).await,
                Fit::Fail(topup) => failed(tx, &mut ids, &event, &topup).await,
                Fit::Reverse(topup) => reversed(tx, &mut ids, &event, topup).await,
                Fit::Known => Ok(Credited::Again),
                Fit::Not(reason) => held::keep(tx, &mut ids, &event, reason).await,
            }
        })
        .await?;
    if credited == Credited::Held {
        tracing::warn!(event = "payment.held", status = ?status, "a payment event does not fit: `qabul payment held`");
    } else {
        tracing::info!(event = "payment.event", status = ?status, outcome = ?credited, "a payment event was taken over");
    }
    context.outbox_bell.notify_one();
    Ok(credited)
}

/// Whether an event matches its top-up.
enum Fit {
    Pay(Topup),
    Fail(Topup),
    Reverse(Topup),
    /// It is known.
    Known,
    Not(Reason),
}

async fn fitting(tx: &mut Tx, event: &PaymentEvent, overtaken: bool) -> Result<Fit, ApiError> {
    use TopupState::{Created, Expired, Failed, Paid, Redirected, Reversed};
    let Some(topup) = topups::find(tx, event.topup_id).await? else { return Ok(Fit::Not(Reason::NoTopUp)) };
    if topup.provider_order.as_deref() != Some(event.provider_id.as_str()) {
        return Ok(Fit::Not(Reason::Order));
    }
    if topup.amount != event.amount {
        return Ok(Fit::Not(Reason::Amount));
    }
    let paid_by = topup.provider_tx.as_deref();
    Ok(match (event.status, topup.state) {
        (PaymentStatus::Paid, Created | Redirected | Failed | Expired) => {
            // One transaction of the provider pays one top-up.
            match topups::find_by_provider_tx(tx, &event.provider_tx).await? {
                None => Fit::Pay(topup),
                Some(_) => Fit::Not(Reason::Transaction),
            }
        }
        (PaymentStatus::Paid, Paid | Reversed) if paid_by == Some(event.provider_tx.as_str()) => Fit::Known,
        (PaymentStatus::Paid, Paid | Reversed) => Fit::Not(Reason::State),
        (PaymentStatus::Failed, Created | Redirected) => Fit::Fail(topup),
        (PaymentStatus::Failed, Failed | Expired) => Fit::Known,
        (PaymentStatus::Failed, Paid | Reversed) => Fit::Not(Reason::State),
        (PaymentStatus::Reversed, Paid | Reversed)
            if event.reverses_tx.is_some() && event.reverses_tx.as_deref() != paid_by =>
        {
            Fit::Not(Reason::Transaction)
        }
        (PaymentStatus::Reversed, Paid) => Fit::Reverse(topup),
        (PaymentStatus::Reversed, Reversed) => Fit::Known,
        (PaymentStatus::Reversed, _) if overtaken => Fit::Not(Reason::State),
        // The payment's own event has not arrived yet; the provider will report the reversal again.
        (PaymentStatus::Reversed, _) => return Err(ApiError::new(Code::Busy).retry_after(30)),
    })
}

/// Credits a payment that matches `topup`.
pub(super) async fn paid(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent, topup: Topup) -> Result<Credited, ApiError> {
    let booking = ids.id();
    let payment = Payment {
        topup_id: topup.id,
        provider_tx: &event.provider_tx,
        amount: event.amount,
        transaction_id: booking,
        now: ids.now(),
    };
    match topups::mark_paid(tx, &payment).await? {
        Paid::Done { account_id, balance } => {
            let detail = serde_json::json!({
                "topUp": topup.id, "order": event.topup_id, "transaction": event.provider_tx,
                "event": event.event_id, "amount": event.amount, "stateBefore": topup.state.word(),
            });
            note(tx, ids, account_id, "wallet.topUp", &detail).await?;
            // Debt is settled first, so the balance may have grown by less than the paid amount.
            let owed = wallets::find(tx, account_id).await?.map_or(Qepik::ZERO, |wallet| wallet.receivable);
            let receipt = MailAttachment::Receipt { account_id, transaction_id: booking };
            tell(tx, ids, account_id, "wallet.toppedUp", event.amount, balance, owed, vec![receipt]).await?;
            Ok(Credited::Done)
        }
        Paid::Already { .. } => Ok(Credited::Again),
        // Another unit came first.
        Paid::WrongAmount | Paid::Conflict | Paid::Missing => held::keep(tx, ids, event, Reason::State).await,
    }
}

async fn failed(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent, topup: &Topup) -> Result<Credited, ApiError> {
    if !topups::mark_failed(tx, topup.id, ids.now()).await? {
        return Ok(Credited::Again);
    }
    let detail = serde_json::json!({ "topUp": topup.id, "event": event.event_id });
    note(tx, ids, topup.account_id, "wallet.topUpFailed", &detail).await?;
    Ok(Credited::Done)
}

/// Reverses a top-up.
pub(super) async fn reversed(
    tx: &mut Tx,
    ids: &mut Ids,
    event: &PaymentEvent,
    topup: Topup,
) -> Result<Credited, ApiError> {
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
        // Another unit came first.
        Reversed::NotPaid => Ok(Credited::Again),
    }
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
