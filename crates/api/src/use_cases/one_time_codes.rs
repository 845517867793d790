//! Codes that prove a mobile number: sent and checked in the same way, whatever they are for (quality goal S2).
//!
//! Limits per number do not stop a caller who tries a few codes on each of very many numbers. Wrong codes are therefore
//! also counted over all callers. If there are too many, a circuit opens: each code may be tried fewer times, and an
//! alarm is raised. Nobody is locked out by it, and it closes after its time.

use qabul_contract::registrations::CodeSent;
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::typed::{compact, one_time_code};
use qabul_store::audit::{self, Event};
use qabul_store::circuit;
use qabul_store::codes::{self, Checked, Issued, Purpose, Terms};
use qabul_store::limits::{self, Ask};
use qabul_store::{Ids, Tx};

use crate::auth::asker::Standing;
use crate::auth::codes::{CIRCUIT, NEW_PHONE, RESET, TERMS};
use crate::auth::limits::{CODES_NETWORK, CODES_NUMBER, CODES_NUMBER_DAY, CODES_PERSON, CODES_TO_NUMBER};
use crate::config::Config;
use crate::context::Context;
use crate::jobs::messages::{self, NOBODY, Sms};
use crate::problem::{ApiError, Code, Told};
use crate::texts;

/// A code to send.
pub struct Sending<'a> {
    /// Purpose of the code and its owner.
    pub purpose: Purpose<'a>,
    /// Lane of the message, `account:<id>`.
    pub lane: String,
    /// Number in normal form. `None` = no number: the same data is written, but no SMS is sent and no digits are
    /// accepted.
    pub to: Option<String>,
    /// Language of the SMS.
    pub lang: Lang,
    /// Minimum time since the last code, in seconds.
    pub resend_seconds: i64,
    /// Whether it may be tried fewer times than usual.
    pub few: bool,
}

/// What another code to a number is counted under, and whether it may be tried fewer times.
pub struct Allowed {
    asks: Vec<Ask>,
    /// Very many codes were sent to this number today.
    pub few: bool,
}

impl Allowed {
    /// Counts the code that was sent.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count(&self, tx: &mut Tx, now: Micros) -> Result<(), ApiError> {
        limits::take(tx, &self.asks, now).await?;
        Ok(())
    }
}

/// Whether a caller may have another code sent to a number; `Err` = not before this instant. Writes nothing.
///
/// The caller is counted: nobody can use up another caller's limit, and the owner's device is not limited by what
/// unknown callers did. If very many codes were sent to one number, each caller still gets one a day, which may be
/// tried fewer times.
///
/// # Errors
/// When the store fails.
pub async fn may_send(
    tx: &mut Tx,
    standing: &Standing,
    number: &str,
    now: Micros,
) -> Result<Result<Allowed, Micros>, ApiError> {
    let pair = format!("{} {number}", standing.key());
    let own = match standing {
        Standing::Known(key) | Standing::Proven(key) => Ask::new(&CODES_PERSON, key),
        Standing::Stranger(network) => Ask::new(&CODES_NETWORK, network),
    };
    let of_day = Ask::new(&CODES_NUMBER_DAY, &pair);
    let mut asks = vec![own, Ask::new(&CODES_NUMBER, &pair), of_day.clone()];
    if let Some(until) = limits::refused(tx, &asks, now).await? {
        return Ok(Err(until));
    }
    if matches!(standing, Standing::Known(_)) {
        return Ok(Ok(Allowed { asks, few: false }));
    }
    let number = Ask::new(&CODES_TO_NUMBER, number);
    match limits::refused(tx, std::slice::from_ref(&number), now).await? {
        None => {
            asks.push(number);
            Ok(Ok(Allowed { asks, few: false }))
        }
        Some(until) if limits::count(tx, &of_day, now).await? > 0 => Ok(Err(until)),
        Some(_) => Ok(Ok(Allowed { asks, few: true })),
    }
}

/// The circuit that counts all wrong codes, as configured.
#[derive(Debug, Clone, Copy)]
pub struct Guard {
    terms: circuit::Terms,
    tries: i64,
}

impl Guard {
    /// Reads the settings.
    pub fn new(config: &Config) -> Guard {
        let (seconds, most) = (i64::from(config.wrong_codes_seconds), i64::from(config.wrong_codes_most));
        Guard {
            terms: circuit::Terms { name: CIRCUIT, seconds, most },
            tries: i64::from(config.wrong_codes_tries).min(TERMS.max_tries),
        }
    }

    /// How often a code may be tried at present.
    async fn tries(&self, tx: &mut Tx, now: Micros) -> Result<i64, ApiError> {
        let open = circuit::is_open(tx, self.terms.name, now).await?;
        Ok(if open { self.tries } else { TERMS.max_tries })
    }
}

/// Checks a code, and raises the alarm when all callers together have typed too many wrong codes. The unit must be
/// committed whatever the result.
///
/// # Errors
/// When the store fails.
pub async fn check(
    tx: &mut Tx,
    ids: &mut Ids,
    guard: &Guard,
    purpose: Purpose<'_>,
    typed: &str,
) -> Result<Checked, ApiError> {
    let now = ids.now();
    // A text that contains no code counts as a wrong code. Its hyphens are removed, so that it never matches a stored
    // text with hyphens, which stands for a code that nobody received (see `send`).
    let digits = one_time_code(typed).unwrap_or_else(|| compact(typed).replace('-', ""));
    let most = guard.tries(tx, now).await?;
    let checked = codes::check(tx, purpose, &digits, most, now).await?;
    if matches!(checked, Checked::Wrong { .. }) {
        let spread = ids.secret32("wrong code")[0];
        let noted = circuit::note_wrong(tx, &guard.terms, i64::from(spread), now).await?;
        if noted.opened {
            alarm(tx, ids, guard, noted.count).await?;
        }
    }
    Ok(checked)
}

async fn alarm(tx: &mut Tx, ids: &mut Ids, guard: &Guard, wrong: i64) -> Result<(), ApiError> {
    let circuit::Terms { name, seconds, most } = guard.terms;
    tracing::error!(
        event = "codes.circuitOpen",
        wrong,
        most,
        seconds,
        tries = guard.tries,
        "very many wrong codes over all persons: somebody may be guessing; each code may be tried fewer times"
    );
    let detail = serde_json::json!({ "wrong": wrong, "seconds": seconds, "tries": guard.tries }).to_string();
    let (subject, actor) = (format!("circuit:{name}"), "system");
    let event =
        Event { id: ids.id(), subject: &subject, actor, action: "codes.circuitOpen", at: ids.now(), detail: &detail };
    audit::append(tx, &event).await?;
    Ok(())
}

/// Records that the circuit closed after its time; 1 = it was recorded, 0 = there was nothing to record.
///
/// # Errors
/// When the store fails.
pub async fn note_closed(context: &Context) -> Result<u64, ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let Some(closed) = circuit::note_closed(tx, CIRCUIT, stamp.now).await? else { return Ok(0) };
            let open_seconds = closed.opened_at.seconds_until(closed.closed_at);
            tracing::warn!(event = "codes.circuitClosed", open_seconds, "wrong codes are as few as usual again");
            let event = Event {
                id: ids.id(),
                subject: &format!("circuit:{CIRCUIT}"),
                actor: "system",
                action: "codes.circuitClosed",
                at: stamp.now,
                detail: &serde_json::json!({ "openSeconds": open_seconds }).to_string(),
            };
            audit::append(tx, &event).await?;
            Ok(1)
        })
        .await
}

/// Wrong codes in the running window, and whether the circuit is open, for the metrics.
///
/// # Errors
/// When the store fails.
pub async fn figures(tx: &mut Tx, guard: &Guard, now: Micros) -> Result<(i64, bool), ApiError> {
    Ok((circuit::count(tx, &guard.terms, now).await?, circuit::is_open(tx, guard.terms.name, now).await?))
}

/// Issues a code and queues its SMS. `Err` = the last one was sent too recently: the instant at which another may be
/// sent.
///
/// # Errors
/// When the store fails.
pub async fn send(
    tx: &mut Tx,
    ids: &mut Ids,
    guard: &Guard,
    sending: Sending<'_>,
) -> Result<Result<CodeSent, Micros>, ApiError> {
    let Sending { purpose, lane, to, lang, resend_seconds, few } = sending;
    let now = ids.now();
    let digits = ids.digits6(purpose.name);
    // If no SMS is sent, the owner's id is stored too: its hyphens never match, because `check` removes hyphens.
    let kept = if to.is_some() { digits.clone() } else { format!("{}{digits}", purpose.owner) };
    let tries = guard.tries(tx, now).await?;
    let terms = Terms { max_tries: if few { tries.min(guard.tries) } else { tries }, resend_seconds, ..TERMS };
    let expires_at = match codes::issue(tx, ids.id(), purpose, &kept, terms, now).await? {
        Issued::Done { expires_at } => expires_at,
        Issued::TooSoon { again_at } => return Ok(Err(again_at)),
    };
    let text = texts::fill(lang, sms_key(purpose.name), &[("code", &digits)]);
    let sms = Sms { to: to.unwrap_or_else(|| NOBODY.to_owned()), text };
    messages::queue_sms(tx, ids, &lane, sms).await?;
    Ok(Ok(told(now, expires_at, terms.max_tries)))
}

/// The SMS of a code. It names the purpose of the code, so that a person does not read it to a caller who claims
/// another one.
fn sms_key(purpose: &str) -> &'static str {
    match purpose {
        RESET => "sms.code.passwordReset",
        NEW_PHONE => "sms.code.newPhone",
        _ => "sms.code.registration",
    }
}

/// Seconds until the next code may be sent. Another number than before is a correction, which does not wait.
pub fn pause(same_number: bool) -> i64 {
    if same_number { TERMS.resend_seconds } else { 0 }
}

/// Data about a sent code for the device that requested it.
pub fn told(sent_at: Micros, expires_at: Micros, tries_left: i64) -> CodeSent {
    CodeSent {
        sent_at: sent_at.into(),
        expires_at: expires_at.into(),
        resend_at: sent_at.plus_seconds(TERMS.resend_seconds).into(),
        tries_left: u8::try_from(tries_left).unwrap_or(0),
    }
}

/// The refusal of a wrong code with `left` remaining tries.
pub fn wrong(left: i64) -> ApiError {
    ApiError::new(Code::CodeWrong).value("left", Told::Text(left.to_string()))
}
