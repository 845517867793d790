use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts::{self, Account};
use qabul_store::idempotency::{self, Claimed};
use qabul_store::{Ids, Private, Tx, second_factors};

use super::session::{Opened, SignedIn, signed_in, token_hash};
use super::with_password::{accepted, is_locked, is_open};
use crate::context::Context;
use crate::extract::IdempotencyKey;
use crate::problem::{ApiError, Code};
use crate::use_cases::idempotent::{Once, outcome_of};
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

/// Signs in by the code of the authenticator app, or a recovery code, after the password was right. A code opens once; the same
/// request of the same device, repeated because its answer was lost, opens a session again.
///
/// # Errors
/// Wrong code, too many tries; the sign-in has waited too long.
pub async fn second_step(
    context: &Context,
    secret: [u8; 32],
    key: Option<IdempotencyKey>,
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
            let usable = |account: &Account| is_open(account) && !is_locked(account, now) && account.totp.is_some();
            let Some(account) = account.filter(usable) else { return Ok(Outcome::Gone) };
            let operation = format!("session.secondStep:{}", step.id);
            let request = key.as_ref().map(|key| Once::new(account.id, operation, key, code.as_bytes()));
            if step.done_at.is_some() {
                if !answered_before(tx, request.as_ref()).await? {
                    return Ok(Outcome::Gone);
                }
                let opened = accepted(tx, &mut ids, &account, &agent, lang).await?;
                return Ok(Outcome::In(Box::new(opened)));
            }
            let tried = try_code(tx, &account, &code, now).await?;
            if tried != Tried::Right {
                return Ok(Outcome::Tried(tried));
            }
            if !second_factors::end_step(tx, step.id, now).await? {
                return Ok(Outcome::Gone);
            }
            if let Some(request) = &request {
                // Only that it was answered is kept, not the session.
                if let Claimed::Fresh(id) = idempotency::claim(tx, ids.id(), &request.asked(), now).await? {
                    idempotency::finish(tx, id, &outcome_of(201, Private(Vec::new()))).await?;
                }
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

/// Whether this very request opened a session before.
async fn answered_before(tx: &mut Tx, request: Option<&Once>) -> Result<bool, ApiError> {
    let Some(request) = request else { return Ok(false) };
    Ok(matches!(idempotency::find(tx, &request.asked()).await?, Some(Claimed::Replay(_))))
}
