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
    /// Shifts the clock of a demo installation.
    #[derive(Debug)]
    #[cfg_attr(feature = "server", derive(validator::Validate))]
    pub struct ShiftClock {
        /// Seconds against the true time; 0 = true time.
        #[cfg_attr(feature = "server", schema(minimum = -31_536_000, maximum = 31_536_000))]
        #[cfg_attr(feature = "server", validate(range(min = -31_536_000, max = 31_536_000)))]
        pub seconds: i64,
    }
}
