//! Officers' accounts.

use qabul_domain::person::Email;
use qabul_domain::procedure::Role;
use qabul_store::accounts::{self, AccountState, Created, NewAccount};
use qabul_store::audit::{self, Event};
use qabul_store::{Ids, Private};
use serde_json::json;

use crate::auth::passwords::weakness;
use crate::auth::totp;
use crate::context::Context;
use crate::problem::ApiError;

/// Minimum length of an officer's password.
pub const LEAST: usize = 15;

/// An officer's account that was made.
pub struct Made {
    /// Its number.
    pub number: String,
    /// URI of the second factor for the authenticator app, shown once.
    pub second_factor: String,
}

/// Creates an officer's account.
///
/// # Errors
/// An invalid login, role or password; an e-mail address that is taken.
pub async fn create(
    context: &Context,
    email: &str,
    role: &str,
    scope: Option<String>,
    password: String,
) -> anyhow::Result<Made> {
    let email = Email::parse(email).map_err(|_| anyhow::anyhow!("that is not an e-mail address"))?.key();
    let role = [Role::Commission, Role::ExamCentre]
        .into_iter()
        .find(|known| known.word() == role)
        .ok_or_else(|| anyhow::anyhow!("there is no such role"))?;
    if password.chars().count() < LEAST || weakness(&password, &[&email]).is_some() {
        anyhow::bail!("the password is too short or too easy to guess");
    }
    let stamp = context.stamp()?;
    let ids = Ids::new(&stamp);
    let mut salt = [0_u8; 16];
    salt.copy_from_slice(&ids.secret32("salt")[..16]);
    let secret = ids.secret32("totp")[..totp::SECRET_BYTES].to_vec();
    let hash = context.passwords.hash("cli", password, salt).await?;
    let second_factor = totp::address(&secret, &email);
    let created = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let new = NewAccount {
                id: ids.id(),
                person_id: None,
                state: AccountState::Active,
                cabinet_numbers: ids.cabinet_numbers(),
                email: Some(Private(email.clone())),
                phone: None,
                password_hash: Private(hash.clone()),
                totp: Some(Private(secret.clone())),
                lang: "az".to_owned(),
                role: role.word().to_owned(),
                scope_id: scope.clone(),
                now: stamp.now,
            };
            let created = accounts::create(tx, &new).await?;
            let event = Event {
                id: ids.id(),
                subject: &format!("account:{}", new.id),
                actor: "system",
                action: "officer.create",
                at: stamp.now,
                detail: &json!({ "role": role.word(), "scope": scope }).to_string(),
            };
            if matches!(created, Created::Done { .. }) {
                audit::append(tx, &event).await?;
            }
            Ok::<_, ApiError>(created)
        })
        .await?;
    match created {
        Created::Done { cabinet_number: number } => Ok(Made { number, second_factor }),
        Created::EmailTaken => anyhow::bail!("another account has this e-mail address"),
        Created::PhoneTaken | Created::NoNumber => anyhow::bail!("no free number was found: try again"),
    }
}
