use qabul_contract::password_resets::PasswordReset as Shown;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::typed::last_digits;
use qabul_store::accounts;
use qabul_store::audit::{self, Event};
use qabul_store::codes::Purpose;
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::password_resets::{
    self, PasswordReset,
    ResetState::{Code as CodeState, Started},
};
use qabul_store::{Ids, Tx};
use subtle::ConstantTimeEq as _;

use super::{found, save, shown};
use crate::auth::asker::{Asker, Standing};
use crate::auth::codes::{RESET, TERMS};
use crate::auth::limits::{RESET_ACCOUNT, RESET_LOGIN, RESET_LOGIN_DAY, RESET_SAME_DIGITS};
use crate::context::Context;
use crate::jobs::messages::NOBODY;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::{self, Guard, Sending};

enum Outcome {
    Sent(Box<Shown>),
    TooMany(Micros),
    Pause(Micros),
}

/// Takes the last four digits of the account's number. If they match, a code is sent to the number. If not, the answer
/// is the same, and a code that nobody receives is stored. The same digits within a minute are answered with the code
/// already sent; other digits are checked at once, because the first ones may have been a typing error.
///
/// # Errors
/// Not four digits; too many codes.
pub async fn send_code(
    context: &Context,
    secret: [u8; 32],
    digits: &str,
    lang: Lang,
    asker: Asker,
) -> Result<Shown, ApiError> {
    let digits = last_digits(digits).ok_or_else(|| ApiError::field("/digits", "lastDigits"))?;
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let mut reset = found(tx, &secret, &[Started, CodeState], now).await?;
            let under_way = reset.code_sent_at.is_some_and(|at| now < at.plus_seconds(TERMS.resend_seconds));
            let hash = password_resets::digits_hash(tx, reset.id, &digits);
            let same = reset.digits_hash.as_ref() == Some(&hash);
            if under_way && same && reset.state == CodeState {
                return Ok(Outcome::Sent(Box::new(shown(&reset))));
            }
            let login: String = reset.login_hash.iter().map(|byte| format!("{byte:02x}")).collect();
            let standing = asker.standing(tx, reset.account_id, now).await?;
            let here = format!("{} {login}", standing.key());
            let asks = [
                Ask::new(&RESET_LOGIN, &here),
                Ask::new(&RESET_LOGIN_DAY, &here),
                Ask::new(&RESET_SAME_DIGITS, format!("{here} {digits}")),
            ];
            if let Taken::Refused(until) = limits::take(tx, &asks, now).await? {
                // Other digits are tries; the same digits again only ask for another code.
                let tries = limits::refused(tx, &asks[..2], now).await?.is_some();
                return Ok(if tries { Outcome::TooMany(until) } else { Outcome::Pause(until) });
            }
            let (number, few) = owners_number(tx, &reset, &standing, &login, &digits, now).await?;
            reset.digits_hash = Some(hash);
            reset.matched = i64::from(number.is_some());
            let owner = reset.id.to_string();
            let purpose = Purpose { name: RESET, owner: &owner };
            let resend_seconds = one_time_codes::pause(same);
            let lane = format!("reset:{owner}");
            let sending = Sending { purpose, lane, to: number, lang, resend_seconds, few };
            let sent = match one_time_codes::send(tx, &mut ids, &guard, sending).await? {
                Ok(sent) => sent,
                Err(again) => return Ok(Outcome::Pause(again)),
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
        Outcome::Pause(again) => Err(ApiError::refused_until(Code::CodePause, now, again)),
    }
}

/// The account's number, if these are its last digits and the caller may have another code, and whether the code may be
/// tried fewer times. Without an account the same limits are counted for a number that nobody has.
async fn owners_number(
    tx: &mut Tx,
    reset: &PasswordReset,
    standing: &Standing,
    login: &str,
    digits: &str,
    now: Micros,
) -> Result<(Option<String>, bool), ApiError> {
    let id = reset.account_id.unwrap_or(uuid::Uuid::nil());
    let phone = accounts::find(tx, id).await?.and_then(|account| account.phone).map(|phone| phone.into_inner());
    let compared = phone.clone().unwrap_or_else(|| NOBODY.to_owned());
    let fits: bool = compared.as_bytes()[compared.len().saturating_sub(4)..].ct_eq(digits.as_bytes()).into();
    let account = reset.account_id.map_or_else(|| login.to_owned(), |id| id.to_string());
    let guesses = [Ask::new(&RESET_ACCOUNT, format!("{} {account}", standing.key()))];
    let guessed = matches!(limits::take(tx, &guesses, now).await?, Taken::Refused(_));
    // Counted under another name if no SMS is sent: wrong digits must not use up the owner's limit.
    let counted = if fits && phone.is_some() { compared } else { format!("{login}{NOBODY}") };
    match one_time_codes::may_send(tx, standing, &counted, now).await? {
        Ok(allowed) if !guessed => {
            allowed.count(tx, now).await?;
            Ok((phone.filter(|_| fits), allowed.few))
        }
        _ => Ok((None, false)),
    }
}
