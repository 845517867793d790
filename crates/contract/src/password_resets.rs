//! A forgotten password (PORTAL-8): login, last digits of the mobile number, code, new password. Every answer is the same
//! whether or not there is such an account.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::registrations::CodeSent;

/// State of a reset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub enum ResetState {
    /// The login was taken; the last digits of the number are asked for.
    Started,
    /// If the digits were right, a code is on its way.
    CodeSent,
    /// The code was right; the new password is asked for.
    Proven,
}

words!(ResetState::Started);

dto! {
    /// Begins a reset.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct StartReset {
        /// E-mail address, FIN or account number.
        #[cfg_attr(feature = "server", schema(max_length = 254, example = "aysel@example.az"))]
        #[cfg_attr(feature = "server", validate(length(max = 254)))]
        pub login: String,
    }

    /// The last four digits of the account's mobile number. Also asks for a new code.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ResetDigits {
        /// Four digits.
        #[cfg_attr(feature = "server", schema(max_length = 60, example = "0117"), validate(length(max = 60)))]
        pub digits: String,
    }

    /// The code from the SMS.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ResetCode {
        /// Six digits.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "407112"), validate(length(max = 500)))]
        pub code: String,
    }

    /// The new password, twice.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ResetPassword {
        /// At least ten characters.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
        /// The same again.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password_again: String,
    }

    /// A reset as its device may see it.
    pub struct PasswordReset {
        /// State.
        pub state: ResetState,
        /// The code that was sent, if the digits were right.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub code: Option<CodeSent>,
        /// When the reset is forgotten.
        pub expires_at: DateTime<Utc>,
    }
}
