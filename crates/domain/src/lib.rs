//! The domain without I/O: persons, money, time, rules and procedures.
//!
//! The crate contains types that cannot hold invalid values, clauses of the Rules as data, and tables of states. The
//! server and the browser program both compile it, so an answer is judged in the same way on both sides.
//!
//! It does no I/O, is not async, reads no clock, and contains no SQL and no JSON text. Time and answers of registers
//! are arguments.

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
