use qabul_contract::applications::Opened as Answer;
use qabul_domain::procedure::By;
use qabul_store::applications::{self, NewApplication, Opened, opening_claim};
use qabul_store::audit::{self, Event};
use qabul_store::timeline::{self, Audience, Entry};
use uuid::Uuid;

use crate::context::Context;
use crate::extract::{Applicant, IdempotencyKey};
use crate::problem::{ApiError, Code};
use crate::procedures::{procedure, window_closed};
use crate::use_cases::campaigns::campaign_facts;
use crate::use_cases::idempotent::{Answered, Once, once, outcome};

/// Opens an application under a campaign. The registers are queried at once, so that the first page already shows their
/// data.
///
/// # Errors
/// No such campaign, window not open, an application exists already.
pub async fn open(
    context: &Context,
    who: Applicant,
    campaign_id: Uuid,
    key: IdempotencyKey,
    body: &[u8],
) -> Result<Answered, ApiError> {
    let stamp = context.stamp()?;
    let now = stamp.now;
    let request = Once::new(who.account_id, "application.open", &key, body);
    let answered = once(context, request, stamp, async move |tx, ids| {
        let campaign = qabul_store::campaigns::find(tx, campaign_id)
            .await?
            .filter(|campaign| campaign.announced_at.is_some_and(|at| at <= now))
            .ok_or(Code::NotFound)?;
        if !(campaign.opens_at <= now && now < campaign.closes_at) {
            return Err(window_closed(&campaign_facts(&campaign)?, now));
        }
        let kind = procedure(&campaign.kind)?;
        let person = qabul_store::persons::find(tx, who.person_id).await?.ok_or(Code::NotFound)?;
        let id = ids.id();
        let new = NewApplication {
            id,
            kind: campaign.kind.clone(),
            campaign_id,
            person_id: who.person_id,
            account_id: Some(who.account_id),
            parent_id: None,
            subject_id: None,
            entitlement_id: None,
            work_numbers: ids.work_numbers(),
            state: kind.start().to_owned(),
            draft_version: i64::from(kind.draft_version()),
            draft: None,
            scope_id: None,
            name_key: person.name_key.into_inner(),
            sort_key: person.sort_key.into_inner(),
            claim: opening_claim(&campaign.kind, campaign_id, who.person_id),
            now,
        };
        let work_number = match applications::open(tx, &new).await? {
            Opened::Done { work_number } => work_number,
            Opened::Exists { .. } => return Err(Code::AlreadyApplied.into()),
            Opened::NoNumber => return Err(ApiError::new(Code::Busy).retry_after(1)),
        };
        let entry = Entry {
            id: ids.id(),
            at: now,
            name: "opened".to_owned(),
            actor: By::Applicant.word().to_owned(),
            audience: Audience::Both,
            detail: "{}".to_owned(),
        };
        timeline::add(tx, id, &entry).await?;
        let event = Event {
            id: ids.id(),
            subject: &format!("application:{id}"),
            actor: &format!("account:{}", who.account_id),
            action: "application.open",
            at: now,
            detail: &serde_json::json!({ "campaign": campaign.code, "state": new.state }).to_string(),
        };
        audit::append(tx, &event).await?;
        let mut answer = outcome(201, &Answer { id, work_number })?;
        answer.location = Some(qabul_contract::paths::application(id));
        Ok(answer)
    })
    .await?;
    if !answered.replayed {
        let answer: Answer = serde_json::from_slice(&answered.outcome.body).map_err(ApiError::internal)?;
        super::ask_registers(context, who.account_id, answer.id, false).await?;
    }
    Ok(answered)
}
