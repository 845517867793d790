use qabul_contract::me::Profile;
use qabul_contract::registrations::CodeSent;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::person::Phone;
use qabul_store::accounts::{self, ContactsSet};
use qabul_store::codes::{self, Checked, Issued, Purpose};
use qabul_store::contact_changes::{self, ContactKind, NewChange};
use qabul_store::limits;
use qabul_store::{Ids, Private};

use super::{audited, proven, told};
use crate::auth::codes::{FAILED_EVERYWHERE, NEW_PHONE, PER_PHONE_DAY, PER_PHONE_HOUR, TERMS};
use crate::context::Context;
use crate::extract::Applicant;
use crate::jobs::messages::{self, Sms};
use crate::problem::{ApiError, Code, Told};
use crate::texts;
use crate::use_cases::me;

/// Sends a code to the new number. A taken number gets one too: only who proves to own it learns that it is taken.
///
/// # Errors
/// Unreadable number, wrong password, too many codes.
pub async fn change_phone(
    context: &Context,
    who: Applicant,
    phone: &str,
    password: String,
    lang: Lang,
) -> Result<CodeSent, ApiError> {
    let phone = Phone::parse(phone).map_err(|reason| ApiError::reason("/phone", &reason))?;
    let account = proven(context, who, "/password", password).await?;
    let stamp = context.stamp()?;
    let now = stamp.now;
    let sent = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let number = Private(phone.as_str().to_owned());
            for limit in [&PER_PHONE_HOUR, &PER_PHONE_DAY] {
                if limits::hit(tx, limit, &number, now).await? > limit.most {
                    return Ok(Err(limit.opens_again(now)));
                }
            }
            let owner = account.id.to_string();
            let digits = ids.digits6(NEW_PHONE);
            let purpose = Purpose { name: NEW_PHONE, owner: &owner };
            let expires_at = match codes::issue(tx, ids.id(), purpose, &digits, TERMS, now).await? {
                Issued::Done { expires_at } => expires_at,
                Issued::TooSoon { again_at } => return Ok(Err(again_at)),
            };
            let change = NewChange {
                id: ids.id(),
                account_id: account.id,
                kind: ContactKind::Phone,
                value: &number,
                token_hash: None,
                expires_at,
            };
            contact_changes::begin(tx, &change, now).await?;
            let text = texts::fill(lang, "sms.code", &[("code", &digits)]);
            let sms = Sms { to: number.to_string(), text };
            messages::queue_sms(tx, &mut ids, &format!("account:{owner}"), sms).await?;
            audited(tx, &mut ids, &account, "account.phoneCode", "{}").await?;
            Ok::<_, ApiError>(Ok(CodeSent {
                sent_at: now.into(),
                expires_at: expires_at.into(),
                resend_at: now.plus_seconds(TERMS.resend_seconds).into(),
                tries_left: u8::try_from(TERMS.max_tries).unwrap_or(u8::MAX),
            }))
        })
        .await?;
    context.outbox_bell.notify_one();
    sent.map_err(|again: Micros| {
        let seconds = now.seconds_until(again).max(0) + 1;
        ApiError::new(Code::TooMany).retry_after(u32::try_from(seconds).unwrap_or(u32::MAX))
    })
}

/// What the unit found. Every outcome is committed: a wrong try must count.
enum Outcome {
    Done,
    Taken,
    Wrong(i64),
    Over,
    Spraying,
}

/// Takes the new number once its code was right. The old number is told.
///
/// # Errors
/// Wrong, ended or used-up code; a number that belongs to somebody else.
pub async fn prove_phone(context: &Context, who: Applicant, code: &str) -> Result<Profile, ApiError> {
    let digits: String = code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let stamp = context.stamp()?;
    let now = stamp.now;
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            if limits::count(tx, &FAILED_EVERYWHERE, "", now).await? >= FAILED_EVERYWHERE.most {
                return Ok(Outcome::Spraying);
            }
            let owner = who.account_id.to_string();
            match codes::check(tx, Purpose { name: NEW_PHONE, owner: &owner }, &digits, now).await? {
                Checked::Right => {}
                Checked::Wrong { left } => {
                    limits::hit(tx, &FAILED_EVERYWHERE, "", now).await?;
                    return Ok(Outcome::Wrong(left));
                }
                Checked::Over => return Ok(Outcome::Over),
            }
            let change = contact_changes::find_open(tx, who.account_id, ContactKind::Phone, now).await?;
            let Some(change) = change else { return Ok(Outcome::Over) };
            contact_changes::close(tx, change.id, now).await?;
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            match accounts::set_contacts(tx, &account, account.email.as_ref(), Some(&change.value), now).await? {
                ContactsSet::Done => {}
                ContactsSet::PhoneTaken => return Ok(Outcome::Taken),
                ContactsSet::EmailTaken | ContactsSet::Stale => return Err(Code::Stale.into()),
            }
            audited(tx, &mut ids, &account, "account.phoneChange", "{}").await?;
            // `account` still carries the old number, so that is where the SMS goes.
            told(tx, &mut ids, &account, "account.phoneChanged").await?;
            Ok::<_, ApiError>(Outcome::Done)
        })
        .await?;
    context.outbox_bell.notify_one();
    match outcome {
        Outcome::Done => me::profile(context, who).await,
        Outcome::Taken => Err(Code::PhoneTaken.into()),
        Outcome::Wrong(left) => Err(ApiError::new(Code::CodeWrong).value("left", Told::Text(left.to_string()))),
        Outcome::Over => Err(Code::CodeExpired.into()),
        Outcome::Spraying => Err(ApiError::new(Code::TooMany).retry_after(600)),
    }
}
