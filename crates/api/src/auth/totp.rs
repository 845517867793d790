//! Codes of an authenticator app: RFC 6238 with SHA-1, six digits and steps of 30 seconds, the one setting that every
//! app supports.

use hmac::{Hmac, KeyInit as _, Mac as _};
use qabul_domain::calendar::Micros;
use sha1::Sha1;
use subtle::ConstantTimeEq as _;

/// Length of a time step in seconds.
const STEP_SECONDS: i64 = 30;
/// How many steps the clock of a phone may differ, in each direction.
const DRIFT: i64 = 1;
/// Length of a secret in bytes (RFC 4226 recommends 160 bits).
pub const SECRET_BYTES: usize = 20;

/// The time step of a typed code, if it is the code of the current step or of an adjacent one.
pub fn step_of(secret: &[u8], typed: &str, now: Micros) -> Option<i64> {
    let present = now.0.div_euclid(STEP_SECONDS * Micros::SECOND);
    let mut found = None;
    // All codes are compared, so that the time does not show which one matched.
    for step in present - DRIFT..=present + DRIFT {
        if code_at(secret, step).as_bytes().ct_eq(typed.as_bytes()).into() {
            found = Some(step);
        }
    }
    found
}

/// The code of the step that contains an instant.
pub fn code(secret: &[u8], now: Micros) -> String {
    code_at(secret, now.0.div_euclid(STEP_SECONDS * Micros::SECOND))
}

fn code_at(secret: &[u8], step: i64) -> String {
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(secret) else { return String::new() };
    mac.update(&step.to_be_bytes());
    let digest: [u8; 20] = mac.finalize().into_bytes().into();
    let offset = usize::from(digest[19] & 0x0f);
    let mut four = [0_u8; 4];
    four.copy_from_slice(&digest[offset..offset + 4]);
    format!("{:06}", (u32::from_be_bytes(four) & 0x7fff_ffff) % 1_000_000)
}

/// The URI that an app reads from a QR code.
pub fn address(secret: &[u8], label: &str) -> String {
    format!("otpauth://totp/Q%C9%99bul:{label}?secret={}&issuer=Q%C9%99bul", base32(secret))
}

/// Base32 of RFC 4648 without padding, as authenticator programs read it.
pub fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    let (mut held, mut bits) = (0_u32, 0);
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            out.push(char::from(LETTERS[((held >> bits) & 31) as usize]));
        }
    }
    if bits > 0 {
        out.push(char::from(LETTERS[((held << (5 - bits)) & 31) as usize]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_those_of_rfc_6238_appendix_b() {
        let secret = b"12345678901234567890";
        let at = |seconds: i64| code(secret, Micros(seconds * Micros::SECOND));
        let wanted = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in wanted {
            assert_eq!(at(seconds), code, "{seconds}");
        }
    }

    #[test]
    fn a_clock_may_be_off_by_one_step_and_no_more() {
        let (secret, now) = ([7; SECRET_BYTES], Micros(1_790_000_000 * Micros::SECOND));
        let present = now.0.div_euclid(STEP_SECONDS * Micros::SECOND);
        for off in -2..=2 {
            let typed = code(&secret, now.plus_seconds(off * STEP_SECONDS));
            assert_eq!(step_of(&secret, &typed, now), (off.abs() <= DRIFT).then_some(present + off), "{off}");
        }
        assert_eq!(step_of(&secret, "", now), None);
        assert_eq!(step_of(&[8; SECRET_BYTES], &code(&secret, now), now), None);
    }

    #[test]
    fn secrets_are_written_as_rfc_4648_writes_them() {
        for (plain, text) in [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foobar", "MZXW6YTBOI")] {
            assert_eq!(base32(plain.as_bytes()), text);
        }
        assert_eq!(base32(&[0; SECRET_BYTES]).len(), 32);
    }
}
