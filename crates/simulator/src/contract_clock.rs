//! The simulator's clock: the system time or a given one, with the same shift as the portal's demo clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike, Utc};
use qabul_domain::calendar::Micros;

/// Source of the time. Signed callbacks contain it, so it must agree with the portal's.
#[derive(Clone)]
pub struct Clock {
    now: Arc<dyn Fn() -> Micros + Send + Sync>,
    shift_seconds: Arc<AtomicI64>,
}

impl Clock {
    /// A clock that calls this function for the time.
    pub fn new(now: impl Fn() -> Micros + Send + Sync + 'static) -> Clock {
        Clock { now: Arc::new(now), shift_seconds: Arc::default() }
    }

    /// The machine's clock.
    pub fn system() -> Clock {
        Clock::new(|| Micros::from(Utc::now()))
    }

    /// The instant, shift included.
    pub fn now(&self) -> Micros {
        let Micros(now) = (self.now)();
        let shift = self.shift_seconds.load(Ordering::Relaxed).saturating_mul(Micros::SECOND);
        Micros(now.saturating_add(shift))
    }

    /// Sets the shift in seconds; it replaces an earlier one.
    pub fn shift(&self, seconds: i64) {
        self.shift_seconds.store(seconds, Ordering::Relaxed);
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Clock(+{} s)", self.shift_seconds.load(Ordering::Relaxed))
    }
}

/// First year of the academic year to which a master's campaign at this instant admits: registration is in winter, so
/// from September on it is the next calendar year.
pub fn academic_year_at(now: Micros) -> i32 {
    let day = DateTime::<Utc>::from(now).date_naive();
    if day.month() >= 9 { day.year() + 1 } else { day.year() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Micros {
        Micros::from(text.parse::<DateTime<Utc>>().unwrap())
    }

    #[test]
    fn a_campaign_of_the_winter_admits_to_the_year_that_starts_next_september() {
        assert_eq!(academic_year_at(at("2026-11-21T10:00:00Z")), 2027);
        assert_eq!(academic_year_at(at("2027-01-26T10:00:00Z")), 2027);
        assert_eq!(academic_year_at(at("2027-08-31T10:00:00Z")), 2027);
    }

    #[test]
    fn a_shift_moves_the_clock_and_is_not_added_up() {
        let clock = Clock::new(|| Micros(5));
        clock.shift(60);
        clock.shift(10);
        assert_eq!(clock.now(), Micros(10_000_005));
    }
}
