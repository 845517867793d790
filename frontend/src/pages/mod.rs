//! Pages, one file or folder per address.

pub mod account;
pub mod applications;
pub mod content;
pub mod eligibility;
pub mod email;
pub mod help;
pub mod login;
mod new_password;
pub mod not_found;
pub mod notices;
mod paged;
pub mod password;
mod places;
pub mod profile;
pub mod register;
pub mod second_step;
pub mod services;
pub mod start;
pub mod verification;
pub mod wallet;
