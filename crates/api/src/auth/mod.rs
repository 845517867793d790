//! The caller's identity: passwords, tokens, cookies, and extractors whose type carries a permission.

pub mod asker;
pub mod codes;
pub mod cookies;
mod ed25519;
pub mod evenly;
pub mod limits;
pub mod passwords;
pub mod tokens;
pub mod totp;
pub mod turns;
mod verified;
