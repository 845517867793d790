//! The signed-in person.

use chrono::{DateTime, NaiveDate, Utc};
use qabul_domain::facts::{Citizenship, Source};
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::registrations::CodeSent;

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

words!(AccountState::Active);

dto! {
    /// The account header.
    pub struct Me {
        /// Account id.
        pub id: Uuid,
        /// Number of the account.
        pub cabinet_number: String,
        /// Given name, for the greeting.
        pub given_name: String,
        /// Surname, name, patronymic.
        pub full_name: String,
        /// State of the account.
        pub state: AccountState,
        /// Balance in qəpik.
        pub balance: Qepik,
        /// Balance as text, `12,50 AZN`.
        pub balance_text: String,
        /// Unread notices.
        pub unread_notices: u32,
        /// Language of SMS and e-mail.
        pub lang: Lang,
    }

    /// The personal data of the account. Comes from the register; contact data from the person.
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
        /// The number that waits for its code.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new_phone: Option<NewPhone>,
        /// E-mail address; empty where the account has none.
        pub email: String,
        /// Whether the address was proven by its link.
        pub email_proven: bool,
        /// The address that waits for its proof.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub new_email: Option<String>,
        /// Whether signing in needs a second step.
        #[serde(default)]
        pub second_factor: bool,
        /// Which register the data come from; `manual` = typed by the person.
        pub source: Source,
        /// When the register was asked.
        pub register_asked_at: DateTime<Utc>,
    }

    /// A new number that waits for its code.
    pub struct NewPhone {
        /// The number.
        pub phone: String,
        /// The code that was sent to it.
        pub code: CodeSent,
    }

    /// Changes the password; needs the present one.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ChangePassword {
        /// The present password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub old_password: String,
        /// The new one, at least ten characters.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
        /// The same again.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password_again: String,
    }

    /// Asks for a code to a new mobile number.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ChangePhone {
        /// The new number.
        #[cfg_attr(feature = "server", schema(max_length = 100, example = "50 555 01 17"), validate(length(max = 100)))]
        pub phone: String,
        /// The present password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
    }

    /// The code that came to the new number.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ProvePhone {
        /// Six digits.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "407112"), validate(length(max = 500)))]
        pub code: String,
    }

    /// Asks for a link to a new e-mail address.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ChangeEmail {
        /// The new address.
        #[cfg_attr(feature = "server", schema(max_length = 320, example = "aysel@example.az"))]
        #[cfg_attr(feature = "server", validate(length(max = 320)))]
        pub email: String,
        /// The present password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
    }

    /// A link was sent. The answer is the same for an address that belongs to somebody.
    pub struct LinkSent {
        /// The address.
        pub email: String,
        /// Until when the link is valid.
        pub expires_at: DateTime<Utc>,
    }

    /// The secret of the link.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ProveEmail {
        /// As it stands in the link.
        #[cfg_attr(feature = "server", schema(max_length = 100), validate(length(max = 100)))]
        pub token: String,
    }

    /// Changes the actual residence.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ChangeResidence {
        /// Actual residence; decides the exam city.
        #[cfg_attr(feature = "server", schema(max_length = 600), validate(length(max = 600)))]
        pub actual_place: String,
    }

    /// Chooses the language of SMS and e-mail.
    #[derive(Debug)]
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SetLanguage {
        /// Language.
        pub lang: Lang,
    }
}
