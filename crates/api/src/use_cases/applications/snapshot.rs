//! The data judged at a move, sealed: answers, facts, findings, rule set, decision.

use qabul_domain::calendar::Micros;
use qabul_domain::facts::FactBook;
use qabul_store::{Private, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::contact::Contact;
use crate::problem::ApiError;
use crate::procedures::StoredFinding;

/// A snapshot as written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Written<'a> {
    /// Version of the draft's format.
    pub draft_version: u16,
    /// Answers.
    pub draft: &'a serde_json::value::RawValue,
    /// Facts with source and time.
    pub facts: &'a FactBook,
    /// FIN, phone and e-mail of the person; not used by any rule.
    pub contact: &'a Contact,
    /// The judgement, clause by clause.
    pub findings: &'a [StoredFinding],
    /// Act and edition.
    pub rule_set: &'a str,
    /// Receipt instant that counted.
    pub received_at: Micros,
    /// What was decided.
    pub decision: Made,
}

/// The decision: event, actor and clause. It contains only stored words, no texts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Made {
    /// The event, `confirm`.
    pub event: String,
    /// State before it.
    pub from: String,
    /// State after it.
    pub to: String,
    /// Clause of the move.
    pub clause: String,
    /// Word of the actor.
    pub by: String,
    /// Word of the actor who confirms the application (2.1).
    pub confirmer: Option<String>,
    /// Documents that the officer saw, as codes of the check list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// Steps that the officer returned; empty = all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<String>,
}

impl Made {
    /// The event as it was raised. The reason is replaced by a mark, because it is personal data.
    pub fn event(&self) -> Vec<u8> {
        let mut event = serde_json::json!({ "event": self.event });
        match self.event.as_str() {
            "seen" => event["documents"] = self.documents.clone().into(),
            "return" => {
                event["steps"] = self.steps.clone().into();
                event["reason"] = "…".into();
            }
            _ => {}
        }
        event.to_string().into_bytes()
    }
}

/// The parts of a snapshot that pages and prints need.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Read {
    /// Version of the draft's format.
    pub draft_version: u16,
    /// Answers.
    pub draft: Box<serde_json::value::RawValue>,
    /// Facts.
    pub facts: FactBook,
    /// FIN, phone and e-mail; absent in snapshots of earlier releases.
    #[serde(default)]
    pub contact: Option<Contact>,
    /// Receipt instant.
    pub received_at: Micros,
}

/// The snapshot of a version.
pub async fn read(tx: &mut Tx, application_id: Uuid, version: i64) -> Result<Option<Read>, ApiError> {
    let Some(found) = qabul_store::snapshots::find(tx, application_id, version).await? else { return Ok(None) };
    serde_json::from_slice(&found.snapshot).map(Some).map_err(ApiError::internal)
}

/// The newest snapshot.
pub async fn newest(tx: &mut Tx, application_id: Uuid) -> Result<Option<Read>, ApiError> {
    let Some(found) = qabul_store::snapshots::latest(tx, application_id).await? else { return Ok(None) };
    serde_json::from_slice(&found.snapshot).map(Some).map_err(ApiError::internal)
}

/// A public code of a document: 26 letters and digits, 130 bits, without characters that look alike.
pub fn document_code(secret: &[u8; 32]) -> Private<String> {
    const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    Private(secret.iter().take(26).map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect())
}
