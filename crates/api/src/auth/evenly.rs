//! Answers that leave at fixed steps of time. The work for a known and an unknown person differs by microseconds (a row
//! to unseal, a register's record to read). The difference cannot be measured from outside, because every answer waits
//! for the next whole step, counted from the beginning of its request.

use std::time::Duration;

use tokio::time::Instant;

/// Step for work of the portal alone: much longer than the work, and too short for a person to notice.
pub const OWN_WORK: Duration = Duration::from_millis(20);
/// Step for work that queries a register, which may find a record faster than it finds none.
pub const REGISTER: Duration = Duration::from_millis(100);

/// Whether answers wait for their step. Tests do not wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Evenly(pub bool);

impl Evenly {
    /// Runs the work and returns its outcome at the next whole `step` after the beginning.
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
