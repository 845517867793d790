//! The store's suite: every test runs on SQLite and on PostgreSQL, unless it is about one of them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod schema;
