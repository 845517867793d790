//! Moves a deadline for all applicants, for example because registers did not answer on the last day.
//!
//! The new end of the window applies from this commit on; pages show it with their next request. The commission's
//! deadline moves by the same time. The worker notifies every applicant who had not confirmed, and an application that
//! had already ended as "not confirmed in time" becomes a draft again with its answers, because the missed deadline no
//! longer applies (ADR 0009).

use qabul_domain::calendar::Micros;
use qabul_store::audit::{self, Event};
use qabul_store::extensions::{self, Extension};
use qabul_store::{Ids, campaigns};

use super::applications::told;
use super::campaigns::settings;
use crate::context::Context;
use crate::problem::{ApiError, Code};

/// Extends a campaign's window until `until` (exclusive).
///
/// # Errors
/// No such campaign, an end that is not later than now and than the present end, an invalid reason.
pub async fn extend_campaign(
    context: &Context,
    code: &str,
    until: Micros,
    reason: &str,
    officer: &str,
) -> Result<Extension, ApiError> {
    if officer.trim().is_empty() {
        return Err(ApiError::field("/officer", "fieldRequired"));
    }
    let (code, reason, officer) = (code.to_owned(), told(reason)?, officer.trim().to_owned());
    let stamp = context.stamp()?;
    let extended = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let campaign = campaigns::find_by_code(tx, &code).await?.ok_or(Code::NotFound)?;
            if until <= campaign.closes_at || until <= stamp.now {
                return Err(ApiError::field("/until", "untilLater"));
            }
            let mut parameters = settings(&campaign)?;
            let later = until.0 - campaign.closes_at.0;
            parameters.commission_deadline = parameters.commission_deadline.map(|at| Micros(at.0 + later));
            let parameters = serde_json::to_string(&parameters).map_err(ApiError::internal)?;
            if !campaigns::extend(tx, campaign.id, campaign.version, until, &parameters, stamp.now).await? {
                return Err(Code::Stale.into());
            }
            let extension = Extension {
                id: ids.id(),
                campaign_id: campaign.id,
                closed_at: campaign.closes_at,
                closes_at: until,
                reason: reason.clone(),
                officer: officer.clone(),
                at: stamp.now,
            };
            extensions::put(tx, &extension).await?;
            let detail = serde_json::json!({
                "from": campaign.closes_at.0, "to": until.0, "reason": reason, "extension": extension.id,
            });
            let event = Event {
                id: ids.id(),
                subject: &format!("campaign:{}", campaign.id),
                actor: &format!("officer:{officer}"),
                action: "campaign.extend",
                at: stamp.now,
                detail: &detail.to_string(),
            };
            audit::append(tx, &event).await?;
            Ok::<_, ApiError>(extension)
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(extended)
}
