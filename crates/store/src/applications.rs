//! Table `application`: the row, its opening and its moves. Drafts are in [`crate::drafts`], snapshots in
//! [`crate::snapshots`].
//!
//! The first statement of a move is [`lock`]: it raises the version if it still equals the version seen, and so makes
//! every other unit on the same application wait. Lock order everywhere: application → claim → pool → wallet.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::claims::{self, Taken};
use crate::macros::Number;
use crate::seal::Place;
use crate::{Private, Result, Tx};

/// An application to open.
pub struct NewApplication {
    /// Id.
    pub id: Uuid,
    /// Kind of procedure.
    pub kind: String,
    /// Campaign.
    pub campaign_id: Uuid,
    /// Whom it concerns.
    pub person_id: Uuid,
    /// Who acts.
    pub account_id: Option<Uuid>,
    /// The application it belongs to.
    pub parent_id: Option<Uuid>,
    /// What it is about.
    pub subject_id: Option<Uuid>,
    /// The right it uses.
    pub entitlement_id: Option<Uuid>,
    /// Candidates from [`crate::Ids::work_numbers`].
    pub work_numbers: [String; 8],
    /// First state; one of the states of the kind.
    pub state: String,
    /// Version of the draft's format.
    pub draft_version: i64,
    /// First draft as JSON; sealed here.
    pub draft: Option<Private<Vec<u8>>>,
    /// Institution or commission that may see it.
    pub scope_id: Option<String>,
    /// Folded name of the person, for searching.
    pub name_key: String,
    /// Name in alphabetical order.
    pub sort_key: String,
    /// Key of the claim that allows one live application, from [`opening_claim`].
    pub claim: String,
    /// Instant of the request.
    pub now: Micros,
}

/// The claim key that allows one live application per kind, campaign and person.
pub fn opening_claim(kind: &str, campaign_id: Uuid, person_id: Uuid) -> String {
    format!("{kind}/{campaign_id}/{person_id}")
}

/// Outcome of [`open`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Opened {
    /// It exists now.
    Done {
        /// Its application number.
        work_number: String,
    },
    /// The claim is held by another application; nothing was written.
    Exists {
        /// That application.
        application_id: Uuid,
    },
    /// All candidates were taken. The unit must be undone and repeated with another stamp.
    NoNumber,
}

row! {
    /// A stored application without its draft.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Application {
        /// Id.
        pub id: Uuid,
        /// Kind of procedure.
        pub kind: String,
        /// Campaign.
        pub campaign_id: Uuid,
        /// Whom it concerns.
        pub person_id: Uuid,
        /// Who acts.
        pub account_id: Option<Uuid>,
        /// The application it belongs to.
        pub parent_id: Option<Uuid>,
        /// What it is about.
        pub subject_id: Option<Uuid>,
        /// The right it uses.
        pub entitlement_id: Option<Uuid>,
        /// Six digits.
        pub work_number: String,
        /// One of the states of the kind.
        pub state: String,
        /// Raised by every move; with `answers_rev` the ETag.
        pub version: i64,
        /// Raised by every save.
        pub answers_rev: i64,
        /// Version of the draft's format.
        pub draft_version: i64,
        /// The version whose snapshot is valid.
        pub confirmed_version: Option<i64>,
        /// Institution or commission that may see it.
        pub scope_id: Option<String>,
        /// The officer working on it.
        pub assigned_to: Option<Uuid>,
        /// Due.
        pub due_at: Option<Micros>,
        /// First sent.
        pub submitted_at: Option<Micros>,
        /// Opened.
        pub created_at: Micros,
        /// When it was last changed; never moves back.
        pub updated_at: Micros,
    }
}

impl Application {
    /// The entity tag `version.answers_rev`, without quotes.
    pub fn etag(&self) -> String {
        format!("{}.{}", self.version, self.answers_rev)
    }
}

/// An application and its draft.
#[derive(Debug, Clone)]
pub struct WithDraft {
    /// The row.
    pub application: Application,
    /// The draft as JSON; none before the first save.
    pub draft: Option<Private<Vec<u8>>>,
}

row! { pub(crate) struct Draft { pub(crate) draft: Option<Vec<u8>> } }

macro_rules! columns {
    () => {
        "id, kind, campaign_id, person_id, account_id, parent_id, subject_id, entitlement_id, work_number, state,
         version, answers_rev, draft_version, confirmed_version, scope_id, assigned_to, due_at, submitted_at,
         created_at, updated_at"
    };
}
macro_rules! select {
    ($rest:literal) => {
        concat!("select ", columns!(), " from application ", $rest)
    };
}

mod around;
mod lists;

pub use around::{Around, Asking, around, asking};
pub use lists::{DeskFilter, count_by_state, in_state, list_for_account, list_for_desk, list_for_person};

pub(crate) fn draft_place(id: &Uuid, answers_rev: i64) -> Place<'_> {
    Place { table: "application", column: "draft", row: id.as_bytes(), version: answers_rev }
}

/// Opens an application: takes its claim, chooses an application number, writes the row.
pub async fn open(tx: &mut Tx, new: &NewApplication) -> Result<Opened> {
    if let Taken::Held { application_id } = claims::take(tx, &new.claim, new.id, new.now).await? {
        return Ok(Opened::Exists { application_id });
    }
    let draft = new.draft.as_ref().map(|draft| tx.keys().seal(draft_place(&new.id, 0), draft)).transpose()?;
    for number in &new.work_numbers {
        let rows = exec!(
            tx,
            "insert into application (id, kind, campaign_id, person_id, account_id, parent_id, subject_id,
                    entitlement_id, work_number, state, version, answers_rev, draft_version, draft, scope_id, name_key,
                    sort_key, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, 0, $11, $12, $13, $14, $15, $16, $16)
             on conflict (campaign_id, work_number) do nothing",
            new.id,
            &new.kind,
            new.campaign_id,
            new.person_id,
            new.account_id,
            new.parent_id,
            new.subject_id,
            new.entitlement_id,
            number,
            &new.state,
            new.draft_version,
            &draft,
            &new.scope_id,
            &new.name_key,
            &new.sort_key,
            new.now.0
        )?;
        if rows == 1 {
            return Ok(Opened::Done { work_number: number.clone() });
        }
    }
    Ok(Opened::NoNumber)
}

/// By id, without the draft.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Application>> {
    fetch_optional!(tx, Application, select!("where id = $1"), id)
}

/// By campaign and application number.
pub async fn find_by_number(tx: &mut Tx, campaign_id: Uuid, work_number: &str) -> Result<Option<Application>> {
    fetch_optional!(tx, Application, select!("where campaign_id = $1 and work_number = $2"), campaign_id, work_number)
}

/// By id, with the draft. Reads twice: call it after [`lock`] or inside [`crate::Db::read`], where nothing changes
/// between the two reads.
pub async fn find_with_draft(tx: &mut Tx, id: Uuid) -> Result<Option<WithDraft>> {
    let Some(application) = find(tx, id).await? else { return Ok(None) };
    let draft = open_draft(tx, id, application.answers_rev).await?;
    Ok(Some(WithDraft { application, draft }))
}

pub(crate) async fn open_draft(tx: &mut Tx, id: Uuid, sealed_rev: i64) -> Result<Option<Private<Vec<u8>>>> {
    let row = fetch_one!(tx, Draft, "select draft from application where id = $1", id)?;
    row.draft.map(|sealed| tx.keys().open(draft_place(&id, sealed_rev), &sealed)).transpose()
}

/// First statement of a move. Raises the version if it still equals `seen` (and if `answers_rev` still equals the given
/// revision, where the caller showed the answers), and holds the row until the unit ends. Returns the row with its new
/// version; `None` = another unit changed it first.
pub async fn lock(
    tx: &mut Tx,
    id: Uuid,
    seen: i64,
    answers_rev: Option<i64>,
    now: Micros,
) -> Result<Option<Application>> {
    fetch_optional!(
        tx,
        Application,
        concat!(
            "update application set version = version + 1,
             updated_at = case when updated_at > $4 then updated_at else $4 end
              where id = $1 and version = $2 and ($3 is null or answers_rev = $3) returning ",
            columns!()
        ),
        id,
        seen,
        answers_rev,
        now.0
    )
}

/// What the second half of a move changes. `None` leaves a column unchanged.
#[derive(Debug, Clone, Default)]
pub struct Moved {
    /// New state.
    pub state: String,
    /// When it was first submitted; kept if it is already set.
    pub submitted_at: Option<Micros>,
    /// The version whose snapshot is valid from now on.
    pub confirmed_version: Option<i64>,
    /// Institution or commission that may see it.
    pub scope_id: Option<String>,
    /// When it is due; `Some(None)` removes the date.
    pub due_at: Option<Option<Micros>>,
}

/// Writes the outcome of a move on a row held by [`lock`] and has the calendar examine the application again
/// ([`crate::reminders`]). `false` = the row is not at `version`, which is an error of the caller.
pub async fn finish_move(tx: &mut Tx, id: Uuid, version: i64, moved: &Moved) -> Result<bool> {
    let (set_due, due) = (moved.due_at.is_some(), moved.due_at.flatten());
    let rows = exec!(
        tx,
        "update application set state = $3, submitted_at = coalesce(submitted_at, $4),
                confirmed_version = coalesce($5, confirmed_version), scope_id = coalesce($6, scope_id),
                due_at = case when $7 then $8 else due_at end, reminded_until = 0
          where id = $1 and version = $2",
        id,
        version,
        &moved.state,
        moved.submitted_at.map(|at| at.0),
        moved.confirmed_version,
        &moved.scope_id,
        set_due,
        due.map(|at| at.0)
    )?;
    Ok(rows == 1)
}

/// Both halves in one statement, for moves that read nothing in between. Returns the new version; `None` = another unit
/// changed the application first.
pub async fn move_state(tx: &mut Tx, id: Uuid, seen: i64, state: &str, now: Micros) -> Result<Option<i64>> {
    let row = fetch_optional!(
        tx,
        Number,
        "update application set state = $3, version = version + 1, reminded_until = 0,
                updated_at = case when updated_at > $4 then updated_at else $4 end
          where id = $1 and version = $2 returning version as value",
        id,
        seen,
        state,
        now.0
    )?;
    Ok(row.map(|row| row.value))
}

/// Assigns an application to an officer, or removes the assignment. `false` = changed after version `seen`.
pub async fn assign(tx: &mut Tx, id: Uuid, seen: i64, officer: Option<Uuid>, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update application set assigned_to = $3, version = version + 1,
                updated_at = case when updated_at > $4 then updated_at else $4 end
          where id = $1 and version = $2",
        id,
        seen,
        officer,
        now.0
    )?;
    Ok(rows == 1)
}
