use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_store::Ids;
use qabul_store::codes::{Checked, Purpose};
use qabul_store::password_resets::ResetState::{Code as CodeState, Proven};

use super::{found, save, shown};
use crate::auth::codes::RESET;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::{self, Guard};

/// What the unit found. Every outcome is committed, because a wrong try must be counted.
enum Outcome {
    Right(Box<Shown>),
    Wrong(i64),
    Over,
}

/// Checks the code. Without an account, or after wrong digits, no code is correct.
///
/// # Errors
/// Wrong, expired or used-up code.
pub async fn verify(context: &Context, secret: [u8; 32], code: &str) -> Result<Shown, ApiError> {
    let typed = code.to_owned();
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut reset = found(tx, &secret, &[CodeState, Proven], now).await?;
            if reset.state == Proven {
                return Ok(Outcome::Right(Box::new(shown(&reset))));
            }
            let owner = reset.id.to_string();
            let purpose = Purpose { name: RESET, owner: &owner };
            match one_time_codes::check(tx, &mut Ids::new(&stamp), &guard, purpose, &typed).await? {
                Checked::Right if reset.matched == 1 => {
                    reset.state = Proven;
                    save(tx, &reset, now).await?;
                    Ok::<_, ApiError>(Outcome::Right(Box::new(shown(&reset))))
                }
                Checked::Wrong { left } => {
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
        Outcome::Wrong(left) => Err(one_time_codes::wrong(left)),
        Outcome::Over => Err(Code::CodeExpired.into()),
    }
}
