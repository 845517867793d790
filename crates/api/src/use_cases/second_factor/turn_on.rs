use qabul_contract::second_factor::RecoveryCodes;
use qabul_store::idempotency::{self, Claimed};
use qabul_store::{Ids, Private, accounts, second_factors, sessions};

use super::codes::{self, Given};
use super::{Tried, count_try, forget_tries, in_session, plain};
use crate::auth::totp;
use crate::context::Context;
use crate::extract::{Applicant, IdempotencyKey};
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, told};
use crate::use_cases::idempotent::{Once, outcome_of};

/// Turns the factor on when the app's first code is correct. The owner is notified and every other session ends,
/// because one of them may belong to an attacker. The same key shows the same recovery codes again, because the answer
/// that contained them may have been lost.
///
/// # Errors
/// Wrong code, too many tries; nothing was set up, or the set-up has expired.
pub async fn turn_on(
    context: &Context,
    who: Applicant,
    key: &IdempotencyKey,
    code: &str,
) -> Result<RecoveryCodes, ApiError> {
    let stamp = context.stamp()?;
    let (now, device_now, typed, key) = (stamp.now, context.clock.unshifted(), plain(code), key.clone());
    let given = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let request = Once::of_code(tx, who.account_id, "secondFactor.on", &key, &typed);
            let claim = match idempotency::claim(tx, ids.id(), &request.asked(), now).await? {
                Claimed::Fresh(id) => id,
                Claimed::Replay(outcome) => return Ok(Given::Codes(outcome.body)),
                Claimed::OtherBody => return Err(Code::IdempotencyMismatch.into()),
            };
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let pending = second_factors::find(tx, account.id, now).await?.pending.ok_or(Code::SecondFactorChanged)?;
            let left = match count_try(tx, &in_session(who), now).await? {
                Ok(left) => left,
                Err(again_at) => {
                    idempotency::release(tx, claim).await?;
                    return Ok(Given::Refused(Tried::TooMany { again_at }));
                }
            };
            let taken = match totp::step_of(&pending, &typed, device_now) {
                Some(step) => second_factors::take_step(tx, account.id, step).await?,
                None => false,
            };
            if !taken {
                // Committed, because the try counts; the key must stay free for the correct code.
                idempotency::release(tx, claim).await?;
                return Ok(Given::Refused(Tried::Wrong { left }));
            }
            let fresh = codes::fresh(&ids);
            if !second_factors::turn_on(tx, account.id, &pending, &fresh, now).await? {
                return Err(ApiError::new(Code::SecondFactorChanged));
            }
            forget_tries(tx, &in_session(who)).await?;
            sessions::revoke_account(tx, account.id, Some(who.family_id), now).await?;
            audited(tx, &mut ids, &account, "account.secondFactorOn", "{}").await?;
            told(tx, &mut ids, &account, "account.secondFactorOn").await?;
            let answer = Private(codes::answer(&fresh)?);
            idempotency::finish(tx, claim, &outcome_of(200, answer.clone())).await?;
            Ok(Given::Codes(answer))
        })
        .await?;
    context.outbox_bell.notify_one();
    codes::told(given, now)
}
