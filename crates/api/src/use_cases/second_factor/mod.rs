//! Turning the second factor on and off, and its codes.

mod codes;
mod remove;
mod renew;
mod set_up;
mod turn_off;
mod turn_on;

pub use remove::remove;
pub use renew::renew_codes;
pub use set_up::set_up;
pub use turn_off::turn_off;
pub use turn_on::turn_on;

use qabul_contract::second_factor::SecondFactor;
use qabul_domain::calendar::Micros;
use qabul_domain::typed::{compact, one_time_code};
use qabul_store::accounts::Account;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::{Ids, Tx, second_factors};

use crate::auth::limits::{SECOND_STEP, SECOND_STEP_WEEK};
use crate::auth::totp;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::ApiError;
use crate::use_cases::account::{audited_by, told};

/// State of the account's second factor.
///
/// # Errors
/// When the store fails.
pub async fn show(context: &Context, who: Applicant) -> Result<SecondFactor, ApiError> {
    let now = context.clock.now();
    context
        .db
        .read(async move |tx| {
            let since = second_factors::find(tx, who.account_id, now).await?.since;
            let recovery_codes_left = second_factors::recovery_codes_left(tx, who.account_id).await?;
            Ok(SecondFactor { since: since.map(Into::into), recovery_codes_left })
        })
        .await
}

/// Kind of a correct code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A code of the app.
    App,
    /// A recovery code.
    Recovery,
}

impl By {
    /// The word used in the audit.
    pub fn word(self) -> &'static str {
        match self {
            By::App => "app",
            By::Recovery => "recoveryCode",
        }
    }

    /// Detail of an audited act.
    fn detail(self) -> String {
        serde_json::json!({ "by": self.word() }).to_string()
    }
}

/// Outcome of checking a code. The unit must be committed in every case, because a wrong try counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// Correct; the code cannot be used again.
    Right {
        /// What it was.
        by: By,
    },
    /// Wrong, or used before.
    Wrong {
        /// Remaining tries in this quarter of an hour.
        left: i64,
    },
    /// Too many wrong ones.
    TooMany {
        /// First instant of the next try.
        again_at: Micros,
    },
}

/// The limits of codes; `counted` is the caller who types them.
fn asks(counted: &str) -> [Ask; 2] {
    [Ask::new(&SECOND_STEP, counted), Ask::new(&SECOND_STEP_WEEK, counted)]
}

/// Counts a try before its code is compared, so that parallel guesses cannot share one try. Returns the remaining
/// tries, or the instant of the next try.
///
/// # Errors
/// When the store fails.
async fn count_try(tx: &mut Tx, counted: &str, now: Micros) -> Result<Result<i64, Micros>, ApiError> {
    Ok(match limits::take(tx, &asks(counted), now).await? {
        Taken::Refused(again_at) => Err(again_at),
        Taken::Counts(counts) => {
            let limits = [SECOND_STEP, SECOND_STEP_WEEK];
            Ok(limits.iter().zip(counts).map(|(limit, count)| limit.most - count).min().unwrap_or_default())
        }
    })
}

/// Checks a code of the app or a recovery code of an account whose factor is on. `counted` is the caller who types it;
/// `device_now` is the time on phones, which is not shifted in a demo. When the tries are used up, the owner is
/// notified, because the caller knows the password.
///
/// # Errors
/// When the store fails.
pub async fn try_code(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    counted: &str,
    typed: &str,
    device_now: Micros,
) -> Result<Tried, ApiError> {
    let Some(secret) = account.totp.as_ref() else { return Ok(Tried::Wrong { left: 0 }) };
    let now = ids.now();
    let left = match count_try(tx, counted, now).await? {
        Ok(left) => left,
        Err(again_at) => return Ok(Tried::TooMany { again_at }),
    };
    let typed = plain(typed);
    let (right, by) = match totp::step_of(secret, &typed, device_now) {
        Some(step) => (second_factors::take_step(tx, account.id, step).await?, By::App),
        None => (second_factors::take_recovery_code(tx, account.id, &typed, now).await?, By::Recovery),
    };
    if right {
        forget_tries(tx, counted).await?;
        return Ok(Tried::Right { by });
    }
    if left == 0 {
        audited_by(tx, ids, account, "system", "account.secondFactorLock", "{}").await?;
        told(tx, ids, account, "account.secondFactorLocked").await?;
    }
    Ok(Tried::Wrong { left })
}

/// Resets the count of wrong codes, after a correct code or a change of the password.
///
/// # Errors
/// When the store fails.
pub async fn forget_tries(tx: &mut Tx, counted: &str) -> Result<(), ApiError> {
    Ok(limits::clear(tx, &asks(counted)).await?)
}

/// The caller in a signed-in session, as counted by the limits of codes.
fn in_session(who: Applicant) -> String {
    format!("session:{}", who.family_id)
}

/// A code in the form used for comparison: six digits of an app, or a recovery code in capitals without blanks and
/// hyphens. Recovery codes contain no 0, 1 and 8, so these are read as the letters they look like.
fn plain(typed: &str) -> String {
    one_time_code(typed).unwrap_or_else(|| {
        let plain = compact(typed);
        let letters = plain.chars().filter(char::is_ascii_alphanumeric).map(|sign| match sign {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other.to_ascii_uppercase(),
        });
        letters.collect()
    })
}
