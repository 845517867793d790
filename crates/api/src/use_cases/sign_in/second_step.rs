use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts::{self, Account};
use qabul_store::idempotency::{self, Claimed};
use qabul_store::{
    Ids, Private, Tx, second_factors,
    sessions::{self, token_hash},
};
use uuid::Uuid;

use super::session::{Opened, SignedIn, signed_in};
use super::with_password::{accepted, is_open};
use crate::auth::asker::{Asker, Standing};
use crate::context::Context;
use crate::extract::IdempotencyKey;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::told_with;
use crate::use_cases::idempotent::{Once, outcome_of};
use crate::use_cases::one_time_codes::wrong;
use crate::use_cases::second_factor::{By, Tried, try_code};

/// How long a sign-in waits for its second step, in seconds.
pub const STEP_SECONDS: i64 = 10 * 60;

/// What the unit found. Every outcome is committed, because a wrong try must be counted.
enum Outcome {
    In(Box<Opened>),
    Tried(Tried),
    Gone,
}

/// Stores a sign-in whose password was correct; returns the secret for its cookie.
///
/// # Errors
/// When the store fails.
pub(super) async fn wait(tx: &mut Tx, ids: &mut Ids, account: &Account) -> Result<[u8; 32], ApiError> {
    let secret = ids.secret32("second step");
    let until: Micros = ids.now().plus_seconds(STEP_SECONDS);
    second_factors::begin_step(tx, ids.id(), &token_hash(&secret), account.id, until).await?;
    Ok(secret)
}

/// Signs in by a code of the authenticator app or a recovery code, after the password was correct. A code is accepted
/// once. If the same device repeats the same request because its answer was lost, a new session replaces the one whose
/// answer was lost, unless that one has been ended.
///
/// # Errors
/// Wrong code, too many tries; the sign-in has expired.
pub async fn second_step(
    context: &Context,
    secret: [u8; 32],
    key: Option<IdempotencyKey>,
    code: String,
    lang: Lang,
    asker: Asker,
) -> Result<SignedIn, ApiError> {
    let stamp = context.stamp()?;
    let (now, device_now) = (stamp.now, context.clock.unshifted());
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let Some(step) = second_factors::hold_step(tx, &token_hash(&secret), now).await? else {
                return Ok(Outcome::Gone);
            };
            let account = accounts::find(tx, step.account_id).await?;
            let usable = |account: &Account| is_open(account) && account.totp.is_some();
            let Some(account) = account.filter(usable) else { return Ok(Outcome::Gone) };
            let claim = match &key {
                None => None,
                Some(key) => {
                    let request = Once::of_code(tx, account.id, format!("session.secondStep:{}", step.id), key, &code);
                    // Claimed before the code is checked: of two identical simultaneous requests, the second must not
                    // be told that its code was used.
                    match idempotency::claim(tx, ids.id(), &request.asked(), now).await? {
                        Claimed::Fresh(id) => Some(id),
                        Claimed::OtherBody => return Ok(Outcome::Gone),
                        Claimed::Replay(before) => {
                            let Some(family_id) = still_alive(tx, &before.body, now).await? else {
                                return Ok(Outcome::Gone);
                            };
                            if sessions::revoke_family(tx, family_id, now).await? == 0 {
                                // Another repetition has replaced it meanwhile.
                                return Err(qabul_store::Error::Again.into());
                            }
                            let opened = accepted(tx, &mut ids, &account, "repeat", &asker, lang).await?;
                            idempotency::replace(tx, &request.asked(), &opened_by(&opened)).await?;
                            return Ok(Outcome::In(Box::new(opened)));
                        }
                    }
                }
            };
            let tried = match step.done_at {
                None => {
                    // A known device has its own tries, so that others who know the password cannot use them up.
                    let counted = match asker.standing(tx, Some(account.id), now).await? {
                        Standing::Known(device) => device,
                        Standing::Proven(_) | Standing::Stranger(_) => account.id.to_string(),
                    };
                    Some(try_code(tx, &mut ids, &account, &counted, &code, device_now).await?)
                }
                Some(_) => None,
            };
            let Some(Tried::Right { by }) = tried else {
                // Committed, because the try counts; the key must stay free for the correct code.
                if let Some(claim) = claim {
                    idempotency::release(tx, claim).await?;
                }
                return Ok(tried.map_or(Outcome::Gone, Outcome::Tried));
            };
            if !second_factors::end_step(tx, step.id, now).await? {
                // Another request of this sign-in came first; the code stays unused.
                return Err(qabul_store::Error::Again.into());
            }
            let opened = accepted(tx, &mut ids, &account, by.word(), &asker, lang).await?;
            if let Some(claim) = claim {
                idempotency::finish(tx, claim, &opened_by(&opened)).await?;
            }
            if by == By::Recovery {
                tell_of_recovery_code(tx, &mut ids, &account).await?;
            }
            Ok::<_, ApiError>(Outcome::In(Box::new(opened)))
        })
        .await?;
    context.outbox_bell.notify_one();
    match outcome {
        Outcome::In(opened) => signed_in(context, *opened),
        Outcome::Tried(Tried::TooMany { again_at }) => Err(ApiError::too_many(now, again_at)),
        Outcome::Tried(Tried::Wrong { left }) => Err(wrong(left)),
        Outcome::Tried(Tried::Right { .. }) | Outcome::Gone => Err(Code::SecondStepGone.into()),
    }
}

/// The stored part of an answer: the id of the opened session, not its tokens.
fn opened_by(opened: &Opened) -> idempotency::Outcome {
    outcome_of(201, Private(opened.family_id.as_bytes().to_vec()))
}

/// The session opened by an earlier answer, if it has not been ended: a repetition must not sign in again after a
/// sign-out.
async fn still_alive(tx: &mut Tx, body: &[u8], now: Micros) -> Result<Option<Uuid>, ApiError> {
    let Ok(family_id) = Uuid::from_slice(body) else { return Ok(None) };
    Ok(sessions::is_alive(tx, family_id, now).await?.then_some(family_id))
}

/// Notifies the owner that a recovery code was used to sign in, and how many are left.
async fn tell_of_recovery_code(tx: &mut Tx, ids: &mut Ids, account: &Account) -> Result<(), ApiError> {
    let left = second_factors::recovery_codes_left(tx, account.id).await?;
    told_with(tx, ids, account, "account.recoveryCodeUsed", &[("left", left.to_string())]).await
}
