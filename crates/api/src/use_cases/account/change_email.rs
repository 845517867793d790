use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qabul_contract::me::LinkSent;
use qabul_domain::calendar::Micros;
use qabul_domain::person::Email;
use qabul_store::accounts::{self, Account, ContactsSet};
use qabul_store::contact_changes::{self, ContactKind, NewChange};
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::{Ids, Private, Tx};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{audited, audited_by, proven, told};
use crate::auth::limits::{EMAIL_LINK_WRONG, EMAIL_LINKS};
use crate::context::Context;
use crate::extract::Applicant;
use crate::jobs::messages::{self, Mail};
use crate::problem::{ApiError, Code};
use crate::texts;
use crate::use_cases::{me, registration};

/// A link is valid for this many seconds.
const LINK_SECONDS: i64 = 48 * 3600;
/// A request for the same address within this many seconds is a repetition whose answer was lost.
const AGAIN_SECONDS: i64 = 60;

/// Name of the job that has an address proven by the worker.
pub const EMAIL_PROOF: &str = "emailProof";

/// Data of that job; sealed in the outbox like every message.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Proof {
    account_id: Uuid,
    email: String,
    /// The link's secret.
    secret: String,
}

/// Writes the change and leaves the rest to the worker. Nothing here depends on whether the address belongs to an
/// account, so neither the answer nor its time shows it.
///
/// # Errors
/// When the store fails.
pub async fn ask_proof(
    tx: &mut Tx,
    ids: &mut Ids,
    account_id: Uuid,
    email: &Private<String>,
) -> Result<Micros, ApiError> {
    let (now, secret) = (ids.now(), ids.secret32("email.link"));
    let change = NewChange {
        id: ids.id(),
        account_id,
        kind: ContactKind::Email,
        value: email,
        token_hash: Some(Sha256::digest(secret).into()),
        expires_at: now.plus_seconds(LINK_SECONDS),
    };
    contact_changes::begin(tx, &change, now).await?;
    let proof = Proof { account_id, email: email.to_string(), secret: URL_SAFE_NO_PAD.encode(secret) };
    let payload = serde_json::to_value(&proof).map_err(ApiError::internal)?;
    messages::queue_job(tx, ids, &format!("account:{account_id}"), EMAIL_PROOF, &payload).await?;
    Ok(change.expires_at)
}

/// The worker's part: sends an e-mail with the link. The secret is after `#`, so no server and no log sees it. If
/// another account has proven the address, no link is sent; its owner is notified instead.
///
/// # Errors
/// When the store fails or the job cannot be read.
pub async fn send_proof(context: &Context, payload: &[u8]) -> Result<(), ApiError> {
    let Proof { account_id, email, secret } = serde_json::from_slice(payload).map_err(ApiError::internal)?;
    let stamp = context.stamp()?;
    let portal = context.config.public_url.clone();
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let Some(account) = accounts::find(tx, account_id).await? else { return Ok(()) };
            let owner = accounts::find_by_email(tx, &email).await?.filter(|owner| owner.id != account_id);
            // An address that nobody has proven belongs to no account yet: the link decides.
            if owner.is_some_and(|owner| owner.email_verified_at.is_some()) {
                return registration::tell_owner(tx, &mut ids, &email).await;
            }
            let lang = messages::lang_of(&account);
            let link = format!("{portal}/email#{secret}");
            let greeting = texts::fill(lang, "email.greeting", &[("name", &me::given_name(tx, &account).await?)]);
            let text = texts::fill(lang, "email.proof.text", &[("link", &link)]);
            let mail = Mail {
                to: email.clone(),
                subject: texts::text(lang, "email.proof.subject"),
                text: format!("{greeting}\n\n{text}"),
                lang,
                attachments: Vec::new(),
            };
            messages::queue_mail(tx, &mut ids, &format!("account:{account_id}"), mail).await
        })
        .await
}

/// Sends a link to a new address, or again to the current one. For an address that belongs to another account the
/// answer is the same as for a free one; its owner is notified instead.
///
/// # Errors
/// Unreadable address, the present address if it is proven, wrong password, too many links.
pub async fn change_email(
    context: &Context,
    who: Applicant,
    email: &str,
    password: String,
) -> Result<LinkSent, ApiError> {
    let email = Email::parse(email).map_err(|reason| ApiError::reason("/email", &reason))?;
    let account = proven(context, who, "/password", password).await?;
    // A link to the present address is of use only until it is proven.
    let present = account.email.as_ref().filter(|_| account.email_verified_at.is_some());
    if present.is_some_and(|present| **present == email.key()) {
        return Err(ApiError::field("/email", "emailPresent"));
    }
    let stamp = context.stamp()?;
    let sent = context
        .db
        .transact(async move |tx| {
            let expires_at = link(tx, &mut Ids::new(&stamp), &account, &Private(email.key())).await?.into();
            Ok::<_, ApiError>(LinkSent { email: email.as_str().to_owned(), expires_at })
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(sent)
}

/// Sends the link again to the address that waits to be proven. Needs no password, because nothing changes.
///
/// # Errors
/// No address waits; too many links.
pub async fn send_link(context: &Context, who: Applicant) -> Result<LinkSent, ApiError> {
    let stamp = context.stamp()?;
    let sent = context
        .db
        .transact(async move |tx| {
            let account = accounts::find(tx, who.account_id).await?.ok_or(Code::SignInRequired)?;
            let open = contact_changes::find_open(tx, account.id, ContactKind::Email, stamp.now).await?;
            let unproven = account.email.clone().filter(|_| account.email_verified_at.is_none());
            let waits = open.map(|change| change.value).or(unproven).ok_or(Code::EmailProven)?;
            let expires_at = link(tx, &mut Ids::new(&stamp), &account, &waits).await?.into();
            Ok::<_, ApiError>(LinkSent { email: waits.to_string(), expires_at })
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(sent)
}

/// Requests an e-mail with a link; returns until when the link is valid. A repeated request whose answer was lost sends
/// nothing: the e-mail is already on its way, and a second one would invalidate its link.
async fn link(tx: &mut Tx, ids: &mut Ids, account: &Account, email: &Private<String>) -> Result<Micros, ApiError> {
    let now = ids.now();
    let open = contact_changes::find_open(tx, account.id, ContactKind::Email, now).await?;
    let fresh = |at: Micros| now < at.plus_seconds(AGAIN_SECONDS);
    if let Some(open) = open.filter(|open| *open.value == **email && fresh(open.created_at)) {
        return Ok(open.expires_at);
    }
    if let Taken::Refused(until) = limits::take(tx, &[Ask::new(&EMAIL_LINKS, account.id.to_string())], now).await? {
        return Err(ApiError::refused_until(Code::LinkPause, now, until));
    }
    let expires_at = ask_proof(tx, ids, account.id, email).await?;
    audited(tx, ids, account, "account.emailLink", "{}").await?;
    Ok(expires_at)
}

/// Sets the address proven by a link. No session is needed, because the link may be opened on another device. The old
/// address is notified. Opening a link twice gives the same answer.
///
/// # Errors
/// An unknown, replaced or expired link; too many of them.
pub async fn prove_email(context: &Context, token: &str, caller: String) -> Result<(), ApiError> {
    let secret: Option<[u8; 32]> = URL_SAFE_NO_PAD.decode(token.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    let hash: [u8; 32] = Sha256::digest(secret.unwrap_or_default()).into();
    let stamp = context.stamp()?;
    let now = stamp.now;
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let wrong = [Ask::new(&EMAIL_LINK_WRONG, &caller)];
            if let Some(until) = limits::refused(tx, &wrong, now).await? {
                return Err(ApiError::too_many(now, until));
            }
            let change = contact_changes::find_by_token(tx, &hash, now).await?;
            let change = change.filter(|change| change.kind == ContactKind::Email);
            let account = match &change {
                Some(change) => accounts::find(tx, change.account_id).await?,
                None => None,
            };
            let Some((change, account)) = change.zip(account) else {
                limits::take(tx, &wrong, now).await?;
                return Ok(Err(Code::LinkGone));
            };
            let same = account.email.as_ref().is_some_and(|email| **email == *change.value);
            if change.closed_at.is_some() {
                let proven = same && account.email_verified_at.is_some();
                return Ok(if proven { Ok(()) } else { Err(Code::LinkGone) });
            }
            contact_changes::close(tx, change.id, now).await?;
            if !same {
                if !free_of_unproven(tx, &mut ids, &change.value).await? {
                    return Ok(Err(Code::LinkGone));
                }
                match accounts::set_contacts(tx, &account, Some(&change.value), account.phone.as_ref(), now).await? {
                    ContactsSet::Done => {}
                    // Another account took it meanwhile.
                    ContactsSet::EmailTaken | ContactsSet::PhoneTaken => return Ok(Err(Code::LinkGone)),
                    ContactsSet::Stale => return Err(ApiError::new(Code::Stale)),
                }
                // `account` still contains the old address, so the e-mail goes there.
                told(tx, &mut ids, &account, "account.emailChanged").await?;
            }
            accounts::verify_email(tx, account.id, now).await?;
            let action = if same { "account.emailProof" } else { "account.emailChange" };
            audited(tx, &mut ids, &account, action, "{}").await?;
            Ok::<_, ApiError>(Ok(()))
        })
        .await?;
    context.outbox_bell.notify_one();
    outcome.map_err(ApiError::from)
}

/// Removes an address that is about to be proven from the account that typed it first and never proved it. `false` =
/// another account has proven it.
async fn free_of_unproven(tx: &mut Tx, ids: &mut Ids, email: &str) -> Result<bool, ApiError> {
    let Some(mut holder) = accounts::find_by_email(tx, email).await? else { return Ok(true) };
    if holder.email_verified_at.is_some() {
        return Ok(false);
    }
    match accounts::set_contacts(tx, &holder, None, holder.phone.as_ref(), ids.now()).await? {
        ContactsSet::Done => {}
        ContactsSet::Stale | ContactsSet::EmailTaken | ContactsSet::PhoneTaken => return Err(Code::Stale.into()),
    }
    let open = contact_changes::find_open(tx, holder.id, ContactKind::Email, ids.now()).await?;
    if let Some(open) = open.filter(|open| *open.value == *email) {
        contact_changes::close(tx, open.id, ids.now()).await?;
    }
    // The holder is notified only by SMS and in the account, because the address does not belong to them.
    holder.email = None;
    audited_by(tx, ids, &holder, "system", "account.emailRemoved", "{}").await?;
    told(tx, ids, &holder, "account.emailRemoved").await?;
    Ok(true)
}
