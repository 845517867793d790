//! Problems (RFC 9457, `application/problem+json`).

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::decode::{Decode, Members};

/// The body of every 4xx and 5xx answer. `title` and `detail` are in the caller's language; `code` is stable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// Address of a page that describes the problem.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "server", schema(example = "/problems/validation"))]
    pub kind: String,
    /// What happened and what to do, one sentence.
    pub title: String,
    /// HTTP status.
    #[cfg_attr(feature = "server", schema(example = 422, minimum = 400, maximum = 599))]
    pub status: u16,
    /// Stable code for programs.
    #[cfg_attr(feature = "server", schema(example = "validation"))]
    pub code: String,
    /// More, where there is more to say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Identifies this request in the logs. Tell it to the hotline.
    pub trace_id: String,
    /// Field by field or clause by clause.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
    /// Seconds to wait before trying again, where that helps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u32>,
}

/// One thing to correct.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct ProblemError {
    /// JSON pointer into the request body, or into the step's answers; absent where no field is concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// The wizard step it belongs to, `masterExam.exam`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The clause of the Rules or the manual, `3.2.5`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<String>,
    /// Stable code for programs.
    pub code: String,
    /// The sentence for people: what to do, then why.
    pub text: String,
}

impl Decode for Problem {
    fn read(value: Value, wrong: &mut bool) -> Self {
        let mut members = Members::of(value, wrong);
        Self {
            kind: members.read("type", wrong),
            title: members.read("title", wrong),
            status: members.read("status", wrong),
            code: members.read("code", wrong),
            detail: members.read("detail", wrong),
            trace_id: members.read("trace_id", wrong),
            errors: members.read("errors", wrong),
            retry_after: members.read("retry_after", wrong),
        }
    }
}

decodes!(ProblemError { pointer, step, clause, code, text });
