//! A cache of tokens whose signature was verified.
//!
//! Verifying a signature takes 50 to 100 µs, a fifth of the time of answering a status page, and a page sends several
//! requests with one token. A valid signature stays valid; times, session and role are still checked with every
//! request.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::tokens::Claims;

/// Number of tokens in one generation; two generations are kept, some 300 bytes per token.
const GENERATION: usize = 8_192;

/// The tokens seen last, by the digest of their whole text.
#[derive(Default)]
pub struct Verified(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashMap<[u8; 32], Claims>,
    old: HashMap<[u8; 32], Claims>,
}

impl Verified {
    /// The content of a token: from the cache, or from `check`, which is called once for a valid token. Invalid tokens
    /// are not cached, because a caller could send any number of them.
    pub fn read(&self, token: &str, check: impl FnOnce() -> Option<Claims>) -> Option<Claims> {
        let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        if let Some(known) = self.lock().find(&digest) {
            return Some(known);
        }
        let claims = check()?;
        self.lock().keep(digest, claims.clone());
        Some(claims)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Generations> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Generations {
    fn find(&mut self, digest: &[u8; 32]) -> Option<Claims> {
        if let Some(claims) = self.young.get(digest) {
            return Some(claims.clone());
        }
        let claims = self.old.remove(digest)?;
        self.keep(*digest, claims.clone());
        Some(claims)
    }

    fn keep(&mut self, digest: [u8; 32], claims: Claims) {
        if self.young.len() >= GENERATION {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(digest, claims);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::tokens::Tokens;
    use qabul_domain::calendar::Micros;
    use uuid::Uuid;

    fn claims() -> Claims {
        let tokens = Tokens::new(&[7; 32], None);
        let now = Micros(1_788_238_800_000_000);
        let (token, _) = tokens.issue(Uuid::nil(), Uuid::nil(), "applicant", Uuid::nil(), now).unwrap();
        tokens.read(&token, now).unwrap()
    }

    #[test]
    fn a_good_token_is_checked_once_and_a_bad_one_every_time() {
        let (verified, claims) = (Verified::default(), claims());
        assert_eq!(verified.read("good", || Some(claims.clone())), Some(claims.clone()));
        assert_eq!(verified.read("good", || panic!("checked twice")), Some(claims.clone()));
        assert_eq!(verified.read("bad", || None), None);
        assert_eq!(verified.read("bad", || Some(claims.clone())), Some(claims));
    }

    #[test]
    fn at_most_two_generations_are_remembered_and_the_used_ones_stay() {
        let (verified, claims) = (Verified::default(), claims());
        verified.read("used", || Some(claims.clone()));
        for n in 0..3 * GENERATION {
            verified.read(&n.to_string(), || Some(claims.clone()));
            if n % 1000 == 0 {
                verified.read("used", || panic!("forgotten although it is used"));
            }
        }
        let kept = verified.lock();
        assert!(kept.young.len() + kept.old.len() <= 2 * GENERATION);
        drop(kept);
        let mut checked = false;
        verified.read("0", || {
            checked = true;
            None
        });
        assert!(checked, "what nobody used is forgotten");
    }
}
