//! Registration of an account, step by step (PORTAL-1 to PORTAL-7). One file per step.

mod check_identity;
mod check_permit;
mod confirm_identity;
mod fill_person;
mod open_account;
mod set_email;
mod set_phone;
mod start;
mod verify_phone;

pub use check_identity::check_identity;
pub use check_permit::check_permit;
pub use confirm_identity::confirm_identity;
pub use fill_person::{fill_person, read_person};
pub use open_account::{citizenship_word, open_account, source_word, tell_owner, words_about};
pub use set_email::set_email;
pub use set_phone::set_phone;
pub use start::{Started, start};
pub use verify_phone::verify_phone;

use chrono::NaiveDate;
use qabul_contract::registrations::{CodeSent, Registration as Shown, RegistrationState as ShownState, WayIn};
use qabul_domain::calendar::{Micros, read_past_date};
use qabul_domain::facts::{Citizenship, PersonFacts, Source};
use qabul_domain::person::{Fin, Permit, masked_name};
use qabul_store::registrations::{self, Looked, Registration, RegistrationState};
use qabul_store::{Private, Tx};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::context::Context;
use crate::problem::{ApiError, Code};

/// An unfinished registration expires after this many seconds.
pub const LIFE_SECONDS: i64 = 24 * 3600;

/// Answers so far; sealed together.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Answers {
    way_in: WayIn,
    #[serde(default)]
    fin: Option<String>,
    /// Series and number of the permit card, together.
    #[serde(default)]
    permit: Option<String>,
    #[serde(default)]
    person: Option<PersonFacts>,
    /// When the register was asked.
    #[serde(default)]
    asked_at: Option<Micros>,
    #[serde(default)]
    phone: Option<String>,
    #[serde(default)]
    code: Option<CodeSent>,
    #[serde(default)]
    email: Option<String>,
}

impl Answers {
    fn new(way_in: WayIn) -> Answers {
        Answers { way_in, fin: None, permit: None, person: None, asked_at: None, phone: None, code: None, email: None }
    }

    fn bytes(&self) -> Result<Vec<u8>, ApiError> {
        serde_json::to_vec(self).map_err(ApiError::internal)
    }
}

/// A registration with its answers decrypted.
struct Found {
    row: Registration,
    answers: Answers,
}

/// The stored hash of the cookie's secret.
pub fn secret_hash(secret: &[u8; 32]) -> [u8; 32] {
    Sha256::digest(secret).into()
}

/// The device's registration, in one of `states`.
async fn found(tx: &mut Tx, secret: &[u8; 32], states: &[RegistrationState], now: Micros) -> Result<Found, ApiError> {
    let row = registrations::find(tx, &secret_hash(secret), now).await?.ok_or(Code::RegistrationGone)?;
    if !states.contains(&row.state) {
        return Err(Code::WrongStep.into());
    }
    let answers = serde_json::from_slice(&row.data).map_err(ApiError::internal)?;
    Ok(Found { row, answers })
}

/// The same, for a step that belongs to one kind of registration.
async fn found_on(
    tx: &mut Tx,
    secret: &[u8; 32],
    way_in: WayIn,
    states: &[RegistrationState],
    now: Micros,
) -> Result<Found, ApiError> {
    let found = found(tx, secret, states, now).await?;
    if found.answers.way_in == way_in { Ok(found) } else { Err(Code::WrongStep.into()) }
}

/// Saves a step; a change made meanwhile is reported as a conflict.
async fn save(tx: &mut Tx, found: &Found, state: RegistrationState, now: Micros) -> Result<(), ApiError> {
    let looked = Looked {
        fin: found.answers.fin.clone().map(Private),
        phone: found.answers.phone.clone().map(Private),
        email: found.answers.email.clone().map(Private),
        account_id: None,
    };
    let data = found.answers.bytes()?;
    if registrations::save(tx, found.row.id, found.row.version, state, &data, &looked, now).await? {
        Ok(())
    } else {
        Err(Code::Stale.into())
    }
}

/// The device's unfinished registration, as shown to it.
///
/// # Errors
/// When there is none, or it has expired.
pub async fn show(context: &Context, secret: [u8; 32]) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    let all = [
        RegistrationState::Started,
        RegistrationState::IdentityFound,
        RegistrationState::IdentityConfirmed,
        RegistrationState::PhoneVerified,
        RegistrationState::EmailSet,
    ];
    context
        .db
        .read(async move |tx| {
            let found = found(tx, &secret, &all, now).await?;
            Ok(shown(&found.answers, found.row.state, found.row.expires_at))
        })
        .await
}

/// Abandons the device's unfinished registration, so that the person can start again. It is no error if there is none.
///
/// # Errors
/// When the store fails.
pub async fn give_up(context: &Context, secret: [u8; 32]) -> Result<(), ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| Ok(registrations::give_up(tx, &secret_hash(&secret), now).await.map(|_| ())?))
        .await
}

fn shown(answers: &Answers, state: RegistrationState, expires_at: Micros) -> Shown {
    Shown {
        state: match state {
            RegistrationState::Started => ShownState::Started,
            RegistrationState::IdentityFound => ShownState::IdentityFound,
            RegistrationState::IdentityConfirmed => ShownState::IdentityConfirmed,
            RegistrationState::PhoneVerified => ShownState::PhoneVerified,
            RegistrationState::EmailSet | RegistrationState::Done | RegistrationState::Expired => ShownState::EmailSet,
        },
        way_in: answers.way_in,
        masked_name: answers.person.as_ref().map(masked),
        masked_fin: answers.fin.as_deref().and_then(|fin| Fin::parse(fin).ok()).map(|fin| fin.masked()),
        masked_document: answers.permit.as_deref().and_then(|text| Permit::parse(text).ok()).map(|card| card.masked()),
        phone: answers.phone.clone(),
        code: answers.code.clone(),
        email: answers.email.clone(),
        expires_at: expires_at.into(),
    }
}

/// The stored record of a person: the register's answer and the FIN. Sealed together.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonRecord {
    /// FIN; none for persons without one.
    pub fin: Option<String>,
    /// What the register said.
    pub facts: PersonFacts,
    /// When it was asked.
    pub asked_at: Micros,
}

impl PersonRecord {
    /// The source of the data: each citizenship has one kind of registration.
    pub fn source(&self) -> Source {
        match self.facts.citizenship {
            Citizenship::Azerbaijan => Source::PopulationRegister,
            Citizenship::Foreign | Citizenship::Stateless => Source::MigrationRegister,
            Citizenship::Protected => Source::Manual,
        }
    }
}

/// Parses a typed birth date.
///
/// # Errors
/// The reason why it is invalid.
fn born(text: &str, now: Micros) -> Result<NaiveDate, ApiError> {
    read_past_date(text, now).map_err(|reason| ApiError::reason("/birthDate", &reason))
}

/// The name in a form that only its owner recognises: the first letter of each part.
fn masked(person: &PersonFacts) -> String {
    let parts = [&person.surname, &person.name].map(|part| masked_name(part));
    parts.join(" ").trim().to_owned()
}

/// The second fact required besides the FIN.
pub enum Second {
    /// Birth date, as typed.
    Born(String),
    /// Series and number of the identity document.
    Document(String),
}
