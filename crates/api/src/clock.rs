//! The only place that reads the clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::Utc;
use qabul_domain::calendar::Micros;

/// The present instant. In demo mode it can be shifted; in tests it stands still until told otherwise.
#[derive(Clone)]
pub struct Clock {
    shift: Arc<AtomicI64>,
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// True time, shifted by `seconds`.
    pub fn system(seconds: i64) -> Clock {
        Clock { shift: Arc::new(AtomicI64::new(seconds * Micros::SECOND)), fixed: None }
    }

    /// A clock that stands at `start` and moves only by [`Clock::advance`].
    pub fn fixed(start: Micros) -> Clock {
        Clock { shift: Arc::new(AtomicI64::new(0)), fixed: Some(Arc::new(AtomicI64::new(start.0))) }
    }

    /// The present instant.
    pub fn now(&self) -> Micros {
        Micros(self.unshifted().0 + self.shift.load(Ordering::SeqCst))
    }

    /// The present instant without the demo's shift: for signatures of other systems, whose clocks are not shifted.
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

    /// Shifts it against its base.
    pub fn set_shift(&self, seconds: i64) {
        self.shift.store(seconds * Micros::SECOND, Ordering::SeqCst);
    }

    /// Puts a fixed clock to an instant, also back; a system clock is not changed.
    pub fn set(&self, at: Micros) {
        if let Some(instant) = &self.fixed {
            instant.store(at.0, Ordering::SeqCst);
        }
    }

    /// Moves a fixed clock; a system clock is not changed.
    pub fn advance(&self, seconds: i64) {
        if let Some(instant) = &self.fixed {
            instant.fetch_add(seconds * Micros::SECOND, Ordering::SeqCst);
        }
    }
}
