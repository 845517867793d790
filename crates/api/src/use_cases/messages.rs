//! Messages that were given up.

use qabul_store::Ids;
use qabul_store::audit::{self, Event};
use qabul_store::outbox::{self, Dead};
use serde_json::json;
use uuid::Uuid;

use crate::context::Context;
use crate::problem::ApiError;

/// Maximum number of messages handled by one command.
const MOST: u32 = 10_000;

/// Messages that were given up, oldest first.
///
/// # Errors
/// When the store fails.
pub async fn dead(context: &Context) -> Result<Vec<Dead>, ApiError> {
    context.db.read(async |tx| Ok(outbox::dead(tx, MOST).await?)).await
}

/// Sends again messages that were given up; returns how many.
///
/// # Errors
/// When the store fails.
pub async fn replay(context: &Context, id: Option<Uuid>, officer: &str) -> Result<u32, ApiError> {
    let stamp = context.stamp()?;
    let actor = format!("officer:{officer}");
    let revived = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let dead = outbox::dead(tx, MOST).await?;
            let mut revived = 0;
            for one in dead.iter().filter(|one| id.is_none_or(|id| id == one.id)) {
                if outbox::revive(tx, one.id, stamp.now).await? {
                    revived += 1;
                }
            }
            let event = Event {
                id: ids.id(),
                subject: "outbox",
                actor: &actor,
                action: "outbox.replay",
                at: stamp.now,
                detail: &json!({ "message": id, "count": revived }).to_string(),
            };
            if revived > 0 {
                audit::append(tx, &event).await?;
            }
            Ok::<_, ApiError>(revived)
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(revived)
}
