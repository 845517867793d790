//! Table `extension`: a deadline moved for all applicants, and whether all of them were notified.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

row! {
    /// A moved deadline.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Extension {
        /// Id.
        pub id: Uuid,
        /// Campaign.
        pub campaign_id: Uuid,
        /// End of the window before the extension: first instant after it.
        pub closed_at: Micros,
        /// New end of the window: first instant after it.
        pub closes_at: Micros,
        /// The reason, as sent to the applicants.
        pub reason: String,
        /// Officer who decided, for the audit.
        pub officer: String,
        /// When.
        pub at: Micros,
    }
}

/// Keeps an extension.
pub async fn put(tx: &mut Tx, new: &Extension) -> Result<()> {
    exec!(
        tx,
        "insert into extension (id, campaign_id, closed_at, closes_at, reason, officer, at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id,
        new.campaign_id,
        new.closed_at.0,
        new.closes_at.0,
        &new.reason,
        &new.officer,
        new.at.0
    )?;
    Ok(())
}

/// Extensions with applicants who are not notified yet, oldest first.
pub async fn untold(tx: &mut Tx) -> Result<Vec<Extension>> {
    fetch_all!(
        tx,
        Extension,
        "select id, campaign_id, closed_at, closes_at, reason, officer, at from extension where told_at is null
          order by at, id"
    )
}

/// Records that all applicants were notified. `false` = it was recorded before.
pub async fn told(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    Ok(exec!(tx, "update extension set told_at = $2 where id = $1 and told_at is null", id, now.0)? == 1)
}
