//! What travels between the API and its callers: requests, responses, problems and paths.
//!
//! `serde` always; OpenAPI schemas and the limits of each field, by `validator`, only behind the feature `server`, so that
//! neither reaches the browser program. Meaning is checked by the domain's newtypes, which both sides call.

#[macro_use]
pub mod decode;
#[macro_use]
mod dto;

pub mod applications;
pub mod campaigns;
pub mod commissions;
pub mod confirmation;
pub mod eligibility;
pub mod me;
pub mod notices;
pub mod own_path;
pub mod page;
pub mod pages;
pub mod password_resets;
pub mod paths;
pub mod problem;
mod query;
pub mod reference;
pub mod registrations;
pub mod second_factor;
pub mod sessions;
pub mod system;
pub mod wallet;
