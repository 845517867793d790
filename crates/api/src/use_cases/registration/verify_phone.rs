use qabul_contract::registrations::Registration as Shown;
use qabul_store::codes::{Checked, Purpose};
use qabul_store::registrations::RegistrationState::{EmailSet, IdentityConfirmed, PhoneVerified};
use qabul_store::{Ids, accounts};

use super::{found, save, shown};
use crate::auth::codes::PHONE;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::{self, Guard};

/// What the unit found. Every outcome is committed, because a wrong try must be counted.
enum Outcome {
    Right(Box<Shown>),
    Taken,
    Wrong(i64),
    Over,
}

/// Checks the code. Only a caller with the correct code learns that a number belongs to another account.
///
/// # Errors
/// Wrong, expired or used-up code; a taken number.
pub async fn verify_phone(context: &Context, secret: [u8; 32], code: &str) -> Result<Shown, ApiError> {
    let typed = code.to_owned();
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut found = found(tx, &secret, &[IdentityConfirmed, PhoneVerified, EmailSet], now).await?;
            if found.row.state != IdentityConfirmed {
                return Ok(Outcome::Right(Box::new(shown(&found.answers, found.row.state, found.row.expires_at))));
            }
            let owner = found.row.id.to_string();
            let purpose = Purpose { name: PHONE, owner: &owner };
            match one_time_codes::check(tx, &mut Ids::new(&stamp), &guard, purpose, &typed).await? {
                Checked::Right => {}
                Checked::Wrong { left } => {
                    if let Some(code) = &mut found.answers.code {
                        code.tries_left = u8::try_from(left).unwrap_or(0);
                    }
                    save(tx, &found, IdentityConfirmed, now).await?;
                    return Ok(Outcome::Wrong(left));
                }
                Checked::Over => return Ok(Outcome::Over),
            }
            let number = found.answers.phone.clone().unwrap_or_default();
            if accounts::find_by_phone(tx, &number).await?.is_some() {
                found.answers.phone = None;
                found.answers.code = None;
                save(tx, &found, IdentityConfirmed, now).await?;
                return Ok(Outcome::Taken);
            }
            found.answers.code = None;
            save(tx, &found, PhoneVerified, now).await?;
            Ok::<_, ApiError>(Outcome::Right(Box::new(shown(&found.answers, PhoneVerified, found.row.expires_at))))
        })
        .await?;
    match outcome {
        Outcome::Right(shown) => Ok(*shown),
        Outcome::Taken => Err(Code::PhoneTaken.into()),
        Outcome::Wrong(left) => Err(one_time_codes::wrong(left)),
        Outcome::Over => Err(Code::CodeExpired.into()),
    }
}
