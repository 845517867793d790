//! Compares judgements: the stored one with the present one, and those under two sets of terms.

use std::collections::BTreeMap;

use qabul_domain::rules::applications::RouteDecision;
use qabul_domain::rules::book::rule_set;
use qabul_store::Db;
use qabul_store::snapshots::{self, Judged};
use sha2::{Digest as _, Sha256};

use super::{Kept, Record, Terms};
use crate::problem::ApiError;
use crate::procedures::Again;

/// Decisions read in one chunk.
const CHUNK: u32 = 200;

/// One clause, or the outcome, that differs. Contains no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Code of the campaign.
    pub campaign: String,
    /// Work number.
    pub work_number: String,
    /// Version of the application.
    pub version: i64,
    /// Clause; `outcome`, `ruleSet` or `digest` if no single clause differs.
    pub clause: String,
    /// The one side.
    pub one: String,
    /// The other.
    pub other: String,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Difference { campaign, work_number, version, clause, one, other } = self;
        write!(f, "{campaign} {work_number} version {version}: {clause} {one} → {other}")
    }
}

/// Result of a comparison.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Decisions looked at.
    pub decisions: usize,
    /// Differences, by application and version.
    pub differences: Vec<Difference>,
}

impl Compared {
    /// Number of affected applications per clause.
    pub fn by_clause(&self) -> BTreeMap<&str, usize> {
        let mut count = BTreeMap::new();
        for difference in &self.differences {
            *count.entry(difference.clause.as_str()).or_default() += 1;
        }
        count
    }

    fn add(&mut self, of: &Judged, clause: &str, one: impl Into<String>, other: impl Into<String>) {
        self.differences.push(Difference {
            campaign: of.campaign.clone(),
            work_number: of.work_number.clone(),
            version: of.snapshot.version,
            clause: clause.to_owned(),
            one: one.into(),
            other: other.into(),
        });
    }
}

/// Judges every stored decision again from its own answers, facts and terms, and compares.
///
/// # Errors
/// An unreadable record; the store's.
pub async fn recheck(db: &Db, campaign: Option<&str>) -> Result<Compared, ApiError> {
    let mut compared = Compared::default();
    over(db, campaign, |judged| {
        compared.decisions += 1;
        if Sha256::digest(&*judged.snapshot.snapshot)[..] != judged.snapshot.digest[..] {
            compared.add(&judged, "digest", "sealed", "changed");
        }
        let record = Record::read(&judged)?;
        if rule_set(&record.rule_set).is_none() {
            compared.add(&judged, "ruleSet", &record.rule_set, "unknown to this program");
            return Ok(());
        }
        let again = record.again(&judged, None)?;
        let made = record.made(&judged);
        // An officer's move decides about what was already judged when it was sent.
        if !record.findings.is_empty() {
            let kept = |kept: &Kept| (kept.clause.clone(), told(&kept.finding, kept.code.as_deref()));
            let stored: Vec<_> = record.findings.iter().map(kept).collect();
            clauses(&mut compared, &judged, &stored, &findings(&again));
        }
        if let Some(stored) = made.confirmer.as_deref()
            && Some(stored) != again.confirmer
        {
            compared.add(&judged, RouteDecision::CLAUSE.0, stored, again.confirmer.unwrap_or("undecided"));
        }
        if made.to != again.outcome {
            compared.add(&judged, "outcome", made.to, again.outcome);
        }
        Ok(())
    })
    .await?;
    Ok(compared)
}

/// Judges the newest decision of every application under two sets of terms, and lists the differences.
///
/// # Errors
/// An unreadable record; the store's.
pub async fn diff(db: &Db, one: &Terms, other: &Terms, campaign: Option<&str>) -> Result<Compared, ApiError> {
    let mut compared = Compared::default();
    let mut last: Option<Judged> = None;
    let mut judge = |judged: &Judged| -> Result<(), ApiError> {
        compared.decisions += 1;
        let record = Record::read(judged)?;
        let (left, right) = (record.again(judged, Some(one))?, record.again(judged, Some(other))?);
        clauses(&mut compared, judged, &findings(&left), &findings(&right));
        if left.confirmer != right.confirmer {
            let word = |again: &Again| again.confirmer.unwrap_or("undecided");
            compared.add(judged, RouteDecision::CLAUSE.0, word(&left), word(&right));
        }
        Ok(())
    };
    over(db, campaign, |judged| {
        // The versions of one application follow each other; only the newest is used.
        match last.replace(judged) {
            Some(before) if last.as_ref().is_some_and(|now| now.application_id != before.application_id) => {
                judge(&before)
            }
            _ => Ok(()),
        }
    })
    .await?;
    if let Some(last) = &last {
        judge(last)?;
    }
    Ok(compared)
}

fn told(finding: &str, code: Option<&str>) -> String {
    code.map_or_else(|| finding.to_owned(), |code| format!("{finding} ({code})"))
}

fn findings(again: &Again) -> Vec<(String, String)> {
    again.findings.iter().map(|found| (found.clause.to_owned(), told(found.finding, found.code))).collect()
}

/// Clauses with different words on the two sides, and clauses that only one side has.
fn clauses(compared: &mut Compared, of: &Judged, one: &[(String, String)], other: &[(String, String)]) {
    let find = |side: &[(String, String)], clause: &str| {
        side.iter().find(|(own, _)| own == clause).map_or_else(|| "absent".to_owned(), |(_, word)| word.clone())
    };
    for (clause, word) in one {
        let against = find(other, clause);
        if *word != against {
            compared.add(of, clause, word, against);
        }
    }
    for (clause, word) in other {
        if !one.iter().any(|(own, _)| own == clause) {
            compared.add(of, clause, "absent", word);
        }
    }
}

/// Processes the decisions of one campaign, or of all, in chunks.
async fn over(
    db: &Db,
    campaign: Option<&str>,
    mut look: impl FnMut(Judged) -> Result<(), ApiError>,
) -> Result<(), ApiError> {
    let mut after = None;
    loop {
        let code = campaign.map(str::to_owned);
        let chunk = db
            .read(async move |tx| Ok::<_, ApiError>(snapshots::judged(tx, code.as_deref(), after, CHUNK).await?))
            .await?;
        let Some(last) = chunk.last() else { return Ok(()) };
        after = Some((last.application_id, last.snapshot.version));
        chunk.into_iter().try_for_each(&mut look)?;
    }
}
