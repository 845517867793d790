//! Table `account`: who logs in.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::seal::Place;
use crate::{Cursor, Page, Private, Result, Tx};

words! {
    /// State of an account.
    pub enum AccountState {
        /// May do everything.
        Active => "ACTIVE",
        /// Filled in by hand and waiting for an officer: may log in, draft and top up, may not confirm.
        PendingVerification => "PENDING_VERIFICATION",
        /// Locked by an officer. Wrong passwords never lock an account, because a stranger could then lock it: limits
        /// count the caller instead.
        Locked => "LOCKED",
        /// Closed by an officer; data kept by law.
        Closed => "CLOSED",
    }
}

/// An account to make.
pub struct NewAccount {
    /// Id.
    pub id: Uuid,
    /// Person; none for officers.
    pub person_id: Option<Uuid>,
    /// First state.
    pub state: AccountState,
    /// Candidates from [`crate::Ids::cabinet_numbers`].
    pub cabinet_numbers: [String; 8],
    /// E-mail in normal form.
    pub email: Option<Private<String>>,
    /// Verified phone in normal form.
    pub phone: Option<Private<String>>,
    /// Argon2id in PHC form.
    pub password_hash: Private<String>,
    /// Secret of the second factor. An account that has one signs in with two steps.
    pub totp: Option<Private<Vec<u8>>>,
    /// `az`, `en` or `ru`.
    pub lang: String,
    /// `applicant` or an officer's role.
    pub role: String,
    /// Institution or commission an officer is limited to.
    pub scope_id: Option<String>,
    /// Instant of the request.
    pub now: Micros,
}

/// Outcome of [`create`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Created {
    /// Account and wallet exist.
    Done {
        /// The number it got.
        cabinet_number: String,
    },
    /// Another account has this e-mail; nothing was written.
    EmailTaken,
    /// Another account has this phone; nothing was written.
    PhoneTaken,
    /// All candidates were taken; nothing was written, try again with another stamp.
    NoNumber,
}

/// A stored account, unsealed.
#[derive(Debug, Clone)]
pub struct Account {
    /// Id.
    pub id: Uuid,
    /// Person; none for officers.
    pub person_id: Option<Uuid>,
    /// State.
    pub state: AccountState,
    /// Number shown to the person.
    pub cabinet_number: String,
    /// E-mail.
    pub email: Option<Private<String>>,
    /// When the e-mail was proven.
    pub email_verified_at: Option<Micros>,
    /// Verified phone.
    pub phone: Option<Private<String>>,
    /// Revision of the contacts; e-mail and phone are sealed for this revision.
    pub contact_rev: i64,
    /// Argon2id in PHC form.
    pub password_hash: Private<String>,
    /// Secret of the second factor. An account that has one signs in with two steps.
    pub totp: Option<Private<Vec<u8>>>,
    /// `az`, `en` or `ru`.
    pub lang: String,
    /// `applicant` or an officer's role.
    pub role: String,
    /// Institution or commission an officer is limited to.
    pub scope_id: Option<String>,
    /// Raised by every change made by an officer, so that two officers do not overwrite each other.
    pub version: i64,
    /// When it was made.
    pub created_at: Micros,
}

row! {
    struct Stored {
        id: Uuid, person_id: Option<Uuid>, state: AccountState, cabinet_number: String, email: Option<Vec<u8>>,
        email_verified_at: Option<Micros>, phone: Option<Vec<u8>>, contact_rev: i64, password_hash: String,
        totp: Option<Vec<u8>>, lang: String, role: String,
        scope_id: Option<String>, version: i64, created_at: Micros,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "select a.id, a.person_id, a.state, a.cabinet_number, a.email, a.email_verified_at, a.phone, a.contact_rev,
                    a.password_hash, a.totp, a.lang, a.role, a.scope_id, a.version,
                    a.created_at
               from account a ",
            $rest
        )
    };
}

fn place<'a>(column: &'static str, id: &'a Uuid, version: i64) -> Place<'a> {
    Place { table: "account", column, row: id.as_bytes(), version }
}

fn opened(tx: &Tx, row: Stored) -> Result<Account> {
    let (keys, id, rev) = (tx.keys(), row.id, row.contact_rev);
    let text = |column, sealed: Option<Vec<u8>>| {
        sealed.map(|sealed| keys.open_text(place(column, &id, rev), &sealed)).transpose()
    };
    Ok(Account {
        email: text("email", row.email)?,
        phone: text("phone", row.phone)?,
        totp: row.totp.map(|sealed| keys.open(place("totp", &id, 1), &sealed)).transpose()?,
        id,
        person_id: row.person_id,
        state: row.state,
        cabinet_number: row.cabinet_number,
        email_verified_at: row.email_verified_at,
        contact_rev: rev,
        password_hash: row.password_hash.into(),
        lang: row.lang,
        role: row.role,
        scope_id: row.scope_id,
        version: row.version,
        created_at: row.created_at,
    })
}

/// Makes an account with an empty wallet.
pub async fn create(tx: &mut Tx, new: &NewAccount) -> Result<Created> {
    let keys = tx.keys().clone();
    let email_index = new.email.as_ref().map(|email| keys.blind("email", email));
    let phone_index = new.phone.as_ref().map(|phone| keys.blind("phone", phone));
    let seal = |column, value: &Option<Private<String>>| {
        value.as_ref().map(|value| keys.seal_text(place(column, &new.id, 1), value)).transpose()
    };
    let (email, phone) = (seal("email", &new.email)?, seal("phone", &new.phone)?);
    let totp = new.totp.as_ref().map(|secret| keys.seal(place("totp", &new.id, 1), secret)).transpose()?;
    for number in &new.cabinet_numbers {
        let rows = exec!(
            tx,
            "insert into account (id, person_id, state, cabinet_number, email_index, email, phone_index, phone,
                    contact_rev, password_hash, totp, lang, role, scope_id, version, created_at, updated_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10, $11, $12, $13, 1, $14, $14) on conflict do nothing",
            new.id,
            new.person_id,
            new.state.word(),
            number,
            &email_index,
            &email,
            &phone_index,
            &phone,
            &*new.password_hash,
            &totp,
            &new.lang,
            &new.role,
            &new.scope_id,
            new.now.0
        )?;
        if rows == 1 {
            exec!(tx, "insert into wallet (account_id, updated_at) values ($1, $2)", new.id, new.now.0)?;
            return Ok(Created::Done { cabinet_number: number.clone() });
        }
        if let Some(email) = &new.email
            && find_by_email(tx, email).await?.is_some()
        {
            return Ok(Created::EmailTaken);
        }
        if let Some(phone) = &new.phone
            && find_by_phone(tx, phone).await?.is_some()
        {
            return Ok(Created::PhoneTaken);
        }
    }
    Ok(Created::NoNumber)
}

/// By id.
pub async fn find(tx: &mut Tx, id: Uuid) -> Result<Option<Account>> {
    let row = fetch_optional!(tx, Stored, select!("where a.id = $1"), id)?;
    row.map(|row| opened(tx, row)).transpose()
}

/// By e-mail in normal form.
pub async fn find_by_email(tx: &mut Tx, email: &str) -> Result<Option<Account>> {
    let index = tx.keys().blind("email", email);
    let row = fetch_optional!(tx, Stored, select!("where a.email_index = $1"), &index)?;
    row.map(|row| opened(tx, row)).transpose()
}

/// By verified phone in normal form.
pub async fn find_by_phone(tx: &mut Tx, phone: &str) -> Result<Option<Account>> {
    let index = tx.keys().blind("phone", phone);
    let row = fetch_optional!(tx, Stored, select!("where a.phone_index = $1"), &index)?;
    row.map(|row| opened(tx, row)).transpose()
}

/// By the FIN of its person, in normal form. Closed accounts do not count.
pub async fn find_by_fin(tx: &mut Tx, fin: &str) -> Result<Option<Account>> {
    let index = tx.keys().blind("fin", fin);
    let row = fetch_optional!(
        tx,
        Stored,
        select!(
            "join person p on p.id = a.person_id where p.fin_index = $1 and a.state <> 'CLOSED' order by a.created_at
             limit 1"
        ),
        &index
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// The account whose person holds this identity document, in normal form. Closed accounts and the account `except` are
/// left out.
pub async fn find_by_document(tx: &mut Tx, document: &str, except: Option<Uuid>) -> Result<Option<Account>> {
    let index = tx.keys().blind("document", document);
    let row = fetch_optional!(
        tx,
        Stored,
        select!(
            "join person p on p.id = a.person_id where p.document_index = $1 and a.state <> 'CLOSED' and a.id <> $2
             order by a.created_at limit 1"
        ),
        &index,
        except.unwrap_or(Uuid::nil())
    )?;
    row.map(|row| opened(tx, row)).transpose()
}

/// By account number.
pub async fn find_by_cabinet_number(tx: &mut Tx, number: &str) -> Result<Option<Account>> {
    let row = fetch_optional!(tx, Stored, select!("where a.cabinet_number = $1"), number)?;
    row.map(|row| opened(tx, row)).transpose()
}

/// Accounts waiting for an officer's verification, oldest first.
pub async fn pending(tx: &mut Tx, after: Option<Cursor>, limit: u32) -> Result<Page<Account>> {
    let after = after.unwrap_or(Cursor::OLDEST);
    let rows = fetch_all!(
        tx,
        Stored,
        select!(
            "where a.state = 'PENDING_VERIFICATION' and (a.created_at > $1 or (a.created_at = $1 and a.id > $2))
                 order by a.created_at, a.id limit $3"
        ),
        after.at.0,
        after.id,
        i64::from(limit) + 1
    )?;
    Page::cut(rows, limit, |row| Cursor { at: row.created_at, id: row.id }).try_map(|row| opened(tx, row))
}

/// Sets a new password hash. `false` = no such account.
pub async fn set_password(tx: &mut Tx, id: Uuid, hash: &Private<String>, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update account set password_hash = $2, version = version + 1, updated_at = $3 where id = $1",
        id,
        &**hash,
        now.0
    )?;
    Ok(rows == 1)
}

/// Sets the state. `false` = the account was changed after version `seen`.
pub async fn set_state(tx: &mut Tx, id: Uuid, seen: i64, state: AccountState, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update account set state = $3, version = version + 1, updated_at = $4 where id = $1 and version = $2",
        id,
        seen,
        state.word(),
        now.0
    )?;
    Ok(rows == 1)
}

/// Sets the language of texts sent to the person.
pub async fn set_lang(tx: &mut Tx, id: Uuid, lang: &str, now: Micros) -> Result<bool> {
    Ok(exec!(tx, "update account set lang = $2, updated_at = $3 where id = $1", id, lang, now.0)? == 1)
}

/// Records that the owner of the account proved the e-mail address; only the first time is recorded.
pub async fn verify_email(tx: &mut Tx, id: Uuid, now: Micros) -> Result<bool> {
    let rows = exec!(
        tx,
        "update account set email_verified_at = $2, updated_at = $2 where id = $1 and email is not null
         and email_verified_at is null",
        id,
        now.0
    )?;
    Ok(rows == 1)
}

/// Outcome of [`set_contacts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContactsSet {
    /// Stored.
    Done,
    /// Another account has the e-mail; nothing was written.
    EmailTaken,
    /// Another account has the phone; nothing was written.
    PhoneTaken,
    /// The account was changed after it was read; nothing was written.
    Stale,
}

/// Replaces e-mail and phone. A changed e-mail must be proven again.
pub async fn set_contacts(
    tx: &mut Tx,
    account: &Account,
    email: Option<&Private<String>>,
    phone: Option<&Private<String>>,
    now: Micros,
) -> Result<ContactsSet> {
    let keys = tx.keys().clone();
    let (id, rev) = (account.id, account.contact_rev + 1);
    if let Some(email) = email
        && find_by_email(tx, email).await?.is_some_and(|other| other.id != id)
    {
        return Ok(ContactsSet::EmailTaken);
    }
    if let Some(phone) = phone
        && find_by_phone(tx, phone).await?.is_some_and(|other| other.id != id)
    {
        return Ok(ContactsSet::PhoneTaken);
    }
    let seal = |column, value: Option<&Private<String>>| {
        value.map(|value| keys.seal_text(place(column, &id, rev), value)).transpose()
    };
    let (sealed_email, sealed_phone) = (seal("email", email)?, seal("phone", phone)?);
    let email_index = email.map(|email| keys.blind("email", email));
    let phone_index = phone.map(|phone| keys.blind("phone", phone));
    let rows = exec!(
        tx,
        "update account set email = $3, phone = $4, contact_rev = contact_rev + 1, updated_at = $7,
                email_verified_at = case when email_index = $5 then email_verified_at else null end,
                email_index = $5, phone_index = $6
          where id = $1 and contact_rev = $2",
        id,
        account.contact_rev,
        &sealed_email,
        &sealed_phone,
        &email_index,
        &phone_index,
        now.0
    )?;
    Ok(if rows == 1 { ContactsSet::Done } else { ContactsSet::Stale })
}
