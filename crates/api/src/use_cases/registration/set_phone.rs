use qabul_contract::registrations::Registration as Shown;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::person::Phone;
use qabul_store::Ids;
use qabul_store::codes::Purpose;
use qabul_store::registrations::RegistrationState::{EmailSet, IdentityConfirmed, PhoneVerified};

use super::{found, save, shown};
use crate::auth::asker::Standing;
use crate::auth::codes::PHONE;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::{self, Guard, Sending};

/// What the unit found.
enum Outcome {
    Sent(Box<Shown>),
    Pause(Micros),
}

/// Sends a code to the number. A number that is taken gets one too: only a caller who proves to own it learns that.
///
/// # Errors
/// Unreadable number, too many codes.
pub async fn set_phone(
    context: &Context,
    secret: [u8; 32],
    phone: &str,
    lang: Lang,
    caller: String,
) -> Result<Shown, ApiError> {
    let phone = Phone::parse(phone).map_err(|reason| ApiError::reason("/phone", &reason))?;
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let mut found = found(tx, &secret, &[IdentityConfirmed, PhoneVerified, EmailSet], now).await?;
            let number = phone.as_str().to_owned();
            // A repeated request whose answer was lost: the code is already on its way, and no second one is sent.
            let sent = found.answers.code.as_ref().filter(|sent| now < Micros::from(sent.resend_at));
            if sent.is_some() && found.row.state == IdentityConfirmed && found.answers.phone.as_ref() == Some(&number) {
                let shown = shown(&found.answers, IdentityConfirmed, found.row.expires_at);
                return Ok(Outcome::Sent(Box::new(shown)));
            }
            // The identity of citizens and foreigners was proven by a register; a person who typed their data has
            // proven nothing yet.
            let standing = match found.answers.fin.as_ref().or(found.answers.permit.as_ref()) {
                Some(identity) => Standing::Proven(format!("identity:{identity}")),
                None => Standing::Stranger(caller.clone()),
            };
            let allowed = match one_time_codes::may_send(tx, &standing, &number, now).await? {
                Ok(allowed) => allowed,
                Err(again) => return Ok(Outcome::Pause(again)),
            };
            let owner = found.row.id.to_string();
            let sending = Sending {
                purpose: Purpose { name: PHONE, owner: &owner },
                lane: format!("registration:{owner}"),
                to: Some(number.clone()),
                lang,
                resend_seconds: one_time_codes::pause(found.answers.phone.as_ref() == Some(&number)),
                few: allowed.few,
            };
            let sent = match one_time_codes::send(tx, &mut ids, &guard, sending).await? {
                Ok(sent) => sent,
                Err(again) => return Ok(Outcome::Pause(again)),
            };
            allowed.count(tx, now).await?;
            found.answers.phone = Some(number);
            found.answers.code = Some(sent);
            save(tx, &found, IdentityConfirmed, now).await?;
            Ok::<_, ApiError>(Outcome::Sent(Box::new(shown(&found.answers, IdentityConfirmed, found.row.expires_at))))
        })
        .await?;
    match outcome {
        Outcome::Sent(shown) => {
            context.outbox_bell.notify_one();
            Ok(*shown)
        }
        Outcome::Pause(again) => Err(ApiError::refused_until(Code::CodePause, now, again)),
    }
}
