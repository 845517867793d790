//! Black-box tests of the API: each starts a portal of its own and speaks HTTP with it.

#[path = "../support/mod.rs"]
mod support;

mod cabinet;
mod probes;
mod registration;
mod sessions;
mod top_ups;
