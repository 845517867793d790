//! Time, ids and secrets of one request, made outside its unit of work.
//!
//! A unit may run twice (PostgreSQL repeats after a serialization failure, SQLite after a failed batch). Every value
//! that would differ between the two runs therefore comes from one [`Stamp`], so that both runs make the same ids,
//! codes and tokens.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use qabul_domain::calendar::Micros;
use sha2::Sha256;
use uuid::Uuid;

/// Values given to each request when it arrives: the instant of receipt, its id and 32 random bytes.
#[derive(Clone, Copy)]
pub struct Stamp {
    /// The server's receipt instant.
    pub now: Micros,
    /// Id of the request, as in logs and problem documents.
    pub request_id: Uuid,
    /// From the system's random source; ids and secrets are derived from it.
    pub seed: [u8; 32],
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stamp").field("now", &self.now).field("request_id", &self.request_id).finish_non_exhaustive()
    }
}

/// Derives ids from a stamp, the same sequence each time. Create it inside the closure, so that a second run starts
/// from the beginning.
pub struct Ids {
    stamp: Stamp,
    made: u64,
}

impl Ids {
    /// A new sequence.
    pub fn new(stamp: &Stamp) -> Ids {
        Ids { stamp: *stamp, made: 0 }
    }

    /// The stamp's instant.
    pub fn now(&self) -> Micros {
        self.stamp.now
    }

    /// The next id, in the format of UUID version 7: ids sort by time, and within one request by the order of creation.
    pub fn id(&mut self) -> Uuid {
        let random = self.derive("id", self.made);
        let millis = (self.stamp.now.0 / 1000).max(0) as u64;
        let mut bytes = [0u8; 16];
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[6] = 0x70 | ((self.made >> 8) & 0x0f) as u8;
        bytes[7] = (self.made & 0xff) as u8;
        bytes[8..].copy_from_slice(&random[..8]);
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        self.made += 1;
        Uuid::from_bytes(bytes)
    }

    /// 32 secret bytes for a label, for refresh tokens and document codes. The same label gives the same bytes.
    pub fn secret32(&self, label: &str) -> [u8; 32] {
        self.derive(label, u64::MAX)
    }

    /// Six uniformly distributed digits for a label, for one-time codes.
    pub fn digits6(&self, label: &str) -> String {
        self.digits(label, 6)
    }

    /// Eight candidates for an application number of six digits, each at least 100000, so that there are no leading
    /// zeros.
    pub fn work_numbers(&self) -> [String; 8] {
        std::array::from_fn(|n| (100_000 + self.below("work number", n as u64, 900_000)).to_string())
    }

    /// Eight candidates for an account number of eight digits.
    pub fn cabinet_numbers(&self) -> [String; 8] {
        std::array::from_fn(|n| (10_000_000 + self.below("cabinet number", n as u64, 90_000_000)).to_string())
    }

    fn digits(&self, label: &str, length: u32) -> String {
        let value = self.below(label, 0, 10u64.pow(length));
        format!("{value:0width$}", width = length as usize)
    }

    /// Uniform in `0..bound`: draws at or above the largest multiple of `bound` are discarded.
    fn below(&self, label: &str, n: u64, bound: u64) -> u64 {
        let limit = u64::MAX - u64::MAX % bound;
        let mut draw = 0;
        loop {
            let bytes = self.derive(label, (n << 16) | draw);
            let mut eight = [0u8; 8];
            eight.copy_from_slice(&bytes[..8]);
            let value = u64::from_be_bytes(eight);
            if value < limit {
                return value % bound;
            }
            draw += 1;
        }
    }

    fn derive(&self, label: &str, n: u64) -> [u8; 32] {
        mac(&self.stamp.seed, &[b"qabul/stamp/v1", label.as_bytes(), &n.to_be_bytes()])
    }
}

/// HMAC-SHA-256 over the parts, each preceded by its length, so that two different lists of parts never give the same
/// input.
pub(crate) fn mac(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // HMAC pads a short key with zeros to the block size of the hash. The padding is done here, so that the constructor
    // cannot fail.
    let mut block = [0u8; 64];
    block[..32].copy_from_slice(key);
    let mut mac = <Hmac<Sha256> as KeyInit>::new(&block.into());
    for part in parts {
        mac.update(&(part.len() as u64).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamp(seed: u8) -> Stamp {
        Stamp { now: Micros(1_790_000_000_123_456), request_id: Uuid::nil(), seed: [seed; 32] }
    }

    #[test]
    fn a_second_run_of_a_unit_makes_the_same_ids_and_secrets() {
        let (mut first, mut second) = (Ids::new(&stamp(1)), Ids::new(&stamp(1)));
        for _ in 0..5 {
            assert_eq!(first.id(), second.id());
        }
        assert_eq!(first.secret32("refresh"), second.secret32("refresh"));
        assert_eq!(first.digits6("otp"), second.digits6("otp"));
        assert_eq!(first.work_numbers(), second.work_numbers());
    }

    #[test]
    fn ids_are_version_7_and_sort_in_the_order_they_were_made() {
        let mut ids = Ids::new(&stamp(2));
        let made: Vec<Uuid> = (0..300).map(|_| ids.id()).collect();
        assert!(made.is_sorted());
        assert!(made.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn other_seeds_make_other_ids_codes_and_numbers() {
        let (mut a, mut b) = (Ids::new(&stamp(3)), Ids::new(&stamp(4)));
        assert_ne!(a.id(), b.id());
        assert_ne!(a.secret32("x"), b.secret32("x"));
        assert_ne!(a.secret32("x"), a.secret32("y"));
    }

    #[test]
    fn codes_have_six_digits_and_work_numbers_keep_their_length() {
        for seed in 0..50 {
            let ids = Ids::new(&stamp(seed));
            assert_eq!(ids.digits6("otp").len(), 6);
            assert!(ids.work_numbers().iter().all(|number| number.len() == 6));
            assert!(ids.cabinet_numbers().iter().all(|number| number.len() == 8));
        }
    }
}
