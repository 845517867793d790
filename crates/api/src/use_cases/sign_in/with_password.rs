use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::person::{Email, Fin};
use qabul_store::accounts::{self, Account, AccountState};
use qabul_store::limits::{self, Limit};
use qabul_store::{Ids, Tx};
use uuid::Uuid;

use super::second_step;
use super::session::{Opened, SignedIn, open_session, signed_in};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, audited_by, told};

/// Wrong passwords in a row that lock the sign-in.
const MOST_FAILURES: i64 = 5;
/// How long it stays locked, in seconds.
const LOCK_SECONDS: i64 = 15 * 60;
/// Tries with one login, whether or not there is such an account.
const PER_LOGIN: Limit = Limit { name: "login.name", seconds: 900, most: 20 };
/// Tries from one address; whole schools and mobile networks share one.
const PER_ADDRESS: Limit = Limit { name: "login.address", seconds: 300, most: 300 };
/// Refused tries, counted for every login alike, so that a refusal writes as much whether or not there is an account.
const REFUSED: Limit = Limit { name: "login.refused", seconds: 86_400, most: i64::MAX };

/// What a person typed as login.
#[derive(Clone)]
pub enum Login {
    /// E-mail address in normal form.
    Email(String),
    /// FIN in normal form.
    Fin(String),
    /// Neither; looked up all the same, so that it takes as long.
    Neither(String),
}

impl Login {
    /// Reads it; never fails.
    pub fn parse(text: &str) -> Login {
        if let Ok(email) = Email::parse(text) {
            return Login::Email(email.key());
        }
        match Fin::parse(text) {
            Ok(fin) => Login::Fin(fin.as_str().to_owned()),
            Err(_) => Login::Neither(text.trim().to_lowercase()),
        }
    }

    /// In normal form.
    pub fn text(&self) -> &str {
        match self {
            Login::Email(text) | Login::Fin(text) | Login::Neither(text) => text,
        }
    }

    /// The account that may sign in here: an applicant's. Officers sign in at their desks.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn account(&self, tx: &mut Tx) -> Result<Option<Account>, ApiError> {
        let found = match self {
            Login::Email(key) | Login::Neither(key) => accounts::find_by_email(tx, key).await?,
            Login::Fin(fin) => accounts::find_by_fin(tx, fin).await?,
        };
        Ok(found.filter(|account| account.role == "applicant" && is_open(account)))
    }
}

/// Whether an account may be used at all.
pub fn is_open(account: &Account) -> bool {
    matches!(account.state, AccountState::Active | AccountState::PendingVerification)
}

/// What a right password opens.
pub enum Entered {
    /// The session.
    In(Box<SignedIn>),
    /// The second step, by the secret for its cookie.
    SecondStep([u8; 32]),
}

/// The same before the access token is signed.
enum Found {
    In(Box<Opened>),
    SecondStep([u8; 32]),
    Refused,
}

/// Whether the sign-in is closed after wrong passwords.
pub fn is_locked(account: &Account, now: Micros) -> bool {
    account.locked_until.is_some_and(|until| now < until)
}

/// Signs in by e-mail or FIN. Unknown login, wrong password and locked account give one answer and cost the same work.
///
/// # Errors
/// "Login failed", too many tries.
pub async fn sign_in(
    context: &Context,
    login: &str,
    password: String,
    lang: Lang,
    caller: String,
    agent: String,
) -> Result<Entered, ApiError> {
    let login = Login::parse(login);
    let stamp = context.stamp()?;
    let now = stamp.now;
    let (asked, from) = (login.clone(), caller.clone());
    // Counted before the password is looked at, in a unit of its own: parallel guesses cannot share a try.
    let stored = context
        .db
        .transact(async move |tx| {
            let by_address = limits::hit(tx, &PER_ADDRESS, &caller, now).await?;
            let by_login = limits::hit(tx, &PER_LOGIN, asked.text(), now).await?;
            if by_address > PER_ADDRESS.most {
                return Ok(Err(PER_ADDRESS.opens_again(now)));
            }
            if by_login > PER_LOGIN.most {
                return Ok(Err(PER_LOGIN.opens_again(now)));
            }
            let account = asked.account(tx).await?;
            Ok::<_, ApiError>(Ok(account.map(|account| account.password_hash.into_inner())))
        })
        .await?;
    let stored = stored.map_err(|again| ApiError::too_many(now, again))?;
    let fits = context.passwords.fits(&from, password, stored).await?;
    let found = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = login.account(tx).await?;
            // Also the right password is refused while the lock holds: it may have been found by guessing.
            let may_try = account.filter(|account| !is_locked(account, now));
            match (may_try, fits) {
                (Some(account), true) => {
                    limits::clear(tx, &PER_LOGIN, login.text(), now).await?;
                    if account.totp.is_some() {
                        return second_step::wait(tx, &mut ids, &account).await.map(Found::SecondStep);
                    }
                    accepted(tx, &mut ids, &account, "password", &agent, lang)
                        .await
                        .map(|opened| Found::In(Box::new(opened)))
                }
                // Refusals are values: a wrong try must be committed.
                (account, _) => {
                    limits::hit(tx, &REFUSED, login.text(), now).await?;
                    refused(tx, &mut ids, account).await.map(|()| Found::Refused)
                }
            }
        })
        .await?;
    context.outbox_bell.notify_one();
    match found {
        Found::In(opened) => Ok(Entered::In(Box::new(signed_in(context, *opened)?))),
        Found::SecondStep(secret) => Ok(Entered::SecondStep(secret)),
        Found::Refused => Err(Code::LoginFailed.into()),
    }
}

/// Opens the session of an account that has proven all it must; `by` is the audit's word for what proved it last.
///
/// # Errors
/// When the store fails.
pub async fn accepted(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    by: &str,
    agent: &str,
    lang: Lang,
) -> Result<Opened, ApiError> {
    let now = ids.now();
    accounts::clear_failed_logins(tx, account.id, now).await?;
    let opened = open_session(tx, ids, account, agent, lang).await?;
    let detail = serde_json::json!({ "family": opened.family_id, "by": by }).to_string();
    audited(tx, ids, account, "account.signIn", &detail).await?;
    Ok(opened)
}

/// Counts a wrong try. Without an account, or with a locked one, the same statement runs and touches no row.
async fn refused(tx: &mut Tx, ids: &mut Ids, account: Option<Account>) -> Result<(), ApiError> {
    let now = ids.now();
    let id = account.as_ref().map_or(Uuid::nil(), |account| account.id);
    if account.as_ref().is_some_and(|account| account.locked_until.is_some()) {
        // An old lock has run out: its five tries do not count any more.
        accounts::clear_failed_logins(tx, id, now).await?;
    }
    let failures = accounts::count_failed_login(tx, id, MOST_FAILURES, now.plus_seconds(LOCK_SECONDS), now).await?;
    let Some(account) = account.filter(|_| failures == MOST_FAILURES) else { return Ok(()) };
    let detail = serde_json::json!({ "failures": failures }).to_string();
    audited_by(tx, ids, &account, "system", "account.lock", &detail).await?;
    told(tx, ids, &account, "account.locked").await
}
