use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts;
use qabul_store::audit::{self, Event};
use qabul_store::codes::{self, Issued, Purpose};
use qabul_store::limits::{self, Limit};
use qabul_store::password_resets::ResetState::{Code as CodeState, Started};
use qabul_store::{Ids, Tx};
use subtle::ConstantTimeEq as _;

use super::{found, save, shown};
use crate::auth::codes::{PER_PHONE_DAY, PER_PHONE_HOUR, RESET, TERMS};
use crate::context::Context;
use crate::jobs::messages::{self, NOBODY, Sms};
use crate::problem::{ApiError, Code};
use crate::texts;

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
    let now = stamp.now;
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
            // A code that no SMS carries has signs nobody can type.
            let code = ids.digits6(RESET);
            let kept = if number.is_some() { code.clone() } else { format!("{owner}{code}") };
            match codes::issue(tx, ids.id(), Purpose { name: RESET, owner: &owner }, &kept, TERMS, now).await? {
                Issued::Done { expires_at } => reset.code_expires_at = Some(expires_at),
                Issued::TooSoon { again_at } => return Ok(Outcome::TooMany(again_at)),
            }
            let text = texts::fill(lang, "sms.code", &[("code", &code)]);
            let sms = Sms { to: number.unwrap_or_else(|| NOBODY.to_owned()), text };
            messages::queue_sms(tx, &mut ids, &format!("reset:{owner}"), sms).await?;
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
            reset.code_tries_left = Some(TERMS.max_tries);
            save(tx, &reset, now).await?;
            Ok::<_, ApiError>(Outcome::Sent(Box::new(shown(&reset))))
        })
        .await?;
    context.outbox_bell.notify_one();
    match outcome {
        Outcome::Sent(shown) => Ok(*shown),
        Outcome::TooMany(again) => {
            let seconds = now.seconds_until(again).max(0) + 1;
            Err(ApiError::new(Code::TooMany).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX)))
        }
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
