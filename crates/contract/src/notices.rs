//! The inbox: every SMS and email is also kept here.

use chrono::{DateTime, Utc};
use uuid::Uuid;

dto! {
    /// One notice.
    pub struct Notice {
        /// Id.
        pub id: Uuid,
        /// Name, `masterExam.confirmed`.
        pub name: String,
        /// Title in the caller's language.
        pub title: String,
        /// Text in the caller's language.
        pub text: String,
        /// When it was written.
        pub at: DateTime<Utc>,
        /// When it was read.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub read_at: Option<DateTime<Utc>>,
        /// The application it concerns.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub application_id: Option<Uuid>,
    }
}
