use qabul_contract::me::{NewPhone, Profile};
use qabul_contract::registrations::CodeSent;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::person::Phone;
use qabul_store::accounts::{self, ContactsSet};
use qabul_store::codes::{self, Checked, Purpose};
use qabul_store::contact_changes::{self, ContactKind, NewChange};
use qabul_store::{Ids, Private, Tx};
use uuid::Uuid;

use super::{audited, proven, told};
use crate::auth::asker::Standing;
use crate::auth::codes::{NEW_PHONE, TERMS};
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code};
use crate::use_cases::one_time_codes::{Guard, Sending};
use crate::use_cases::{me, one_time_codes};

/// Sends a code to the new number. A number that is taken gets one too: only a caller who proves to own it learns that.
///
/// # Errors
/// Unreadable number, the present number, wrong password, too many codes.
pub async fn change_phone(
    context: &Context,
    who: Applicant,
    phone: &str,
    password: String,
    lang: Lang,
) -> Result<CodeSent, ApiError> {
    let phone = Phone::parse(phone).map_err(|reason| ApiError::reason("/phone", &reason))?;
    let account = proven(context, who, "/password", password).await?;
    if account.phone.as_ref().is_some_and(|present| present.as_str() == phone.as_str()) {
        return Err(ApiError::field("/phone", "phonePresent"));
    }
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let sent = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let number = Private(phone.as_str().to_owned());
            // A repeated request whose answer was lost: the code is already on its way, and no second one is sent.
            let open = contact_changes::find_open(tx, account.id, ContactKind::Phone, now).await?;
            let fresh = |at: Micros| now < at.plus_seconds(TERMS.resend_seconds);
            let same = open.as_ref().is_some_and(|open| *open.value == *number);
            if let Some(open) = open.filter(|open| same && fresh(open.created_at)) {
                return Ok(Ok(one_time_codes::told(open.created_at, open.expires_at, TERMS.max_tries)));
            }
            let owner = account.id.to_string();
            let standing = Standing::Proven(format!("account:{owner}"));
            let allowed = match one_time_codes::may_send(tx, &standing, &number, now).await? {
                Ok(allowed) => allowed,
                Err(again) => return Ok(Err(again)),
            };
            let sending = Sending {
                purpose: Purpose { name: NEW_PHONE, owner: &owner },
                lane: format!("account:{owner}"),
                to: Some(number.to_string()),
                lang,
                resend_seconds: one_time_codes::pause(same),
                few: allowed.few,
            };
            let sent = match one_time_codes::send(tx, &mut ids, &guard, sending).await? {
                Ok(sent) => sent,
                Err(again) => return Ok(Err(again)),
            };
            allowed.count(tx, now).await?;
            let change = NewChange {
                id: ids.id(),
                account_id: account.id,
                kind: ContactKind::Phone,
                value: &number,
                token_hash: None,
                expires_at: sent.expires_at.into(),
            };
            contact_changes::begin(tx, &change, now).await?;
            audited(tx, &mut ids, &account, "account.phoneCode", "{}").await?;
            Ok::<_, ApiError>(Ok(sent))
        })
        .await?;
    context.outbox_bell.notify_one();
    sent.map_err(|again| ApiError::refused_until(Code::CodePause, now, again))
}

/// The number that waits for its code, as the owner's pages show it after a reload.
///
/// # Errors
/// When the store fails.
pub async fn waiting_phone(tx: &mut Tx, account_id: Uuid, now: Micros) -> Result<Option<NewPhone>, ApiError> {
    let Some(open) = contact_changes::find_open(tx, account_id, ContactKind::Phone, now).await? else {
        return Ok(None);
    };
    let owner = account_id.to_string();
    let left = codes::tries_left(tx, Purpose { name: NEW_PHONE, owner: &owner }, now).await?;
    let phone = Phone::parse(&open.value).map(|phone| phone.display()).unwrap_or_default();
    Ok(Some(NewPhone { phone, code: one_time_codes::told(open.created_at, open.expires_at, left) }))
}

/// What the unit found. Every outcome is committed, because a wrong try must be counted.
enum Outcome {
    Done,
    Taken,
    Wrong(i64),
    Over,
}

/// Sets the new number after its code was entered correctly. The old number is notified.
///
/// # Errors
/// Wrong, expired or used-up code; a number that belongs to another account.
pub async fn prove_phone(context: &Context, who: Applicant, code: &str) -> Result<Profile, ApiError> {
    let typed = code.to_owned();
    let stamp = context.stamp()?;
    let (now, guard) = (stamp.now, Guard::new(&context.config));
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let owner = who.account_id.to_string();
            let purpose = Purpose { name: NEW_PHONE, owner: &owner };
            match one_time_codes::check(tx, &mut ids, &guard, purpose, &typed).await? {
                Checked::Right => {}
                Checked::Wrong { left } => return Ok(Outcome::Wrong(left)),
                Checked::Over if made(tx, who, now).await? => return Ok(Outcome::Done),
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
            // `account` still contains the old number, so the SMS goes there.
            told(tx, &mut ids, &account, "account.phoneChanged").await?;
            Ok::<_, ApiError>(Outcome::Done)
        })
        .await?;
    context.outbox_bell.notify_one();
    match outcome {
        Outcome::Done => me::profile(context, who).await,
        Outcome::Taken => Err(Code::PhoneTaken.into()),
        Outcome::Wrong(left) => Err(one_time_codes::wrong(left)),
        Outcome::Over => Err(Code::CodeExpired.into()),
    }
}

/// Whether the change was already made and its answer was lost: the newest change was closed recently, and its number
/// is the account's number.
async fn made(tx: &mut Tx, who: Applicant, now: Micros) -> Result<bool, ApiError> {
    let since = now.plus_seconds(-TERMS.valid_seconds);
    let closed = contact_changes::find_closed(tx, who.account_id, ContactKind::Phone, since).await?;
    let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
    Ok(closed.is_some_and(|change| account.phone.is_some_and(|phone| *phone == *change.value)))
}
