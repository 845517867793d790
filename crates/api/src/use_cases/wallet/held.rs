//! Payment events that do not match their top-up: held, listed, settled by an officer.

use qabul_contract::wallet::MOST_TOP_UP;
use qabul_domain::money::Qepik;
use qabul_gateways::{PaymentEvent, PaymentStatus};
use qabul_store::audit::{self, Event};
use qabul_store::held_payments::{self, Held, Reason, Settlement};
use qabul_store::topups::{self, Topup};
use qabul_store::{Ids, Tx};
use serde_json::{Value, json};
use uuid::Uuid;

use super::PROVIDER;
use super::credit::{self, Credited};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::applications::told as reason_told;

/// Maximum number of listed events.
const LISTED: u32 = 500;

/// Stores an event once.
pub(super) async fn keep(
    tx: &mut Tx,
    ids: &mut Ids,
    event: &PaymentEvent,
    reason: Reason,
) -> Result<Credited, ApiError> {
    let held = Held {
        id: ids.id(),
        event_id: event.event_id.clone(),
        provider_order: event.provider_id.clone(),
        provider_tx: event.provider_tx.clone(),
        reverses_tx: event.reverses_tx.clone(),
        topup_id: event.topup_id,
        amount: event.amount,
        status: word(event.status).to_owned(),
        reason,
        at: ids.now(),
        settled_at: None,
    };
    if held_payments::keep(tx, &held).await? {
        let detail = json!({ "held": held.id, "event": held.event_id, "order": held.provider_order,
            "transaction": held.provider_tx, "reverses": held.reverses_tx, "topUp": held.topup_id,
            "amount": held.amount, "status": held.status, "reason": reason.word() });
        note(tx, ids, "system", "payment.hold", &detail).await?;
        return Ok(Credited::Held);
    }
    Ok(Credited::Again)
}

const STATUSES: [PaymentStatus; 3] = [PaymentStatus::Paid, PaymentStatus::Failed, PaymentStatus::Reversed];

fn word(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Paid => "paid",
        PaymentStatus::Failed => "failed",
        PaymentStatus::Reversed => "reversed",
    }
}

/// A held event with the top-up it names.
pub struct Shown {
    /// The event.
    pub held: Held,
    /// The top-up, if it exists.
    pub topup: Option<Topup>,
}

/// Events that are not settled yet, oldest first. Reading them is audited.
///
/// # Errors
/// When the store fails.
pub async fn held(context: &Context, officer: &str) -> Result<Vec<Shown>, ApiError> {
    let stamp = context.stamp()?;
    let actor = format!("officer:{officer}");
    context
        .db
        .transact(async move |tx| {
            let mut shown = Vec::new();
            for held in held_payments::open(tx, LISTED).await? {
                let topup = topups::find(tx, held.topup_id).await?;
                shown.push(Shown { held, topup });
            }
            note(tx, &mut Ids::new(&stamp), &actor, "payment.look", &json!({ "open": shown.len() })).await?;
            Ok::<_, ApiError>(shown)
        })
        .await
}

/// Settles an event: credits the paid amount to the account of the top-up, reverses the top-up, or books nothing.
/// Audited with officer and reason.
///
/// # Errors
/// No such event, already settled, a settlement that does not suit the event, an invalid reason.
pub async fn settle_held(
    context: &Context,
    id: Uuid,
    how: Settlement,
    reason: &str,
    officer: &str,
) -> Result<(), ApiError> {
    let (reason, officer) = (reason_told(reason)?, officer.to_owned());
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let held = held_payments::find(tx, id).await?.ok_or(Code::NotFound)?;
            if !held_payments::settle(tx, id, how, &officer, stamp.now).await? {
                return Err(Code::Stale.into());
            }
            let event = event(&held)?;
            match how {
                Settlement::Credited => credit_apart(tx, &mut ids, &event).await?,
                Settlement::Reversed => take_back(tx, &mut ids, &event).await?,
                Settlement::Dismissed => {}
            }
            let detail = json!({ "held": id, "settlement": how.word(), "reason": reason });
            note(tx, &mut ids, &format!("officer:{officer}"), "payment.settle", &detail).await
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(())
}

/// A payment that does not match its order becomes a separate top-up.
async fn credit_apart(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent) -> Result<(), ApiError> {
    let possible = event.status == PaymentStatus::Paid && event.amount > Qepik::ZERO && event.amount.0 <= MOST_TOP_UP;
    let known = topups::find_by_provider_tx(tx, &event.provider_tx).await?.is_some();
    if !possible || known {
        return Err(Code::NotOffered.into());
    }
    let of = topups::find(tx, event.topup_id).await?.ok_or(Code::NotFound)?;
    let (id, now) = (ids.id(), ids.now());
    topups::create(tx, id, of.account_id, event.amount, PROVIDER, now, now).await?;
    let topup = topups::find(tx, id).await?.ok_or(Code::NotFound)?;
    match credit::paid(tx, ids, event, topup).await? {
        Credited::Done => Ok(()),
        Credited::Again | Credited::Held => Err(Code::NotOffered.into()),
    }
}

/// Reverses the top-up paid by the transaction that the event names. That is not always the top-up of the order: a
/// payment credited by [`credit_apart`] has its own. It must belong to the same account.
async fn take_back(tx: &mut Tx, ids: &mut Ids, event: &PaymentEvent) -> Result<(), ApiError> {
    let of = topups::find(tx, event.topup_id).await?.ok_or(Code::NotFound)?;
    if event.status != PaymentStatus::Reversed {
        return Err(Code::NotOffered.into());
    }
    let topup = match &event.reverses_tx {
        Some(paid_by) => {
            let paid = topups::find_by_provider_tx(tx, paid_by).await?;
            paid.filter(|paid| paid.account_id == of.account_id).ok_or(Code::NotOffered)?
        }
        None => of,
    };
    match credit::reversed(tx, ids, event, topup).await? {
        Credited::Done => Ok(()),
        Credited::Again | Credited::Held => Err(Code::NotOffered.into()),
    }
}

fn event(held: &Held) -> Result<PaymentEvent, ApiError> {
    let status = STATUSES.into_iter().find(|status| word(*status) == held.status);
    Ok(PaymentEvent {
        event_id: held.event_id.clone(),
        provider_id: held.provider_order.clone(),
        provider_tx: held.provider_tx.clone(),
        reverses_tx: held.reverses_tx.clone(),
        topup_id: held.topup_id,
        amount: held.amount,
        status: status.ok_or_else(|| ApiError::internal(anyhow::anyhow!("a status this release does not know")))?,
        at: held.at,
    })
}

async fn note(tx: &mut Tx, ids: &mut Ids, actor: &str, action: &str, detail: &Value) -> Result<(), ApiError> {
    let event = Event { id: ids.id(), subject: "payments", actor, action, at: ids.now(), detail: &detail.to_string() };
    audit::append(tx, &event).await?;
    Ok(())
}
