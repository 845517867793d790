//! The server of Qəbul: HTTP, use cases, jobs and the command line.
//!
//! A request goes through `handlers/x.rs` → `use_cases/verb.rs` → one `db.transact(…)` in which `store` reads, `domain`
//! judges and `store` writes → commit → answer. No external system is called inside a transaction.

pub mod app;
pub mod auth;
pub mod check_page;
pub mod cli;
pub mod clock;
pub mod compose;
pub mod config;
pub mod context;
mod declared;
pub mod desk;
pub mod extract;
pub mod handlers;
pub mod heads;
pub mod jobs;
pub mod metrics;
pub mod middleware;
pub mod openapi;
pub mod page;
pub mod problem;
pub mod procedures;
mod published;
pub mod rules_page;
pub mod sampled;
pub mod secrets;
pub mod seed;
pub mod serve;
pub mod spa;
pub mod tags;
pub mod texts;
pub mod use_cases;
