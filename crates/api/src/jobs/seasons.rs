//! Notifications to many applicants that depend on the calendar: reminders before a deadline, and moved deadlines.
//!
//! Each application is handled in a separate unit, many at a time so that they share a commit, and about [`MOST`] per
//! round so that other messages do not have to wait. If the process is killed, the next round continues with the
//! applicants who were not notified.

use futures_util::{StreamExt as _, TryStreamExt as _};
use qabul_domain::calendar::Micros;
use qabul_store::extensions::{self, Extension};
use qabul_store::{applications, campaigns, reminders};
use uuid::Uuid;

use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::procedures::{AnyProcedure, procedure};
use crate::use_cases::applications::{
    extension_key, newest_mark, raise_system_event, remind as remind_one, tell_extension,
};
use crate::use_cases::campaigns::campaign_facts;

/// Applications read in one chunk.
const CHUNK: u32 = 200;
/// Units running at the same time.
const AT_ONCE: usize = 16;
/// Applications handled in one round, at most; the last chunk of a state may exceed it.
const MOST: u64 = 2_000;

/// Reminds applicants whose deadline is 72 or 24 hours away; returns how many were notified. Each application is
/// examined once per mark, so a round between two marks costs nothing, however many drafts exist.
///
/// # Errors
/// When the store fails.
pub async fn remind(context: &Context) -> Result<u64, ApiError> {
    let now = context.clock.now();
    let all = context.db.read(async |tx| Ok::<_, ApiError>(campaigns::list_all(tx).await?)).await?;
    let (mut told, mut looked) = (0, 0);
    for campaign in all {
        let Ok(kind) = procedure(&campaign.kind) else { continue };
        let facts = campaign_facts(&campaign)?;
        // An application's own deadline is one of these two; its unit decides which one.
        let (first, last) = (facts.closes.min(facts.desk_closes()), facts.closes.max(facts.desk_closes()));
        let Some(mark) = newest_mark(first, last, now).filter(|_| facts.opens <= now && now < last) else { continue };
        for state in kind.waiting() {
            let mut after = None;
            while looked < MOST {
                let (id, from) = (campaign.id, after);
                let chunk = context
                    .db
                    .read(async move |tx| Ok::<_, ApiError>(reminders::due(tx, id, state, mark, from, CHUNK).await?))
                    .await?;
                let Some(last) = chunk.last() else { break };
                after = Some(*last);
                looked += chunk.len() as u64;
                told += count(chunk.iter().map(|due| due.id), async |id| remind_one(context, id, mark).await).await?;
            }
        }
    }
    Ok(told)
}

/// Notifies everybody of moved deadlines and reopens applications that had ended by the old one; returns how many.
///
/// # Errors
/// When the store fails.
pub async fn extend(context: &Context) -> Result<u64, ApiError> {
    let open = context.db.read(async |tx| Ok::<_, ApiError>(extensions::untold(tx).await?)).await?;
    let mut moved = 0;
    for extension in open {
        let left = MOST.saturating_sub(moved);
        let done = extend_one(context, &extension, left).await?;
        moved += done;
        // An incomplete round continues next time.
        if done < left {
            let now = context.clock.now();
            context
                .db
                .transact(async move |tx| Ok::<_, ApiError>(extensions::told(tx, extension.id, now).await?))
                .await?;
        }
    }
    Ok(moved)
}

async fn extend_one(context: &Context, extension: &Extension, most: u64) -> Result<u64, ApiError> {
    let id = extension.campaign_id;
    let campaign = context.db.read(async move |tx| Ok::<_, ApiError>(campaigns::find(tx, id).await?)).await?;
    let Some((campaign, kind)) = campaign.and_then(|found| procedure(&found.kind).ok().map(|kind| (found, kind)))
    else {
        return Ok(0);
    };
    let mut moved = 0;
    let key = extension_key(extension);
    for state in kind.waiting() {
        let search = Search { kind, campaign_id: campaign.id, state, key: key.clone(), opened: extension.at };
        moved +=
            each(context, &search, most.saturating_sub(moved), async |id| tell_extension(context, id, extension).await)
                .await?;
    }
    for state in kind.reopened() {
        moved += reopen(context, kind, campaign.id, state, most.saturating_sub(moved)).await?;
    }
    Ok(moved)
}

/// Reopens an application that had ended; a separate notice says so.
async fn reopen(
    context: &Context,
    kind: &dyn AnyProcedure,
    campaign_id: Uuid,
    state: &'static str,
    most: u64,
) -> Result<u64, ApiError> {
    let (mut after, mut moved, name) = (None, 0, kind.kind());
    while moved < most {
        let chunk = context
            .db
            .read(async move |tx| {
                Ok::<_, ApiError>(applications::in_state(tx, name, campaign_id, state, after, CHUNK).await?)
            })
            .await?;
        let Some(last) = chunk.last() else { break };
        after = Some(last.id);
        moved +=
            count(chunk.iter().map(|row| row.id), async |id| raise_system_event(context, id, "reopen").await).await?;
    }
    Ok(moved)
}

/// The applications to look for.
struct Search {
    kind: &'static dyn AnyProcedure,
    campaign_id: Uuid,
    state: &'static str,
    key: String,
    opened: Micros,
}

async fn each(
    context: &Context,
    search: &Search,
    most: u64,
    act: impl AsyncFn(Uuid) -> Result<bool, ApiError>,
) -> Result<u64, ApiError> {
    let (mut after, mut told) = (None, 0);
    while told < most {
        let Search { kind, campaign_id, state, key, opened } = search;
        let (name, campaign_id, state, key, opened) = (kind.kind(), *campaign_id, *state, key.clone(), *opened);
        let chunk = context
            .db
            .read(async move |tx| {
                let whom = reminders::Whom { kind: name, campaign_id, state, opened };
                Ok::<_, ApiError>(reminders::untold(tx, &whom, &key, after, CHUNK).await?)
            })
            .await?;
        let Some(last) = chunk.last() else { break };
        after = Some(*last);
        told += count(chunk.into_iter(), &act).await?;
    }
    Ok(told)
}

/// Runs a unit for each id, several at a time; returns how many of them had an effect.
async fn count(
    ids: impl Iterator<Item = Uuid>,
    act: impl AsyncFn(Uuid) -> Result<bool, ApiError>,
) -> Result<u64, ApiError> {
    let act = &act;
    let done: Vec<bool> = futures_util::stream::iter(ids)
        .map(|id| async move {
            match act(id).await {
                // The database is busy or unreachable: the next round continues here.
                Err(error) if error.code == Code::Busy => Err(error),
                // An unreadable application must not prevent the others from being notified.
                Err(error) => {
                    tracing::error!(event = "seasons.skipped", application = %id, code = error.code.word(), cause = ?error.inside(), "an application was left out");
                    Ok(false)
                }
                done => done,
            }
        })
        .buffer_unordered(AT_ONCE)
        .try_collect()
        .await?;
    Ok(done.into_iter().filter(|done| *done).count() as u64)
}
