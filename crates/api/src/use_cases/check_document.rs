//! Looks up a document by the code printed on it.

use qabul_domain::calendar::Micros;
use qabul_domain::typed::{CheckCodeError, check_code};
use qabul_store::documents::{self, DocumentState};
use qabul_store::limits::{self, Ask};
use serde::Deserialize;

use crate::auth::limits::CHECK_WRONG;
use crate::context::Context;
use crate::problem::ApiError;

/// The public data of a document.
pub struct Found {
    /// Kind, `application`.
    pub kind: String,
    /// Number printed on it.
    pub number: String,
    /// Initials of the person.
    pub initials: String,
    /// State of the document: `valid`, `superseded`, `revoked`, `expired`.
    pub state: &'static str,
    /// When it was issued.
    pub issued_at: Micros,
}

/// Outcome of a check.
pub enum Checked {
    /// The document exists.
    Found(Found),
    /// There is none.
    Unknown,
    /// The typed text cannot be a code, and why.
    Unreadable(CheckCodeError),
    /// Too many wrong codes from one network.
    TooMany {
        /// Instant of the request.
        now: Micros,
        /// First instant at which the next code is accepted.
        again: Micros,
    },
}

#[derive(Deserialize)]
struct Data {
    initials: String,
}

/// Looks up a document by its public code, in any form of typing: in groups, in small letters, with look-alike
/// characters.
///
/// # Errors
/// When the store fails.
pub async fn check_document(context: &Context, code: &str, caller: String) -> Result<Checked, ApiError> {
    let code = match check_code(code) {
        Ok(code) => code,
        Err(reason) => return Ok(Checked::Unreadable(reason)),
    };
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            let wrong = [Ask::new(&CHECK_WRONG, &caller)];
            if let Some(again) = limits::refused(tx, &wrong, now).await? {
                return Ok(Checked::TooMany { now, again });
            }
            let Some(document) = documents::find_by_code(tx, &code).await? else {
                limits::take(tx, &wrong, now).await?;
                return Ok(Checked::Unknown);
            };
            let data = document.data.as_ref().and_then(|data| serde_json::from_slice::<Data>(data).ok());
            let over = document.expires_at.is_some_and(|end| end <= now);
            Ok(Checked::Found(Found {
                state: match document.state {
                    DocumentState::Valid if over => "expired",
                    DocumentState::Valid => "valid",
                    DocumentState::Superseded => "superseded",
                    DocumentState::Revoked => "revoked",
                },
                kind: document.kind,
                number: document.number,
                initials: data.map(|data| data.initials).unwrap_or_default(),
                issued_at: document.issued_at,
            }))
        })
        .await
}
