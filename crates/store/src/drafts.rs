//! Saving answers: the sealed draft of an application and the revision of each step (table `application_step`).
//!
//! Each step has its own revision, which is its ETag, so saving step A never refuses step B. A save raises
//! `answers_rev` and holds the application's row, so two tabs cannot overwrite each other's steps inside the one sealed
//! draft.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::applications::{draft_place, open_draft};
use crate::{Private, Result, Tx};

row! {
    /// Revision and time of a saved step.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct SavedStep {
        /// `masterExam.exam`.
        pub step: String,
        /// Raised by every save, from 1.
        pub revision: i64,
        /// When it was last saved.
        pub saved_at: Micros,
    }
}

/// Outcome of [`begin`].
#[derive(Debug)]
pub enum Begun {
    /// The row is held; put the answers into the draft and call [`write()`].
    Ready(Ready),
    /// The step was saved elsewhere after the revision seen. The unit must be undone.
    Stale {
        /// The current revision; 0 = never saved.
        revision: i64,
    },
    /// No such application.
    Missing,
}

/// A draft held for writing.
#[derive(Debug)]
pub struct Ready {
    /// Application.
    pub application_id: Uuid,
    /// State of the application. If the kind allows no saving in it, the caller refuses and the unit is undone.
    pub state: String,
    /// Stored version of the draft's format. A version newer than this release knows must be refused, never truncated.
    pub draft_version: i64,
    /// The new revision of all answers.
    pub answers_rev: i64,
    /// The new revision of the step.
    pub revision: i64,
    /// The draft before this save; none before the first save.
    pub draft: Option<Private<Vec<u8>>>,
}

/// Begins saving a step: raises `answers_rev`, and the step's revision if it still equals `seen` (0 = never saved).
pub async fn begin(tx: &mut Tx, id: Uuid, step: &str, seen: i64, now: Micros) -> Result<Begun> {
    row! { struct Held { state: String, draft_version: i64, answers_rev: i64 } }
    let held = fetch_optional!(
        tx,
        Held,
        "update application set answers_rev = answers_rev + 1,
         updated_at = case when updated_at > $2 then updated_at else $2 end
          where id = $1 returning state, draft_version, answers_rev",
        id,
        now.0
    )?;
    let Some(held) = held else { return Ok(Begun::Missing) };
    let rows = if seen == 0 {
        exec!(
            tx,
            "insert into application_step (application_id, step, revision, saved_at) values ($1, $2, 1, $3)
             on conflict (application_id, step) do nothing",
            id,
            step,
            now.0
        )?
    } else {
        exec!(
            tx,
            "update application_step set revision = revision + 1, saved_at = $4
              where application_id = $1 and step = $2 and revision = $3",
            id,
            step,
            seen,
            now.0
        )?
    };
    if rows == 0 {
        return Ok(Begun::Stale { revision: revision(tx, id, step).await? });
    }
    // The stored bytes are still bound to the previous revision.
    let draft = open_draft(tx, id, held.answers_rev - 1).await?;
    Ok(Begun::Ready(Ready {
        application_id: id,
        state: held.state,
        draft_version: held.draft_version,
        answers_rev: held.answers_rev,
        revision: seen + 1,
        draft,
    }))
}

/// Finishes saving: seals the draft. Every [`begin`] that is committed must be followed by it; otherwise the draft can
/// no longer be opened.
pub async fn write(tx: &mut Tx, ready: &Ready, draft_version: i64, draft: &[u8]) -> Result<()> {
    let sealed = tx.keys().seal(draft_place(&ready.application_id, ready.answers_rev), draft)?;
    let rows = exec!(
        tx,
        "update application set draft = $3, draft_version = $4 where id = $1 and answers_rev = $2",
        ready.application_id,
        ready.answers_rev,
        &sealed,
        draft_version
    )?;
    if rows == 1 { Ok(()) } else { Err(crate::Error::Unreadable("application.answers_rev")) }
}

/// Replaces the draft outside any step, for example when an officer returns an application with a copy of its snapshot.
/// Call it on a row held by [`crate::applications::lock`]. Returns the new `answers_rev`.
pub async fn replace(tx: &mut Tx, id: Uuid, answers_rev: i64, draft_version: i64, draft: &[u8]) -> Result<i64> {
    let next = answers_rev + 1;
    let sealed = tx.keys().seal(draft_place(&id, next), draft)?;
    let rows = exec!(
        tx,
        "update application set draft = $3, draft_version = $4, answers_rev = answers_rev + 1 where id = $1
         and answers_rev = $2",
        id,
        answers_rev,
        &sealed,
        draft_version
    )?;
    if rows == 1 { Ok(next) } else { Err(crate::Error::Unreadable("application.answers_rev")) }
}

/// Revision and time of every saved step.
pub async fn steps(tx: &mut Tx, id: Uuid) -> Result<Vec<SavedStep>> {
    fetch_all!(
        tx,
        SavedStep,
        "select step, revision, saved_at from application_step where application_id = $1 order by step",
        id
    )
}

/// Revision of one step; 0 = never saved.
pub async fn revision(tx: &mut Tx, id: Uuid, step: &str) -> Result<i64> {
    let row = fetch_optional!(
        tx,
        crate::macros::Number,
        "select revision as value from application_step where application_id = $1 and step = $2",
        id,
        step
    )?;
    Ok(row.map_or(0, |row| row.value))
}
