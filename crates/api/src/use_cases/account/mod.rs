//! Changes to an account by its owner, and decisions of an officer about it. One file per act.

mod change_email;
mod change_password;
mod change_phone;
mod change_residence;
mod correct_person;
mod decide;
mod person;
mod sessions;

pub use change_email::{EMAIL_PROOF, ask_proof, change_email, prove_email, send_link, send_proof};
pub use change_password::change_password;
pub use change_phone::{change_phone, prove_phone, waiting_phone};
pub use change_residence::change_residence;
pub use correct_person::correct_person;
pub use decide::{Waiting, decide, waiting};
pub use sessions::{end_all, end_one, list as list_sessions};

use qabul_store::accounts::{self, Account};
use qabul_store::audit::{self, Event};
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::{Ids, Tx};

use crate::auth::limits::PRESENT_PASSWORD;
use crate::context::Context;
use crate::extract::Applicant;
use crate::jobs::messages::{self, Notify};
use crate::problem::{ApiError, Code};
use crate::use_cases::me;
use crate::use_cases::registration::words_about;

/// The caller's account, after the current password was checked.
///
/// # Errors
/// Wrong password at `pointer`; too many tries.
pub async fn proven(context: &Context, who: Applicant, pointer: &str, password: String) -> Result<Account, ApiError> {
    let now = context.clock.now();
    // Counted per session, so that the holder of one session cannot use up the tries of the owner's other sessions.
    let asks = [Ask::new(&PRESENT_PASSWORD, who.family_id.to_string())];
    let tried = asks.clone();
    // Counted before the password is checked, so that parallel guesses cannot share one try.
    let account = context
        .db
        .transact(async move |tx| {
            if let Taken::Refused(until) = limits::take(tx, &tried, now).await? {
                return Err(ApiError::too_many(now, until));
            }
            Ok(accounts::find(tx, who.account_id).await?)
        })
        .await?
        .ok_or(Code::SignInRequired)?;
    let id = who.account_id.to_string();
    if !context.passwords.fits(&id, password, Some(account.password_hash.to_string())).await? {
        return Err(ApiError::field(pointer, "passwordWrong"));
    }
    context.db.transact(async move |tx| Ok::<_, ApiError>(limits::clear(tx, &asks).await?)).await?;
    Ok(account)
}

/// Words that the password of this account must not contain.
///
/// # Errors
/// When the store fails.
pub async fn known_words(tx: &mut Tx, account: &Account) -> Result<Vec<String>, ApiError> {
    let record = me::record(tx, account).await?;
    let text = |value: &Option<qabul_store::Private<String>>| {
        value.as_ref().map(|value| value.to_string()).unwrap_or_default()
    };
    Ok(words_about(
        record.as_ref().map(|record| &record.facts),
        record.as_ref().and_then(|record| record.fin.as_deref()),
        &text(&account.phone),
        &text(&account.email),
    ))
}

/// Audits an act of the account's owner.
///
/// # Errors
/// When the store fails.
pub async fn audited(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    action: &str,
    detail: &str,
) -> Result<(), ApiError> {
    audited_by(tx, ids, account, &format!("account:{}", account.id), action, detail).await
}

/// Audits what somebody other than the owner did to an account: an officer, or the system.
///
/// # Errors
/// When the store fails.
pub async fn audited_by(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    actor: &str,
    action: &str,
    detail: &str,
) -> Result<(), ApiError> {
    let subject = format!("account:{}", account.id);
    let event = Event { id: ids.id(), subject: &subject, actor, action, at: ids.now(), detail };
    audit::append(tx, &event).await?;
    Ok(())
}

/// Notifies the owner of an account with a text under `notices.`, at the contact data in `account`.
///
/// # Errors
/// When the store fails.
pub async fn told(tx: &mut Tx, ids: &mut Ids, account: &Account, name: &str) -> Result<(), ApiError> {
    told_with(tx, ids, account, name, &[]).await
}

/// The same with values for the text's placeholders.
///
/// # Errors
/// When the store fails.
pub async fn told_with(
    tx: &mut Tx,
    ids: &mut Ids,
    account: &Account,
    name: &str,
    values: &[(&str, String)],
) -> Result<(), ApiError> {
    let given_name = me::given_name(tx, account).await?;
    let notify = Notify {
        account,
        given_name: &given_name,
        lane: format!("account:{}", account.id),
        name: name.to_owned(),
        values,
        application_id: None,
    };
    messages::notify(tx, ids, notify).await
}
