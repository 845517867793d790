//! Layers that apply to every request: an id, security headers, the language, and one problem body for every refusal.

pub mod body_time;
pub mod check_path;
pub mod headers;
pub mod language;
pub mod methods;
pub mod problems;
pub mod request_id;
pub mod wishes;
