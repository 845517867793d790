//! An application with all it is judged by, read in one go: six small questions cost little more than one.

use uuid::Uuid;

use super::{Application, Draft, draft_place};
use crate::accounts::{self, Account};
use crate::campaigns::{self, Campaign};
use crate::facts::{self, StoredFact};
use crate::persons::{self, Person};
use crate::wallets::{self, Wallet};
use crate::{Private, Result, Tx};

/// What lies around an application.
pub struct Around {
    /// The draft, if anything was typed.
    pub draft: Option<Private<Vec<u8>>>,
    /// The campaign.
    pub campaign: Option<Campaign>,
    /// The account that acts.
    pub account: Option<Account>,
    /// The person.
    pub person: Option<Person>,
    /// What registers said of the person.
    pub facts: Vec<StoredFact>,
    /// The wallet of the account.
    pub wallet: Option<Wallet>,
}

/// Reads what lies around a row that was read or locked in this unit.
pub async fn around(tx: &mut Tx, row: &Application) -> Result<Around> {
    let (draft, campaign, account, person, facts, wallet) = fetch_together!(
        tx,
        (Draft, "select draft from application where id = $1", row.id),
        (Campaign, campaigns::BY_ID, row.campaign_id),
        (accounts::Stored, accounts::BY_ID, row.account_id),
        (persons::Stored, persons::BY_ID, row.person_id),
        (facts::Row, facts::OF_PERSON, row.person_id),
        (Wallet, wallets::BY_ACCOUNT, row.account_id),
    )?;
    let sealed = draft.into_iter().next().and_then(|row| row.draft);
    Ok(Around {
        draft: sealed.map(|sealed| tx.keys().open(draft_place(&row.id, row.answers_rev), &sealed)).transpose()?,
        campaign: campaign.into_iter().next(),
        account: account.into_iter().next().map(|row| accounts::opened(tx, row)).transpose()?,
        person: person.into_iter().next().map(|row| persons::opened(tx, row)).transpose()?,
        facts: facts::opened(tx, row.person_id, facts)?,
        wallet: wallet.into_iter().next(),
    })
}

/// An application with what says whether its registers must be asked.
pub struct Asking {
    /// The row.
    pub row: Application,
    /// The person.
    pub person: Option<Person>,
    /// What registers said of the person.
    pub facts: Vec<StoredFact>,
}

/// Reads an application, its person and the facts kept of them.
pub async fn asking(tx: &mut Tx, id: Uuid) -> Result<Option<Asking>> {
    let (row, person, facts) = fetch_together!(
        tx,
        (Application, select!("where id = $1"), id),
        (persons::Stored, persons::OF_APPLICATION, id),
        (facts::Row, facts::OF_APPLICATION, id),
    )?;
    let Some(row) = row.into_iter().next() else { return Ok(None) };
    let person = person.into_iter().next().map(|row| persons::opened(tx, row)).transpose()?;
    let facts = facts::opened(tx, row.person_id, facts)?;
    Ok(Some(Asking { row, person, facts }))
}
