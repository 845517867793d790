//! An application with everything it is judged by, read in one call.

use uuid::Uuid;

use super::{Application, Draft, draft_place};
use crate::accounts::{self, Account};
use crate::campaigns::{self, Campaign};
use crate::facts::{self, StoredFact};
use crate::persons::{self, Person};
use crate::wallets::{self, Wallet};
use crate::{Private, Result, Tx};

/// The rows related to an application.
pub struct Around {
    /// The draft, if anything was typed.
    pub draft: Option<Private<Vec<u8>>>,
    /// The campaign.
    pub campaign: Option<Campaign>,
    /// The account that acts.
    pub account: Option<Account>,
    /// The person.
    pub person: Option<Person>,
    /// The answers of the registers about the person.
    pub facts: Vec<StoredFact>,
    /// The wallet of the account.
    pub wallet: Option<Wallet>,
}

/// Reads the rows related to an application that was read or locked in this unit.
pub async fn around(tx: &mut Tx, row: &Application) -> Result<Around> {
    let draft = fetch_optional!(tx, Draft, "select draft from application where id = $1", row.id)?;
    let (account, wallet) = match row.account_id {
        Some(account_id) => (accounts::find(tx, account_id).await?, wallets::find(tx, account_id).await?),
        None => (None, None),
    };
    let sealed = draft.and_then(|row| row.draft);
    Ok(Around {
        draft: sealed.map(|sealed| tx.keys().open(draft_place(&row.id, row.answers_rev), &sealed)).transpose()?,
        campaign: campaigns::find(tx, row.campaign_id).await?,
        account,
        person: persons::find(tx, row.person_id).await?,
        facts: facts::of_person(tx, row.person_id).await?,
        wallet,
    })
}

/// An application with the data that decides whether its registers must be queried.
pub struct Asking {
    /// The row.
    pub row: Application,
    /// The person.
    pub person: Option<Person>,
    /// The answers of the registers about the person.
    pub facts: Vec<StoredFact>,
}

/// Reads an application, its person and the stored facts about the person.
pub async fn asking(tx: &mut Tx, id: Uuid) -> Result<Option<Asking>> {
    let Some(row) = super::find(tx, id).await? else { return Ok(None) };
    let person = persons::find(tx, row.person_id).await?;
    let facts = facts::of_person(tx, row.person_id).await?;
    Ok(Some(Asking { row, person, facts }))
}
