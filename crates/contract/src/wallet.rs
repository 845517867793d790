//! Wallet: balance, statement and top-ups (flow 14).

use chrono::{DateTime, Utc};
use qabul_domain::money::Qepik;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::query;

/// Largest amount of a top-up, in qəpik.
pub const MOST_TOP_UP: i64 = 500_000;

/// State of a top-up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum TopUpState {
    /// Created.
    Created,
    /// The person is at the payment page.
    Redirected,
    /// Paid and credited.
    Paid,
    /// The provider refused.
    Failed,
    /// Nobody paid in time. A late payment is credited all the same.
    Expired,
    /// Paid, then taken back by the provider.
    Reversed,
}

/// Query of the statement: a page, and of one kind where asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::IntoParams, validator::Validate))]
#[cfg_attr(feature = "server", into_params(parameter_in = Query))]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct EntryQuery {
    /// Cursor of an earlier answer.
    #[cfg_attr(feature = "server", param(max_length = 200), validate(length(max = 200)))]
    pub cursor: Option<String>,
    /// Rows wanted, 1 to 100; 20 when absent.
    #[cfg_attr(feature = "server", param(minimum = 1, maximum = 100), validate(range(min = 1, max = 100)))]
    #[serde(deserialize_with = "query::number")]
    pub limit: Option<i32>,
    /// Only lines of this kind.
    pub kind: Option<EntryKind>,
}

/// What a statement line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum EntryKind {
    /// Money came in.
    TopUp,
    /// A fee was taken.
    Charge,
    /// A fee came back.
    Refund,
    /// A top-up was taken back by the provider.
    Reversal,
}

words!(TopUpState::Created, EntryKind::TopUp);

dto! {
    /// The wallet.
    #[derive(Debug)]
    pub struct Wallet {
        /// Balance in qəpik.
        pub balance: Qepik,
        /// Balance as text.
        pub balance_text: String,
        /// Money owed after a reversed top-up; nothing can be confirmed until it is settled.
        pub receivable: Qepik,
        /// The same as text.
        pub receivable_text: String,
    }

    /// One line of the statement.
    #[derive(Debug)]
    pub struct Entry {
        /// Id.
        pub id: Uuid,
        /// When.
        pub at: DateTime<Utc>,
        /// About what.
        pub kind: EntryKind,
        /// Signed amount in qəpik: + came in, − went out.
        pub amount: Qepik,
        /// Signed amount as text.
        pub amount_text: String,
        /// Balance after it in qəpik.
        pub balance_after: Qepik,
        /// Balance after it as text.
        pub balance_after_text: String,
        /// Sentence for the person.
        pub text: String,
        /// The application it paid for.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub application_id: Option<Uuid>,
    }

    /// Asks for a top-up.
    #[derive(Debug)]
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct StartTopUp {
        /// Amount in qəpik, 1,00 to 5 000,00 AZN.
        #[cfg_attr(feature = "server", schema(value_type = i64, minimum = 100, maximum = 500_000, example = 5000))]
        #[cfg_attr(feature = "server", validate(range(min = 100, max = "MOST_TOP_UP")))]
        pub amount: Qepik,
        /// Where in the SPA to go on afterwards, a path such as `/applications/…/check`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub return_to: Option<String>,
    }

    /// A top-up.
    #[derive(Debug)]
    pub struct TopUp {
        /// Id.
        pub id: Uuid,
        /// Amount in qəpik.
        pub amount: Qepik,
        /// Amount as text.
        pub amount_text: String,
        /// State.
        pub state: TopUpState,
        /// The provider's payment page.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub redirect_url: Option<String>,
        /// Where in the SPA to go on.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub return_to: Option<String>,
        /// When it was asked for.
        pub created_at: DateTime<Utc>,
    }
}
