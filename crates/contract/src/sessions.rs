//! Signing in and out. The access token lives in memory; the refresh token in an HttpOnly cookie.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::me::Me;

dto! {
    /// Signs in.
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct SignIn {
        /// E-mail address, FIN or account number.
        #[cfg_attr(feature = "server", schema(max_length = 254, example = "aysel@example.az"))]
        #[cfg_attr(feature = "server", validate(length(max = 254)))]
        pub login: String,
        /// Password.
        #[cfg_attr(feature = "server", schema(max_length = 200), validate(length(max = 200)))]
        pub password: String,
    }

    /// One place where the account is signed in.
    pub struct SessionLine {
        /// Id.
        pub id: Uuid,
        /// Browser and system, `Firefox · Linux`.
        pub device: String,
        /// When it began.
        pub begun_at: DateTime<Utc>,
        /// When it was last used, to about ten minutes.
        pub used_at: DateTime<Utc>,
        /// Whether it is the caller's own.
        pub current: bool,
    }

    /// Where the account is signed in.
    pub struct Sessions {
        /// The caller's own first, then the newest use.
        pub items: Vec<SessionLine>,
    }

    /// A session. The refresh cookie comes beside it.
    pub struct Session {
        /// Send as `Authorization: Bearer …`. Lives at most ten minutes.
        pub access_token: String,
        /// When the access token ends.
        pub expires_at: DateTime<Utc>,
        /// When the whole session ends unless it is used.
        pub session_ends_at: DateTime<Utc>,
        /// Who signed in.
        pub me: Me,
    }
}
