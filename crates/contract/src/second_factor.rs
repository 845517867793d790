//! The second factor: codes of an authenticator app beside the password.

use chrono::{DateTime, Utc};

dto! {
    /// State of the second factor.
    #[derive(Debug)]
    pub struct SecondFactor {
        /// Since when it is on; absent = off.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub since: Option<DateTime<Utc>>,
        /// Recovery codes that are still good.
        pub recovery_codes_left: i64,
    }

    /// Begins to set it up.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SetUpSecondFactor {
        /// The present password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
    }

    /// What the authenticator app is given. Shown once.
    pub struct SecondFactorSecret {
        /// Secret as base32 in groups of four, for typing.
        pub secret: String,
        /// The same as an address (`otpauth://…`), for a link on the telephone itself.
        pub address: String,
        /// The same as a QR code: an SVG picture.
        pub qr: String,
        /// Until when its first code must be typed.
        pub expires_at: DateTime<Utc>,
    }

    /// Turns it on by a first code.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct TurnOnSecondFactor {
        /// Six digits of the app.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "123456"), validate(length(max = 500)))]
        pub code: String,
    }

    /// Codes for a lost telephone, each good once. Shown once.
    pub struct RecoveryCodes {
        /// The codes.
        pub items: Vec<String>,
    }

    /// Asks for new recovery codes.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct RenewRecoveryCodes {
        /// The present password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
        /// Six digits of the app, or a recovery code.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "123456"), validate(length(max = 500)))]
        pub code: String,
    }

    /// Turns it off.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct TurnOffSecondFactor {
        /// The present password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
        /// Six digits of the app, or a recovery code.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "123456"), validate(length(max = 500)))]
        pub code: String,
    }

    /// The second step of signing in.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SecondStep {
        /// Six digits of the app, or a recovery code.
        #[cfg_attr(feature = "server", schema(max_length = 500, example = "123456"), validate(length(max = 500)))]
        pub code: String,
    }
}
