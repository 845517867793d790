//! Codes that prove a mobile number: sent and tried in one way, whatever they open (quality goal S2).
//!
//! Limits of one number do not stop a caller who sprays guesses over very many numbers. So wrong codes are also counted over
//! everybody; when they are too many a circuit opens: each code may be tried fewer times and somebody is woken. Nobody is
//! locked out by it, and it closes by itself.

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

/// A code to be sent.
pub struct Sending<'a> {
    /// What it opens and whose it is.
    pub purpose: Purpose<'a>,
    /// Lane of the message, `account:<id>`.
    pub lane: String,
    /// Number in normal form. `None` = nobody: the same is written and sent to nobody, and no digits open anything.
    pub to: Option<String>,
    /// Language of the SMS.
    pub lang: Lang,
    /// Least time since the last one, in seconds.
    pub resend_seconds: i64,
    /// Whether it may be tried fewer times.
    pub few: bool,
}

/// What another code to a number counts for, and whether it may be tried fewer times.
pub struct Allowed {
    asks: Vec<Ask>,
    /// Very many codes went to this number today.
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

/// Whether somebody may have another code sent to a number; `Err` = not before this instant. Writes nothing.
///
/// Counted is who asks: nobody uses up what another one may do, and the owner's device is not bound by what strangers did. When
/// very many codes went to one number, each who asks still has one a day, which may be tried fewer times.
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

/// The circuit over all wrong codes, as configured.
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

    /// How often a code may be tried now.
    async fn tries(&self, tx: &mut Tx, now: Micros) -> Result<i64, ApiError> {
        let open = circuit::is_open(tx, self.terms.name, now).await?;
        Ok(if open { self.tries } else { TERMS.max_tries })
    }
}

/// Tries a code, and raises the alarm when wrong ones have become too many over everybody. Must be committed whatever comes
/// out.
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
    // What holds no code counts as a wrong one. Never with its hyphens: they are in the codes that open nothing (see `send`).
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

/// Notes that the circuit has closed by itself; 1 = it has, 0 = there was nothing to note.
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

/// Wrong codes in the running window, and whether the circuit is open: for the figures.
///
/// # Errors
/// When the store fails.
pub async fn figures(tx: &mut Tx, guard: &Guard, now: Micros) -> Result<(i64, bool), ApiError> {
    Ok((circuit::count(tx, &guard.terms, now).await?, circuit::is_open(tx, guard.terms.name, now).await?))
}

/// Issues a code and queues its SMS. `Err` = the last one was sent too short a time ago: when another may be.
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
    // A code that no SMS carries has signs nobody can type.
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

/// The SMS of a code. It names what the code is for, so that nobody reads it to a caller who says something else.
fn sms_key(purpose: &str) -> &'static str {
    match purpose {
        RESET => "sms.code.passwordReset",
        NEW_PHONE => "sms.code.newPhone",
        _ => "sms.code.registration",
    }
}

/// A code as its device is told of it.
pub fn told(sent_at: Micros, expires_at: Micros, tries_left: i64) -> CodeSent {
    CodeSent {
        sent_at: sent_at.into(),
        expires_at: expires_at.into(),
        resend_at: sent_at.plus_seconds(TERMS.resend_seconds).into(),
        tries_left: u8::try_from(tries_left).unwrap_or(0),
    }
}

/// The refusal of a wrong code with `left` tries to go.
pub fn wrong(left: i64) -> ApiError {
    ApiError::new(Code::CodeWrong).value("left", Told::Text(left.to_string()))
}
