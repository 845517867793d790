use qabul_contract::wallet::TopUp as Shown;
use qabul_domain::language::Lang;
use qabul_gateways::Answer;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::topups::{self, Topup, TopupState};
use uuid::Uuid;

use super::{credit_top_up, shown};
use crate::auth::limits::TOP_UP_ASKED;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};

/// A top-up of this account. While it is open the provider is queried, so that a person who returns before the callback
/// sees the money; it is credited in the same way as by the callback.
///
/// # Errors
/// When it belongs to another account.
pub async fn show_top_up(context: &Context, who: Applicant, id: Uuid, lang: Lang) -> Result<Shown, ApiError> {
    let topup = own(context, who, id).await?;
    let Some(order) = topup.provider_order.clone().filter(|_| topup.state == TopupState::Redirected) else {
        return Ok(shown(topup, lang));
    };
    let now = context.clock.now();
    let may_ask = context
        .db
        .transact(async move |tx| {
            let asks = [Ask::new(&TOP_UP_ASKED, id.to_string())];
            Ok::<_, ApiError>(matches!(limits::take(tx, &asks, now).await?, Taken::Counts(_)))
        })
        .await?;
    if !may_ask {
        return Ok(shown(topup, lang));
    }
    match context.gateways.payment.last_event(&order, now).await {
        Answer::Found(Some(event)) if event.topup_id == id => {
            credit_top_up(context, event).await?;
            Ok(shown(own(context, who, id).await?, lang))
        }
        // Not paid yet, or the provider does not answer: the stored state is shown.
        Answer::Found(_) | Answer::NotFound | Answer::Unavailable => Ok(shown(topup, lang)),
    }
}

async fn own(context: &Context, who: Applicant, id: Uuid) -> Result<Topup, ApiError> {
    context
        .db
        .read(async move |tx| {
            topups::find(tx, id)
                .await?
                .filter(|topup| topup.account_id == who.account_id)
                .ok_or(ApiError::new(Code::NotFound))
        })
        .await
}
