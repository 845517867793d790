use qabul_contract::second_factor::RecoveryCodes;
use qabul_store::idempotency::{self, Claimed};
use qabul_store::{Ids, Private, accounts, limits, second_factors};

use super::codes::{self, Given};
use super::{TRIES, Tried, plain};
use crate::auth::totp;
use crate::context::Context;
use crate::extract::{Applicant, IdempotencyKey};
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, told};
use crate::use_cases::idempotent::{Once, outcome_of};

/// Turns the factor on once the app's first code was right. The owner is told; other sessions go on. The same key shows the
/// same recovery codes again: an answer that was lost must not be the only one that had them.
///
/// # Errors
/// Wrong code, too many tries; nothing was set up, or its time is over.
pub async fn turn_on(
    context: &Context,
    who: Applicant,
    key: &IdempotencyKey,
    code: &str,
) -> Result<RecoveryCodes, ApiError> {
    let stamp = context.stamp()?;
    let (now, typed) = (stamp.now, plain(code));
    let request = Once::new(who.account_id, "secondFactor.on", key, code.as_bytes());
    let given = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let claim = match idempotency::claim(tx, ids.id(), &request.asked(), now).await? {
                Claimed::Fresh(id) => id,
                Claimed::Replay(outcome) => return Ok(Given::Codes(outcome.body)),
                Claimed::OtherBody => return Err(Code::IdempotencyMismatch.into()),
            };
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let pending = second_factors::find(tx, account.id, now).await?.pending.ok_or(Code::SecondFactorChanged)?;
            let tries = limits::hit(tx, &TRIES, &account.id.to_string(), now).await?;
            if tries > TRIES.most {
                return Ok(Given::Refused(Tried::TooMany { again_at: TRIES.opens_again(now) }));
            }
            let taken = match totp::step_of(&pending, &typed, now) {
                Some(step) => second_factors::take_step(tx, account.id, step).await?,
                None => false,
            };
            if !taken {
                return Ok(Given::Refused(Tried::Wrong { left: TRIES.most - tries }));
            }
            let fresh = codes::fresh(&ids);
            if !second_factors::turn_on(tx, account.id, &pending, &fresh, now).await? {
                return Err(ApiError::new(Code::SecondFactorChanged));
            }
            limits::clear(tx, &TRIES, &account.id.to_string(), now).await?;
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
