use qabul_contract::second_factor::RecoveryCodes;
use qabul_store::idempotency::{self, Claimed};
use qabul_store::{Ids, Private, accounts, second_factors};

use super::codes::{self, Given};
use super::{Tried, in_session, try_code};
use crate::context::Context;
use crate::extract::{Applicant, IdempotencyKey};
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, proven, told};
use crate::use_cases::idempotent::{Once, outcome_of};

/// Replaces the recovery codes; the earlier ones are no longer accepted. The owner is notified. The same key shows the
/// same codes again.
///
/// # Errors
/// Wrong password or code, too many tries; the factor is off.
pub async fn renew_codes(
    context: &Context,
    who: Applicant,
    key: &IdempotencyKey,
    password: String,
    code: String,
) -> Result<RecoveryCodes, ApiError> {
    proven(context, who, "/password", password).await?;
    let stamp = context.stamp()?;
    let (now, device_now, key) = (stamp.now, context.clock.unshifted(), key.clone());
    let given = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let request = Once::of_code(tx, who.account_id, "secondFactor.codes", &key, &code);
            let claim = match idempotency::claim(tx, ids.id(), &request.asked(), now).await? {
                Claimed::Fresh(id) => id,
                Claimed::Replay(outcome) => return Ok(Given::Codes(outcome.body)),
                Claimed::OtherBody => return Err(Code::IdempotencyMismatch.into()),
            };
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            if account.totp.is_none() {
                return Err(Code::SecondFactorChanged.into());
            }
            let tried = try_code(tx, &mut ids, &account, &in_session(who), &code, device_now).await?;
            let Tried::Right { by } = tried else {
                // Committed, because the try counts; the key must stay free for the correct code.
                idempotency::release(tx, claim).await?;
                return Ok(Given::Refused(tried));
            };
            let fresh = codes::fresh(&ids);
            second_factors::put_codes(tx, account.id, &fresh).await?;
            audited(tx, &mut ids, &account, "account.recoveryCodes", &by.detail()).await?;
            told(tx, &mut ids, &account, "account.recoveryCodes").await?;
            let answer = Private(codes::answer(&fresh)?);
            idempotency::finish(tx, claim, &outcome_of(200, answer.clone())).await?;
            Ok::<_, ApiError>(Given::Codes(answer))
        })
        .await?;
    context.outbox_bell.notify_one();
    codes::told(given, now)
}
