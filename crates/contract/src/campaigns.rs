//! Campaigns: what is open, until when and for how much.

use chrono::{DateTime, Utc};
use qabul_domain::money::Qepik;
pub use qabul_domain::procedure::Tone;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::applications::Due;

/// State of a campaign at the server's present instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum CampaignPhase {
    /// Announced; the window has not begun.
    Announced,
    /// The window is open.
    Open,
    /// The window is over.
    Closed,
}

words!(CampaignPhase::Closed, ServiceAction::Wait, Tone::Neutral);

dto! {
    /// One campaign.
    #[derive(Debug)]
    pub struct Campaign {
        /// Id.
        pub id: Uuid,
        /// Kind of application it opens, `masterExam`.
        pub kind: String,
        /// Title in the caller's language.
        pub title: String,
        /// Academic year with the right suffix, `2026/2027-ci tədris ili`.
        pub academic_year: String,
        /// Attempt, 1 or 2; 0 where there are none.
        pub attempt: u8,
        /// Phase.
        pub phase: CampaignPhase,
        /// First instant of the window.
        pub opens_at: DateTime<Utc>,
        /// First instant after the window (exclusive).
        pub closes_at: DateTime<Utc>,
        /// The deadline as text, Baku time; midnight is shown as 23:59 of the day before.
        pub deadline: String,
        /// Until when the commission takes documents, in words, where that is earlier than the end of the window: it is the deadline of
        /// everybody who does not confirm themselves.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub desk_deadline: Option<String>,
        /// Fee of one confirmation in qəpik.
        pub fee: Qepik,
        /// Fee as text, `50,00 AZN`.
        pub fee_text: String,
    }

    /// The public list.
    #[derive(Debug)]
    pub struct CampaignList {
        /// Open ones first, then announced ones, then those that ended lately.
        pub items: Vec<Campaign>,
    }

    /// One row of the signed-in person's services page.
    #[derive(Debug)]
    pub struct Service {
        /// The campaign.
        pub campaign: Campaign,
        /// The person's own application, if there is one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub application: Option<ServiceApplication>,
        /// The one thing to do: `start`, `continue`, `view` or `wait`.
        pub action: ServiceAction,
    }

    /// The own application in one line.
    #[derive(Debug)]
    pub struct ServiceApplication {
        /// Id.
        pub id: Uuid,
        /// Application number, six digits.
        pub work_number: String,
        /// Shown state, `draft`.
        pub state: String,
        /// Shown state as text, `Təsdiq edilməyib`.
        pub state_text: String,
        /// Colour role of the badge.
        pub tone: Tone,
        /// Until when the person has to act; absent = nothing is expected of them.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub due: Option<Due>,
        /// Who confirms it: `self` or `commission`; absent = not decided yet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub route: Option<String>,
    }

    /// The signed-in person's services.
    #[derive(Debug)]
    pub struct ServiceList {
        /// Rows: used ones first, then open ones, then announced ones.
        pub items: Vec<Service>,
    }
}

/// The one thing a person can do with a service now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ServiceAction {
    /// Open an application.
    Start,
    /// Go on filling in.
    Continue,
    /// Look at it.
    View,
    /// Nothing yet.
    Wait,
}
