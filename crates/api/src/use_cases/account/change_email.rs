use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use qabul_contract::me::LinkSent;
use qabul_domain::person::Email;
use qabul_store::accounts::{self, Account, ContactsSet};
use qabul_store::contact_changes::{self, ContactKind, NewChange};
use qabul_store::limits::{self, Limit};
use qabul_store::{Ids, Private, Tx};
use sha2::{Digest as _, Sha256};

use super::{audited, proven, told};
use crate::context::Context;
use crate::extract::Applicant;
use crate::jobs::messages::{self, Mail};
use crate::problem::{ApiError, Code};
use crate::texts;
use crate::use_cases::{me, registration};

/// A link is valid for this many seconds.
const LINK_SECONDS: i64 = 48 * 3600;
/// Links of one account in an hour.
const PER_ACCOUNT: Limit = Limit { name: "email.link", seconds: 3600, most: 5 };
/// Links from one address of the network in an hour that open nothing.
const FAILED: Limit = Limit { name: "email.link.failed", seconds: 3600, most: 60 };

/// Writes the change and queues the letter with its link; the secret stands behind `#`, where no server and no log sees it.
///
/// # Errors
/// When the store fails.
pub async fn send_link(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    email: &Private<String>,
    portal: &str,
) -> Result<(), ApiError> {
    let secret = begin(tx, ids, account, email).await?;
    let lang = messages::lang_of(account);
    let link = format!("{portal}/email#{}", URL_SAFE_NO_PAD.encode(secret));
    let greeting = texts::fill(lang, "email.greeting", &[("name", &me::given_name(tx, account).await?)]);
    let text = texts::fill(lang, "email.proof.text", &[("link", &link)]);
    let mail = Mail {
        to: email.to_string(),
        subject: texts::text(lang, "email.proof.subject"),
        text: format!("{greeting}\n\n{text}"),
        lang,
        attachments: Vec::new(),
    };
    messages::queue_mail(tx, ids, &format!("account:{}", account.id), mail).await
}

async fn begin(tx: &mut Tx, ids: &mut Ids, account: &Account, email: &Private<String>) -> Result<[u8; 32], ApiError> {
    let (now, secret) = (ids.now(), ids.secret32("email.link"));
    let change = NewChange {
        id: ids.id(),
        account_id: account.id,
        kind: ContactKind::Email,
        value: email,
        token_hash: Some(Sha256::digest(secret).into()),
        expires_at: now.plus_seconds(LINK_SECONDS),
    };
    contact_changes::begin(tx, &change, now).await?;
    Ok(secret)
}

/// Sends a link to a new address, or once more to the present one. An address that belongs to somebody is answered as a
/// free one; its owner is told instead.
///
/// # Errors
/// Unreadable address, wrong password, too many links.
pub async fn change_email(
    context: &Context,
    who: Applicant,
    email: &str,
    password: String,
) -> Result<LinkSent, ApiError> {
    let email = Email::parse(email).map_err(|reason| ApiError::reason("/email", &reason))?;
    let account = proven(context, who, "/password", password).await?;
    let stamp = context.stamp()?;
    let now = stamp.now;
    let portal = context.config.public_url.clone();
    let sent = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            if limits::hit(tx, &PER_ACCOUNT, &account.id.to_string(), now).await? > PER_ACCOUNT.most {
                return Ok(Err(PER_ACCOUNT.opens_again(now)));
            }
            let key = Private(email.key());
            let taken = accounts::find_by_email(tx, &key).await?.is_some_and(|other| other.id != account.id);
            if taken {
                // The link is written and sent to nobody.
                begin(tx, &mut ids, &account, &key).await?;
                registration::tell_owner(tx, &mut ids, &key).await?;
            } else {
                send_link(tx, &mut ids, &account, &key, &portal).await?;
            }
            audited(tx, &mut ids, &account, "account.emailLink", "{}").await?;
            let expires_at = now.plus_seconds(LINK_SECONDS).into();
            Ok::<_, ApiError>(Ok(LinkSent { email: email.as_str().to_owned(), expires_at }))
        })
        .await?;
    context.outbox_bell.notify_one();
    sent.map_err(|again| ApiError::too_many(now, again))
}

/// Takes the address a link proves; no session is needed, the link may be opened on another device. The old address is told.
/// A link opened twice answers the same.
///
/// # Errors
/// An unknown, replaced or ended link; too many of those.
pub async fn prove_email(context: &Context, token: &str, caller: String) -> Result<(), ApiError> {
    let secret: Option<[u8; 32]> = URL_SAFE_NO_PAD.decode(token.trim()).ok().and_then(|bytes| bytes.try_into().ok());
    let hash: [u8; 32] = Sha256::digest(secret.unwrap_or_default()).into();
    let stamp = context.stamp()?;
    let now = stamp.now;
    let outcome = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            if limits::count(tx, &FAILED, &caller, now).await? >= FAILED.most {
                return Ok(Err(Code::TooMany));
            }
            let change = contact_changes::find_by_token(tx, &hash, now).await?;
            let change = change.filter(|change| change.kind == ContactKind::Email);
            let account = match &change {
                Some(change) => accounts::find(tx, change.account_id).await?,
                None => None,
            };
            let Some((change, account)) = change.zip(account) else {
                limits::hit(tx, &FAILED, &caller, now).await?;
                return Ok(Err(Code::LinkGone));
            };
            let same = account.email.as_ref().is_some_and(|email| **email == *change.value);
            if change.closed_at.is_some() {
                let proven = same && account.email_verified_at.is_some();
                return Ok(if proven { Ok(()) } else { Err(Code::LinkGone) });
            }
            contact_changes::close(tx, change.id, now).await?;
            if !same {
                match accounts::set_contacts(tx, &account, Some(&change.value), account.phone.as_ref(), now).await? {
                    ContactsSet::Done => {}
                    // Taken meanwhile.
                    ContactsSet::EmailTaken | ContactsSet::PhoneTaken => return Ok(Err(Code::LinkGone)),
                    ContactsSet::Stale => return Err(ApiError::new(Code::Stale)),
                }
                // `account` still carries the old address, so that is where the letter goes.
                told(tx, &mut ids, &account, "account.emailChanged").await?;
            }
            accounts::verify_email(tx, account.id, now).await?;
            let action = if same { "account.emailProof" } else { "account.emailChange" };
            audited(tx, &mut ids, &account, action, "{}").await?;
            Ok::<_, ApiError>(Ok(()))
        })
        .await?;
    context.outbox_bell.notify_one();
    outcome.map_err(|code| match code {
        Code::TooMany => ApiError::new(code).retry_after(600),
        _ => code.into(),
    })
}
