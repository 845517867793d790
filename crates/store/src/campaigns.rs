//! Table `campaign`: windows in which applications of one kind are accepted.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use uuid::Uuid;

use crate::{Result, Tx};

row! {
    /// A stored campaign.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Campaign {
        /// Id.
        pub id: Uuid,
        /// Kind of procedure, `masterExam`.
        pub kind: String,
        /// Stable name, `master-2026-1`.
        pub code: String,
        /// First year of the academic year.
        pub academic_year: i64,
        /// Attempt; 0 where it has none.
        pub attempt: i64,
        /// First instant of the window.
        pub opens_at: Micros,
        /// First instant after the window.
        pub closes_at: Micros,
        /// Fee of one confirmation.
        pub fee: Qepik,
        /// Act and edition that applications are judged by.
        pub rule_set: String,
        /// Parameters of the kind as JSON.
        pub settings: String,
        /// Applicants see it from this instant on.
        pub announced_at: Option<Micros>,
        /// Order in the list of services.
        pub sort: i64,
        /// Counts changes.
        pub version: i64,
    }
}

/// A campaign to store, identified by its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCampaign {
    /// Id; used only if no campaign has this code.
    pub id: Uuid,
    /// Kind of procedure.
    pub kind: String,
    /// Stable name.
    pub code: String,
    /// First year of the academic year.
    pub academic_year: i64,
    /// Attempt; 0 where it has none.
    pub attempt: i64,
    /// First instant of the window.
    pub opens_at: Micros,
    /// First instant after the window.
    pub closes_at: Micros,
    /// Fee of one confirmation.
    pub fee: Qepik,
    /// Act and edition that applications are judged by.
    pub rule_set: String,
    /// Parameters of the kind as JSON.
    pub settings: String,
    /// Applicants see it from this instant on.
    pub announced_at: Option<Micros>,
    /// Order in the list of services.
    pub sort: i64,
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select id, kind, code, academic_year, attempt, opens_at, closes_at, fee, rule_set, settings,
             announced_at, sort, version
               from campaign ",
            $rest
        )
    };
}

/// Campaigns announced at `now`, in the order of the list of services.
pub async fn list(tx: &mut Tx, now: Micros) -> Result<Vec<Campaign>> {
    fetch_all!(tx, Campaign, select!("where announced_at <= $1 order by sort, opens_at, code"), now.0)
}

/// All campaigns, announced or not: for officers, seeds and sweeps.
pub async fn list_all(tx: &mut Tx) -> Result<Vec<Campaign>> {
    fetch_all!(tx, Campaign, select!("order by sort, opens_at, code"))
}

/// By id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Campaign>> {
    fetch_optional!(tx, Campaign, select!("where id = $1"), id)
}

/// By code.
pub async fn find_by_code(tx: &mut Tx, code: &str) -> Result<Option<Campaign>> {
    fetch_optional!(tx, Campaign, select!("where code = $1"), code)
}

/// Creates a campaign or updates the one with this code; returns its id. Seeds may run repeatedly.
pub async fn upsert(tx: &mut Tx, new: &NewCampaign, now: Micros) -> Result<Uuid> {
    row! { struct Id { id: Uuid } }
    let row =
        fetch_one!(
        tx, Id,
        "insert into campaign (id, kind, code, academic_year, attempt, opens_at, closes_at, fee, rule_set, settings,
                announced_at, sort, version, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1, $13, $13)
         on conflict (code) do update set kind = excluded.kind, academic_year = excluded.academic_year,
                attempt = excluded.attempt, opens_at = excluded.opens_at, closes_at = excluded.closes_at,
                fee = excluded.fee,
                rule_set = excluded.rule_set, settings = excluded.settings, announced_at = excluded.announced_at,
                sort = excluded.sort, version = campaign.version + 1, updated_at = excluded.updated_at
         returning id",
        new.id, &new.kind, &new.code, new.academic_year, new.attempt, new.opens_at.0, new.closes_at.0, new.fee.0,
        &new.rule_set, &new.settings, new.announced_at.map(|at| at.0), new.sort, now.0
    )?;
    Ok(row.id)
}

/// Moves the end of the window to a later instant; `settings` contains the deadlines that move with it. `false` =
/// changed after version `seen`, or `closes_at` is not later than the stored end.
pub async fn extend(tx: &mut Tx, id: Uuid, seen: i64, closes_at: Micros, settings: &str, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update campaign set closes_at = $3, settings = $4, version = version + 1, updated_at = $5
          where id = $1 and version = $2 and closes_at < $3",
        id,
        seen,
        closes_at.0,
        settings,
        now.0
    )?;
    Ok(rows == 1)
}
