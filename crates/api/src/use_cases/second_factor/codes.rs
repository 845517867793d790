use qabul_contract::second_factor::RecoveryCodes;
use qabul_domain::calendar::Micros;
use qabul_store::{Ids, Private};

use super::Tried;
use crate::auth::totp;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::wrong;

/// Recovery codes of an account.
const CODES: usize = 8;
/// Characters of one, five bits each: fifty bits against five tries a quarter of an hour.
const CODE_LENGTH: usize = 10;

/// What a unit that gives recovery codes came to. A wrong try must be committed.
pub(super) enum Given {
    /// The answer in JSON, as it is kept for a repeat with the same key.
    Codes(Private<Vec<u8>>),
    /// A wrong code, or too many.
    Refused(Tried),
}

/// New codes, as they are compared.
pub(super) fn fresh(ids: &Ids) -> Vec<String> {
    (0..CODES).map(|n| totp::base32(&ids.secret32(&format!("recovery code {n}")))[..CODE_LENGTH].to_owned()).collect()
}

/// The answer that shows them.
///
/// # Errors
/// When it cannot be written.
pub(super) fn answer(codes: &[String]) -> Result<Vec<u8>, ApiError> {
    let items = codes.iter().map(|code| shown(code)).collect();
    serde_json::to_vec(&RecoveryCodes { items }).map_err(ApiError::internal)
}

/// What the caller is told.
///
/// # Errors
/// A wrong code, too many tries.
pub(super) fn told(given: Given, now: Micros) -> Result<RecoveryCodes, ApiError> {
    match given {
        Given::Codes(answer) => serde_json::from_slice(&answer).map_err(ApiError::internal),
        Given::Refused(tried) => Err(refusal(tried, now)),
    }
}

/// The refusal of a code.
pub(super) fn refusal(tried: Tried, now: Micros) -> ApiError {
    match tried {
        Tried::Wrong { left } => wrong(left),
        Tried::TooMany { again_at } => ApiError::too_many(now, again_at),
        // A right code is refused only where nothing is open to it.
        Tried::Right { .. } => Code::SecondFactorChanged.into(),
    }
}

/// As it is read aloud and typed: two groups of five.
fn shown(code: &str) -> String {
    let (left, right) = code.split_at(CODE_LENGTH / 2);
    format!("{left}-{right}")
}
