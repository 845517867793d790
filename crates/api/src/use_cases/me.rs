//! The signed-in person.

use qabul_contract::me::{AccountState as ShownState, Me, Profile};
use qabul_domain::language::Lang;
use qabul_domain::person::{Fin, Phone};
use qabul_store::accounts::{self, Account, AccountState};
use qabul_store::contact_changes::{self, ContactKind};
use qabul_store::{Tx, notices, persons, wallets};

use crate::context::Context;
use crate::extract::Applicant;
use crate::jobs::messages;
use crate::problem::{ApiError, Code};
use crate::use_cases::account;
use crate::use_cases::registration::PersonRecord;

/// The stored record of the account's person; none for officers.
///
/// # Errors
/// When the store fails.
pub async fn record(tx: &mut Tx, account: &Account) -> Result<Option<PersonRecord>, ApiError> {
    let Some(person_id) = account.person_id else { return Ok(None) };
    let person = persons::find(tx, person_id).await?;
    person.map(|person| serde_json::from_slice(&person.data)).transpose().map_err(ApiError::internal)
}

/// The given name, for greetings; empty for officers.
///
/// # Errors
/// When the store fails.
pub async fn given_name(tx: &mut Tx, account: &Account) -> Result<String, ApiError> {
    Ok(record(tx, account).await?.map(|record| record.facts.called().to_owned()).unwrap_or_default())
}

/// The account header.
///
/// # Errors
/// When the store fails.
pub async fn of(tx: &mut Tx, account: &Account, lang: Lang) -> Result<Me, ApiError> {
    let person = record(tx, account).await?;
    let balance = wallets::balance(tx, account.id).await?;
    let unread = notices::unread_count(tx, account.id).await?;
    Ok(Me {
        id: account.id,
        cabinet_number: account.cabinet_number.clone(),
        given_name: person.as_ref().map(|person| person.facts.called().to_owned()).unwrap_or_default(),
        full_name: person.as_ref().map(|person| person.facts.full_name()).unwrap_or_default(),
        state: match account.state {
            AccountState::PendingVerification => ShownState::PendingVerification,
            AccountState::Active | AccountState::Locked | AccountState::Closed => ShownState::Active,
        },
        balance,
        balance_text: balance.display(lang),
        unread_notices: u32::try_from(unread).unwrap_or(u32::MAX),
        lang: messages::lang_of(account),
    })
}

async fn own(tx: &mut Tx, who: Applicant) -> Result<Account, ApiError> {
    accounts::find(tx, who.account_id).await?.ok_or(ApiError::new(Code::SignInRequired))
}

/// Name, balance and unread notices.
///
/// # Errors
/// When the store fails.
pub async fn show(context: &Context, who: Applicant, lang: Lang) -> Result<Me, ApiError> {
    context
        .db
        .read(async move |tx| {
            let account = own(tx, who).await?;
            of(tx, &account, lang).await
        })
        .await
}

/// The personal data of the account. The FIN is masked, so that a bystander cannot read it on the screen.
///
/// # Errors
/// When the store fails.
pub async fn profile(context: &Context, who: Applicant) -> Result<Profile, ApiError> {
    let now = context.clock.now();
    context
        .db
        .read(async move |tx| {
            let account = own(tx, who).await?;
            let person = record(tx, &account).await?.ok_or(Code::NotFound)?;
            let source = person.source();
            let PersonRecord { fin, facts, asked_at } = person;
            let change = contact_changes::find_open(tx, account.id, ContactKind::Email, now).await?;
            let email = account.email.map(|email| email.into_inner()).unwrap_or_default();
            let new_email = change.map(|change| change.value.into_inner()).filter(|new| *new != email);
            let new_phone = account::waiting_phone(tx, account.id, now).await?;
            let phone = account.phone.map(|phone| phone.into_inner()).unwrap_or_default();
            let second_factor = account.totp.is_some();
            Ok(Profile {
                surname: facts.surname,
                name: facts.name,
                patronymic: facts.patronymic,
                birth_date: facts.birth_date,
                citizenship: facts.citizenship,
                masked_fin: fin.and_then(|fin| Fin::parse(&fin).ok()).map(|fin| fin.masked()),
                document: facts.document,
                registered_place: facts.registered_place,
                actual_place: facts.actual_place,
                phone: Phone::parse(&phone).map(|phone| phone.display()).unwrap_or(phone),
                new_phone,
                email,
                email_proven: account.email_verified_at.is_some(),
                new_email,
                second_factor,
                source,
                register_asked_at: asked_at.into(),
            })
        })
        .await
}

/// Chooses the language of SMS and e-mail.
///
/// # Errors
/// When the store fails.
pub async fn set_language(context: &Context, who: Applicant, lang: Lang, shown_in: Lang) -> Result<Me, ApiError> {
    let now = context.clock.now();
    context
        .db
        .transact(async move |tx| {
            accounts::set_lang(tx, who.account_id, lang.tag(), now).await?;
            let account = own(tx, who).await?;
            of(tx, &account, shown_in).await
        })
        .await
}
