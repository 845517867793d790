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
use qabul_store::accounts::Account;
use qabul_store::limits::{self, Limit};
use qabul_store::{Ids, Tx, second_factors};
use uuid::Uuid;

use crate::auth::totp;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::ApiError;
use crate::use_cases::account::{audited_by, told};

/// Wrong codes of one account. Who types them knows the password already.
const TRIES: Limit = Limit { name: "account.secondFactor", seconds: 900, most: 5 };
/// Wrong codes of one account in a week, without a right one in between: five a quarter of an hour are 480 a day, and three of
/// a million codes are good at any instant, so that sixteen months of guessing would find one as likely as not. A right code or a new password by SMS ends the wait.
const TRIES_A_WEEK: Limit = Limit { name: "account.secondFactor.week", seconds: 7 * 86_400, most: 50 };

/// How it stands.
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

/// What a right code was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A code of the app.
    App,
    /// A recovery code.
    Recovery,
}

impl By {
    /// The word of the audit.
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

/// What trying a code came to. Must be committed whatever it is: a wrong try counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// Right; it opens nothing a second time.
    Right {
        /// What it was.
        by: By,
    },
    /// Wrong, or used before.
    Wrong {
        /// Tries left in this quarter of an hour.
        left: i64,
    },
    /// Too many wrong ones.
    TooMany {
        /// When the next may be tried.
        again_at: Micros,
    },
}

/// Tries a code of the app or a recovery code of an account whose factor is on. `device_now` is the instant on telephones, which
/// no demo shifts. Once the tries are used up the owner is told: whoever used them up knows the password.
///
/// # Errors
/// When the store fails.
pub async fn try_code(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    typed: &str,
    device_now: Micros,
) -> Result<Tried, ApiError> {
    let Some(secret) = account.totp.as_ref() else { return Ok(Tried::Wrong { left: 0 }) };
    let (id, now) = (account.id.to_string(), ids.now());
    // Counted before it is compared: parallel guesses cannot share a try.
    let tries = limits::hit(tx, &TRIES, &id, now).await?;
    if tries > TRIES.most {
        return Ok(Tried::TooMany { again_at: TRIES.opens_again(now) });
    }
    let of_week = limits::hit(tx, &TRIES_A_WEEK, &id, now).await?;
    if of_week > TRIES_A_WEEK.most {
        return Ok(Tried::TooMany { again_at: TRIES_A_WEEK.opens_again(now) });
    }
    let typed = plain(typed);
    let (right, by) = match totp::step_of(secret, &typed, device_now) {
        Some(step) => (second_factors::take_step(tx, account.id, step).await?, By::App),
        None => (second_factors::take_recovery_code(tx, account.id, &typed, now).await?, By::Recovery),
    };
    if right {
        forget_tries(tx, account.id, now).await?;
        return Ok(Tried::Right { by });
    }
    if tries == TRIES.most || of_week == TRIES_A_WEEK.most {
        let detail = serde_json::json!({ "tries": tries, "ofWeek": of_week }).to_string();
        audited_by(tx, ids, account, "system", "account.secondFactorLock", &detail).await?;
        told(tx, ids, account, "account.secondFactorLocked").await?;
    }
    Ok(Tried::Wrong { left: (TRIES.most - tries).min(TRIES_A_WEEK.most - of_week) })
}

/// Forgets wrong codes, after a right one or once the password is another.
///
/// # Errors
/// When the store fails.
pub async fn forget_tries(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<(), ApiError> {
    for limit in [&TRIES, &TRIES_A_WEEK] {
        limits::clear(tx, limit, &account_id.to_string(), now).await?;
    }
    Ok(())
}

/// A code as it is compared: without blanks and hyphens, in capitals.
fn plain(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}
