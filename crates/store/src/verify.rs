//! The checks of `qabul verify`: the ledger balances, charges match confirmations, and the audit chain is complete.

use uuid::Uuid;

use crate::audit::Heads;
use crate::ledger::{self, Imbalance};
use crate::{Result, Tx, audit};

/// What [`run`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Sums that differ.
    pub imbalances: Vec<Imbalance>,
    /// Applications of charged kinds that are confirmed without a charge.
    pub uncharged: Vec<Uuid>,
    /// Applications that were charged but never confirmed.
    pub unconfirmed: Vec<Uuid>,
    /// The audit.
    pub audit: audit::Report,
}

impl Report {
    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.imbalances.is_empty() && self.uncharged.is_empty() && self.unconfirmed.is_empty() && self.audit.is_clean()
    }
}

/// Runs all checks. `charged_kinds` are the kinds in which every confirmation makes a charge, also one of 0.00; a
/// unique key ensures that an application has no second charge. `heads` are the heads stored outside the database, see
/// [`audit::verify`]. Call it inside [`crate::Db::read`].
pub async fn run(tx: &mut Tx, charged_kinds: &[&str], heads: Option<&Heads>) -> Result<Report> {
    row! { struct Found { id: Uuid } }
    let mut uncharged = Vec::new();
    for kind in charged_kinds {
        let rows = fetch_all!(
            tx,
            Found,
            "select a.id from application a where a.kind = $1 and a.confirmed_version is not null
                and not exists (select 1 from ledger_transaction t where t.application_id = a.id and t.kind = 'CHARGE')
              order by a.id limit 1000",
            *kind
        )?;
        uncharged.extend(rows.into_iter().map(|row| row.id));
    }
    let unconfirmed = fetch_all!(
        tx,
        Found,
        "select a.id from ledger_transaction t join application a on a.id = t.application_id
          where t.kind = 'CHARGE' and a.confirmed_version is null order by a.id limit 1000"
    )?;
    Ok(Report {
        imbalances: ledger::verify(tx).await?,
        uncharged,
        unconfirmed: unconfirmed.into_iter().map(|row| row.id).collect(),
        audit: audit::verify(tx, heads).await?,
    })
}
