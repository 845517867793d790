//! Signatures of callbacks: HMAC-SHA256 over `timestamp.body`, compared in constant time.

use hmac::{Hmac, KeyInit, Mac};
use qabul_domain::calendar::Micros;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Header with the instant of signing, whole seconds since 1970 UTC.
pub const TIMESTAMP_HEADER: &str = "x-payment-timestamp";
/// Header with the signature: `v1=<64 lower-case hex digits>`; several, separated by commas, while a key is changed.
pub const SIGNATURE_HEADER: &str = "x-payment-signature";
/// How far the timestamp may lie from the receiver's clock, to both sides.
pub const CALLBACK_TOLERANCE_SECONDS: i64 = 300;

/// Whether the timestamp is a number of seconds within the tolerance around `now`.
pub(crate) fn is_fresh(timestamp: &str, now: Micros) -> bool {
    let now_seconds = now.0.div_euclid(Micros::SECOND);
    timestamp
        .parse::<i64>()
        .ok()
        .and_then(|signed| now_seconds.checked_sub(signed))
        .is_some_and(|age| (-CALLBACK_TOLERANCE_SECONDS..=CALLBACK_TOLERANCE_SECONDS).contains(&age))
}

/// Whether any of the given signatures was made with any of the secrets.
pub(crate) fn is_signed(secrets: &[&SecretString], timestamp: &str, body: &[u8], signatures: &str) -> bool {
    let given: Vec<&str> =
        signatures.split(',').filter_map(|signature| signature.trim().strip_prefix("v1=")).take(4).collect();
    let mut agrees = subtle::Choice::from(0);
    for secret in secrets {
        let Some(expected) = sign(secret, timestamp, body) else { continue };
        for signature in &given {
            // Lengths are public; equal lengths are compared without early exit.
            if signature.len() == expected.len() {
                agrees |= signature.as_bytes().ct_eq(expected.as_bytes());
            }
        }
    }
    agrees.into()
}

fn sign(secret: &SecretString, timestamp: &str, body: &[u8]) -> Option<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.expose_secret().as_bytes()).ok()?;
    mac.update(timestamp.as_bytes());
    mac.update(b".");
    mac.update(body);
    Some(mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> SecretString {
        SecretString::from(text.to_owned())
    }

    #[test]
    fn the_signature_is_the_one_printed_in_the_contract() {
        // Vector of openapi/registries.json, computed with another implementation:
        // printf '1790000000.{"a":1}' | openssl dgst -sha256 -hmac contract-example-secret
        let body = br#"{"a":1}"#;
        let signature = "v1=5ceb8a39d198b9937384930f79d5325dbed99e0840d8642a6e60a5d127f0e45a";
        assert!(is_signed(&[&secret("contract-example-secret")], "1790000000", body, signature));
        assert!(!is_signed(&[&secret("contract-example-secret")], "1790000001", body, signature));
        assert!(!is_signed(&[&secret("contract-example-secret")], "1790000000", br#"{"a":2}"#, signature));
        assert!(!is_signed(&[&secret("another")], "1790000000", body, signature));
    }

    #[test]
    fn while_the_key_is_changed_either_secret_and_any_listed_signature_will_do() {
        let (old, new) = (secret("old"), secret("new"));
        let by_old = sign(&old, "1", b"x").unwrap();
        let by_new = sign(&new, "1", b"x").unwrap();
        assert!(is_signed(&[&new, &old], "1", b"x", &format!("v1={by_old}")));
        assert!(is_signed(&[&old], "1", b"x", &format!("v1={by_new}, v1={by_old}")));
        assert!(!is_signed(&[&new], "1", b"x", &format!("v1={by_old}")));
    }

    #[test]
    fn five_minutes_are_tolerated_to_both_sides_and_no_more() {
        let now = Micros(1_790_000_000 * Micros::SECOND);
        for (signed, fresh) in
            [("1789999700", true), ("1790000300", true), ("1789999699", false), ("1790000301", false), ("", false)]
        {
            assert_eq!(is_fresh(signed, now), fresh, "{signed}");
        }
        assert!(!is_fresh("-9223372036854775808", now));
    }
}
