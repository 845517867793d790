//! Stored decisions: explain, judge again, compare under other terms. Only the audit of the use is written.

mod compare;
mod explain;
mod terms;

pub use compare::{Compared, Difference, diff, recheck};
pub use explain::{Asked, explain};
pub use terms::Terms;

use qabul_domain::calendar::Micros;
use qabul_domain::facts::FactBook;
use qabul_domain::procedure::{By, Role};
use qabul_domain::rules::edition::Edition;
use qabul_store::snapshots::Judged;
use serde::Deserialize;

use crate::problem::ApiError;
use crate::procedures::{Again, Stored, procedure};
use crate::use_cases::applications::Made;

/// A decision as it was sealed.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    draft_version: u16,
    draft: Box<serde_json::value::RawValue>,
    facts: FactBook,
    findings: Vec<Kept>,
    rule_set: String,
    received_at: Micros,
    /// Absent in records of the first editions, whose state shows the event.
    #[serde(default)]
    decision: Option<Made>,
}

/// A finding as it was sealed.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct Kept {
    clause: String,
    finding: String,
    #[serde(default)]
    code: Option<String>,
}

impl Record {
    fn read(judged: &Judged) -> Result<Record, ApiError> {
        serde_json::from_slice(&judged.snapshot.snapshot).map_err(ApiError::internal)
    }

    /// The decision; for an old record it is derived from the state.
    fn made(&self, judged: &Judged) -> Made {
        self.decision.clone().unwrap_or_else(|| {
            let event = if judged.snapshot.state == "confirmed" { "confirm" } else { "send" };
            Made {
                event: event.to_owned(),
                from: "draft".to_owned(),
                to: judged.snapshot.state.clone(),
                clause: "2.1".to_owned(),
                by: By::Applicant.word().to_owned(),
                confirmer: None,
                documents: Vec::new(),
                steps: Vec::new(),
            }
        })
    }

    /// The judgement by the rules of this program, under its own terms or others.
    fn again(&self, judged: &Judged, terms: Option<&Terms>) -> Result<Again, ApiError> {
        let made = self.made(judged);
        let mut facts = self.facts.clone();
        facts.campaign.edition = Edition::of(&self.rule_set).unwrap_or_default();
        if let Some(terms) = terms {
            terms.apply(&mut facts.campaign);
        }
        let stored =
            Stored { state: &made.from, draft_version: self.draft_version, draft: self.draft.get().as_bytes() };
        procedure(&judged.kind)?.again(stored, &made.event(), actor(&made.by), &facts, self.received_at)
    }
}

fn actor(word: &str) -> By {
    [By::Officer(Role::Commission), By::Officer(Role::ExamCentre), By::System]
        .into_iter()
        .find(|by| by.word() == word)
        .unwrap_or(By::Applicant)
}
