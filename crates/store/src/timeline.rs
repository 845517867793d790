//! Table `timeline`: the events of an application, as shown to the person.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::{Result, Tx};

words! {
    /// Who sees a row.
    pub enum Audience {
        /// The applicant and the desk.
        Both => "BOTH",
        /// The desk only.
        Desk => "DESK",
    }
}

row! {
    /// A stored row.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Entry {
        /// Id.
        pub id: Uuid,
        /// When.
        pub at: Micros,
        /// Key under `timeline.` in the locales.
        pub name: String,
        /// Word of the actor.
        pub actor: String,
        /// Who sees it.
        pub audience: Audience,
        /// JSON without personal data.
        pub detail: String,
    }
}

/// Adds a row.
pub async fn add(tx: &mut Tx, application_id: Uuid, entry: &Entry) -> Result<()> {
    exec!(
        tx,
        "insert into timeline (id, application_id, at, name, actor, audience, detail)
         values ($1, $2, $3, $4, $5, $6, $7)",
        entry.id,
        application_id,
        entry.at.0,
        &entry.name,
        &entry.actor,
        entry.audience.word(),
        &entry.detail
    )?;
    Ok(())
}

/// The events of an application, oldest first; with `desk`, also those that only the desk sees.
pub async fn list(tx: &mut Tx, application_id: Uuid, desk: bool) -> Result<Vec<Entry>> {
    fetch_all!(
        tx,
        Entry,
        "select id, at, name, actor, audience, detail from timeline
          where application_id = $1 and (audience = 'BOTH' or $2) order by at, id",
        application_id,
        desk
    )
}
