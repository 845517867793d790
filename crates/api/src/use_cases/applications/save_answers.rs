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
use crate::procedures::{Stored, procedure};

/// Saves one step's answers as typed; half-finished answers are welcome. Repeatable by the step's revision: the same body
/// under a revision that has just been raised by it counts as saved.
///
/// # Errors
/// Another window saved the step (412), unreadable answers, a state that cannot be edited, window closed.
pub async fn save_answers(
    context: &Context,
    who: Applicant,
    id: Uuid,
    seen: i64,
    patch: Vec<u8>,
    lang: Lang,
) -> Result<StepSaved, ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            let row = owned(tx, id, who.account_id).await?;
            let kind = procedure(&row.kind)?;
            let step = kind.step_of(&patch)?;
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
            let draft = kind.save(stored, &patch)?;
            drafts::write(tx, &ready, i64::from(kind.draft_version()), &draft).await?;
            let row = owned(tx, id, who.account_id).await?;
            let etag = row.etag();
            let loaded = around(tx, row).await?;
            // Another way of confirming has another deadline, which may be nearer than a reminder of it.
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
        .await
}
