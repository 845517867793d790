use qabul_contract::second_factor::RecoveryCodes;
use qabul_domain::calendar::Micros;
use qabul_store::{Ids, Private};

use super::Tried;
use crate::auth::totp;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::wrong;

/// Number of recovery codes of an account.
const CODES: usize = 8;
/// Length of a code in characters of five bits each: fifty bits, against five tries per quarter of an hour.
const CODE_LENGTH: usize = 10;

/// Outcome of a unit that issues recovery codes. The unit must be committed, because a wrong try counts.
pub(super) enum Given {
    /// The answer as JSON, as stored for a repetition with the same key.
    Codes(Private<Vec<u8>>),
    /// A wrong code, or too many tries.
    Refused(Tried),
}

/// New codes, in the form used for comparison.
pub(super) fn fresh(ids: &Ids) -> Vec<String> {
    (0..CODES).map(|n| totp::base32(&ids.secret32(&format!("recovery code {n}")))[..CODE_LENGTH].to_owned()).collect()
}

/// The answer that contains the codes.
///
/// # Errors
/// When it cannot be serialized.
pub(super) fn answer(codes: &[String]) -> Result<Vec<u8>, ApiError> {
    let items = codes.iter().map(|code| shown(code)).collect();
    serde_json::to_vec(&RecoveryCodes { items }).map_err(ApiError::internal)
}

/// The answer to the caller.
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
        // A correct code is refused only if its unit found nothing to change.
        Tried::Right { .. } => Code::SecondFactorChanged.into(),
    }
}

/// In the form for reading and typing: two groups of five.
fn shown(code: &str) -> String {
    let (left, right) = code.split_at(CODE_LENGTH / 2);
    format!("{left}-{right}")
}
