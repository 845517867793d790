//! The signed-in person.

use chrono::{DateTime, NaiveDate, Utc};
use qabul_domain::facts::Citizenship;
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// State of an account (flow 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum AccountState {
    /// Active.
    Active,
    /// Hand-filled data waits for an officer: may draft and top up, may not confirm.
    PendingVerification,
}

dto! {
    /// The header of the cabinet.
    pub struct Me {
        /// Account id.
        pub id: Uuid,
        /// Number of the cabinet.
        pub cabinet_number: String,
        /// Given name, for the greeting.
        pub given_name: String,
        /// Surname, name, patronymic.
        pub full_name: String,
        /// State of the account.
        pub state: AccountState,
        /// Balance in qəpik.
        pub balance: Qepik,
        /// Balance in words, `12,50 AZN`.
        pub balance_text: String,
        /// Unread notices.
        pub unread_notices: u32,
        /// Language of SMS and e-mail.
        pub lang: Lang,
    }

    /// The cabinet's personal data. Comes from the register; contact data from the person.
    pub struct Profile {
        /// Surname.
        pub surname: String,
        /// Given name.
        pub name: String,
        /// Patronymic; may be empty.
        pub patronymic: String,
        /// Birth date.
        pub birth_date: NaiveDate,
        /// Citizenship.
        pub citizenship: Citizenship,
        /// FIN, masked.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub masked_fin: Option<String>,
        /// Identity document.
        pub document: String,
        /// Registered residence.
        pub registered_place: String,
        /// Actual residence; decides the exam city.
        pub actual_place: String,
        /// Mobile number.
        pub phone: String,
        /// E-mail address.
        pub email: String,
        /// When the register was asked.
        pub register_asked_at: DateTime<Utc>,
    }

    /// Chooses the language of SMS and e-mail.
    #[derive(Debug)]
    pub struct SetLanguage {
        /// Language.
        pub lang: Lang,
    }
}
