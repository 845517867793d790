//! Instants, Baku time, deadlines and ordinals. No clock: every instant comes in as an argument.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// An instant in microseconds since 1970 UTC. Whole microseconds because both databases keep exactly those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Micros(pub i64);

impl Micros {
    /// One second.
    pub const SECOND: i64 = 1_000_000;

    /// This instant moved by whole seconds.
    pub const fn plus_seconds(self, seconds: i64) -> Micros {
        Micros(self.0 + seconds * Self::SECOND)
    }
}

impl From<DateTime<Utc>> for Micros {
    fn from(instant: DateTime<Utc>) -> Self {
        Micros(instant.timestamp_micros())
    }
}

impl From<Micros> for DateTime<Utc> {
    fn from(instant: Micros) -> Self {
        DateTime::from_timestamp_micros(instant.0).unwrap_or_default()
    }
}
