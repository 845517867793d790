use qabul_contract::registrations::Registration as Shown;
use qabul_store::accounts;
use qabul_store::codes::{self, Checked, Purpose};
use qabul_store::limits;
use qabul_store::registrations::RegistrationState::{EmailSet, IdentityConfirmed, PhoneVerified};

use super::{found, save, shown};
use crate::auth::codes::{FAILED_EVERYWHERE, PHONE};
use crate::context::Context;
use crate::problem::{ApiError, Code, Told};

/// What the unit found. Every outcome is committed: a wrong try must count.
enum Outcome {
    Right(Box<Shown>),
    Taken,
    Wrong(i64),
    Over,
    Spraying,
}

/// Checks the code. Only the right code tells that a number belongs to somebody else.
///
/// # Errors
/// Wrong, ended or used-up code; a taken number; too many wrong codes in the whole system.
pub async fn verify_phone(context: &Context, secret: [u8; 32], code: &str) -> Result<Shown, ApiError> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let now = context.clock.now();
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut found = found(tx, &secret, &[IdentityConfirmed, PhoneVerified, EmailSet], now).await?;
            if found.row.state != IdentityConfirmed {
                return Ok(Outcome::Right(Box::new(shown(&found.answers, found.row.state, found.row.expires_at))));
            }
            if limits::count(tx, &FAILED_EVERYWHERE, "", now).await? >= FAILED_EVERYWHERE.most {
                return Ok(Outcome::Spraying);
            }
            let owner = found.row.id.to_string();
            match codes::check(tx, Purpose { name: PHONE, owner: &owner }, &digits, now).await? {
                Checked::Right => {}
                Checked::Wrong { left } => {
                    limits::hit(tx, &FAILED_EVERYWHERE, "", now).await?;
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
        Outcome::Wrong(left) => Err(ApiError::new(Code::CodeWrong).value("left", Told::Text(left.to_string()))),
        Outcome::Over => Err(Code::CodeExpired.into()),
        Outcome::Spraying => Err(ApiError::new(Code::TooMany).retry_after(600)),
    }
}
