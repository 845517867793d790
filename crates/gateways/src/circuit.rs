//! The circuit breaker: a system that fails again and again is left alone for a while.

use std::sync::{Mutex, PoisonError};

use qabul_domain::calendar::Micros;

/// Failures in a row after which the circuit opens.
const FAILURES_TO_OPEN: u32 = 5;
/// How long an open circuit rests before one call may probe, µs.
const REST: i64 = 15 * Micros::SECOND;

/// State of the way to one external system. The instant comes in, so a test needs no waiting.
#[derive(Debug, Default)]
pub(crate) struct Circuit {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    failures: u32,
    open_until: Option<Micros>,
}

impl Circuit {
    /// Whether a call may go out now. After the rest one call passes as a probe and the rest starts again, so that a probe
    /// whose caller went away cannot hold the circuit half-open for ever.
    pub(crate) fn lets_through(&self, now: Micros) -> bool {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(until) = state.open_until else { return true };
        // A rest that ends further away than a whole rest means that the clock was set back.
        let resting = now < until && until.0 - now.0 <= REST;
        if !resting {
            state.open_until = Some(Micros(now.0 + REST));
        }
        !resting
    }

    /// The system answered.
    pub(crate) fn answered(&self) {
        *self.state.lock().unwrap_or_else(PoisonError::into_inner) = State::default();
    }

    /// The system gave no usable answer.
    pub(crate) fn failed(&self, now: Micros) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.failures = state.failures.saturating_add(1);
        if state.failures >= FAILURES_TO_OPEN {
            state.open_until = Some(Micros(now.0 + REST));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened_at(now: Micros) -> Circuit {
        let circuit = Circuit::default();
        for _ in 0..FAILURES_TO_OPEN {
            assert!(circuit.lets_through(now));
            circuit.failed(now);
        }
        circuit
    }

    #[test]
    fn five_failures_in_a_row_open_the_circuit() {
        let now = Micros(1_000_000);
        assert!(!opened_at(now).lets_through(now.plus_seconds(14)));
    }

    #[test]
    fn an_answer_between_failures_starts_the_count_anew() {
        let circuit = Circuit::default();
        for _ in 0..20 {
            circuit.failed(Micros(0));
            circuit.failed(Micros(0));
            circuit.answered();
        }
        assert!(circuit.lets_through(Micros(0)));
    }

    #[test]
    fn after_the_rest_one_probe_passes_and_its_success_closes_the_circuit() {
        let now = Micros(1_000_000);
        let circuit = opened_at(now);
        let later = now.plus_seconds(15);
        assert!(circuit.lets_through(later));
        assert!(!circuit.lets_through(later), "only one probe");
        circuit.answered();
        assert!(circuit.lets_through(later));
    }

    #[test]
    fn a_probe_that_never_reports_back_does_not_block_the_next_one() {
        let now = Micros(1_000_000);
        let circuit = opened_at(now);
        assert!(circuit.lets_through(now.plus_seconds(15)));
        assert!(circuit.lets_through(now.plus_seconds(30)));
    }

    #[test]
    fn a_clock_set_back_does_not_keep_the_circuit_open() {
        let circuit = opened_at(Micros(0).plus_seconds(90 * 86_400));
        assert!(circuit.lets_through(Micros(0)));
    }
}
