//! Decisions of officers about one application, from the desk or from the command line: the same checks and the same
//! audit.

use qabul_domain::procedure::Role;
use qabul_store::{applications, campaigns};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::act::raise_officer_event;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::procedures::procedure;

/// Allowed length of a reason in characters; the applicant reads it on a page and in an e-mail.
const REASON: std::ops::RangeInclusive<usize> = 3..=500;

/// A decision.
#[derive(Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "camelCase", deny_unknown_fields)]
pub enum Decision {
    /// The commission has seen these documents: confirms and takes the fee.
    Seen {
        /// Codes from the check list, for example `identity`.
        documents: Vec<String>,
    },
    /// The commission gives back.
    Return {
        /// Why, for the applicant.
        reason: String,
        /// Steps that may be changed; empty = all.
        steps: Vec<String>,
    },
    /// The application is withdrawn, as its person asked. Nothing is refunded.
    GrantWithdrawal,
    /// It stays valid.
    RefuseWithdrawal {
        /// Why, for the applicant.
        reason: String,
    },
}

/// Carries out a decision about the application with this campaign and application number. Documents, deadline, balance
/// and charge are checked in one unit; a refusal changes and charges nothing.
///
/// # Errors
/// No such application, an invalid reason, the procedure's refusal.
pub async fn decide(
    context: &Context,
    campaign: &str,
    work_number: &str,
    officer: &str,
    decision: Decision,
) -> Result<(), ApiError> {
    if officer.trim().is_empty() {
        return Err(ApiError::field("/officer", "fieldRequired"));
    }
    let (code, number) = (campaign.to_owned(), work_number.replace([' ', '\u{a0}'], ""));
    let found = context
        .db
        .read(async move |tx| {
            let campaign = campaigns::find_by_code(tx, &code).await?.ok_or(ApiError::new(Code::NotFound))?;
            applications::find_by_number(tx, campaign.id, &number).await?.ok_or(ApiError::new(Code::NotFound))
        })
        .await?;
    let (role, event) = match decision {
        Decision::Seen { documents } => (Role::Commission, json!({ "event": "seen", "documents": documents })),
        Decision::Return { reason, steps } => {
            let known = procedure(&found.kind)?.steps();
            if steps.iter().any(|step| !known.contains(&step.as_str())) {
                return Err(ApiError::field("/steps", "fieldUnreadable"));
            }
            (Role::Commission, json!({ "event": "return", "reason": told(&reason)?, "steps": steps }))
        }
        Decision::GrantWithdrawal => (Role::ExamCentre, json!({ "event": "grantWithdrawal" })),
        Decision::RefuseWithdrawal { reason } => {
            (Role::ExamCentre, json!({ "event": "refuseWithdrawal", "reason": told(&reason)? }))
        }
    };
    raise_officer_event(context, found.id, role, officer, event.to_string().into_bytes()).await
}

/// A reason of valid length.
///
/// # Errors
/// Too short or too long.
pub fn told(reason: &str) -> Result<String, ApiError> {
    let reason = reason.split_whitespace().collect::<Vec<_>>().join(" ");
    match reason.chars().count() {
        length if REASON.contains(&length) => Ok(reason),
        length if length < *REASON.start() => Err(ApiError::field("/reason", "reasonRequired")),
        _ => Err(ApiError::field("/reason", "fieldTooLong")),
    }
}
