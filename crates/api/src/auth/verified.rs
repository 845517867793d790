//! Tokens whose signature was found good.
//!
//! Checking a signature takes 50 to 100 µs, a fifth of what answering a status page takes, and a page asks several times
//! with one token. A signature does not turn bad; times, session and role are looked at with every request all the same.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use sha2::{Digest, Sha256};

use super::tokens::Claims;

/// Tokens of one generation; two are kept, some 300 bytes each.
const GENERATION: usize = 8_192;

/// The tokens last seen, by the digest of their whole text.
#[derive(Default)]
pub struct Verified(Mutex<Generations>);

#[derive(Default)]
struct Generations {
    young: HashMap<[u8; 32], Claims>,
    old: HashMap<[u8; 32], Claims>,
}

impl Verified {
    /// What a token says: remembered, or by `check`, which is asked once for a good token. A bad one is not remembered: there
    /// are as many of them as somebody likes to send.
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
