use qabul_contract::registrations::WayIn;
use qabul_domain::az;
use qabul_domain::decision::Need;
use qabul_domain::facts::{Citizenship, PersonFacts, Source};
use qabul_domain::language::Lang;
use qabul_domain::person::Email;
use qabul_store::accounts::{self, Account, AccountState, Created, NewAccount};
use qabul_store::facts::{self, FactStatus, StoredFact};
use qabul_store::limits::{self, Ask, Taken};
use qabul_store::persons::{self, NewPerson};
use qabul_store::registrations::RegistrationState::{Done, EmailSet};
use qabul_store::registrations::{self, Looked};
use qabul_store::{Ids, Private, Tx};
use uuid::Uuid;

use super::{Answers, Found, PersonRecord, found, secret_hash};
use crate::auth::asker::Asker;
use crate::auth::limits::REGISTRATION_AGAIN;
use crate::auth::passwords::weakness;
use crate::context::Context;
use crate::jobs::messages::{self, Notify};
use crate::problem::{ApiError, Code};
use crate::use_cases::account::{ask_proof, audited, told};
use crate::use_cases::sign_in::{Opened, SignedIn, accepted, is_open, open_session, signed_in};

/// Creates the account and signs the person in. An e-mail address that is taken gets the same answer as a free one: its
/// owner is notified, and the new account has no address. In every case the account number is a login from now on.
///
/// # Errors
/// A weak password; a registration at another step; FIN or number taken meanwhile.
pub async fn open_account(
    context: &Context,
    secret: [u8; 32],
    password: String,
    lang: Lang,
    asker: Asker,
) -> Result<SignedIn, ApiError> {
    let stamp = context.stamp()?;
    let now = stamp.now;
    let known = context
        .db
        .read(async move |tx| {
            if let Some(account_id) = registrations::find_done(tx, &secret_hash(&secret), now).await? {
                return Ok(Before::Done(accounts::find(tx, account_id).await?.map(Box::new)));
            }
            Ok::<_, ApiError>(Before::Open(known_words(&found(tx, &secret, &[EmailSet], now).await?.answers)))
        })
        .await?;
    let known = match known {
        Before::Open(known) => known,
        Before::Done(account) => return again(context, account, password, lang, asker).await,
    };
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    if let Some(weak) = weakness(&password, &known) {
        return Err(ApiError::field("/password", weak));
    }
    let mut salt = [0_u8; 16];
    salt.copy_from_slice(&Ids::new(&stamp).secret32("salt")[..16]);
    let hash = Private(context.passwords.hash(&stamp.request_id.to_string(), password, salt).await?);
    let opened = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let found = found(tx, &secret, &[EmailSet], now).await?;
            open(tx, &mut ids, found, hash.clone(), lang, &asker).await
        })
        .await?;
    context.outbox_bell.notify_one();
    signed_in(context, opened)
}

/// State of the registration at the last step.
enum Before {
    /// The registration waits for its password; words that the password must not contain.
    Open(Vec<String>),
    /// The registration was completed with this account, and the answer was lost.
    Done(Option<Box<Account>>),
}

/// Repeats the last step, because its answer was lost: the same password signs in; with another one the answer is that
/// the account already exists. This is a sign-in by password only: it does not skip the second factor, and it is
/// counted and audited.
async fn again(
    context: &Context,
    account: Option<Box<Account>>,
    password: String,
    lang: Lang,
    asker: Asker,
) -> Result<SignedIn, ApiError> {
    let stamp = context.stamp()?;
    let now = stamp.now;
    let usable = move |account: &Account| is_open(account) && account.totp.is_none();
    let account = account.filter(|account| usable(account)).ok_or(Code::RegistrationGone)?;
    let id = account.id;
    let asks = [Ask::new(&REGISTRATION_AGAIN, id.to_string())];
    let counted = asks.clone();
    // Counted before the password is checked, in a separate unit, so that parallel guesses cannot share one try.
    let tried = context.db.transact(async move |tx| Ok::<_, ApiError>(limits::take(tx, &counted, now).await?));
    if let Taken::Refused(until) = tried.await? {
        return Err(ApiError::too_many(now, until));
    }
    let stored = account.password_hash.to_string();
    if !context.passwords.fits(&id.to_string(), password, Some(stored.clone())).await? {
        return Err(Code::RegistrationGone.into());
    }
    let opened = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let account = accounts::find(tx, id).await?;
            // The password may have been changed, or the second factor turned on, during the comparison.
            let unchanged = |account: &Account| usable(account) && *account.password_hash == *stored;
            let account = account.filter(unchanged).ok_or(Code::RegistrationGone)?;
            limits::clear(tx, &asks).await?;
            accepted(tx, &mut ids, &account, "registration", &asker, lang).await
        })
        .await?;
    signed_in(context, opened)
}

/// Words about the person that the password must not contain.
fn known_words(answers: &Answers) -> Vec<String> {
    words_about(
        answers.person.as_ref(),
        answers.fin.as_deref(),
        answers.phone.as_deref().unwrap_or_default(),
        answers.email.as_deref().unwrap_or_default(),
    )
}

/// Words that a password must not be made of: names, dates, numbers and addresses of its owner.
pub fn words_about(person: Option<&PersonFacts>, fin: Option<&str>, phone: &str, email: &str) -> Vec<String> {
    let mut words = vec!["qabul".to_owned(), "qebul".to_owned()];
    if let Some(person) = person {
        for name in [&person.surname, &person.name, &person.patronymic] {
            words.push(name.to_lowercase());
            words.push(az::fold(name));
        }
        words.push(person.birth_date.format("%d%m%Y").to_string());
        words.push(person.birth_date.format("%Y").to_string());
        words.push(person.document.to_lowercase());
    }
    words.extend(fin.map(str::to_lowercase));
    words.push(phone.trim_start_matches("+994").to_owned());
    words.push(email.to_lowercase());
    words.extend(email.to_lowercase().split(['@', '.', '_', '-', '+']).map(str::to_owned));
    words.retain(|word| word.chars().count() >= 3);
    words
}

/// Everything in one unit: person, account with wallet, register answer, audit, notices, session.
async fn open(
    tx: &mut Tx,
    ids: &mut Ids,
    found: Found,
    password_hash: Private<String>,
    lang: Lang,
    asker: &Asker,
) -> Result<Opened, ApiError> {
    let now = ids.now();
    let broken = |what: &str| ApiError::internal(anyhow::anyhow!("registration without {what}"));
    let answers = found.answers.clone();
    let person = answers.person.ok_or_else(|| broken("person"))?;
    let asked_at = answers.asked_at.ok_or_else(|| broken("asked_at"))?;
    let phone = answers.phone.ok_or_else(|| broken("phone"))?;
    let email = answers.email.ok_or_else(|| broken("email"))?;
    let record = PersonRecord { fin: answers.fin.clone(), facts: person, asked_at };

    let person_id = store_person(tx, ids, &record).await?;
    let account_id = ids.id();
    // The form that uniqueness and sign-in compare.
    let email = Private(Email::parse(&email).map_err(|_| broken("address"))?.key());
    let taken = accounts::find_by_email(tx, &email).await?.is_some();
    let new = NewAccount {
        id: account_id,
        person_id: Some(person_id),
        state: match answers.way_in {
            WayIn::Citizen | WayIn::Permit => AccountState::Active,
            WayIn::Protection => AccountState::PendingVerification,
        },
        cabinet_numbers: ids.cabinet_numbers(),
        email: (!taken).then(|| email.clone()),
        phone: Some(Private(phone)),
        password_hash,
        totp: None,
        lang: lang.tag().to_owned(),
        role: "applicant".to_owned(),
        scope_id: None,
        now,
    };
    let cabinet = match accounts::create(tx, &new).await? {
        Created::Done { cabinet_number } => cabinet_number,
        Created::PhoneTaken => return Err(Code::PhoneTaken.into()),
        Created::NoNumber | Created::EmailTaken => return Err(ApiError::new(Code::Busy).retry_after(1)),
    };
    let account = accounts::find(tx, account_id).await?.ok_or_else(|| broken("account"))?;

    let looked = Looked { account_id: Some(account_id), ..Looked::default() };
    let data = found.answers.bytes()?;
    if !registrations::save(tx, found.row.id, found.row.version, Done, &data, &looked, now).await? {
        return Err(Code::Stale.into());
    }
    let detail =
        serde_json::json!({ "state": account.state.word(), "way": answers.way_in, "person": person_id }).to_string();
    audited(tx, ids, &account, "account.open", &detail).await?;
    let notify = Notify {
        account: &account,
        given_name: &record.facts.name,
        lane: format!("account:{account_id}"),
        name: if account.state == AccountState::Active { "account.opened" } else { "account.openedPending" }.to_owned(),
        values: &[("cabinet", cabinet)],
        application_id: None,
    };
    messages::notify(tx, ids, notify).await?;
    // The worker either sends a link to the address or notifies its owner; it finds out which.
    ask_proof(tx, ids, account_id, &email).await?;
    open_session(tx, ids, &account, asker, lang).await
}

/// Stores the person with the register's answer. The person may already exist, from an account that was closed.
async fn store_person(tx: &mut Tx, ids: &mut Ids, record: &PersonRecord) -> Result<Uuid, ApiError> {
    let now = ids.now();
    let facts_of = &record.facts;
    let name = facts_of.full_name();
    let new = NewPerson {
        id: ids.id(),
        fin: record.fin.clone().map(Private),
        document: Some(Private(facts_of.document.clone())),
        data: Private(serde_json::to_vec(record).map_err(ApiError::internal)?),
        name_key: az::fold(&name),
        sort_key: az::sort_key(&name),
        citizenship: citizenship_word(facts_of).to_owned(),
        now,
    };
    let person_id = if persons::insert(tx, &new).await? {
        new.id
    } else {
        let fin = record.fin.as_deref().ok_or(Code::Busy)?;
        if accounts::find_by_fin(tx, fin).await?.is_some() {
            return Err(Code::IdentityMismatch.into());
        }
        let known = persons::find_by_fin(tx, fin).await?.ok_or(Code::Busy)?;
        if !persons::update(tx, known.id, known.version, &new).await? {
            return Err(Code::Busy.into());
        }
        known.id
    };
    let fact = StoredFact {
        need: Need::Person.word().to_owned(),
        status: FactStatus::Known,
        value: Some(Private(serde_json::to_vec(facts_of).map_err(ApiError::internal)?)),
        source: source_word(record).to_owned(),
        at: record.asked_at,
    };
    facts::put(tx, person_id, &fact).await?;
    Ok(person_id)
}

/// The stored word for the source of a person's data.
pub fn source_word(record: &PersonRecord) -> &'static str {
    match record.source() {
        Source::MigrationRegister => "migrationRegister",
        Source::Manual => "manual",
        Source::PopulationRegister | Source::Tmms | Source::Tkta => "populationRegister",
    }
}

/// The stored word of a citizenship.
pub fn citizenship_word(facts: &PersonFacts) -> &'static str {
    match facts.citizenship {
        Citizenship::Azerbaijan => "azerbaijan",
        Citizenship::Foreign => "foreign",
        Citizenship::Stateless => "stateless",
        Citizenship::Protected => "protected",
    }
}

/// Notifies the owner of an address that somebody else typed it.
///
/// # Errors
/// When the store fails.
pub async fn tell_owner(tx: &mut Tx, ids: &mut Ids, email: &str) -> Result<(), ApiError> {
    let Some(owner) = accounts::find_by_email(tx, email).await? else { return Ok(()) };
    told(tx, ids, &owner, "account.emailUsedElsewhere").await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_made_of_the_persons_own_data_is_guessable() {
        let mut answers = Answers::new(WayIn::Citizen);
        answers.fin = Some("5NM1A2C".to_owned());
        answers.email = Some("aysel.numuneyeva@example.az".to_owned());
        answers.person = Some(PersonFacts {
            surname: "Nümunəyeva".to_owned(),
            name: "Aysel".to_owned(),
            patronymic: String::new(),
            birth_date: chrono::NaiveDate::from_ymd_opt(2002, 3, 14).unwrap(),
            citizenship: Citizenship::Azerbaijan,
            document: "AA1000001".to_owned(),
            registered_place: String::new(),
            actual_place: String::new(),
        });
        let known = known_words(&answers);
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        for password in ["numuneyeva", "aysel14032002", "5nm1a2c5nm1a2c"] {
            assert!(weakness(password, &known).is_some(), "{password}");
        }
        assert_eq!(weakness("yaşıl-qatar-17-limon", &known), None);
    }
}
