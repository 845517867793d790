use qabul_contract::own_path::is_own_path;
use qabul_contract::wallet::{StartTopUp, TopUp as Shown};
use qabul_domain::language::Lang;
use qabul_gateways::TopUpOrder;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::topups::{self, Topup, TopupState};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{LIFE_SECONDS, PROVIDER, shown};
use crate::auth::limits::TOP_UPS;
use crate::context::Context;
use crate::extract::{Applicant, IdempotencyKey};
use crate::problem::{ApiError, Code};
use crate::use_cases::idempotent::{Once, once, outcome};

/// An open top-up is used again if at least this many seconds remain, which is enough time to pay.
const LEFT_SECONDS: i64 = 10 * 60;

/// Stored under the key: the id of the top-up. The rest is read again, so that a repetition shows the present state.
#[derive(Serialize, Deserialize)]
struct Made {
    id: Uuid,
}

/// Creates a top-up in one unit, or takes the person's open one of the same amount, and then requests an order from the
/// provider. If the provider does not answer, the same key continues with the same top-up, and the provider never opens
/// two orders for one top-up.
///
/// # Errors
/// A return path outside the portal, another body with the same key, too many top-ups, a provider that does not answer.
pub async fn start_top_up(
    context: &Context,
    who: Applicant,
    key: IdempotencyKey,
    body: StartTopUp,
    lang: Lang,
) -> Result<Shown, ApiError> {
    if body.return_to.as_deref().is_some_and(|path| !is_own_path(path)) {
        return Err(ApiError::field("/returnTo", "returnPath"));
    }
    let stamp = context.stamp()?;
    let bytes = serde_json::to_vec(&body).map_err(ApiError::internal)?;
    let request = Once::new(who.account_id, "wallet.topUp", &key, &bytes);
    let answered = once(context, request, stamp, async move |tx, ids| {
        let (id, now) = (ids.id(), ids.now());
        let (account, lasts) = (who.account_id, now.plus_seconds(LEFT_SECONDS));
        let id = match topups::find_open(tx, account, body.amount, PROVIDER, lasts).await? {
            Some(open) => open.id,
            None => {
                let asks = [Ask::new(&TOP_UPS, account.to_string())];
                if let Taken::Refused(until) = limits::take(tx, &asks, now).await? {
                    return Err(ApiError::too_many(now, until));
                }
                topups::create(tx, id, account, body.amount, PROVIDER, now, now.plus_seconds(LIFE_SECONDS)).await?;
                id
            }
        };
        if let Some(path) = &body.return_to {
            topups::set_return(tx, id, path).await?;
        }
        outcome(201, &Made { id })
    })
    .await?;
    let Made { id } = serde_json::from_slice(&answered.outcome.body).map_err(ApiError::internal)?;
    let topup = find(context, id).await?;
    let topup = if topup.state == TopupState::Created { ask(context, topup, lang).await? } else { topup };
    Ok(shown(topup, lang))
}

async fn find(context: &Context, id: Uuid) -> Result<Topup, ApiError> {
    context.db.read(async move |tx| topups::find(tx, id).await?.ok_or(ApiError::new(Code::NotFound))).await
}

/// Requests the provider's order for a top-up and stores the address of its payment page.
async fn ask(context: &Context, topup: Topup, lang: Lang) -> Result<Topup, ApiError> {
    let base = context.config.public_url.trim_end_matches('/');
    let order = TopUpOrder {
        topup_id: topup.id,
        amount: topup.amount,
        return_url: &format!("{base}/wallet/return?topUp={}", topup.id),
        callback_url: &format!("{base}{}/callbacks/payments", qabul_contract::paths::API),
        lang: lang.tag(),
    };
    let order = context
        .gateways
        .payment
        .create(order, context.clock.now())
        .await
        .map_err(|_| ApiError::new(Code::RegisterSilent).retry_after(10))?;
    let (id, now) = (topup.id, context.clock.now());
    context
        .db
        .transact(async move |tx| {
            topups::set_order(tx, id, &order.provider_id, &order.redirect_url, now).await?;
            // `false`: it has ended, or a second tab was faster; the stored state is shown.
            topups::mark_redirected(tx, id, now).await?;
            topups::find(tx, id).await?.ok_or(ApiError::new(Code::NotFound))
        })
        .await
}
