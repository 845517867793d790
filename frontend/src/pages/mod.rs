//! Pages, one file or folder for each address.

pub mod applications;
pub mod help;
pub mod login;
pub mod not_found;
pub mod notices;
mod paged;
pub mod profile;
pub mod register;
pub mod services;
pub mod start;
pub mod wallet;
