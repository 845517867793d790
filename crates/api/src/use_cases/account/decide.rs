use qabul_domain::calendar::Micros;
use qabul_store::accounts::{self, AccountState};
use qabul_store::{Ids, sessions};

use super::{audited_by, told};
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::use_cases::me;
use crate::use_cases::registration::PersonRecord;

/// An account that waits for verification, with the data its owner typed.
pub struct Waiting {
    /// Number of the account.
    pub cabinet_number: String,
    /// When it was opened.
    pub opened_at: Micros,
    /// What was typed.
    pub record: Option<PersonRecord>,
}

/// Accounts that wait for an officer, oldest first, at most a hundred. Reading the list is audited on each of them.
///
/// # Errors
/// When the store fails.
pub async fn waiting(context: &Context, officer: &str) -> Result<Vec<Waiting>, ApiError> {
    let stamp = context.stamp()?;
    let officer = format!("officer:{officer}");
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let page = accounts::pending(tx, None, 100).await?;
            let mut waiting = Vec::with_capacity(page.items.len());
            for account in page.items {
                audited_by(tx, &mut ids, &account, &officer, "account.look", "{}").await?;
                let record = me::record(tx, &account).await?;
                let (cabinet_number, opened_at) = (account.cabinet_number, account.created_at);
                waiting.push(Waiting { cabinet_number, opened_at, record });
            }
            Ok(waiting)
        })
        .await
}

/// Opens or closes an account that waited for verification; its owner is notified by SMS and e-mail. `false` = no
/// account with this number waits.
///
/// # Errors
/// Another open account has the same document: a person has one account.
pub async fn decide(context: &Context, cabinet: &str, officer: &str, verified: bool) -> Result<bool, ApiError> {
    let stamp = context.stamp()?;
    let (cabinet, officer) = (cabinet.to_owned(), format!("officer:{officer}"));
    let (state, action, notice) = if verified {
        (AccountState::Active, "account.verify", "account.verified")
    } else {
        (AccountState::Closed, "account.reject", "account.rejected")
    };
    let done = context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let found = accounts::find_by_cabinet_number(tx, &cabinet).await?;
            let Some(account) = found.filter(|account| account.state == AccountState::PendingVerification) else {
                return Ok(false);
            };
            let document = me::record(tx, &account).await?.map(|record| record.facts.document).unwrap_or_default();
            let other = accounts::find_by_document(tx, &document, Some(account.id)).await?;
            if verified && other.is_some_and(|other| other.state == AccountState::Active) {
                return Err(Code::DocumentTaken.into());
            }
            if !accounts::set_state(tx, account.id, account.version, state, stamp.now).await? {
                return Ok(false);
            }
            if state == AccountState::Closed {
                sessions::revoke_account(tx, account.id, None, stamp.now).await?;
            }
            let detail = serde_json::json!({ "state": state.word() }).to_string();
            audited_by(tx, &mut ids, &account, &officer, action, &detail).await?;
            told(tx, &mut ids, &account, notice).await?;
            Ok::<_, ApiError>(true)
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(done)
}
