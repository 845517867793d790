//! Sealing of personal data at rest, and keyed blind indexes to look it up.
//!
//! A sealed text is `format (1) ‖ key id (4) ‖ nonce (12) ‖ AES-256-GCM ciphertext and tag`; the numbers are bytes. The
//! key of a column is derived from a master secret, so no two columns share a key. The associated data names table,
//! column, row and version, so bytes copied to another row, column or version cannot be opened. Several master secrets
//! may be known at once: the first seals, all of them open, and [`crate::rotation`] seals old rows again.
//!
//! Blind indexes have a secret of their own that is not rotated with the others, because changing it means rebuilding
//! every index.

use std::fmt;
use std::sync::Arc;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};
use zeroize::Zeroizing;

use crate::stamp::mac;
use crate::{Error, Private, Result};

const FORMAT: u8 = 1;
const HEADER: usize = 5;
const NONCE: usize = 12;

/// Where a sealed text is stored. The same bytes cannot be opened for any other place.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    /// Table.
    pub(crate) table: &'static str,
    /// Column.
    pub(crate) column: &'static str,
    /// Id of the row, or the parts of its key.
    pub(crate) row: &'a [u8],
    /// Version of the sealed value.
    pub(crate) version: i64,
}

struct Inner {
    seal: Vec<(u32, Zeroizing<[u8; 32]>)>,
    index: Zeroizing<[u8; 32]>,
    seals: SealKeys,
}

/// Master secrets. Cheap to clone; never printed.
#[derive(Clone)]
pub struct Keys(Arc<Inner>);

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys(sealing with key {})", self.current())
    }
}

impl Keys {
    /// Keys from master secrets with their ids, the current one first, and the secret of the blind indexes.
    ///
    /// # Errors
    /// [`Error::Settings`] if there is no secret, or if two secrets have the same id.
    pub fn new(seal: Vec<(u32, [u8; 32])>, index: [u8; 32]) -> Result<Keys> {
        if seal.is_empty() {
            return Err(Error::Settings("at least one sealing secret is needed".into()));
        }
        let mut ids: Vec<u32> = seal.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        if ids.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(Error::Settings("two sealing secrets have the same id".into()));
        }
        let seal = seal.into_iter().map(|(id, secret)| (id, Zeroizing::new(secret))).collect();
        let seals = SealKeys::new(&[], &own_seed(&index));
        Ok(Keys(Arc::new(Inner { seal, index: Zeroizing::new(index), seals })))
    }

    /// The same keys with separate Ed25519 seeds for the seals of the audit: the first seed signs, every seed verifies.
    /// Without seeds, a key derived from the secret of the blind indexes signs. That key always verifies, so that seeds
    /// can be added later.
    #[must_use]
    pub fn sealing_audit_with(self, seeds: &[[u8; 32]]) -> Keys {
        let Inner { seal, index, .. } = &*self.0;
        let seals = SealKeys::new(seeds, &own_seed(index));
        Keys(Arc::new(Inner { seal: seal.clone(), index: index.clone(), seals }))
    }

    /// The keys that sign the audit's seals.
    pub(crate) fn seals(&self) -> &SealKeys {
        &self.0.seals
    }

    /// Id of the key that seals now.
    pub fn current(&self) -> u32 {
        self.0.seal.first().map_or(0, |(id, _)| *id)
    }

    /// The first bytes of every text sealed with the current key.
    pub(crate) fn prefix(&self) -> Vec<u8> {
        header(self.current()).to_vec()
    }

    /// Blind index of a whole value, with a separate key per field. The caller passes the value in its normal form.
    pub fn blind(&self, field: &str, value: &str) -> Vec<u8> {
        let key = mac(&self.0.index, &[b"qabul/blind/v1", field.as_bytes()]);
        mac(&key, &[value.as_bytes()]).to_vec()
    }

    /// Keyed hash of several parts, for codes and limits.
    pub(crate) fn hash(&self, purpose: &str, parts: &[&[u8]]) -> Vec<u8> {
        let key = mac(&self.0.index, &[b"qabul/hash/v1", purpose.as_bytes()]);
        mac(&key, parts).to_vec()
    }

    pub(crate) fn seal(&self, place: Place<'_>, plain: &[u8]) -> Result<Vec<u8>> {
        let fail = || Error::Unsealable { table: place.table, column: place.column };
        let (id, secret) = self.0.seal.first().ok_or_else(fail)?;
        let mut nonce = [0u8; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| fail())?;
        let text = cipher(secret, place)
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &bound_to(place) })
            .map_err(|_| fail())?;
        let mut sealed = Vec::with_capacity(HEADER + NONCE + text.len());
        sealed.extend_from_slice(&header(*id));
        sealed.extend_from_slice(&nonce);
        sealed.extend_from_slice(&text);
        Ok(sealed)
    }

    pub(crate) fn open(&self, place: Place<'_>, sealed: &[u8]) -> Result<Private<Vec<u8>>> {
        self.try_open(place, sealed).map(Private).ok_or(Error::Unsealable { table: place.table, column: place.column })
    }

    fn try_open(&self, place: Place<'_>, sealed: &[u8]) -> Option<Vec<u8>> {
        let (head, rest) = sealed.split_at_checked(HEADER)?;
        let (nonce, text) = rest.split_at_checked(NONCE)?;
        let (_, secret) = self.0.seal.iter().find(|(id, _)| header(*id) == head)?;
        let nonce: [u8; NONCE] = nonce.try_into().ok()?;
        cipher(secret, place).decrypt(&Nonce::from(nonce), Payload { msg: text, aad: &bound_to(place) }).ok()
    }

    pub(crate) fn seal_text(&self, place: Place<'_>, plain: &str) -> Result<Vec<u8>> {
        self.seal(place, plain.as_bytes())
    }

    pub(crate) fn open_text(&self, place: Place<'_>, sealed: &[u8]) -> Result<Private<String>> {
        let plain = self.open(place, sealed)?.into_inner();
        String::from_utf8(plain)
            .map(Private)
            .map_err(|_| Error::Unsealable { table: place.table, column: place.column })
    }
}

fn own_seed(index: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    Zeroizing::new(mac(index, &[b"qabul/audit-seal/v1"]))
}

/// Keys of the audit's seals, newest first.
pub(crate) struct SealKeys {
    signing: SigningKey,
    verifying: Vec<(String, VerifyingKey)>,
}

impl SealKeys {
    fn new(seeds: &[[u8; 32]], own: &[u8; 32]) -> SealKeys {
        let signing = SigningKey::from_bytes(seeds.first().unwrap_or(own));
        let verifying = seeds
            .iter()
            .chain([own])
            .map(|seed| SigningKey::from_bytes(seed).verifying_key())
            .map(|key| (key_id(&key), key))
            .collect();
        SealKeys { signing, verifying }
    }

    /// The id of the key and the signature.
    pub(crate) fn sign(&self, message: &[u8; 32]) -> (String, Vec<u8>) {
        (key_id(&self.signing.verifying_key()), self.signing.sign(message).to_bytes().to_vec())
    }

    pub(crate) fn verify(&self, id: &str, message: &[u8; 32], signature: &[u8]) -> bool {
        let Ok(signature) = Signature::from_slice(signature) else { return false };
        let known = self.verifying.iter().find(|(known, _)| known == id);
        known.is_some_and(|(_, key)| key.verify_strict(message, &signature).is_ok())
    }
}

fn key_id(key: &VerifyingKey) -> String {
    key.as_bytes().iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

fn header(id: u32) -> [u8; HEADER] {
    let [a, b, c, d] = id.to_be_bytes();
    [FORMAT, a, b, c, d]
}

fn cipher(secret: &[u8; 32], place: Place<'_>) -> Aes256Gcm {
    let key = Zeroizing::new(mac(secret, &[b"qabul/seal/v1", place.table.as_bytes(), place.column.as_bytes()]));
    let key: &[u8; 32] = &key;
    Aes256Gcm::new(key.into())
}

fn bound_to(place: Place<'_>) -> Vec<u8> {
    let version = place.version.to_be_bytes();
    let parts: [&[u8]; 4] = [place.table.as_bytes(), place.column.as_bytes(), place.row, &version];
    let mut text = Vec::new();
    for part in parts {
        text.extend_from_slice(&(part.len() as u64).to_be_bytes());
        text.extend_from_slice(part);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(ids: &[u32]) -> Keys {
        Keys::new(ids.iter().map(|id| (*id, [*id as u8; 32])).collect(), [9; 32]).expect("keys")
    }
    const PLACE: Place<'static> = Place { table: "person", column: "data", row: b"0123456789abcdef", version: 3 };

    #[test]
    fn a_sealed_text_opens_only_at_its_own_place() {
        let keys = keys(&[1]);
        let sealed = keys.seal(PLACE, b"plain").expect("seals");
        assert_eq!(*keys.open(PLACE, &sealed).expect("opens"), b"plain");
        for elsewhere in [
            Place { table: "account", ..PLACE },
            Place { column: "name", ..PLACE },
            Place { row: b"0123456789abcdeg", ..PLACE },
            Place { version: 2, ..PLACE },
        ] {
            assert!(keys.open(elsewhere, &sealed).is_err());
        }
    }

    #[test]
    fn every_changed_byte_is_noticed() {
        let keys = keys(&[1]);
        let sealed = keys.seal(PLACE, b"plain").expect("seals");
        for n in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[n] ^= 1;
            assert!(keys.open(PLACE, &changed).is_err(), "byte {n}");
            assert!(keys.open(PLACE, &sealed[..n]).is_err(), "cut at {n}");
        }
    }

    #[test]
    fn after_a_rotation_the_new_key_seals_and_both_open() {
        let old = keys(&[1]).seal(PLACE, b"plain").expect("seals");
        let both = keys(&[2, 1]);
        assert_eq!(*both.open(PLACE, &old).expect("opens"), b"plain");
        let new = both.seal(PLACE, b"plain").expect("seals");
        assert!(new.starts_with(&both.prefix()));
        assert!(keys(&[1]).open(PLACE, &new).is_err());
    }

    #[test]
    fn blind_indexes_differ_by_field_and_do_not_change_with_the_sealing_key() {
        assert_ne!(keys(&[1]).blind("fin", "1AB2CD3"), keys(&[1]).blind("document", "1AB2CD3"));
        assert_eq!(keys(&[1]).blind("fin", "1AB2CD3"), keys(&[2, 1]).blind("fin", "1AB2CD3"));
    }

    #[test]
    fn keys_and_private_values_do_not_print_themselves() {
        assert_eq!(format!("{:?}", keys(&[7])), "Keys(sealing with key 7)");
        assert_eq!(format!("{:?}", Private("5ABCDE1")), "…");
    }
}
