//! State of the system as everybody may see it.

use chrono::{DateTime, Utc};

dto! {
    /// Server time and mode. The SPA takes its countdowns from `now`, never from the device.
    #[derive(Debug)]
    pub struct SystemStatus {
        /// The server's present instant (shifted in demo mode).
        pub now: DateTime<Utc>,
        /// Whether this is a test installation; shown as a strip on every page.
        pub demo: bool,
        /// Seconds by which the clock is shifted in demo mode.
        pub clock_shift_seconds: i64,
        /// Address of the page where test SMS and e-mail lie, in demo mode.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub inbox_url: Option<String>,
        /// Version of the program.
        pub version: String,
    }

    /// What an officer decides, in a demo installation. The same use cases as the command line's, with the same checks.
    #[derive(Debug)]
    pub struct DemoDecision {
        /// `sqkConfirm`, `sqkReturn`, `withdrawalGrant`, `withdrawalRefuse` or `extend`.
        pub act: String,
        /// Code of the campaign, `master-2027-1`.
        pub campaign: String,
        /// Work number; not for `extend`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub work_number: Option<String>,
        /// Why, in words for the applicant.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub reason: Option<String>,
        /// Documents that were seen, for `sqkConfirm`.
        #[serde(default)]
        pub documents: Vec<String>,
        /// Steps to be changed, for `sqkReturn`; empty = all.
        #[serde(default)]
        pub steps: Vec<String>,
        /// New end of the window, for `extend`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub until: Option<DateTime<Utc>>,
    }

    /// Shifts the clock of a demo installation.
    #[derive(Debug)]
    pub struct ShiftClock {
        /// Seconds against the true time; 0 = true time.
        #[cfg_attr(feature = "server", schema(minimum = -31_536_000, maximum = 31_536_000))]
        pub seconds: i64,
    }
}
