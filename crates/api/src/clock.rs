//! The only place that reads the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::Utc;
use qabul_domain::calendar::Micros;

/// The current instant. In demo mode it can be shifted; in tests it is fixed and moves only when told to.
#[derive(Clone)]
pub struct Clock {
    shift: Arc<AtomicI64>,
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// System time, shifted by `seconds`.
    pub fn system(seconds: i64) -> Clock {
        Clock { shift: Arc::new(AtomicI64::new(seconds * Micros::SECOND)), fixed: None }
    }

    /// A clock fixed at `start` that moves only by [`Clock::advance`] and [`Clock::set`].
    pub fn fixed(start: Micros) -> Clock {
        Clock { shift: Arc::new(AtomicI64::new(0)), fixed: Some(Arc::new(AtomicI64::new(start.0))) }
    }

    /// The present instant.
    pub fn now(&self) -> Micros {
        Micros(self.unshifted().0 + self.shift.load(Ordering::SeqCst))
    }

    /// The current instant without the demo's shift, for signatures of other systems, whose clocks are not shifted.
    pub fn unshifted(&self) -> Micros {
        Micros(match &self.fixed {
            Some(instant) => instant.load(Ordering::SeqCst),
            None => Utc::now().timestamp_micros(),
        })
    }

    /// Seconds by which it is shifted.
    pub fn shift_seconds(&self) -> i64 {
        self.shift.load(Ordering::SeqCst) / Micros::SECOND
    }

    /// Sets the shift relative to the base.
    pub fn set_shift(&self, seconds: i64) {
        self.shift.store(seconds * Micros::SECOND, Ordering::SeqCst);
    }

    /// Sets a fixed clock to any instant, also an earlier one; a system clock is not changed.
    pub fn set(&self, at: Micros) {
        if let Some(instant) = &self.fixed {
            instant.store(at.0, Ordering::SeqCst);
        }
    }

    /// Moves a fixed clock forward; a system clock is not changed.
    pub fn advance(&self, seconds: i64) {
        if let Some(instant) = &self.fixed {
            instant.fetch_add(seconds * Micros::SECOND, Ordering::SeqCst);
        }
    }
}
