//! The outbox: messages are sent after the commit of the unit that wrote them, at least once, and in order within a
//! lane.

use futures_util::StreamExt as _;
use qabul_gateways::{Attachment, Delivery};
use qabul_store::outbox::{self, Failed, Message};

use super::messages::{EMAIL, JOB, Mail, MailAttachment, NOBODY, SMS, Sms};
use super::papers;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::texts;
use crate::use_cases::account;

/// How long a worker holds a message, in seconds; longer than any external call takes.
const LEASE_SECONDS: i64 = 60;
/// Messages claimed at once.
const BATCH: u32 = 50;
/// Messages sent at the same time.
const AT_ONCE: usize = 8;
/// Attempts before a message is given up: the last is about four hours after the first.
const MOST_ATTEMPTS: i64 = 9;

/// Outcome of one message.
enum Sent {
    Done,
    /// Code of the failure, without personal data; the message is tried again.
    Later(&'static str),
    /// Code of the failure; the message is given up, because another attempt would fail too.
    Never(&'static str),
}

/// Claims the due messages and carries them out; returns how many there were. 0 = nothing is due.
///
/// # Errors
/// When the store fails. A message that cannot be delivered is not an error: it is tried again later.
pub async fn run_once(context: &Context) -> Result<usize, ApiError> {
    let now = context.clock.now();
    let messages = context
        .db
        .transact(async move |tx| Ok::<_, ApiError>(outbox::claim(tx, now, LEASE_SECONDS, BATCH).await?))
        .await?;
    let handled = messages.len();
    let mut ended = futures_util::stream::iter(messages)
        .map(|message| async move {
            let sent = send(context, &message).await;
            settle(context, message, sent).await
        })
        .buffer_unordered(AT_ONCE);
    while let Some(settled) = ended.next().await {
        settled?;
    }
    Ok(handled)
}

async fn send(context: &Context, message: &Message) -> Sent {
    match message.topic.as_str() {
        SMS => match serde_json::from_slice::<Sms>(&message.payload) {
            Ok(sms) if sms.to == NOBODY => Sent::Done,
            Ok(sms) => {
                let id = message.id.to_string();
                judge(context.gateways.sms.send(&id, &sms.to, &sms.text, context.clock.now()).await)
            }
            Err(_) => Sent::Never("unreadable"),
        },
        EMAIL => match serde_json::from_slice::<Mail>(&message.payload) {
            Ok(mail) => send_mail(context, message, mail).await,
            Err(_) => Sent::Never("unreadable"),
        },
        topic if topic.strip_prefix(JOB) == Some(account::EMAIL_PROOF) => {
            match account::send_proof(context, &message.payload).await {
                Ok(()) => Sent::Done,
                Err(error) => {
                    tracing::error!(event = "job.failed", code = error.code.word(), "a letter could not be written");
                    Sent::Later("emailProof")
                }
            }
        }
        // No procedure of this release writes a job; a job of a newer release waits for a node that knows it.
        topic if topic.starts_with(JOB) => Sent::Later("unknownJob"),
        _ => Sent::Never("unknownTopic"),
    }
}

async fn send_mail(context: &Context, message: &Message, mail: Mail) -> Sent {
    let mut files = Vec::with_capacity(mail.attachments.len());
    for attachment in mail.attachments {
        let file = match attachment {
            MailAttachment::Bytes { name, mime, bytes } => Ok(Attachment { name, mime, bytes }),
            MailAttachment::Document { document, application_id } => {
                papers::render(context, &document, application_id, mail.lang).await
            }
            MailAttachment::Receipt { account_id, transaction_id } => {
                papers::receipt(context, account_id, transaction_id, mail.lang).await
            }
        };
        match file {
            Ok(file) => files.push(file),
            // The document was revoked before the message was sent, so the text is sent without it.
            Err(error) if matches!(error.code, Code::NotOffered | Code::NotFound) => {
                tracing::warn!(event = "paper.void", message_id = %message.id, "a paper no longer holds");
            }
            Err(error) => {
                tracing::error!(event = "paper.failed", code = error.code.word(), "a paper could not be rendered");
                return Sent::Later("paper");
            }
        }
    }
    let mut text = format!("{}\n\n{}", mail.text, texts::text(mail.lang, "email.footer"));
    if context.config.demo {
        text = format!("{}\n\n{text}", texts::text(mail.lang, "email.demo"));
    }
    let id = message.id.to_string();
    judge(context.gateways.mail.send(&id, &mail.to, &mail.subject, &text, files, context.clock.now()).await)
}

fn judge(delivery: Delivery) -> Sent {
    match delivery {
        Delivery::Accepted => Sent::Done,
        Delivery::Refused => Sent::Never("refused"),
        Delivery::Unavailable => Sent::Later("unavailable"),
    }
}

async fn settle(context: &Context, message: Message, sent: Sent) -> Result<(), ApiError> {
    let now = context.clock.now();
    let topic = if message.topic.starts_with(JOB) {
        "job"
    } else if message.topic == SMS {
        SMS
    } else {
        EMAIL
    };
    let outcome = match sent {
        Sent::Done => "done",
        Sent::Later(_) => "later",
        Sent::Never(_) => "never",
    };
    metrics::counter!("qabul_outbox_messages_total", "topic" => topic, "outcome" => outcome).increment(1);
    let id = message.id;
    let failed = context
        .db
        .transact(async move |tx| match sent {
            Sent::Done => {
                outbox::done(tx, message.id, message.claimed_at, now).await?;
                Ok::<_, ApiError>(None)
            }
            Sent::Later(code) => Ok(Some(outbox::fail(tx, &message, code, MOST_ATTEMPTS, now).await?)),
            Sent::Never(code) => Ok(Some(outbox::fail(tx, &message, code, 0, now).await?)),
        })
        .await?;
    if failed == Some(Failed::Dead) {
        tracing::error!(event = "outbox.dead", message_id = %id, topic, "a message was given up");
    }
    Ok(())
}
