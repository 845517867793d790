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
use qabul_store::{Tx, second_factors};

use crate::auth::totp;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::ApiError;

/// Wrong codes of one account. Who types them knows the password already.
const TRIES: Limit = Limit { name: "account.secondFactor", seconds: 900, most: 5 };

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

/// What trying a code came to. Must be committed whatever it is: a wrong try counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tried {
    /// Right; it opens nothing a second time.
    Right,
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

/// Tries a code of the app or a recovery code of an account whose factor is on.
///
/// # Errors
/// When the store fails.
pub async fn try_code(tx: &mut Tx, account: &Account, typed: &str, now: Micros) -> Result<Tried, ApiError> {
    let Some(secret) = account.totp.as_ref() else { return Ok(Tried::Wrong { left: 0 }) };
    let id = account.id.to_string();
    // Counted before it is compared: parallel guesses cannot share a try.
    let tries = limits::hit(tx, &TRIES, &id, now).await?;
    if tries > TRIES.most {
        return Ok(Tried::TooMany { again_at: TRIES.opens_again(now) });
    }
    let typed = plain(typed);
    let right = match totp::step_of(secret, &typed, now) {
        Some(step) => second_factors::take_step(tx, account.id, step).await?,
        None => second_factors::take_recovery_code(tx, account.id, &typed, now).await?,
    };
    if !right {
        return Ok(Tried::Wrong { left: TRIES.most - tries });
    }
    limits::clear(tx, &TRIES, &id, now).await?;
    Ok(Tried::Right)
}

/// A code as it is compared: without blanks and hyphens, in capitals.
fn plain(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()).collect()
}
