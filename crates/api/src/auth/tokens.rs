//! Access tokens: EdDSA, ten minutes, one algorithm. Refresh tokens are opaque and stored in the database.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use qabul_domain::calendar::Micros;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ed25519;
use super::verified::Verified;

/// How far another node's clock may be behind the clock of the node that issued a token, in seconds. Synchronised nodes
/// differ by far less. After a larger step back the browser gets "sign in" and exchanges its refresh cookie, so nobody
/// is signed out. The end has no such tolerance: a token is never accepted for longer than [`ACCESS_SECONDS`] on the
/// clock of the node that reads it.
const SKEW_SECONDS: i64 = 5;
/// Lifetime of an access token in seconds (quality goal S3: at most ten minutes).
pub const ACCESS_SECONDS: i64 = 600;
/// A session ends after this many seconds without use.
pub const SESSION_SECONDS: i64 = 20 * 60;
/// A session ends after this many seconds in any case.
pub const SESSION_MAX_SECONDS: i64 = 12 * 3600;

const ISSUER: &str = "qabul";
const AUDIENCE: &str = "qabul-api";
const TYPE: &str = "at+jwt";

/// Content of an access token.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Claims {
    iss: String,
    aud: String,
    /// Account.
    pub sub: Uuid,
    /// Session family.
    pub sid: Uuid,
    /// Role word.
    pub role: String,
    /// Seconds since 1970.
    pub exp: i64,
    nbf: i64,
    iat: i64,
    jti: Uuid,
}

/// Signs access tokens with one key pair and also verifies those of the previous pair, so that nobody is signed out
/// when the key is changed.
pub struct Tokens {
    signing: EncodingKey,
    key_id: String,
    /// By key id.
    reading: Vec<(String, DecodingKey)>,
    verified: Verified,
}

impl Tokens {
    /// Key pairs from their seeds: the one that signs, and the previous one.
    pub fn new(seed: &[u8; 32], previous: Option<&[u8; 32]>) -> Tokens {
        ed25519::install();
        let reading: Vec<(String, DecodingKey)> = std::iter::once(seed)
            .chain(previous)
            .map(|seed| {
                let public = ed25519_dalek::SigningKey::from_bytes(seed).verifying_key().to_bytes();
                (key_id(&public), DecodingKey::from_ed_der(&public))
            })
            .collect();
        let key_id = reading.first().map(|(id, _)| id.clone()).unwrap_or_default();
        Tokens { signing: EncodingKey::from_ed_der(seed), key_id, reading, verified: Verified::default() }
    }

    /// Issues a token for a session; returns it with its expiry.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(
        &self,
        account: Uuid,
        family: Uuid,
        role: &str,
        id: Uuid,
        now: Micros,
    ) -> anyhow::Result<(String, Micros)> {
        let seconds = now.0.div_euclid(Micros::SECOND);
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: account,
            sid: family,
            role: role.to_owned(),
            exp: seconds + ACCESS_SECONDS,
            nbf: seconds,
            iat: seconds,
            jti: id,
        };
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(TYPE.to_owned());
        header.kid = Some(self.key_id.clone());
        let token = jsonwebtoken::encode(&header, &claims, &self.signing)?;
        Ok((token, Micros(claims.exp * Micros::SECOND)))
    }

    /// Reads a token. Accepts only this algorithm, type, issuer and audience; times are compared with `now`, not with
    /// the library's clock.
    pub fn read(&self, token: &str, now: Micros) -> Option<Claims> {
        let claims = self.verified.read(token, || self.verify(token))?;
        let seconds = now.0.div_euclid(Micros::SECOND);
        (claims.nbf <= seconds + SKEW_SECONDS && seconds < claims.exp).then_some(claims)
    }

    /// The content of a token with a valid signature, whatever its times.
    fn verify(&self, token: &str) -> Option<Claims> {
        let header = jsonwebtoken::decode_header(token).ok()?;
        if header.typ.as_deref() != Some(TYPE) {
            return None;
        }
        let (_, reading) = self.reading.iter().find(|(id, _)| header.kid.as_deref() == Some(id.as_str()))?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_audience(&[AUDIENCE]);
        validation.set_issuer(&[ISSUER]);
        validation.validate_exp = false;
        validation.validate_nbf = false;
        validation.set_required_spec_claims(&["exp", "nbf", "aud", "iss", "sub"]);
        Some(jsonwebtoken::decode::<Claims>(token, reading, &validation).ok()?.claims)
    }
}

fn key_id(public: &[u8; 32]) -> String {
    public.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
#[path = "tokens_tests.rs"]
mod tests;
