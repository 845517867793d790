use qabul_contract::second_factor::RecoveryCodes;
use qabul_store::accounts;
use qabul_store::limits;
use qabul_store::{Ids, second_factors};

use super::{TRIES, plain};
use crate::auth::totp;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, told};
use crate::use_cases::one_time_codes::wrong;

/// Recovery codes of an account.
const CODES: usize = 8;
/// Characters of one, five bits each: fifty bits against five tries a quarter of an hour.
const CODE_LENGTH: usize = 10;

/// What the unit found. A wrong try must be committed.
enum Outcome {
    On(Vec<String>),
    Wrong(i64),
    TooMany,
}

/// Turns the factor on once the app's first code was right. The owner is told; other sessions go on.
///
/// # Errors
/// Wrong code, too many tries; nothing was set up, or its time is over.
pub async fn turn_on(context: &Context, who: Applicant, code: &str) -> Result<RecoveryCodes, ApiError> {
    let stamp = context.stamp()?;
    let (now, typed) = (stamp.now, plain(code));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let pending = second_factors::find(tx, account.id, now).await?.pending.ok_or(Code::NotOffered)?;
            let tries = limits::hit(tx, &TRIES, &account.id.to_string(), now).await?;
            if tries > TRIES.most {
                return Ok(Outcome::TooMany);
            }
            let step = totp::step_of(&pending, &typed, now);
            let taken = match step {
                Some(step) => second_factors::take_step(tx, account.id, step).await?,
                None => false,
            };
            if !taken {
                return Ok(Outcome::Wrong(TRIES.most - tries));
            }
            let codes = recovery_codes(&ids);
            if !second_factors::turn_on(tx, account.id, &pending, &codes, now).await? {
                return Err(ApiError::new(Code::NotOffered));
            }
            limits::clear(tx, &TRIES, &account.id.to_string(), now).await?;
            audited(tx, &mut ids, &account, "account.secondFactorOn", "{}").await?;
            told(tx, &mut ids, &account, "account.secondFactorOn").await?;
            Ok(Outcome::On(codes))
        })
        .await?;
    context.outbox_bell.notify_one();
    match outcome {
        Outcome::On(codes) => Ok(RecoveryCodes { items: codes.iter().map(|code| shown(code)).collect() }),
        Outcome::Wrong(left) => Err(wrong(left)),
        Outcome::TooMany => Err(ApiError::too_many(now, TRIES.opens_again(now))),
    }
}

fn recovery_codes(ids: &Ids) -> Vec<String> {
    (0..CODES)
        .map(|n| totp::base32(&ids.secret32(&format!("recovery code {n}")))[..CODE_LENGTH].to_owned())
        .collect()
}

/// As it is read aloud and typed: two groups of five.
fn shown(code: &str) -> String {
    let (left, right) = code.split_at(CODE_LENGTH / 2);
    format!("{left}-{right}")
}
