//! Judging again: the same answers and facts, under the same terms or others.

use qabul_domain::calendar::Micros;
use qabul_domain::decision::{Clause, Explain as _, Finding};
use qabul_domain::facts::FactBook;
use qabul_domain::procedure::{By, Case, Procedure, Word as _};
use serde::Serialize;

use super::read_json;
use super::refusal::refusal;
use crate::problem::ApiError;

/// One line of a stored judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredFinding {
    /// Clause.
    pub clause: &'static str,
    /// What was found.
    pub finding: &'static str,
    /// Code of the reason if it is broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
}

/// The judgement of a case and of an event on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Again {
    /// The judgement, clause by clause.
    pub findings: Vec<StoredFinding>,
    /// Word of the actor who confirms the application; absent while undecided.
    pub confirmer: Option<&'static str>,
    /// State that the event leads to, or the code of its refusal.
    pub outcome: &'static str,
}

/// A judgement in the stored form.
pub(super) fn stored<P: Procedure>(findings: &[(Clause, Finding<P::Reason>)]) -> Vec<StoredFinding> {
    let one = |(Clause(clause), finding): &(Clause, Finding<P::Reason>)| StoredFinding {
        clause,
        finding: finding.word(),
        code: finding.broken().map(|reason| reason.code()),
    };
    findings.iter().map(one).collect()
}

/// Judges a draft and an event on it.
pub(super) fn again<P: Procedure>(
    state: P::State,
    draft: &P::Draft,
    event: &[u8],
    by: By,
    facts: &FactBook,
    now: Micros,
) -> Result<Again, ApiError> {
    let case = Case::<P> { draft, facts, now };
    let event: P::Event = read_json(event)?;
    let outcome = match P::decide(state, &event, by, &case) {
        Ok(decided) => decided.to.word(),
        Err(refused) => refusal::<P>(&refused, facts, now).code.word(),
    };
    let confirmer = P::confirmer(&case).map(|confirmer| confirmer.by.word());
    Ok(Again { findings: stored::<P>(&P::judge(&case)), confirmer, outcome })
}
