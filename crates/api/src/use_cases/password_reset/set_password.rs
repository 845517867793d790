use qabul_store::accounts::{self, Account, AccountState};
use qabul_store::password_resets::ResetState::{Done, Proven};
use qabul_store::{Ids, Private, Tx, known_devices, sessions};

use super::{found, save};
use crate::auth::asker::Asker;
use crate::auth::passwords::weakness;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{audited, known_words, told};
use crate::use_cases::second_factor;

/// Sets the new password and ends every session; the owner is notified by SMS and e-mail. Nobody is signed in by it.
/// The device has proven the number and is the only known device from now on. Returns the secret for its cookie.
///
/// # Errors
/// A weak password; a reset at another step or expired.
pub async fn set_password(
    context: &Context,
    secret: [u8; 32],
    password: String,
    asker: Asker,
) -> Result<Option<[u8; 32]>, ApiError> {
    let stamp = context.stamp()?;
    let now = stamp.now;
    let (known, stored, done) = context
        .db
        .read(async move |tx| {
            let reset = found(tx, &secret, &[Proven, Done], now).await?;
            let account = owner(tx, reset.account_id).await?;
            let stored = account.password_hash.to_string();
            Ok::<_, ApiError>((known_words(tx, &account).await?, stored, reset.state == Done))
        })
        .await?;
    if done {
        // The answer was lost: the same password again gets the same answer as the first time.
        let same = context.passwords.fits(&stamp.request_id.to_string(), password, Some(stored)).await?;
        return if same { Ok(None) } else { Err(Code::ResetGone.into()) };
    }
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if let Some(weak) = weakness(&password, &known) {
        return Err(ApiError::field("/password", weak));
    }
    let mut salt = [0_u8; 16];
    salt.copy_from_slice(&Ids::new(&stamp).secret32("salt")[..16]);
    let hash = Private(context.passwords.hash(&stamp.request_id.to_string(), password, salt).await?);
    let device = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let mut reset = found(tx, &secret, &[Proven], now).await?;
            reset.state = Done;
            save(tx, &reset, now).await?;
            let account = owner(tx, reset.account_id).await?;
            accounts::set_password(tx, account.id, &hash, now).await?;
            sessions::revoke_account(tx, account.id, None, now).await?;
            // A caller who used up the tries of the second factor knew the old password, so the tries are reset.
            second_factor::forget_tries(tx, &account.id.to_string()).await?;
            known_devices::forget(tx, account.id, None).await?;
            let device = asker.remember(tx, &ids, account.id).await?;
            audited(tx, &mut ids, &account, "account.passwordReset", "{}").await?;
            told(tx, &mut ids, &account, "account.passwordReset").await?;
            Ok::<_, ApiError>(device)
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(Some(device))
}

/// The account of a proven reset, if it is still open.
async fn owner(tx: &mut Tx, id: Option<uuid::Uuid>) -> Result<Account, ApiError> {
    let account = accounts::find(tx, id.unwrap_or(uuid::Uuid::nil())).await?;
    let open = |account: &Account| matches!(account.state, AccountState::Active | AccountState::PendingVerification);
    account.filter(open).ok_or(ApiError::new(Code::ResetGone))
}
