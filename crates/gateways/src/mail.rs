//! E-mail over SMTP.

use std::time::{Duration, SystemTime};

use lettre::message::header::{ContentTransferEncoding, ContentType};
use lettre::message::{Attachment as Part, Body, Mailbox, Message, MultiPart, SinglePart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{CertificateStore, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use qabul_domain::calendar::Micros;
use secrecy::ExposeSecret;
use tracing::Instrument;

use crate::answer::Delivery;
use crate::circuit::Circuit;
use crate::settings::{MailSettings, SetUpError, Timeouts};
use crate::wire::{Trust, certificates};

/// A file sent along.
#[derive(Clone)]
pub struct Attachment {
    /// File name the recipient sees; nothing personal in it.
    pub name: String,
    /// MIME type, `application/pdf`.
    pub mime: String,
    /// Content.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Attachment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Attachment({}, {} bytes)", self.mime, self.bytes.len())
    }
}

/// TLS as the relay's address asks for it, with nobody else's certificates than these; nothing where it asks for none.
fn only(url: &str, pem: &[u8]) -> Result<Option<Tls>, SetUpError> {
    let url = reqwest::Url::parse(url).map_err(|_| SetUpError::MailRelay)?;
    let wish = url.query_pairs().find(|(name, _)| name == "tls").map(|(_, wish)| wish.into_owned());
    if url.scheme() != "smtps" && wish.is_none() {
        return Ok(None);
    }
    let host = url.host_str().ok_or(SetUpError::MailRelay)?.to_owned();
    let mut parameters = TlsParameters::builder(host).certificate_store(CertificateStore::None);
    for certificate in certificates(pem)? {
        let certificate = lettre::transport::smtp::client::Certificate::from_der(certificate).map_err(tls_error)?;
        parameters = parameters.add_root_certificate(certificate);
    }
    let parameters = parameters.build().map_err(tls_error)?;
    Ok(Some(match (url.scheme(), wish.as_deref()) {
        ("smtps", _) => Tls::Wrapper(parameters),
        (_, Some("required")) => Tls::Required(parameters),
        _ => Tls::Opportunistic(parameters),
    }))
}

fn tls_error(error: lettre::transport::smtp::Error) -> SetUpError {
    SetUpError::Tls(error.to_string())
}

/// Client of the mail relay.
#[derive(Debug)]
pub struct MailGateway {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    total: Duration,
    circuit: Circuit,
}

impl MailGateway {
    /// A client for the relay. The address is read here; nothing is connected yet.
    pub fn new(settings: &MailSettings, timeouts: Timeouts, trust: Trust<'_>) -> Result<MailGateway, SetUpError> {
        let from: Mailbox = settings.from.parse().map_err(|_| SetUpError::MailSender)?;
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(&settings.url)
            .map_err(|_| SetUpError::MailRelay)?
            .timeout(Some(timeouts.connect));
        if let Trust::Only(pem) = trust
            && let Some(tls) = only(&settings.url, pem)?
        {
            builder = builder.tls(tls);
        }
        if let Some((user, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose_secret().to_owned()));
        }
        Ok(MailGateway { transport: builder.build(), from, total: timeouts.total, circuit: Circuit::default() })
    }

    /// Hands a message over to the relay. `id` (the outbox id) becomes the Message-ID, so that a mail delivered twice
    /// after a lost answer can be recognised as one.
    pub async fn send(
        &self,
        id: &str,
        to: &str,
        subject: &str,
        text: &str,
        attachments: Vec<Attachment>,
        now: Micros,
    ) -> Delivery {
        let span = tracing::info_span!("outside_call", system = "mail", operation = "send", request_id = id);
        async {
            let Some(message) = self.compose(id, to, subject, text, attachments, now) else {
                tracing::warn!(cause = "NotSent", "the message could not be written");
                return Delivery::Refused;
            };
            if !self.circuit.lets_through(now) {
                tracing::warn!(cause = "CircuitOpen", "no usable answer");
                return Delivery::Unavailable;
            }
            // Replies of a relay quote the address, so only their kind is logged.
            let delivery = match tokio::time::timeout(self.total, self.transport.send(message)).await {
                Ok(Ok(_)) => Delivery::Accepted,
                Ok(Err(error)) if error.is_permanent() => {
                    tracing::warn!(cause = "RefusedForGood", status = error.status().map(u16::from), "refused");
                    Delivery::Refused
                }
                Ok(Err(error)) => {
                    let cause = if error.is_timeout() { "TimedOut" } else { "NotTaken" };
                    tracing::warn!(cause, status = error.status().map(u16::from), "no usable answer");
                    Delivery::Unavailable
                }
                Err(_) => {
                    tracing::warn!(cause = "TimedOut", "no usable answer");
                    Delivery::Unavailable
                }
            };
            match delivery {
                Delivery::Unavailable => self.circuit.failed(now),
                Delivery::Accepted | Delivery::Refused => self.circuit.answered(),
            }
            delivery
        }
        .instrument(span)
        .await
    }

    /// `None` where the address, the id or an attachment's type is not acceptable.
    fn compose(
        &self,
        id: &str,
        to: &str,
        subject: &str,
        text: &str,
        attachments: Vec<Attachment>,
        now: Micros,
    ) -> Option<Message> {
        let safe_id = !id.is_empty() && id.len() <= 64 && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        if !safe_id {
            return None;
        }
        let one_line: String = subject.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let builder = Message::builder()
            .from(self.from.clone())
            .to(Mailbox::new(None, to.parse().ok()?))
            .subject(one_line)
            .date(SystemTime::UNIX_EPOCH + Duration::from_micros(now.0.try_into().unwrap_or_default()))
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())));
        let words = Body::new_with_encoding(text.to_owned(), ContentTransferEncoding::Base64).ok()?;
        let plain = SinglePart::builder().header(ContentType::TEXT_PLAIN).body(words);
        if attachments.is_empty() {
            return builder.singlepart(plain).ok();
        }
        let mut parts = MultiPart::mixed().singlepart(plain);
        for Attachment { name, mime, bytes } in attachments {
            parts = parts.singlepart(Part::new(name).body(bytes, ContentType::parse(&mime).ok()?));
        }
        builder.multipart(parts).ok()
    }
}
