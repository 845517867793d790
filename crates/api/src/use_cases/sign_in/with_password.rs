use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_store::accounts::{Account, AccountState};
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::{Ids, Tx};

use super::login::Login;
use super::second_step;
use super::session::{Opened, SignedIn, open_session, signed_in};
use crate::auth::asker::{Asker, Standing};
use crate::auth::limits::{
    LOGIN_DEVICE, LOGIN_HERE, LOGIN_HERE_HOUR, LOGIN_NETWORK, LOGIN_NETWORK_DAY, LOGIN_STRANGERS,
};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, audited_by, told};

/// Number of wrong passwords from unknown callers in a day after which the owner is notified, once.
const TOLD_AT: i64 = 5;

/// Whether an account may be used at all.
pub fn is_open(account: &Account) -> bool {
    matches!(account.state, AccountState::Active | AccountState::PendingVerification)
}

/// Result of a correct password.
pub enum Entered {
    /// The session.
    In(Box<SignedIn>),
    /// The second step, by the secret for its cookie.
    SecondStep([u8; 32]),
}

/// The same, before the access token is signed.
enum Found {
    In(Box<Opened>),
    SecondStep([u8; 32]),
    Refused,
}

/// A try that was counted before the password was checked.
struct Counted {
    stored: Option<String>,
    asks: Vec<Ask>,
    /// Wrong passwords of unknown callers with this account in the running day, including this one; 0 on a known
    /// device.
    strangers: i64,
}

/// Counts a try of the caller. A known device is limited only by its own limit. For all others the limit of the network
/// is checked first, before anything about the login is read; a refused try writes nothing.
async fn counted(
    tx: &mut Tx,
    login: &Login,
    asker: &Asker,
    now: Micros,
) -> Result<Result<Counted, ApiError>, ApiError> {
    let network = [Ask::new(&LOGIN_NETWORK, &asker.network), Ask::new(&LOGIN_NETWORK_DAY, &asker.network)];
    let refused = limits::refused(tx, &network, now).await?;
    if let (Some(until), false) = (refused, asker.has_device()) {
        return Ok(Err(ApiError::too_many(now, until)));
    }
    let account = login.account(tx).await?;
    let standing = asker.standing(tx, account.as_ref().map(|account| account.id), now).await?;
    let here = format!("{} {}", standing.key(), login.text());
    let asks = match &standing {
        Standing::Known(device) => vec![Ask::new(&LOGIN_DEVICE, device)],
        Standing::Proven(_) | Standing::Stranger(_) => {
            if let Some(until) = refused {
                return Ok(Err(ApiError::too_many(now, until)));
            }
            // An account is counted once, whichever of its logins is typed; a login without an account is counted by
            // its text.
            let whose = account.as_ref().map_or_else(|| login.text().to_owned(), |account| account.id.to_string());
            let strangers = Ask::new(&LOGIN_STRANGERS, whose);
            if let Some(until) = limits::refused(tx, std::slice::from_ref(&strangers), now).await? {
                return Ok(Err(ApiError::refused_until(Code::LoginGuarded, now, until)));
            }
            let [network, of_day] = network;
            vec![network, of_day, Ask::new(&LOGIN_HERE, &here), Ask::new(&LOGIN_HERE_HOUR, &here), strangers]
        }
    };
    let counts = match limits::take(tx, &asks, now).await? {
        Taken::Counts(counts) => counts,
        Taken::Refused(until) => return Ok(Err(ApiError::too_many(now, until))),
    };
    let strangers = if asks.len() > 1 { counts.last().copied().unwrap_or_default() } else { 0 };
    let stored = account.map(|account| account.password_hash.into_inner());
    Ok(Ok(Counted { stored, asks, strangers }))
}

/// Signs in by e-mail, FIN or account number. An unknown login and a wrong password give the same answer after the same
/// work.
///
/// # Errors
/// "Login failed", too many tries.
pub async fn sign_in(
    context: &Context,
    login: &str,
    password: String,
    lang: Lang,
    asker: Asker,
) -> Result<Entered, ApiError> {
    let login = Login::parse(login);
    let stamp = context.stamp()?;
    let now = stamp.now;
    let (asked, from) = (login.clone(), asker.clone());
    // In a separate unit, so that parallel guesses cannot share one try.
    let Counted { stored, asks, strangers } =
        context.db.transact(async move |tx| counted(tx, &asked, &from, now).await).await??;
    let fits = context.passwords.fits(&asker.network, password, stored).await?;
    let found = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            match (login.account(tx).await?, fits) {
                (Some(account), true) => {
                    limits::give_back(tx, &asks).await?;
                    if account.totp.is_some() {
                        return second_step::wait(tx, &mut ids, &account).await.map(Found::SecondStep);
                    }
                    accepted(tx, &mut ids, &account, "password", &asker, lang)
                        .await
                        .map(|opened| Found::In(Box::new(opened)))
                }
                (account, _) => {
                    if let Some(account) = account.filter(|_| strangers == TOLD_AT) {
                        let detail = serde_json::json!({ "failures": strangers }).to_string();
                        audited_by(tx, &mut ids, &account, "system", "account.guessed", &detail).await?;
                        told(tx, &mut ids, &account, "account.guessed").await?;
                    }
                    Ok(Found::Refused)
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

/// Opens the session of an account after all required proofs, and remembers its device; `by` is the audit's word for
/// the last proof.
///
/// # Errors
/// When the store fails.
pub async fn accepted(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    by: &str,
    asker: &Asker,
    lang: Lang,
) -> Result<Opened, ApiError> {
    let opened = open_session(tx, ids, account, asker, lang).await?;
    let detail = serde_json::json!({ "family": opened.family_id, "by": by }).to_string();
    audited(tx, ids, account, "account.signIn", &detail).await?;
    Ok(opened)
}
