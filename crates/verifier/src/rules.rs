//! The rules a run is made by, as `digest.txt` names them.

use sha2::{Digest as _, Sha256};

use crate::text::hex;

/// The text of the rules; docs/placement-format.md prints it.
pub const RULES: &str = include_str!("rules.txt");

/// The number of wishes allowed in a run, found by trying: the one with which the digest of the rules comes out.
pub fn most_wishes(digest: &str) -> Option<usize> {
    let text = Sha256::new_with_prefix(RULES);
    (1..=200).find(|most| hex(text.clone().chain_update(format!("max-choices {most}\n"))) == digest)
}
