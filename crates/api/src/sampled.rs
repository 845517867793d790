//! Requests refused before the caller is known: always counted, and logged only occasionally. The sender decides how
//! many there are, so with one line per request unknown callers could fill the log and hide in it.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use metrics::counter;

/// At most one log line of each kind in this time.
const EVERY: Duration = Duration::from_secs(60);

/// What was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// No HTTP.
    Malformed,
    /// The head of a request is too large.
    LargeHead,
    /// A request that was not received completely in time.
    SlowRequest,
    /// An answer that the caller did not read in time.
    UnreadAnswer,
    /// A body with a content encoding.
    Encoded,
    /// A callback of the payment provider without a valid signature.
    UnsignedCallback,
}

impl Refused {
    /// Every kind.
    pub const ALL: [Refused; 6] = [
        Refused::Malformed,
        Refused::LargeHead,
        Refused::SlowRequest,
        Refused::UnreadAnswer,
        Refused::Encoded,
        Refused::UnsignedCallback,
    ];

    /// Its name as a label of metrics.
    pub fn word(self) -> &'static str {
        match self {
            Refused::Malformed => "malformed",
            Refused::LargeHead => "largeHead",
            Refused::SlowRequest => "slowRequest",
            Refused::UnreadAnswer => "unreadAnswer",
            Refused::Encoded => "encoded",
            Refused::UnsignedCallback => "unsignedCallback",
        }
    }
}

/// When a kind was last logged, and how many were counted since.
#[derive(Default)]
struct Sample {
    logged: Option<Instant>,
    since: u64,
}

impl Sample {
    /// Counts one; returns the number to log if it is time to log.
    fn count(&mut self, now: Instant) -> Option<u64> {
        self.since += 1;
        if self.logged.is_some_and(|logged| now.duration_since(logged) < EVERY) {
            return None;
        }
        self.logged = Some(now);
        Some(std::mem::take(&mut self.since))
    }
}

static SAMPLES: [Mutex<Sample>; Refused::ALL.len()] =
    [const { Mutex::new(Sample { logged: None, since: 0 }) }; Refused::ALL.len()];

/// Counts a refusal, and logs it if none of its kind was logged recently.
pub fn note(what: Refused) {
    counter!("qabul_refused_total", "reason" => what.word()).increment(1);
    let Some(sample) = SAMPLES.get(what as usize) else { return };
    let count = sample.lock().unwrap_or_else(PoisonError::into_inner).count(Instant::now());
    if let Some(count) = count {
        tracing::warn!(event = "refused", reason = what.word(), count, "refused since the last line about it");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_a_minute_of_each_kind_says_how_many_there_were() {
        let (mut sample, begun) = (Sample::default(), Instant::now());
        assert_eq!(sample.count(begun), Some(1));
        for second in 1..60 {
            assert_eq!(sample.count(begun + Duration::from_secs(second)), None);
        }
        assert_eq!(sample.count(begun + EVERY), Some(60));
        assert_eq!(sample.count(begun + EVERY), None);
    }

    #[test]
    fn every_kind_has_a_place_of_its_own() {
        for (place, kind) in Refused::ALL.into_iter().enumerate() {
            assert_eq!(kind as usize, place);
        }
    }
}
