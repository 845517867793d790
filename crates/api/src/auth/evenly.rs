//! Answers that leave at even times. What differs between a known and an unknown person by microseconds (a row to unseal, a
//! register's record to read) cannot be measured from outside when every answer waits for the next step of a ladder that
//! began with its request.

use std::time::Duration;

use tokio::time::Instant;

/// Steps of what only the portal works on: far more than the work takes, far less than a person notices.
pub const OWN_WORK: Duration = Duration::from_millis(20);
/// Steps of what a register is asked for: it may find sooner than it does not find.
pub const REGISTER: Duration = Duration::from_millis(100);

/// Whether answers leave at even times. Tests do not wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evenly(pub bool);

impl Evenly {
    /// Does the work, and gives its outcome at the next whole `step` since the beginning.
    pub async fn after<T>(self, step: Duration, work: impl Future<Output = T>) -> T {
        let began = Instant::now();
        let outcome = work.await;
        if self.0 {
            tokio::time::sleep_until(began + next(began.elapsed(), step)).await;
        }
        outcome
    }
}

/// The first whole step after `took`.
fn next(took: Duration, step: Duration) -> Duration {
    let whole = took.as_nanos() / step.as_nanos().max(1) + 1;
    step.saturating_mul(u32::try_from(whole).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn s1_an_answer_leaves_at_the_next_step_whatever_its_work_took() {
        let of = |micros: u64| next(Duration::from_micros(micros), OWN_WORK).as_millis();
        assert_eq!([of(0), of(500), of(800), of(19_999)], [20; 4]);
        assert_eq!([of(20_000), of(39_999), of(40_000)], [40, 40, 60]);
    }

    #[actix_web::test]
    async fn s1_no_answer_leaves_before_its_step_and_none_waits_where_it_is_off() {
        let began = Instant::now();
        assert_eq!(Evenly(true).after(Duration::from_millis(3), async { 7 }).await, 7);
        assert!(began.elapsed() >= Duration::from_millis(3));
        let waits = tokio::time::timeout(Duration::ZERO, Evenly(false).after(Duration::from_secs(3600), async { 7 }));
        assert_eq!(waits.await, Ok(7));
    }
}
