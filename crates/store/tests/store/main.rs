//! Tests of the store: every test runs on SQLite and on PostgreSQL, unless it concerns only one of them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod accounts;
mod applications;
mod audit;
mod circuit;
mod idempotency;
mod identity;
mod ledger;
mod money;
mod outbox;
mod postgres_units;
mod procedures;
mod reminders;
mod schema;
mod sealing;
mod specializations;
mod sqlite_writer;
mod units;
mod world;
