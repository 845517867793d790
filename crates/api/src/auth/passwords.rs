//! Passwords: Argon2id in a small separate pool, so that a peak of sign-ins does not delay other requests.
//!
//! A letter such as ş may arrive composed or as two code points, depending on the keyboard. Passwords are hashed in the
//! composed form (NFC). Earlier releases hashed them as they arrived, so the other forms are tried after it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use subtle::ConstantTimeEq as _;
use unicode_normalization::UnicodeNormalization as _;

use super::turns::{Turn, Turns};
use crate::problem::{ApiError, Code};

/// Minimum length of an applicant's password (architecture, "passwords").
pub const LEAST: usize = 10;
/// Maximum number of calls in the queue; further calls are answered with "busy" at once.
const QUEUE: usize = 400;
/// Maximum wait in the queue; after it the call is answered with "busy" (quality goal P5).
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    /// One turn for each hash being computed.
    turns: Arc<Turns>,
    longest_wait: Duration,
    memory: Arc<Memory>,
    /// Checked when there is no such account, so that the answer takes the same time.
    decoy: Arc<str>,
}

/// Cost of a hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cost {
    /// 19 MiB, 2 passes (OWASP).
    Production,
    /// Least cost, for tests.
    Test,
}

impl Passwords {
    /// A pool that computes at most `at_once` hashes at a time.
    ///
    /// # Errors
    /// When the parameters are refused.
    pub fn new(cost: Cost, at_once: usize) -> anyhow::Result<Passwords> {
        let params = match cost {
            Cost::Production => Params::new(19 * 1024, 2, 1, None),
            Cost::Test => Params::new(8, 1, 1, None),
        }
        .map_err(|error| anyhow::anyhow!("argon2 parameters: {error}"))?;
        // Uses memory of its own that is freed at once: no memory is kept before the first sign-in.
        let decoy = Memory::default().hash(&params, "no such account", &[0; 16])?;
        Ok(Passwords {
            params,
            turns: Arc::new(Turns::new(at_once, QUEUE)),
            longest_wait: LONGEST_WAIT,
            memory: Arc::default(),
            decoy: decoy.into(),
        })
    }

    async fn turn(&self, who: &str) -> Result<Turn, ApiError> {
        let turn = self.turns.take(who, self.longest_wait).await;
        turn.ok_or_else(|| ApiError::new(Code::Busy).retry_after(5))
    }

    /// The hash to store, in PHC form. `salt` is 16 random bytes; `who` identifies the caller in the queue.
    ///
    /// # Errors
    /// "Busy" when too many calls wait.
    pub async fn hash(&self, who: &str, password: String, salt: [u8; 16]) -> Result<String, ApiError> {
        let turn = self.turn(who).await?;
        let (params, memory) = (self.params.clone(), self.memory.clone());
        let hash = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            memory.hash(&params, &composed(&password), &salt)
        })
        .await
        .map_err(ApiError::internal)?;
        hash.map_err(ApiError::internal)
    }

    /// Whether the password matches, in whatever form it was typed. `None` = no such account: the same work, always
    /// false. `who` identifies the caller in the queue.
    ///
    /// # Errors
    /// "Busy" when too many calls wait.
    pub async fn fits(&self, who: &str, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let turn = self.turn(who).await?;
        let memory = self.memory.clone();
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let fits = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            forms(&password).iter().any(|form| memory.fits(form, &stored).unwrap_or(false))
        })
        .await
        .map_err(ApiError::internal)?;
        Ok(fits && known)
    }
}

/// A password in the form in which it is hashed.
fn composed(password: &str) -> String {
    password.nfc().collect()
}

/// The forms in which a stored password may have been hashed, the current one first.
fn forms(password: &str) -> Vec<String> {
    let mut forms = vec![composed(password)];
    for other in [password.to_owned(), password.nfd().collect()] {
        if !forms.contains(&other) {
            forms.push(other);
        }
    }
    forms
}

/// Whether two typed passwords are equal.
pub fn are_same(one: &str, other: &str) -> bool {
    composed(one) == composed(other)
}

/// Reusable memory for the hashes being computed: at most one block per turn. An allocator would keep 19 MiB for each
/// thread that ever computed a hash.
#[derive(Default)]
struct Memory(Mutex<Vec<Vec<Block>>>);

impl Memory {
    fn fill(&self, params: &Params, password: &str, salt: &[u8], out: &mut [u8]) -> anyhow::Result<()> {
        let free = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut blocks = free().pop().unwrap_or_default();
        blocks.resize(params.block_count().max(blocks.len()), Block::default());
        let argon = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let done = argon.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut blocks);
        free().push(blocks);
        done.map_err(|error| anyhow::anyhow!("argon2: {error}"))
    }

    fn hash(&self, params: &Params, password: &str, salt: &[u8; 16]) -> anyhow::Result<String> {
        let mut out = [0_u8; Params::DEFAULT_OUTPUT_LEN];
        self.fill(params, password, salt, &mut out)?;
        let broken = |error| anyhow::anyhow!("argon2: {error}");
        let hash = PasswordHash {
            algorithm: Algorithm::Argon2id.ident(),
            version: Some(Version::V0x13.into()),
            params: ParamsString::try_from(params).map_err(|error| anyhow::anyhow!("argon2: {error}"))?,
            salt: Some(Salt::new(salt).map_err(broken)?),
            hash: Some(Output::new(&out).map_err(broken)?),
        };
        Ok(hash.to_string())
    }

    /// `None` = the stored text is not a hash of this kind.
    fn fits(&self, password: &str, stored: &str) -> Option<bool> {
        let hash = PasswordHash::new(stored).ok()?;
        if hash.algorithm != Algorithm::Argon2id.ident() || hash.version != Some(Version::V0x13.into()) {
            return None;
        }
        let (salt, expected) = (hash.salt.as_ref()?, hash.hash.as_ref()?);
        let mut out = vec![0_u8; expected.len()];
        self.fill(&Params::try_from(&hash).ok()?, password, salt, &mut out).ok()?;
        Some(out.ct_eq(expected.as_bytes()).into())
    }
}

/// Why a new password is refused, as a code under `fields.` in the locales. `known` are words about the person that the
/// password must not contain.
pub fn weakness(password: &str, known: &[&str]) -> Option<&'static str> {
    let password = composed(password);
    if password.chars().count() < LEAST {
        return Some("passwordShort");
    }
    let entropy = zxcvbn::zxcvbn(&password, known);
    (entropy.score() < zxcvbn::Score::Three).then_some("passwordGuessable")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_password_fits_its_own_hash_only_and_no_account_never_fits() {
        let passwords = Passwords::new(Cost::Test, 1).unwrap();
        let hash = passwords.hash("a", "düzgün at batareya".to_owned(), [5; 16]).await.unwrap();
        assert!(passwords.fits("a", "düzgün at batareya".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.fits("a", "duzgun at batareya".to_owned(), Some(hash)).await.unwrap());
        assert!(!passwords.fits("a", "no such account".to_owned(), None).await.unwrap());
    }

    #[actix_web::test]
    async fn a_password_is_one_whether_its_letters_are_composed_or_not_also_where_an_earlier_release_hashed_it() {
        let passwords = Passwords::new(Cost::Test, 1).unwrap();
        let (whole, parts) = ("ya\u{15f}\u{131}l-qatar", "yas\u{327}\u{131}l-qatar");
        let typed = |text: &str| text.to_owned();
        for stored in [whole, parts] {
            let now = passwords.hash("a", typed(stored), [5; 16]).await.unwrap();
            // As earlier releases hashed it: byte by byte.
            let before = Memory::default().hash(&passwords.params, stored, &[5; 16]).unwrap();
            for hash in [now, before] {
                for again in [whole, parts] {
                    assert!(passwords.fits("a", typed(again), Some(hash.clone())).await.unwrap(), "{stored} {again}");
                }
                assert!(!passwords.fits("a", typed("yasil-qatar"), Some(hash)).await.unwrap());
            }
        }
        assert!(are_same(whole, parts) && !are_same(whole, "yasil-qatar"));
        assert_eq!(weakness("s\u{327}s\u{327}s\u{327}s\u{327}s\u{327}", &[]), Some("passwordShort"), "five letters");
    }

    #[test]
    fn a_hash_is_the_one_everybody_elses_argon2_makes_and_used_memory_changes_nothing() {
        use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
        let params = Params::new(64, 2, 1, None).unwrap();
        let theirs = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
        let memory = Memory::default();
        for salt in [[1; 16], [2; 16], [3; 16]] {
            let ours = memory.hash(&params, "yaşıl-qatar-17-limon", &salt).unwrap();
            assert_eq!(
                ours,
                theirs.hash_password_with_salt(b"ya\xc5\x9f\xc4\xb1l-qatar-17-limon", &salt).unwrap().to_string()
            );
            assert!(theirs.verify_password("yaşıl-qatar-17-limon".as_bytes(), ours.as_str()).is_ok());
            assert_eq!(memory.fits("yaşıl-qatar-17-limon", &ours), Some(true));
            assert_eq!(memory.fits("yasil-qatar-17-limon", &ours), Some(false));
        }
        // A stored hash of another cost is checked at its own cost.
        let dearer = memory.hash(&Params::new(128, 3, 1, None).unwrap(), "x", &[4; 16]).unwrap();
        assert_eq!((memory.fits("x", &dearer), memory.fits("y", &dearer)), (Some(true), Some(false)));
        assert_eq!(memory.fits("x", "$none"), None);
        assert_eq!(memory.fits("x", &dearer.replace("argon2id", "argon2i")), None);
        assert_eq!(memory.0.lock().unwrap().len(), 1, "one piece, used again");
    }

    #[actix_web::test]
    async fn p5_who_waits_too_long_is_told_to_come_again() {
        let passwords = Passwords { longest_wait: Duration::ZERO, ..Passwords::new(Cost::Test, 1).unwrap() };
        let under_way = passwords.turn("a").await.unwrap();
        let late = passwords.fits("b", "x".to_owned(), None).await.unwrap_err();
        assert_eq!((late.code, late.retry_after), (Code::Busy, Some(5)));
        drop(under_way);
        assert!(!passwords.fits("b", "x".to_owned(), None).await.unwrap(), "a free place is given at once");
    }

    #[test]
    fn short_and_guessable_passwords_are_told_apart() {
        assert_eq!(weakness("qısa", &[]), Some("passwordShort"));
        assert_eq!(weakness("password123", &[]), Some("passwordGuessable"));
        assert_eq!(
            weakness("aysel.numuneyeva", &["aysel", "numuneyeva", "aysel.numuneyeva"]),
            Some("passwordGuessable")
        );
        assert_eq!(weakness("yaşıl-qatar-17-limon", &[]), None);
    }
}
