//! Passwords: Argon2id in a small pool of its own, so that a storm of log-ins never starves other requests.

use std::sync::Arc;
use std::time::Duration;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use super::turns::{Turn, Turns};
use crate::problem::{ApiError, Code};

/// Least length of an applicant's password (architecture, "passwords").
pub const LEAST: usize = 10;
/// Most calls in the queue; more are answered with "busy" at once.
const QUEUE: usize = 400;
/// Longest wait in the queue; who waits longer is answered with "busy" (quality goal P5).
const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    /// One turn a hash under way.
    turns: Arc<Turns>,
    longest_wait: Duration,
    /// Checked against when there is no such account, so that the answer takes as long.
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
    /// A pool with `at_once` hashes under way.
    ///
    /// # Errors
    /// When the parameters are refused.
    pub fn new(cost: Cost, at_once: usize) -> anyhow::Result<Passwords> {
        let params = match cost {
            Cost::Production => Params::new(19 * 1024, 2, 1, None),
            Cost::Test => Params::new(8, 1, 1, None),
        }
        .map_err(|error| anyhow::anyhow!("argon2 parameters: {error}"))?;
        let decoy = hash_now(&params, "no such account", &[0; 16])?;
        Ok(Passwords {
            params,
            turns: Arc::new(Turns::new(at_once, QUEUE)),
            longest_wait: LONGEST_WAIT,
            decoy: decoy.into(),
        })
    }

    async fn turn(&self, who: &str) -> Result<Turn, ApiError> {
        let turn = self.turns.take(who, self.longest_wait).await;
        turn.ok_or_else(|| ApiError::new(Code::Busy).retry_after(5))
    }

    /// The hash to store, in PHC form. `salt` is 16 random bytes; `who` is the caller that takes turns with others.
    ///
    /// # Errors
    /// "Busy" when too many wait.
    pub async fn hash(&self, who: &str, password: String, salt: [u8; 16]) -> Result<String, ApiError> {
        let turn = self.turn(who).await?;
        let params = self.params.clone();
        let hash = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            hash_now(&params, &password, &salt)
        })
        .await
        .map_err(ApiError::internal)?;
        hash.map_err(ApiError::internal)
    }

    /// Whether the password fits. `None` = there is no account: as much work, always false. `who` is the caller that takes
    /// turns with others.
    ///
    /// # Errors
    /// "Busy" when too many wait.
    pub async fn fits(&self, who: &str, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let turn = self.turn(who).await?;
        let params = self.params.clone();
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let fits = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            let Ok(hash) = PasswordHash::new(&stored) else { return false };
            Argon2::new(Algorithm::Argon2id, Version::V0x13, params).verify_password(password.as_bytes(), &hash).is_ok()
        })
        .await
        .map_err(ApiError::internal)?;
        Ok(fits && known)
    }
}

fn hash_now(params: &Params, password: &str, salt: &[u8; 16]) -> anyhow::Result<String> {
    let hash = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone())
        .hash_password_with_salt(password.as_bytes(), salt)
        .map_err(|error| anyhow::anyhow!("argon2: {error}"))?;
    Ok(hash.to_string())
}

/// Why a new password is not taken, as a code under `fields.` in the locales. `known` are words about the person that
/// must not carry the password.
pub fn weakness(password: &str, known: &[&str]) -> Option<&'static str> {
    if password.chars().count() < LEAST {
        return Some("passwordShort");
    }
    let entropy = zxcvbn::zxcvbn(password, known);
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
