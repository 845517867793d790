//! Sweeps: changes caused only by the passage of time. Decisions are made by the guard at the instant of receipt; a
//! sweep only records them, so a late sweep changes nothing.

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

/// Applications read in one chunk.
const CHUNK: u32 = 200;
/// Grace period after the deadline, in seconds: requests received before it may still be running, and their units come
/// first.
const GRACE_SECONDS: i64 = 30;
/// How long one node holds the sweeper's lease, in seconds; longer than the sweep of one chunk takes.
const LEASE_SECONDS: i64 = 120;
/// Name of the lease.
pub(super) const LEASE: &str = "sweeps";
const DAY: i64 = 86_400;

/// Closes and expires what is due; returns how many rows changed. 0 also if another node holds the lease.
///
/// # Errors
/// When the store fails.
pub async fn run_once(context: &Context) -> Result<u64, ApiError> {
    if !hold(context).await? {
        return Ok(0);
    }
    // Runs before top-ups expire: a paid top-up is credited even if its callback was lost.
    let money = reconcile(context).await? + expire(context).await? + one_time_codes::note_closed(context).await?;
    // A moved deadline first reopens applications, before others are closed, so that nobody is reminded of the old
    // deadline.
    let calendar = seasons::extend(context).await? + close_overdue(context).await? + seasons::remind(context).await?;
    if calendar > 0 {
        context.outbox_bell.notify_one();
    }
    Ok(money + calendar)
}

/// Takes or renews the sweeper's lease.
async fn hold(context: &Context) -> Result<bool, ApiError> {
    // Unshifted time: a demo clock set back must not leave the lease held for weeks.
    let (now, holder) = (context.clock.unshifted(), super::worker::node_name());
    context
        .db
        .transact(async move |tx| Ok(leases::take(tx, LEASE, holder, now, now.plus_seconds(LEASE_SECONDS)).await?))
        .await
}

/// Expires unfinished registrations after 24 hours and unpaid top-ups after half an hour.
async fn expire(context: &Context) -> Result<u64, ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| Ok(registrations::expire(tx, now).await? + topups::expire(tx, now).await?))
        .await
}

/// Deletes data that is no longer needed: one-time codes, counts of wrong codes, unfinished registrations, resets,
/// changes of contact data and waiting sign-ins after 2 days; sent messages and results of idempotency keys after 7
/// days; expired sessions after 30 days; counters, known devices and unfinished set-ups of the second factor when they
/// expire. Returns how many rows were deleted; every node may run it.
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

/// Raises `close` on every application that was not confirmed before its deadline; returns how many changed state. It
/// may be repeated: an application that has changed is no longer found, and one to which the event does not apply is
/// not changed.
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

/// When the sweeps run next after `now`: every 15 seconds.
pub fn next_after(now: Micros) -> Micros {
    now.plus_seconds(15)
}
