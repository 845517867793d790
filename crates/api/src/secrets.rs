//! Secrets: read from a file, never printed; demo secrets are refused outside demo mode.

use std::path::Path;

use anyhow::{Context as _, bail};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use secrecy::{ExposeSecret as _, SecretString};
use serde::{Deserialize, Serialize};

/// The secrets file, JSON. Every value is base64 of 32 random bytes.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Data keys, newest first: the first seals, all of them open.
    data_keys: Vec<DataKey>,
    /// Key of the blind indexes; it cannot be changed without rebuilding them.
    index_key: String,
    /// Seed of the Ed25519 key that signs access tokens.
    token_key: String,
    /// The previous seed: its tokens are accepted until they expire.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous_token_key: Option<String>,
    /// Seeds of the Ed25519 keys for the seals of the audit, newest first: the first signs, all of them verify. If
    /// there is none, a key derived from the index key signs.
    #[serde(default)]
    seal_keys: Vec<String>,
    /// Shared with the adapter to the registers.
    registers: String,
    /// Shared with the SMS gateway.
    sms: String,
    /// Shared with the payment provider, for the signatures of its callbacks. The first signs, all of them verify.
    payment: Vec<String>,
}

#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct DataKey {
    id: u32,
    secret: String,
}

/// Secrets in memory.
pub struct Secrets {
    /// Data keys `(id, secret)`, newest first.
    pub data_keys: Vec<(u32, [u8; 32])>,
    /// Key of the blind indexes.
    pub index_key: [u8; 32],
    /// Seed of the token signing key.
    pub token_key: [u8; 32],
    /// Seed of the previous token signing key.
    pub previous_token_key: Option<[u8; 32]>,
    /// Seeds of the keys of the audit's seals, newest first.
    pub seal_keys: Vec<[u8; 32]>,
    /// Shared with the registers.
    pub registers: SecretString,
    /// Shared with the SMS gateway.
    pub sms: SecretString,
    /// Shared with the payment provider.
    pub payment: Vec<SecretString>,
}

impl std::fmt::Debug for Secrets {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secrets(…)")
    }
}

/// Shared secret of the simulator, equal to the constant in the simulator. It gives no protection outside demo mode.
pub const DEMO_SHARED: &str = "demo-shared-secret-not-for-production";

impl Secrets {
    /// Publicly known secrets, for demo mode and tests.
    pub fn demo() -> Secrets {
        Secrets {
            data_keys: vec![(1, *b"demo-data-key-demo-data-key-demo")],
            index_key: *b"demo-index-key-demo-index-key-de",
            token_key: *b"demo-token-key-demo-token-key-de",
            previous_token_key: None,
            seal_keys: vec![*b"demo-seal-key-demo-seal-key-demo"],
            registers: DEMO_SHARED.into(),
            sms: DEMO_SHARED.into(),
            payment: vec![DEMO_SHARED.into()],
        }
    }

    /// Reads the file; in demo mode without a file, returns the demo secrets.
    ///
    /// # Errors
    /// Outside demo mode without a file, with a demo secret in it, or when a value is not 32 bytes.
    pub fn load(file: Option<&Path>, demo: bool) -> anyhow::Result<Secrets> {
        let Some(path) = file else {
            if demo {
                return Ok(Secrets::demo());
            }
            bail!(
                "no secrets file: make one with `qabul secrets new FILE` and pass --secrets-file FILE. \
                 The demo's secrets are accepted with --demo only."
            );
        };
        let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
        let file: File =
            serde_json::from_str(&text).with_context(|| format!("{} is not a secrets file", path.display()))?;
        let secrets = Secrets {
            data_keys: file
                .data_keys
                .iter()
                .map(|key| Ok((key.id, bytes32("data_keys", &key.secret)?)))
                .collect::<anyhow::Result<_>>()?,
            index_key: bytes32("index_key", &file.index_key)?,
            token_key: bytes32("token_key", &file.token_key)?,
            previous_token_key: file
                .previous_token_key
                .as_deref()
                .map(|key| bytes32("previous_token_key", key))
                .transpose()?,
            seal_keys: file.seal_keys.iter().map(|key| bytes32("seal_keys", key)).collect::<anyhow::Result<_>>()?,
            registers: shared("registers", file.registers)?,
            sms: shared("sms", file.sms)?,
            payment: file.payment.into_iter().map(|value| shared("payment", value)).collect::<anyhow::Result<_>>()?,
        };
        if secrets.data_keys.is_empty() || secrets.payment.is_empty() {
            bail!("{}: data_keys and payment need at least one entry", path.display());
        }
        if !demo {
            secrets.refuse_defaults()?;
        }
        Ok(secrets)
    }

    fn refuse_defaults(&self) -> anyhow::Result<()> {
        let demo = Secrets::demo();
        let known = self.token_key == demo.token_key
            || self.previous_token_key == Some(demo.token_key)
            || self.seal_keys.iter().any(|key| demo.seal_keys.contains(key))
            || self.index_key == demo.index_key
            || self.data_keys.iter().any(|(_, key)| demo.data_keys.iter().any(|(_, known)| key == known))
            || [&self.registers, &self.sms]
                .into_iter()
                .chain(&self.payment)
                .any(|secret| secret.expose_secret() == DEMO_SHARED);
        if known {
            bail!("the secrets file holds a secret of the demo: make a new one with `qabul secrets new FILE`");
        }
        Ok(())
    }

    /// Writes a file with new secrets, readable only by its owner. Never overwrites a file.
    ///
    /// # Errors
    /// When the file exists or cannot be written, or the system gives no randomness.
    pub fn write_new(path: &Path) -> anyhow::Result<()> {
        let fresh = || -> anyhow::Result<String> {
            let mut bytes = [0_u8; 32];
            getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
            Ok(BASE64.encode(bytes))
        };
        let file = File {
            data_keys: vec![DataKey { id: 1, secret: fresh()? }],
            index_key: fresh()?,
            token_key: fresh()?,
            previous_token_key: None,
            seal_keys: vec![fresh()?],
            registers: fresh()?,
            sms: fresh()?,
            payment: vec![fresh()?],
        };
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let target = options.open(path).with_context(|| format!("cannot create {}", path.display()))?;
        serde_json::to_writer_pretty(target, &file)?;
        Ok(())
    }
}

fn bytes32(name: &str, text: &str) -> anyhow::Result<[u8; 32]> {
    let bytes = BASE64.decode(text).with_context(|| format!("{name} is not base64"))?;
    <[u8; 32]>::try_from(bytes).map_err(|_| anyhow::anyhow!("{name} must be 32 bytes in base64"))
}

fn shared(name: &str, text: String) -> anyhow::Result<SecretString> {
    if text.len() < 32 {
        bail!("{name} is too short: at least 32 characters");
    }
    Ok(text.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn start_is_refused_without_secrets_outside_demo_mode() {
        let refusal = Secrets::load(None, false).unwrap_err().to_string();
        assert!(refusal.contains("secrets new"), "the refusal says what to do: {refusal}");
        assert!(Secrets::load(None, true).is_ok());
    }

    #[test]
    fn a_fresh_file_is_accepted_and_a_demo_secret_in_it_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        Secrets::write_new(&path).unwrap();
        assert!(Secrets::load(Some(&path), false).is_ok());
        assert!(Secrets::write_new(&path).is_err(), "an existing file is never overwritten");
        let text = std::fs::read_to_string(&path).unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
        file["sms"] = DEMO_SHARED.into();
        std::fs::write(&path, file.to_string()).unwrap();
        assert!(Secrets::load(Some(&path), false).is_err());
    }

    #[test]
    fn a_file_of_the_release_before_the_signed_seals_is_accepted() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("secrets.json");
        Secrets::write_new(&path).unwrap();
        let mut file: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        file.as_object_mut().unwrap().remove("seal_keys").unwrap();
        std::fs::write(&path, file.to_string()).unwrap();
        assert_eq!(Secrets::load(Some(&path), false).unwrap().seal_keys.len(), 0);
    }
}
