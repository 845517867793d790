//! Writes messages into the outbox, in the unit of work that causes them. Nothing is sent here.

use qabul_domain::language::Lang;
use qabul_store::accounts::Account;
use qabul_store::notices::{self, Notice};
use qabul_store::outbox::{self, NewMessage};
use qabul_store::{Ids, Private, Tx};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::problem::ApiError;
use crate::texts;

/// Topic of an SMS.
pub const SMS: &str = "sms";
/// Topic of an e-mail.
pub const EMAIL: &str = "email";
/// Prefix of the topics of jobs; the job's name follows.
pub const JOB: &str = "job.";

/// A number that nobody has. An SMS to it is queued and dropped, so that a step writes the same amount for an unknown
/// account as for a known one.
pub const NOBODY: &str = "+994000000000";

/// An SMS. With Azerbaijani letters a single message has 70 characters.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Sms {
    /// Number, `+994XXXXXXXXX`.
    pub to: String,
    /// Text.
    pub text: String,
}

/// An e-mail in plain text.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// Address.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text without the closing lines, which are added when it is sent.
    pub text: String,
    /// Language of the closing lines and of rendered documents.
    pub lang: Lang,
    /// Files.
    pub attachments: Vec<MailAttachment>,
}

/// A file attached to an e-mail.
#[derive(Clone, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum MailAttachment {
    /// Content that already exists.
    Bytes {
        /// File name; it contains no personal data.
        name: String,
        /// MIME type.
        mime: String,
        /// Content.
        bytes: Vec<u8>,
    },
    /// A document of an application, rendered when the message is sent: layout is too slow for a unit of work.
    Document {
        /// Which paper, `application`.
        document: String,
        /// Of which application.
        application_id: Uuid,
    },
    /// The receipt of a booking, rendered when the message is sent.
    Receipt {
        /// Whose wallet.
        account_id: Uuid,
        /// The booking.
        transaction_id: Uuid,
    },
}

/// A notification for a person: in the inbox, by SMS and by e-mail.
pub struct Notify<'a> {
    /// Whom.
    pub account: &'a Account,
    /// Given name, for the greeting.
    pub given_name: &'a str,
    /// Lane of the messages, `application:<id>` or `account:<id>`.
    pub lane: String,
    /// Key under `notices.` in the locales.
    pub name: String,
    /// Values of the text's placeholders, in the account's language.
    pub values: &'a [(&'a str, String)],
    /// The application it concerns.
    pub application_id: Option<Uuid>,
}

/// The language that a person chose for SMS and e-mail.
pub fn lang_of(account: &Account) -> Lang {
    Lang::of(&account.lang).unwrap_or_default()
}

/// Queues an SMS.
///
/// # Errors
/// When the store fails.
pub async fn queue_sms(tx: &mut Tx, ids: &mut Ids, lane: &str, sms: Sms) -> Result<(), ApiError> {
    queue(tx, ids, lane, SMS, &sms).await
}

/// Queues an e-mail.
///
/// # Errors
/// When the store fails.
pub async fn queue_mail(tx: &mut Tx, ids: &mut Ids, lane: &str, mail: Mail) -> Result<(), ApiError> {
    queue(tx, ids, lane, EMAIL, &mail).await
}

/// Queues a job that runs in a separate unit.
///
/// # Errors
/// When the store fails.
pub async fn queue_job(
    tx: &mut Tx,
    ids: &mut Ids,
    lane: &str,
    job: &str,
    payload: &serde_json::Value,
) -> Result<(), ApiError> {
    queue(tx, ids, lane, &format!("{JOB}{job}"), payload).await
}

async fn queue<T: Serialize>(tx: &mut Tx, ids: &mut Ids, lane: &str, topic: &str, payload: &T) -> Result<(), ApiError> {
    let payload = serde_json::to_vec(payload).map_err(ApiError::internal)?;
    let (id, now) = (ids.id(), ids.now());
    outbox::add(tx, &NewMessage { id, lane, topic, payload: &payload, not_before: now, now }).await?;
    Ok(())
}

/// Writes the notice into the inbox and queues it as SMS and e-mail, in the account's language. The document of a
/// confirmed application and the receipt of its fee are attached to the e-mail, if the address is proven.
///
/// # Errors
/// When the store fails.
pub async fn notify(tx: &mut Tx, ids: &mut Ids, notify: Notify<'_>) -> Result<(), ApiError> {
    let paper =
        |document: &str, application_id| MailAttachment::Document { document: document.to_owned(), application_id };
    let files = notify
        .application_id
        .filter(|_| notify.name.ends_with(".confirmed"))
        .map(|id| vec![paper("application", id), paper("receipt", id)])
        .unwrap_or_default();
    notify_with(tx, ids, notify, files).await
}

/// As [`notify`], with these files. They contain personal data, so they are sent only to an address that its owner has
/// proven; otherwise the e-mail says that they are in the account.
///
/// # Errors
/// When the store fails.
pub async fn notify_with(
    tx: &mut Tx,
    ids: &mut Ids,
    notify: Notify<'_>,
    attachments: Vec<MailAttachment>,
) -> Result<(), ApiError> {
    let Notify { account, given_name, lane, name, values, application_id } = notify;
    let lang = lang_of(account);
    let params: serde_json::Map<String, serde_json::Value> =
        values.iter().map(|(name, value)| ((*name).to_owned(), value.as_str().into())).collect();
    let notice = Notice {
        id: ids.id(),
        account_id: account.id,
        name: name.clone(),
        params: Private(serde_json::to_vec(&params).map_err(ApiError::internal)?),
        application_id,
        at: ids.now(),
        read_at: None,
    };
    notices::add(tx, &notice).await?;
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let say = |part: &str| texts::notice(lang, &name, part, &values);
    if let Some(phone) = &account.phone {
        queue_sms(tx, ids, &lane, Sms { to: phone.to_string(), text: say("sms") }).await?;
    }
    if let Some(email) = &account.email {
        let greeting = texts::fill(lang, "email.greeting", &[("name", given_name)]);
        let proven = account.email_verified_at.is_some();
        let held_back = if proven || attachments.is_empty() {
            String::new()
        } else {
            format!("\n\n{}", texts::text(lang, "email.papersInAccount"))
        };
        let mail = Mail {
            to: email.to_string(),
            subject: say("title"),
            text: format!("{greeting}\n\n{}{held_back}", say("text")),
            lang,
            attachments: if proven { attachments } else { Vec::new() },
        };
        queue_mail(tx, ids, &lane, mail).await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_attachment_is_either_bytes_or_a_reference_to_a_paper() {
        let reference = MailAttachment::Document { document: "application".to_owned(), application_id: Uuid::nil() };
        let json = serde_json::to_value(&reference).unwrap();
        assert_eq!(json["kind"], "document");
        assert_eq!(json["document"], "application");
        assert_eq!(json["applicationId"], Uuid::nil().to_string());
    }

    #[test]
    fn every_notice_has_a_title_a_text_and_an_sms() {
        for name in [
            "account.opened",
            "account.openedPending",
            "account.emailUsedElsewhere",
            "account.emailChanged",
            "account.phoneChanged",
            "account.passwordChanged",
            "account.passwordReset",
            "account.secondFactorOn",
            "account.secondFactorOff",
            "account.secondFactorRemoved",
            "account.secondFactorLocked",
            "account.recoveryCodes",
            "account.recoveryCodeUsed",
            "account.signedOutEverywhere",
            "account.locked",
            "account.guessed",
            "account.emailRemoved",
            "account.verified",
            "account.rejected",
            "wallet.toppedUp",
            "wallet.reversed",
            "masterExam.confirmed",
            "masterExam.bringDocuments",
            "masterExam.returned",
            "masterExam.notConfirmed",
            "masterExam.reopened",
            "masterExam.reminder",
            "masterExam.reminderSend",
            "masterExam.reminderDocuments",
            "masterExam.extended",
            "masterExam.withdrawalAsked",
            "masterExam.withdrawn",
            "masterExam.withdrawalRefused",
        ] {
            for part in ["title", "text", "sms"] {
                assert!(texts::has(&format!("notices.{name}.{part}")), "notices.{name}.{part}");
            }
        }
    }
}
