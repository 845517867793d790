//! One file per operation, with one public async function: registers are queried before the transaction, messages are
//! sent after it.

pub mod account;
pub mod applications;
pub mod campaign_data;
pub mod campaigns;
pub mod catalogue;
pub mod check_document;
pub mod eligibility;
mod extend_campaign;
pub mod idempotent;
pub mod me;
pub mod messages;
pub mod notices;
pub mod officers;
pub mod one_time_codes;
pub mod password_reset;
pub mod record;
pub mod reference;
pub mod registration;
pub mod rules;
pub mod second_factor;
pub mod sign_in;
pub mod system;
pub mod wallet;

pub use extend_campaign::extend_campaign;
