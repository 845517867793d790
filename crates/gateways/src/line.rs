//! The line to one outside system: address, secret, circuit, tries, bounds, checks and trace.

use qabul_domain::calendar::Micros;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use reqwest::{Method, StatusCode, Url};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use serde::de::DeserializeOwned;
use tracing::Instrument;

use crate::circuit::Circuit;
use crate::settings::{Endpoint, SetUpError};
use crate::wire::Wire;

/// No honest answer of the contract is larger.
const LARGEST_ANSWER: usize = 512 * 1024;
/// Tries of one call; every operation of the contract is safe to repeat.
const TRIES: u32 = 2;

/// Why there is no usable answer. Goes to the log as it is, so no variant can hold a received value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cause {
    TimedOut,
    NoConnection,
    BrokenOff,
    ServerError(u16),
    CredentialsRefused,
    TooManyRequests,
    UnexpectedStatus(u16),
    NotJson,
    TooLarge,
    WrongShape,
    /// The record is about somebody or something else than asked.
    AboutAnother,
    /// A field of the right type with an impossible value; the field's name.
    Nonsense(&'static str),
    CircuitOpen,
    /// The request could not even be written.
    NotSent,
}

impl Cause {
    /// Whether a second try may help at once.
    fn may_pass(self) -> bool {
        matches!(self, Cause::NoConnection | Cause::BrokenOff | Cause::ServerError(_))
    }
}

/// What was heard on the line.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard<T> {
    /// An answer that passed the checks.
    Said(T),
    /// A problem with one of the codes the operation knows.
    Declined(&'static str),
    /// Nothing usable; already logged.
    Silent,
}

/// One operation of the contract.
pub(crate) struct Call<'a, B> {
    pub operation: &'static str,
    pub method: Method,
    pub path: &'a str,
    pub body: Option<&'a B>,
    /// Problem codes that are an answer; any other problem means that the line is broken.
    pub declines: &'static [&'static str],
}

impl<'a, B> Call<'a, B> {
    /// A look-up or hand-over: POST, so that nothing personal stands in an address.
    pub(crate) fn post(
        operation: &'static str,
        path: &'a str,
        body: &'a B,
        declines: &'static [&'static str],
    ) -> Call<'a, B> {
        Call { operation, method: Method::POST, path, body: Some(body), declines }
    }
}

/// See the module.
#[derive(Debug)]
pub(crate) struct Line {
    name: &'static str,
    base: String,
    secret: SecretString,
    wire: Wire,
    circuit: Circuit,
}

enum Raw {
    Answer(Vec<u8>),
    Problem(&'static str),
}

impl Line {
    pub(crate) fn new(name: &'static str, wire: &Wire, endpoint: &Endpoint) -> Result<Line, SetUpError> {
        let Endpoint { base_url, secret } = endpoint;
        let url = Url::parse(base_url).map_err(|_| SetUpError::Address(name))?;
        let plain = url.username().is_empty()
            && url.password().is_none()
            && url.query().is_none()
            && url.fragment().is_none()
            && url.has_host();
        if !matches!(url.scheme(), "http" | "https") || !plain {
            return Err(SetUpError::Address(name));
        }
        let shown = secret.expose_secret();
        if shown.is_empty() || HeaderValue::from_str(shown).is_err() {
            return Err(SetUpError::Secret(name));
        }
        let base = base_url.trim_end_matches('/').to_owned();
        Ok(Line { name, base, secret: secret.clone(), wire: wire.clone(), circuit: Circuit::default() })
    }

    /// Whether the system is spoken to over TLS.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.base.starts_with("https://")
    }

    /// Calls, reads and checks. `read` turns the answer's JSON into what the caller wants or names what is wrong with it.
    pub(crate) async fn ask<B, T, U>(
        &self,
        call: Call<'_, B>,
        now: Micros,
        read: impl FnOnce(T) -> Result<U, Cause>,
    ) -> Heard<U>
    where
        B: Serialize,
        T: DeserializeOwned,
    {
        let request_id = crate::request_id::current();
        let span = tracing::info_span!("outside_call", system = self.name, operation = call.operation, %request_id);
        async {
            if !self.circuit.lets_through(now) {
                tracing::warn!(cause = ?Cause::CircuitOpen, "no usable answer");
                return Heard::Silent;
            }
            let outcome = match tokio::time::timeout(self.wire.total, self.tries(&call, &request_id)).await {
                Ok(outcome) => outcome,
                Err(_) => Err(Cause::TimedOut),
            };
            let outcome = outcome.and_then(|raw| match raw {
                Raw::Problem(code) => Ok(Heard::Declined(code)),
                Raw::Answer(bytes) => {
                    // serde's message may quote a value, so only the fact is kept.
                    let parsed = serde_json::from_slice(&bytes).map_err(|_| Cause::WrongShape)?;
                    read(parsed).map(Heard::Said)
                }
            });
            match outcome {
                Ok(heard) => {
                    self.circuit.answered();
                    tracing::info!(declined = matches!(heard, Heard::Declined(_)), "answered");
                    heard
                }
                Err(cause) => {
                    self.circuit.failed(now);
                    tracing::warn!(?cause, "no usable answer");
                    Heard::Silent
                }
            }
        }
        .instrument(span)
        .await
    }

    async fn tries<B: Serialize>(&self, call: &Call<'_, B>, request_id: &str) -> Result<Raw, Cause> {
        let mut tried = 1;
        loop {
            match self.once(call, request_id).await {
                Err(cause) if cause.may_pass() && tried < TRIES => {
                    tracing::info!(?cause, "trying again");
                    tried += 1;
                }
                outcome => return outcome,
            }
        }
    }

    async fn once<B: Serialize>(&self, call: &Call<'_, B>, request_id: &str) -> Result<Raw, Cause> {
        let mut request = self
            .wire
            .client
            .request(call.method.clone(), format!("{}{}", self.base, call.path))
            .bearer_auth(self.secret.expose_secret())
            .header("x-request-id", request_id);
        if let Some(body) = call.body {
            request = request.json(body);
        }
        let mut response = request.send().await.map_err(|error| classify(&error))?;
        let status = response.status();
        let kind = response.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();

        match status {
            StatusCode::OK | StatusCode::CREATED if essence == "application/json" => {
                Ok(Raw::Answer(read_bounded(&mut response).await?))
            }
            StatusCode::OK | StatusCode::CREATED => Err(Cause::NotJson),
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Err(Cause::CredentialsRefused),
            StatusCode::TOO_MANY_REQUESTS => Err(Cause::TooManyRequests),
            _ if status.is_server_error() => Err(Cause::ServerError(status.as_u16())),
            // A 404 counts as "no such record" only with the contract's own code: a proxy's or a wrong path's 404 does not.
            _ if status.is_client_error() && essence == "application/problem+json" => {
                let bytes = read_bounded(&mut response).await?;
                let problem: Problem = serde_json::from_slice(&bytes).map_err(|_| Cause::WrongShape)?;
                let known = call.declines.iter().find(|code| **code == problem.code);
                known.map(|code| Raw::Problem(code)).ok_or(Cause::UnexpectedStatus(status.as_u16()))
            }
            _ => Err(Cause::UnexpectedStatus(status.as_u16())),
        }
    }
}

#[derive(serde::Deserialize)]
struct Problem {
    code: String,
}

async fn read_bounded(response: &mut reqwest::Response) -> Result<Vec<u8>, Cause> {
    let mut bytes = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(|error| classify(&error))? {
        if bytes.len() + chunk.len() > LARGEST_ANSWER {
            return Err(Cause::TooLarge);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

fn classify(error: &reqwest::Error) -> Cause {
    if error.is_timeout() {
        Cause::TimedOut
    } else if error.is_builder() {
        Cause::NotSent
    } else if error.is_connect() {
        Cause::NoConnection
    } else {
        Cause::BrokenOff
    }
}
