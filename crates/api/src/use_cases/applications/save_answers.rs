use qabul_contract::applications::StepSaved;
use qabul_domain::language::Lang;
use qabul_store::drafts::{self, Begun};
use qabul_store::reminders;
use uuid::Uuid;

use super::confirmation;
use super::load::{around, owned};
use super::view::step_views;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::procedures::{Stored, hold_answers, procedure, too_late};
use crate::tags::Tags;

/// Saves one step's answers as typed, also incomplete ones. A save can be repeated with the same revision: if the body
/// is already saved, with an older revision in `If-Match`, this counts as success, because the first answer may have
/// been lost.
///
/// # Errors
/// Another window saved the step (412), answers that are unreadable or exceed their limits, a state that cannot be
/// edited, the deadline has passed.
pub async fn save_answers(
    context: &Context,
    who: Applicant,
    id: Uuid,
    seen: Tags,
    patch: Vec<u8>,
    lang: Lang,
) -> Result<StepSaved, ApiError> {
    hold_answers(&patch)?;
    let now = context.clock.now();
    let repeated = patch.clone();
    let revision: Option<i64> = seen.only().and_then(|revision| revision.parse().ok());
    let saved = context
        .db
        .transact(async move |tx| {
            let row = owned(tx, id, who.account_id).await?;
            let kind = procedure(&row.kind)?;
            let step = kind.step_of(&patch)?;
            let seen = match seen.only() {
                Some(revision) => revision.parse().map_err(|_| Code::Stale)?,
                // Several tags or `*`: the step itself shows which one matches.
                None => {
                    let now = drafts::revision(tx, id, step).await?;
                    if !seen.allow(&now.to_string()) {
                        return Err(Code::Stale.into());
                    }
                    now
                }
            };
            let ready = match drafts::begin(tx, id, step, seen, now).await? {
                Begun::Ready(ready) => ready,
                Begun::Stale { .. } => return Err(Code::Stale.into()),
                Begun::Missing => return Err(Code::NotFound.into()),
            };
            if confirmation::marks_count(kind, &ready.state)
                && let Some(marked) = qabul_store::corrections::latest(tx, id).await?
                && !marked.steps.is_empty()
                && !marked.steps.iter().any(|open| open == step)
            {
                return Err(Code::StepNotMarked.into());
            }
            let before = ready.draft.clone().unwrap_or_default();
            let stored = Stored {
                state: &ready.state,
                draft_version: u16::try_from(ready.draft_version).unwrap_or(u16::MAX),
                draft: &before,
            };
            let draft = match kind.save(stored, &patch) {
                // For an application that ended with its window the refusal says so.
                Err(refused) if refused.code == Code::NotOffered => {
                    let campaign = around(tx, row).await?.facts.campaign;
                    return Err(too_late(kind, &ready.state, &campaign, now).unwrap_or(refused));
                }
                saved => saved?,
            };
            drafts::write(tx, &ready, i64::from(kind.draft_version()), &draft).await?;
            let row = owned(tx, id, who.account_id).await?;
            let etag = row.etag();
            let loaded = around(tx, row).await?;
            // The instant of receipt decides, not the time of the sweep. The unit is undone.
            if let Some(refused) = too_late(kind, &loaded.row.state, &loaded.facts.campaign, now) {
                return Err(refused);
            }
            // Another way of confirming has another deadline, whose reminder may already be due.
            let due = |stored| kind.due(stored, &loaded.facts, now);
            if due(stored)? != due(loaded.stored())? {
                reminders::look_again(tx, id).await?;
            }
            let saved = drafts::steps(tx, id).await?;
            let view = step_views(&loaded, &saved, now, lang)?
                .into_iter()
                .find(|view| view.id == step)
                .ok_or(ApiError::new(Code::NotFound))?;
            Ok(StepSaved { step: view, etag })
        })
        .await;
    match (saved, revision) {
        (Err(error), Some(revision)) if error.code == Code::Stale => {
            already_saved(context, who, id, revision, repeated, lang).await?.ok_or(error)
        }
        (other, _) => other,
    }
}

/// The saved step, if these answers equal the stored ones and were saved after the revision seen.
async fn already_saved(
    context: &Context,
    who: Applicant,
    id: Uuid,
    seen: i64,
    patch: Vec<u8>,
    lang: Lang,
) -> Result<Option<StepSaved>, ApiError> {
    let now = context.clock.now();
    context
        .db
        .read(async move |tx| {
            let row = owned(tx, id, who.account_id).await?;
            let loaded = around(tx, row).await?;
            let kind = loaded.procedure;
            let step = kind.step_of(&patch)?;
            // The present state is ignored, because these answers have already been accepted.
            let stored = Stored { state: kind.start(), ..loaded.stored() };
            let same = kind.save(stored, &patch).is_ok_and(|draft| draft == *loaded.draft);
            let saved = drafts::steps(tx, id).await?;
            if !same || saved.iter().all(|one| one.step != step || one.revision <= seen) {
                return Ok(None);
            }
            let etag = loaded.row.etag();
            let view = step_views(&loaded, &saved, now, lang)?.into_iter().find(|view| view.id == step);
            Ok(view.map(|step| StepSaved { step, etag }))
        })
        .await
}
