//! Reads an application with everything it is judged by, inside a unit of work.

use qabul_domain::facts::FactBook;
use qabul_store::accounts::Account;
use qabul_store::applications::{self, Application};
use qabul_store::campaigns::Campaign;
use qabul_store::{Private, Tx};
use uuid::Uuid;

use super::contact::Contact;
use super::facts;
use crate::problem::{ApiError, Code};
use crate::procedures::{AnyProcedure, Stored, procedure};
use crate::use_cases::registration::PersonRecord;

/// An application and everything it is judged by.
pub struct Loaded {
    /// The row.
    pub row: Application,
    /// The draft as JSON; empty = nothing was saved yet.
    pub draft: Private<Vec<u8>>,
    /// The campaign.
    pub campaign: Campaign,
    /// The account that acts.
    pub account: Account,
    /// The person.
    pub person: PersonRecord,
    /// Facts.
    pub facts: FactBook,
    /// FIN, phone, e-mail.
    pub contact: Contact,
    /// The procedure of its kind.
    pub procedure: &'static dyn AnyProcedure,
}

impl Loaded {
    /// What the procedure reads.
    pub fn stored(&self) -> Stored<'_> {
        Stored {
            state: &self.row.state,
            draft_version: u16::try_from(self.row.draft_version).unwrap_or(u16::MAX),
            draft: &self.draft,
        }
    }
}

/// An application of this account; for applications of other accounts the answer is "not found".
pub async fn owned(tx: &mut Tx, id: Uuid, account_id: Uuid) -> Result<Application, ApiError> {
    applications::find(tx, id)
        .await?
        .filter(|row| row.account_id == Some(account_id))
        .ok_or(ApiError::new(Code::NotFound))
}

/// Reads everything related to a row that was read or locked before.
pub async fn around(tx: &mut Tx, row: Application) -> Result<Loaded, ApiError> {
    let broken = |what: &str| ApiError::internal(anyhow::anyhow!("application without {what}"));
    let around = applications::around(tx, &row).await?;
    let campaign = around.campaign.ok_or_else(|| broken("campaign"))?;
    let account = around.account.ok_or_else(|| broken("account"))?;
    let person = around.person.ok_or_else(|| broken("person"))?;
    let person: PersonRecord = serde_json::from_slice(&person.data).map_err(ApiError::internal)?;
    let facts = facts::book(&campaign, &account, &person, &around.facts, around.wallet.as_ref())?;
    let contact = Contact::of(&account, &person);
    let draft = around.draft;
    let procedure = procedure(&row.kind)?;
    Ok(Loaded { row, draft: draft.unwrap_or_default(), campaign, account, person, facts, contact, procedure })
}
