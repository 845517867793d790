use qabul_gateways::Answer;
use qabul_store::limits::{self, Ask, Limit, Taken};
use qabul_store::topups::{self, Topup};

use super::{Credited, credit_top_up};
use crate::auth::limits::{TOP_UP_RECONCILED, TOP_UP_RECONCILED_LATE};
use crate::context::Context;
use crate::problem::ApiError;

/// A younger top-up is left to its callback, in seconds.
const PATIENCE_SECONDS: i64 = 120;
/// Maximum number of top-ups checked in one round.
const MOST: u32 = 100;

/// For how long after its creation a top-up that ended unpaid is checked, in seconds.
const LATE_SECONDS: i64 = 7 * 86_400;

/// Queries the provider about top-ups that are open for longer than a person needs to pay, and once a day for a week
/// about those that ended unpaid, because a callback may have been lost. Credits in the same way as the callback;
/// returns how many changed.
///
/// # Errors
/// When the store fails. An unresponsive provider is asked again later.
pub async fn reconcile(context: &Context) -> Result<u64, ApiError> {
    look(context, true).await
}

/// The same without waiting, whenever the provider was queried last, for the command line.
///
/// # Errors
/// As [`reconcile`].
pub async fn reconcile_all(context: &Context) -> Result<u64, ApiError> {
    look(context, false).await
}

async fn look(context: &Context, in_turn: bool) -> Result<u64, ApiError> {
    let now = context.clock.now();
    let patient = now.plus_seconds(-PATIENCE_SECONDS);
    let (open, ended) = context
        .db
        .read(async move |tx| {
            let open = topups::open(tx, patient, MOST).await?;
            let ended = topups::ended_unpaid(tx, now.plus_seconds(-LATE_SECONDS), patient, MOST).await?;
            Ok::<_, ApiError>((open, ended))
        })
        .await?;
    let open = open.into_iter().map(|topup| (topup, &TOP_UP_RECONCILED));
    let ended = ended.into_iter().map(|topup| (topup, &TOP_UP_RECONCILED_LATE));
    let mut changed = 0;
    for (topup, limit) in open.chain(ended) {
        let Some(order) = topup.provider_order.clone() else { continue };
        if in_turn && !its_turn(context, &topup, limit).await? {
            continue;
        }
        match context.gateways.payment.last_event(&order, now).await {
            Answer::Found(Some(event)) if event.topup_id == topup.id => {
                if credit_top_up(context, event).await? == Credited::Done {
                    changed += 1;
                }
            }
            Answer::Found(_) | Answer::NotFound => {}
            // The provider does not answer, so the other queries would fail too.
            Answer::Unavailable => break,
        }
    }
    Ok(changed)
}

async fn its_turn(context: &Context, topup: &Topup, limit: &'static Limit) -> Result<bool, ApiError> {
    let (now, what) = (context.clock.now(), topup.id.to_string());
    let asks = [Ask::new(limit, what)];
    context.db.transact(async move |tx| Ok(matches!(limits::take(tx, &asks, now).await?, Taken::Counts(_)))).await
}
