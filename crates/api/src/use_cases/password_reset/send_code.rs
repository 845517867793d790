use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts;
use qabul_store::audit::{self, Event};
use qabul_store::codes::Purpose;
use qabul_store::limits::{self, Limit};
use qabul_store::password_resets::ResetState::{Code as CodeState, Started};
use qabul_store::{Ids, Tx};
use subtle::ConstantTimeEq as _;

use super::{found, save, shown};
use crate::auth::codes::{PER_PHONE_DAY, PER_PHONE_HOUR, RESET, TERMS};
use crate::context::Context;
use crate::jobs::messages::NOBODY;
use crate::problem::ApiError;
use crate::use_cases::one_time_codes::{self, Guard, Sending};

/// Codes for one login in an hour, whether or not there is such an account.
const PER_LOGIN: Limit = Limit { name: "reset.code", seconds: 3600, most: 5 };

/// Digits typed for one account in an hour: above it the right ones send nothing, and nothing tells so.
const PER_ACCOUNT: Limit = Limit { name: "reset.digits", seconds: 3600, most: 5 };

enum Outcome {
    Sent(Box<Shown>),
    TooMany(Micros),
}

/// Takes the last four digits of the account's number. If they fit, a code goes to it; if not, the answer is the same and a
/// code nobody gets is written. Repeated within a minute, it answers with the code that is under way.
///
/// # Errors
/// Not four digits; too many codes.
pub async fn send_code(context: &Context, secret: [u8; 32], digits: &str, lang: Lang) -> Result<Shown, ApiError> {
    let digits: String = digits.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.len() != 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(ApiError::field("/digits", "lastDigits"));
    }
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let mut reset = found(tx, &secret, &[Started, CodeState], now).await?;
            let under_way = reset.code_sent_at.is_some_and(|at| now < at.plus_seconds(TERMS.resend_seconds));
            if under_way && reset.state == CodeState {
                return Ok(Outcome::Sent(Box::new(shown(&reset))));
            }
            let login: String = reset.login_hash.iter().map(|byte| format!("{byte:02x}")).collect();
            if limits::hit(tx, &PER_LOGIN, &login, now).await? > PER_LOGIN.most {
                return Ok(Outcome::TooMany(PER_LOGIN.opens_again(now)));
            }
            let number = owners_number(tx, &reset, &login, &digits, now).await?;
            reset.matched = i64::from(number.is_some());
            let owner = reset.id.to_string();
            let purpose = Purpose { name: RESET, owner: &owner };
            let sending = Sending { purpose, lane: format!("reset:{owner}"), to: number, lang };
            let sent = match one_time_codes::send(tx, &mut ids, &guard, sending).await? {
                Ok(sent) => sent,
                Err(again) => return Ok(Outcome::TooMany(again)),
            };
            let event = Event {
                id: ids.id(),
                subject: &format!("reset:{owner}"),
                actor: "anonymous",
                action: "passwordReset.code",
                at: now,
                detail: "{}",
            };
            audit::append(tx, &event).await?;
            reset.state = CodeState;
            reset.code_sent_at = Some(now);
            reset.code_expires_at = Some(sent.expires_at.into());
            reset.code_tries_left = Some(i64::from(sent.tries_left));
            save(tx, &reset, now).await?;
            Ok::<_, ApiError>(Outcome::Sent(Box::new(shown(&reset))))
        })
        .await?;
    context.outbox_bell.notify_one();
    match outcome {
        Outcome::Sent(shown) => Ok(*shown),
        Outcome::TooMany(again) => Err(ApiError::too_many(now, again)),
    }
}

/// The account's number, if these are its last digits and it may get another code. Without an account the same limits are
/// counted for a number nobody has.
async fn owners_number(
    tx: &mut Tx,
    reset: &qabul_store::password_resets::PasswordReset,
    login: &str,
    digits: &str,
    now: Micros,
) -> Result<Option<String>, ApiError> {
    let id = reset.account_id.unwrap_or(uuid::Uuid::nil());
    let phone = accounts::find(tx, id).await?.and_then(|account| account.phone).map(|phone| phone.into_inner());
    let compared = phone.clone().unwrap_or_else(|| NOBODY.to_owned());
    let fits: bool = compared.as_bytes()[compared.len().saturating_sub(4)..].ct_eq(digits.as_bytes()).into();
    let account = reset.account_id.map_or_else(|| login.to_owned(), |id| id.to_string());
    let mut allowed = limits::hit(tx, &PER_ACCOUNT, &account, now).await? <= PER_ACCOUNT.most;
    // Counted under another name where no SMS leaves: wrong digits must not use up the owner's codes.
    let counted = if fits && phone.is_some() { compared } else { format!("{login}{NOBODY}") };
    for limit in [&PER_PHONE_HOUR, &PER_PHONE_DAY] {
        allowed &= limits::hit(tx, limit, &counted, now).await? <= limit.most;
    }
    Ok(phone.filter(|_| fits && allowed))
}
