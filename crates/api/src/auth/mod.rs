//! Who is calling: passwords, tokens, cookies and the extractors that carry a permission in their type.

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
