//! The heads of the chain stored outside the database: one line of JSON per seal.
//!
//! A line is `{"seal":…,"rows":…,"at":…,"head":"…","key":"…","signature":"…"}`. After a backup was restored, the chain
//! is shorter than the lines say. An officer then adds a signed line that names the head from which the chain
//! continues: `{"restart":…,"head":"…","by":"…","reason":"…","at":…,"key":"…","signature":"…"}`.

use std::collections::BTreeMap;

use qabul_domain::calendar::Micros;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::seals::{Head, head_message};
use crate::seal::SealKeys;
use crate::{Keys, merkle};

/// The heads that were written outside the database, as read back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads {
    /// By number of the seal: heads that the chain must still contain.
    expected: BTreeMap<i64, Expected>,
    /// Numbers of the lines that are not signed by a known key, counted from 1.
    pub foreign: Vec<u64>,
    /// Restarts an officer noted.
    pub restarts: Vec<Restart>,
    lines: u64,
}

/// A seal that the chain must contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Its number.
    pub no: i64,
    /// Its digest.
    pub digest: [u8; 32],
    /// Whether it must have a signature: a backup of a release before the signatures may end without one.
    pub signed: bool,
}

/// Where the chain continues after a backup was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restart {
    /// The last seal in the restored database.
    pub no: i64,
    /// Its digest.
    pub digest: [u8; 32],
    /// Who accepted it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Micros,
}

#[derive(Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
enum Line {
    Head { seal: i64, rows: i64, at: i64, head: String, key: String, signature: String },
    Restart { restart: i64, head: String, by: String, reason: String, at: i64, key: String, signature: String },
}

impl Head {
    /// What the chain must contain from now on.
    pub fn expected(&self) -> Expected {
        Expected { no: self.no, digest: self.digest, signed: true }
    }

    /// The head as a line of the file, without the line end.
    pub fn line(&self) -> String {
        text(&Line::Head {
            seal: self.no,
            rows: self.total,
            at: self.at.0,
            head: hex(&self.digest),
            key: self.signer.clone(),
            signature: hex(&self.signature),
        })
    }
}

impl Restart {
    /// The restart as a signed line of the file, without the line end.
    pub fn line(&self, keys: &Keys) -> String {
        let (key, signature) = keys.seals().sign(&self.message());
        text(&Line::Restart {
            restart: self.no,
            head: hex(&self.digest),
            by: self.by.clone(),
            reason: self.reason.clone(),
            at: self.at.0,
            key,
            signature: hex(&signature),
        })
    }

    /// What the chain must contain from the restart on.
    pub fn expected(&self) -> Expected {
        Expected { no: self.no, digest: self.digest, signed: false }
    }

    fn message(&self) -> [u8; 32] {
        merkle::digest(&[
            b"qabul/audit-restart/v1",
            &self.no.to_be_bytes(),
            &self.digest,
            self.by.as_bytes(),
            self.reason.as_bytes(),
            &self.at.0.to_be_bytes(),
        ])
    }
}

impl Heads {
    /// Reads the next line. A line cut off by a crash is ignored, because the next head covers it. A line that is not
    /// signed by a known key is recorded in `foreign`.
    pub fn take(&mut self, line: &str, keys: &Keys) {
        self.lines += 1;
        let understood = match serde_json::from_str::<Value>(line) {
            Err(error) if error.is_eof() => return,
            Err(_) => None,
            Ok(_) => self.understood(line, keys.seals()),
        };
        if understood.is_none() {
            self.foreign.push(self.lines);
        }
    }

    /// The chain must contain this head from now on; it covers every head before it.
    pub fn expect(&mut self, expected: Expected) {
        self.expected.clear();
        self.insert(expected);
    }

    /// The newest head.
    pub fn last(&self) -> Option<Expected> {
        self.expected.last_key_value().map(|(_, expected)| *expected)
    }

    /// Every head that the chain must contain, oldest first.
    pub fn expected(&self) -> impl Iterator<Item = Expected> + '_ {
        self.expected.values().copied()
    }

    // Seal 0 stands for the chain before its first seal.
    fn insert(&mut self, expected: Expected) {
        if expected.no > 0 {
            self.expected.insert(expected.no, expected);
        }
    }

    fn understood(&mut self, line: &str, keys: &SealKeys) -> Option<()> {
        match serde_json::from_str(line).ok()? {
            Line::Head { seal, rows, head, key, signature, .. } => {
                let digest: [u8; 32] = unhex(&head)?.try_into().ok()?;
                keys.verify(&key, &head_message(seal, rows, &digest), &unhex(&signature)?).then_some(())?;
                self.insert(Expected { no: seal, digest, signed: true });
            }
            Line::Restart { restart, head, by, reason, at, key, signature } => {
                let restart =
                    Restart { no: restart, digest: unhex(&head)?.try_into().ok()?, by, reason, at: Micros(at) };
                keys.verify(&key, &restart.message(), &unhex(&signature)?).then_some(())?;
                self.expected.retain(|no, _| *no < restart.no);
                self.insert(restart.expected());
                self.restarts.push(restart);
            }
        }
        Some(())
    }
}

fn text(line: &Line) -> String {
    // Only strings and numbers: serialization cannot fail.
    serde_json::to_string(line).unwrap_or_default()
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.chars().map(|c| c.to_digit(16).map(|digit| digit as u8)).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    rest.is_empty().then(|| pairs.iter().map(|[high, low]| high << 4 | low).collect())
}
