//! Money in integer qəpik.

use serde::{Deserialize, Serialize};

/// An amount in qəpik, 1/100 of a manat. Never a float.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(utoipa::ToSchema))]
pub struct Qepik(pub i64);

impl Qepik {
    /// Nothing.
    pub const ZERO: Qepik = Qepik(0);

    /// Adds; `None` on overflow.
    pub fn plus(self, other: Qepik) -> Option<Qepik> {
        self.0.checked_add(other.0).map(Qepik)
    }
    /// Subtracts; `None` on overflow.
    pub fn minus(self, other: Qepik) -> Option<Qepik> {
        self.0.checked_sub(other.0).map(Qepik)
    }
    /// How much is missing to reach `needed`; zero where nothing is.
    pub fn missing_to(self, needed: Qepik) -> Qepik {
        Qepik((needed.0.saturating_sub(self.0)).max(0))
    }
}
