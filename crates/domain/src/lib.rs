//! The domain without I/O: persons, money, time, rules and procedures.
//!
//! What it is: types that cannot hold nonsense, clauses of the Rules as data, and state tables. The server and the
//! browser program both compile it, so an answer is judged the same way before and after the network.
//!
//! What it is not: it makes no I/O, is not async, has no clock, knows no SQL and no JSON text. Time and register answers
//! come in as arguments.

pub mod average;
pub mod az;
pub mod calendar;
pub mod catalogue;
pub mod country;
pub mod decision;
pub mod docs;
pub mod exam;
pub mod facts;
pub mod figures;
pub mod language;
pub mod money;
pub mod person;
pub mod placement;
pub mod procedure;
pub mod procedures;
pub mod rules;
mod study;
pub mod typed;
