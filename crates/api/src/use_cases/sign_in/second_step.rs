use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts::{self, Account};
use qabul_store::{Ids, Tx, second_factors};

use super::session::{Opened, SignedIn, signed_in, token_hash};
use super::with_password::{accepted, is_locked, is_open};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::wrong;
use crate::use_cases::second_factor::{Tried, try_code};

/// How long a sign-in waits for its second step, in seconds.
pub const STEP_SECONDS: i64 = 10 * 60;

/// What the unit found. Every outcome is committed: a wrong try must count.
enum Outcome {
    In(Box<Opened>),
    Tried(Tried),
    Gone,
}

/// Keeps a sign-in whose password was right; the secret for its cookie.
///
/// # Errors
/// When the store fails.
pub(super) async fn wait(tx: &mut Tx, ids: &mut Ids, account: &Account) -> Result<[u8; 32], ApiError> {
    let secret = ids.secret32("second step");
    let until: Micros = ids.now().plus_seconds(STEP_SECONDS);
    second_factors::begin_step(tx, ids.id(), &token_hash(&secret), account.id, until).await?;
    Ok(secret)
}

/// Signs in by the code of the authenticator app, or a recovery code, after the password was right.
///
/// # Errors
/// Wrong code, too many tries; the sign-in has waited too long.
pub async fn second_step(
    context: &Context,
    secret: [u8; 32],
    code: String,
    lang: Lang,
    agent: String,
) -> Result<SignedIn, ApiError> {
    let stamp = context.stamp()?;
    let now = stamp.now;
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let Some(step) = second_factors::find_step(tx, &token_hash(&secret), now).await? else {
                return Ok(Outcome::Gone);
            };
            let account = accounts::find(tx, step.account_id).await?;
            let Some(account) = account.filter(|account| is_open(account) && !is_locked(account, now)) else {
                return Ok(Outcome::Gone);
            };
            let tried = try_code(tx, &account, &code, now).await?;
            if tried != Tried::Right {
                return Ok(Outcome::Tried(tried));
            }
            if !second_factors::end_step(tx, step.id, now).await? {
                return Ok(Outcome::Gone);
            }
            let opened = accepted(tx, &mut ids, &account, &agent, lang).await?;
            Ok::<_, ApiError>(Outcome::In(Box::new(opened)))
        })
        .await?;
    match outcome {
        Outcome::In(opened) => signed_in(context, *opened),
        Outcome::Tried(Tried::TooMany { again_at }) => Err(ApiError::too_many(now, again_at)),
        Outcome::Tried(Tried::Wrong { left }) => Err(wrong(left)),
        Outcome::Tried(Tried::Right) | Outcome::Gone => Err(Code::SecondStepGone.into()),
    }
}
