//! What every request passes: an id, the security headers, the language, and one problem body for every refusal.

pub mod headers;
pub mod language;
pub mod problems;
pub mod request_id;
