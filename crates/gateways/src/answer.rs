//! What an external system can answer.

use qabul_domain::calendar::Micros;
use qabul_domain::facts::{Fact, Source};

/// A register's answer. "No such record" and "no answer" are different things and stay different.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer<T> {
    /// The register answered with a record that passed the checks.
    Found(T),
    /// The register answered that it has nothing.
    NotFound,
    /// No answer, or one that cannot be trusted; the cause is in the log.
    Unavailable,
}

impl<T> Answer<T> {
    /// The same answer about another value.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Answer<U> {
        match self {
            Answer::Found(value) => Answer::Found(turn(value)),
            Answer::NotFound => Answer::NotFound,
            Answer::Unavailable => Answer::Unavailable,
        }
    }

    /// The answer as a fact of the case, with its source and the instant it was asked.
    pub fn into_fact(self, source: Source, at: Micros) -> Fact<T> {
        match self {
            Answer::Found(value) => Fact::Known { value, source, at },
            Answer::NotFound => Fact::NotFound,
            Answer::Unavailable => Fact::Unavailable,
        }
    }
}

/// What became of a message handed over for delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// Taken over by the provider; the same id handed over again is not delivered twice.
    Accepted,
    /// Refused for good (no such number or address, text refused): trying again is useless.
    Refused,
    /// Not taken over now: try again later with the same id.
    Unavailable,
}

/// The external system did not give an answer that can be trusted; the cause is in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the outside system gave no usable answer")]
pub struct Unavailable;
