//! Sweeps: what time alone brings about. The guard at the receipt instant decides; a sweep only records, so a late one
//! changes nothing.

use qabul_domain::calendar::Micros;
use qabul_store::{
    applications, campaigns, circuit, codes, contact_changes, idempotency, known_devices, leases, limits, outbox,
    password_resets, registrations, second_factors, sessions, topups,
};

use super::seasons;
use crate::context::Context;
use crate::problem::ApiError;
use crate::procedures::procedure;
use crate::use_cases::applications::raise_system_event;
use crate::use_cases::campaigns::campaign_facts;
use crate::use_cases::one_time_codes;
use crate::use_cases::wallet::reconcile;

/// Applications looked at in one chunk.
const CHUNK: u32 = 200;
/// After the deadline requests received before it may still be under way; their units come first.
const GRACE_SECONDS: i64 = 30;
/// How long one node keeps the sweeper's office, in seconds; longer than a sweep over a chunk takes.
const LEASE_SECONDS: i64 = 120;
/// Name of the lease.
pub(super) const LEASE: &str = "sweeps";
const DAY: i64 = 86_400;

/// Closes and expires what is due; how many rows moved. 0 also where another node holds the office.
///
/// # Errors
/// When the store fails.
pub async fn run_once(context: &Context) -> Result<u64, ApiError> {
    if !hold(context).await? {
        return Ok(0);
    }
    // Before top-ups expire: what was paid is credited, even where its callback was lost.
    let money = reconcile(context).await? + expire(context).await? + one_time_codes::note_closed(context).await?;
    // A moved deadline gives back before anything is closed, and nobody is reminded of a deadline that was moved.
    let calendar = seasons::extend(context).await? + close_overdue(context).await? + seasons::remind(context).await?;
    if calendar > 0 {
        context.outbox_bell.notify_one();
    }
    Ok(money + calendar)
}

/// Takes or renews the sweeper's office.
async fn hold(context: &Context) -> Result<bool, ApiError> {
    // True time: a demo clock set back must not leave an office held for weeks.
    let (now, holder) = (context.clock.unshifted(), super::worker::node_name());
    context
        .db
        .transact(async move |tx| Ok(leases::take(tx, LEASE, holder, now, now.plus_seconds(LEASE_SECONDS)).await?))
        .await
}

/// Unfinished registrations after 24 hours, top-ups nobody paid within half an hour.
async fn expire(context: &Context) -> Result<u64, ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| Ok(registrations::expire(tx, now).await? + topups::expire(tx, now).await?))
        .await
}

/// Deletes what has served its time: codes after two days, counters and known devices at their end, set-ups of the
/// second factor nobody finished at once, ended sessions after 30, sent messages after 7,
/// unfinished registrations, resets and changes of contact
/// data after 2, results of idempotency keys after 7. How many rows; every
/// node may run it.
///
/// # Errors
/// When the store fails.
pub async fn purge_once(context: &Context) -> Result<u64, ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            let before = |days: i64| now.plus_seconds(-days * DAY);
            Ok(codes::purge(tx, before(2)).await?
                + limits::purge(tx, now).await?
                + known_devices::purge(tx, now).await?
                + circuit::purge(tx, before(2)).await?
                + sessions::purge(tx, before(30)).await?
                + registrations::purge(tx, before(2)).await?
                + password_resets::purge(tx, before(2)).await?
                + contact_changes::purge(tx, before(2)).await?
                + second_factors::purge(tx, before(2)).await?
                + second_factors::forget_abandoned(tx, now).await?
                + outbox::purge(tx, before(7)).await?
                + idempotency::purge(tx, now.plus_seconds(-idempotency::KEPT_SECONDS)).await?)
        })
        .await
}

/// Raises `close` on every application that was not confirmed before its deadline; how many moved. May be repeated: one that
/// has moved is no longer found, one the event does not fit is left alone.
///
/// # Errors
/// When the store fails.
pub async fn close_overdue(context: &Context) -> Result<u64, ApiError> {
    let late = context.clock.now().plus_seconds(-GRACE_SECONDS);
    let all = context.db.read(async |tx| Ok::<_, ApiError>(campaigns::list_all(tx).await?)).await?;
    let mut moved = 0;
    for campaign in all {
        // A kind of a newer release is closed by a node that knows it.
        let Ok(kind) = procedure(&campaign.kind) else { continue };
        for state in kind.overdue(&campaign_facts(&campaign)?, late) {
            moved += close_in_state(context, kind.kind(), campaign.id, state).await?;
        }
    }
    Ok(moved)
}

async fn close_in_state(
    context: &Context,
    kind: &'static str,
    campaign_id: uuid::Uuid,
    state: &'static str,
) -> Result<u64, ApiError> {
    let (mut after, mut moved) = (None, 0);
    loop {
        let chunk = context
            .db
            .read(async move |tx| {
                Ok::<_, ApiError>(applications::in_state(tx, kind, campaign_id, state, after, CHUNK).await?)
            })
            .await?;
        let Some(last) = chunk.last() else { return Ok(moved) };
        after = Some(last.id);
        for application in &chunk {
            if raise_system_event(context, application.id, "close").await? {
                moved += 1;
            }
        }
        if !hold(context).await? {
            return Ok(moved);
        }
    }
}

/// When the sweeps run next after `now`: every quarter of a minute.
pub fn next_after(now: Micros) -> Micros {
    now.plus_seconds(15)
}
