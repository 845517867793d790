//! Black-box tests of the API: each starts a separate portal and calls it over HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]

#[path = "../support/mod.rs"]
mod support;

mod account;
mod applications;
mod attacks;
mod bad_input;
mod cabinet;
mod campaign_data;
mod catalogue;
mod commission;
mod confirm;
mod costs;
mod crash;
mod declared;
mod desk;
mod drain;
mod education;
mod eligibility;
mod held_payments;
mod interface;
mod limits;
mod logins;
mod manners;
mod operators;
mod outages;
mod own_way;
mod password_reset;
mod placing;
mod probes;
mod published;
mod record;
mod registration;
mod rules;
mod saving;
mod seasons;
mod second_factor;
mod second_factor_attacks;
mod security;
mod sessions;
mod statement;
mod storm;
mod top_ups;
mod typed_text;
mod verification;
mod walkthrough;
mod ways_in;
