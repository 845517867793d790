use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_store::codes::{self, Checked, Purpose};
use qabul_store::limits;
use qabul_store::password_resets::ResetState::{Code as CodeState, Proven};

use super::{found, save, shown};
use crate::auth::codes::{FAILED_EVERYWHERE, RESET};
use crate::context::Context;
use crate::problem::{ApiError, Code, Told};

/// What the unit found. Every outcome is committed: a wrong try must count.
enum Outcome {
    Right(Box<Shown>),
    Wrong(i64),
    Over,
    Spraying,
}

/// Checks the code. Of a reset without an account, or after wrong digits, no code is right.
///
/// # Errors
/// Wrong, ended or used-up code; too many wrong codes in the whole system.
pub async fn verify(context: &Context, secret: [u8; 32], code: &str) -> Result<Shown, ApiError> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let now = context.clock.now();
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut reset = found(tx, &secret, &[CodeState, Proven], now).await?;
            if reset.state == Proven {
                return Ok(Outcome::Right(Box::new(shown(&reset))));
            }
            if limits::count(tx, &FAILED_EVERYWHERE, "", now).await? >= FAILED_EVERYWHERE.most {
                return Ok(Outcome::Spraying);
            }
            let owner = reset.id.to_string();
            match codes::check(tx, Purpose { name: RESET, owner: &owner }, &digits, now).await? {
                Checked::Right if reset.matched == 1 => {
                    reset.state = Proven;
                    save(tx, &reset, now).await?;
                    Ok::<_, ApiError>(Outcome::Right(Box::new(shown(&reset))))
                }
                Checked::Wrong { left } => {
                    limits::hit(tx, &FAILED_EVERYWHERE, "", now).await?;
                    reset.code_tries_left = Some(left);
                    save(tx, &reset, now).await?;
                    Ok(Outcome::Wrong(left))
                }
                Checked::Right | Checked::Over => Ok(Outcome::Over),
            }
        })
        .await?;
    match outcome {
        Outcome::Right(shown) => Ok(*shown),
        Outcome::Wrong(left) => Err(ApiError::new(Code::CodeWrong).value("left", Told::Text(left.to_string()))),
        Outcome::Over => Err(Code::CodeExpired.into()),
        Outcome::Spraying => Err(ApiError::new(Code::TooMany).retry_after(600)),
    }
}
