use qabul_gateways::Answer;
use qabul_store::limits::{self, Limit};
use qabul_store::topups::{self, Topup};

use super::credit_top_up;
use crate::context::Context;
use crate::problem::ApiError;

/// A top-up this young is left to its callback, in seconds.
const PATIENCE_SECONDS: i64 = 120;
/// How often the provider is asked about one open top-up.
const ASKED: Limit = Limit { name: "topup.reconciled", seconds: 300, most: 1 };
/// Top-ups looked at in one round.
const MOST: u32 = 100;

/// Asks the provider about top-ups that are open longer than a person takes to pay: a callback may have been lost. Credits
/// on the callback's own path; how many changed.
///
/// # Errors
/// When the store fails. A silent provider is asked again later.
pub async fn reconcile(context: &Context) -> Result<u64, ApiError> {
    let now = context.clock.now();
    let open = context
        .db
        .read(async move |tx| Ok::<_, ApiError>(topups::open(tx, now.plus_seconds(-PATIENCE_SECONDS), MOST).await?))
        .await?;
    let mut changed = 0;
    for topup in open {
        let Some(order) = topup.provider_order.clone() else { continue };
        if !its_turn(context, &topup).await? {
            continue;
        }
        match context.gateways.payment.last_event(&order, now).await {
            Answer::Found(Some(event)) if event.topup_id == topup.id => {
                credit_top_up(context, event).await?;
                changed += 1;
            }
            Answer::Found(_) | Answer::NotFound => {}
            // The others would only meet the same silence.
            Answer::Unavailable => break,
        }
    }
    Ok(changed)
}

async fn its_turn(context: &Context, topup: &Topup) -> Result<bool, ApiError> {
    let (now, what) = (context.clock.now(), topup.id.to_string());
    context.db.transact(async move |tx| Ok(limits::hit(tx, &ASKED, &what, now).await? <= ASKED.most)).await
}
