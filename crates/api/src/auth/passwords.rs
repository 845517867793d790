//! Passwords: Argon2id in a small pool of its own, so that a storm of log-ins never starves other requests.

use std::sync::Arc;

use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;

use crate::problem::{ApiError, Code};

/// Least length of an applicant's password (architecture, "passwords").
pub const LEAST: usize = 10;
/// Longest wait in the queue, in calls; more are answered with "busy".
const QUEUE: usize = 200;

/// Hashes and checks passwords.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    /// One permit a hash under way.
    pool: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
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
            pool: Arc::new(Semaphore::new(at_once.max(1))),
            waiting: Arc::new(Semaphore::new(QUEUE)),
            decoy: decoy.into(),
        })
    }

    async fn turn(&self) -> Result<(tokio::sync::OwnedSemaphorePermit, tokio::sync::OwnedSemaphorePermit), ApiError> {
        let waiting = self.waiting.clone().try_acquire_owned().map_err(|_| ApiError::new(Code::Busy).retry_after(5))?;
        let turn = self.pool.clone().acquire_owned().await.map_err(ApiError::internal)?;
        Ok((waiting, turn))
    }

    /// The hash to store, in PHC form. `salt` is 16 random bytes.
    ///
    /// # Errors
    /// "Busy" when too many wait.
    pub async fn hash(&self, password: String, salt: [u8; 16]) -> Result<String, ApiError> {
        let permits = self.turn().await?;
        let params = self.params.clone();
        let hash = tokio::task::spawn_blocking(move || {
            let _permits = permits;
            hash_now(&params, &password, &salt)
        })
        .await
        .map_err(ApiError::internal)?;
        hash.map_err(ApiError::internal)
    }

    /// Whether the password fits. `None` = there is no account: as much work, always false.
    ///
    /// # Errors
    /// "Busy" when too many wait.
    pub async fn fits(&self, password: String, stored: Option<String>) -> Result<bool, ApiError> {
        let permits = self.turn().await?;
        let params = self.params.clone();
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| self.decoy.to_string());
        let fits = tokio::task::spawn_blocking(move || {
            let _permits = permits;
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
        let hash = passwords.hash("düzgün at batareya".to_owned(), [5; 16]).await.unwrap();
        assert!(passwords.fits("düzgün at batareya".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.fits("duzgun at batareya".to_owned(), Some(hash)).await.unwrap());
        assert!(!passwords.fits("no such account".to_owned(), None).await.unwrap());
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
