//! Acts of officers and operators from the command line, whether or not the portal runs.
//!
//! An [`Order`] is one act in a form that can be serialized. If a server owns the database, the command line sends the
//! order to it over a local socket ([`socket`]) and prints the answer; if none runs, the command line carries it out
//! itself. Both ways run the same use case, and the audit names the officer.

mod carry_out;
#[cfg(unix)]
pub mod socket;

pub use carry_out::perform;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::compose;
use crate::config::Config;
use crate::problem::ApiError;
use crate::use_cases::applications::OfficerDecision;
use crate::use_cases::campaign_data::Kind;

/// An act. It has no `Debug`, because one variant contains a password.
#[derive(Serialize, Deserialize)]
#[serde(tag = "order", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Order {
    /// Decides about an application.
    Decide {
        /// Code of the campaign.
        campaign: String,
        /// Work number.
        work_number: String,
        /// Who decides.
        officer: String,
        /// What.
        decision: OfficerDecision,
    },
    /// Moves a deadline for everybody.
    Extend {
        /// Code of the campaign.
        campaign: String,
        /// The new one, exclusive, in microseconds since 1970.
        until: i64,
        /// Why, for the applicants.
        reason: String,
        /// Who decides.
        officer: String,
    },
    /// Opens an account that waited for verification, or closes it.
    DecideAccount {
        /// Its number.
        cabinet: String,
        /// Whether it is opened.
        verified: bool,
        /// Who decides.
        officer: String,
    },
    /// Turns a second factor off.
    SecondFactorOff {
        /// Number of the account.
        cabinet: String,
        /// Who decides.
        officer: String,
    },
    /// Lists accounts that wait.
    WaitingAccounts {
        /// Who looks.
        officer: String,
    },
    /// Makes an officer's account.
    CreateOfficer {
        /// The login.
        email: String,
        /// Word of the role.
        role: String,
        /// Institution or commission the officer is limited to.
        scope: Option<String>,
        /// Its password.
        password: String,
    },
    /// Queries the payment provider about top-ups.
    Reconcile,
    /// Lists payment events that do not match their top-up.
    HeldPayments {
        /// Who looks.
        officer: String,
    },
    /// Settles one of them.
    SettlePayment {
        /// Which.
        id: Uuid,
        /// `credited`, `reversed` or `dismissed`.
        settlement: String,
        /// Why.
        reason: String,
        /// Who decides.
        officer: String,
    },
    /// Lists messages that were given up.
    DeadMessages,
    /// Sends again messages that were given up.
    ReplayMessages {
        /// Which; all of them when absent.
        id: Option<Uuid>,
        /// Who decides.
        officer: String,
    },
    /// Explains the decisions about an application.
    Explain {
        /// Work number or id.
        application: String,
        /// Code of the campaign.
        campaign: Option<String>,
        /// Language tag.
        lang: String,
        /// Who looks.
        officer: String,
    },
    /// Imports reference lists, or the campaigns of a demo.
    Seed {
        /// Reference lists.
        reference: bool,
        /// Campaigns of a demo.
        demo: bool,
    },
    /// Replaces the catalogue.
    SeedCatalogue {
        /// The file's text; the invented one when absent.
        text: Option<String>,
        /// Where it comes from.
        basis: Option<String>,
    },
    /// Replaces campaign data.
    SeedCampaign {
        /// What the file holds.
        kind: Kind,
        /// Name of the file, for messages.
        name: String,
        /// Its text.
        text: String,
    },
    /// Continues the audit after a backup was restored.
    RestartAudit {
        /// Why.
        reason: String,
        /// Who decides.
        officer: String,
    },
    /// Seals personal data again with the newest data key.
    RotateKeys,
}

impl Order {
    /// Name, for the log.
    pub fn name(&self) -> &'static str {
        match self {
            Order::Decide { .. } => "decide",
            Order::Extend { .. } => "extend",
            Order::DecideAccount { .. } => "decideAccount",
            Order::SecondFactorOff { .. } => "secondFactorOff",
            Order::WaitingAccounts { .. } => "waitingAccounts",
            Order::CreateOfficer { .. } => "createOfficer",
            Order::Reconcile => "reconcile",
            Order::HeldPayments { .. } => "heldPayments",
            Order::SettlePayment { .. } => "settlePayment",
            Order::DeadMessages => "deadMessages",
            Order::ReplayMessages { .. } => "replayMessages",
            Order::Explain { .. } => "explain",
            Order::Seed { .. } => "seed",
            Order::SeedCatalogue { .. } => "seedCatalogue",
            Order::SeedCampaign { .. } => "seedCampaign",
            Order::RestartAudit { .. } => "restartAudit",
            Order::RotateKeys => "rotateKeys",
        }
    }

    /// The officer named in the audit; `None` = the order names none.
    fn officer(&self) -> Option<&str> {
        match self {
            Order::Decide { officer, .. }
            | Order::Extend { officer, .. }
            | Order::DecideAccount { officer, .. }
            | Order::SecondFactorOff { officer, .. }
            | Order::WaitingAccounts { officer }
            | Order::HeldPayments { officer }
            | Order::SettlePayment { officer, .. }
            | Order::ReplayMessages { officer, .. }
            | Order::Explain { officer, .. }
            | Order::RestartAudit { officer, .. } => Some(officer),
            Order::CreateOfficer { .. }
            | Order::Reconcile
            | Order::DeadMessages
            | Order::Seed { .. }
            | Order::SeedCatalogue { .. }
            | Order::SeedCampaign { .. }
            | Order::RotateKeys => None,
        }
    }
}

/// Carries out an order: by the server that owns the database, otherwise in this process. Returns the text to print.
///
/// # Errors
/// The refusal in words.
pub async fn order(config: &Config, order: Order) -> anyhow::Result<String> {
    #[cfg(unix)]
    if let Some(path) = config.desk_socket()
        && let Some(answer) = socket::ask(&path, &order).await?
    {
        return answer.map_err(anyhow::Error::msg);
    }
    let context = compose::build_context(config).await?;
    let done = perform(&context, order).await;
    context.db.close().await;
    done.map_err(told)
}

/// A refusal in one line.
pub(crate) fn told(error: anyhow::Error) -> anyhow::Error {
    let Some(refusal) = error.downcast_ref::<ApiError>() else { return error };
    let lines: Vec<&str> = refusal.errors.iter().map(|line| line.says[1].as_str()).collect();
    let inside = refusal.inside().map(|inside| format!(" ({inside})")).unwrap_or_default();
    anyhow::anyhow!("{}{inside} {}", refusal.code.word(), lines.join(" "))
}
