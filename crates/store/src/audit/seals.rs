//! Seals: Merkle roots over the rows not yet sealed, chained and signed.

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use super::heads::{Expected, Heads};
use super::{Break, mac_of};
use crate::macros::Number;
use crate::seal::SealKeys;
use crate::{Error, Result, Tx, merkle};

row! {
    pub(super) struct Seal {
        pub(super) no: i64,
        pub(super) at: Micros,
        pub(super) count: i64,
        pub(super) root: Vec<u8>,
        pub(super) prev: Vec<u8>,
        pub(super) digest: Vec<u8>,
        pub(super) total: Option<i64>,
        pub(super) signer: Option<String>,
        pub(super) signature: Option<Vec<u8>>,
    }
}
row! { struct Leaf { id: Uuid, subject: String, seq: i64, at: Micros, digest: Vec<u8>, mac: Option<Vec<u8>> } }

macro_rules! select {
    ($rest:literal) => {
        concat!("select no, at, count, root, prev, digest, total, signer, signature from audit_seal ", $rest)
    };
}

/// The end of the chain after a seal. A copy stored elsewhere fixes everything before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of the seal.
    pub no: i64,
    /// When it was set.
    pub at: Micros,
    /// Number of rows under this seal alone.
    pub count: i64,
    /// Number of rows under this seal and all seals before it.
    pub total: i64,
    /// Its digest.
    pub digest: [u8; 32],
    /// Id of the key that signed.
    pub signer: String,
    /// Ed25519 over number, total and digest.
    pub signature: Vec<u8>,
}

/// Outcome of [`seal_batch`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sealing {
    /// There was nothing to seal.
    Nothing,
    /// Sealed.
    Done(Head),
    /// The chain does not contain what it must contain. Nothing was written: a signature would confirm the
    /// manipulation.
    Refused(Break),
}

/// The message that the signature of a head covers.
pub(super) fn head_message(no: i64, total: i64, digest: &[u8]) -> [u8; 32] {
    merkle::digest(&[b"qabul/audit-head/v1", &no.to_be_bytes(), &total.to_be_bytes(), digest])
}

pub(super) fn seal_digest(seal: &Seal) -> [u8; 32] {
    digest_of(seal.no, seal.at, seal.count, &seal.root, &seal.prev)
}

fn digest_of(no: i64, at: Micros, count: i64, root: &[u8], prev: &[u8]) -> [u8; 32] {
    merkle::digest(&[b"qabul/seal/v1", &no.to_be_bytes(), &at.0.to_be_bytes(), &count.to_be_bytes(), root, prev])
}

/// Whether the signature of a seal is that of a known key.
pub(super) fn is_signed(keys: &SealKeys, seal: &Seal) -> bool {
    match (seal.total, &seal.signer, &seal.signature) {
        (Some(total), Some(signer), Some(signature)) => {
            keys.verify(signer, &head_message(seal.no, total, &seal.digest), signature)
        }
        _ => false,
    }
}

pub(super) async fn after(tx: &mut Tx, no: i64) -> Result<Vec<Seal>> {
    fetch_all!(tx, Seal, select!("where no > $1 order by no limit 1000"), no)
}

async fn last(tx: &mut Tx) -> Result<Option<Seal>> {
    fetch_optional!(tx, Seal, select!("order by no desc limit 1"))
}

/// Whether the newest seal was written by a release before the signatures. Then the next seal must be written even if
/// no row waits.
pub async fn needs_signature(tx: &mut Tx) -> Result<bool> {
    Ok(last(tx).await?.is_some_and(|seal| seal.signature.is_none()))
}

/// Seals up to `limit` rows. The caller holds the sealer's lease; if two sealers run nevertheless, the second one
/// waits.
///
/// `known` is what has been written outside the database so far. The chain is continued only if it contains the last
/// known head and ends as expected, so that nobody can have the portal sign what they wrote into its database. The
/// first signed seal of an installation takes every unsealed row, whatever `limit` says, and counts all rows under the
/// unsigned seals before it.
pub async fn seal_batch(tx: &mut Tx, now: Micros, limit: u32, known: &Heads) -> Result<Sealing> {
    tx.serialize_on("audit_seal").await?;
    let last = last(tx).await?;
    if let Some(wrong) = unlike_what_was_left(tx, last.as_ref(), known).await? {
        return Ok(Sealing::Refused(wrong));
    }
    let first = last.as_ref().is_none_or(|seal| seal.signature.is_none());
    let (no, prev) = last.as_ref().map_or((1, vec![0; 32]), |last| (last.no + 1, last.digest.clone()));
    let limit = if first { i64::MAX } else { i64::from(limit) };
    let mut leaves = fetch_all!(
        tx,
        Leaf,
        "with picked as materialized (select id from audit where seal is null order by at, id limit $2)
         update audit set seal = $1 where seal is null and id in (select id from picked)
         returning id, subject, seq, at, digest, mac",
        no,
        limit
    )?;
    if leaves.is_empty() && !(first && last.is_some()) {
        return Ok(Sealing::Nothing);
    }
    leaves.sort_by_key(|leaf| (leaf.at, leaf.id));
    // A row that this program did not write is never signed; the caller undoes the unit.
    let forged = leaves.iter().find(|leaf| match &leaf.mac {
        Some(mac) => *mac != mac_of(tx.keys(), &leaf.digest),
        None => !first,
    });
    if let Some(leaf) = forged {
        return Err(Error::Forged { subject: leaf.subject.clone(), seq: leaf.seq });
    }
    let count = leaves.len() as i64;
    let root = merkle::root(leaves.iter().map(|leaf| leaf.digest.as_slice()));
    let digest = digest_of(no, now, count, &root, &prev);
    let before = match last.and_then(|last| last.total) {
        Some(total) => total,
        None => {
            fetch_one!(tx, Number, "select cast(coalesce(sum(count), 0) as bigint) as value from audit_seal")?.value
        }
    };
    let total = before + count;
    let (signer, signature) = tx.keys().seals().sign(&head_message(no, total, &digest));
    exec!(
        tx,
        "insert into audit_seal (no, at, count, root, prev, digest, total, signer, signature)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        no,
        now.0,
        count,
        &root[..],
        &prev,
        &digest[..],
        total,
        &signer,
        &signature
    )?;
    Ok(Sealing::Done(Head { no, at: now, count, total, digest, signer, signature }))
}

/// Checks that the last seal is signed and that the chain contains the last head written outside the database. Returns
/// the difference, if there is one.
async fn unlike_what_was_left(tx: &mut Tx, last: Option<&Seal>, known: &Heads) -> Result<Option<Break>> {
    if let Some(Expected { no, digest, .. }) = known.last() {
        let seal = fetch_optional!(tx, Seal, select!("where no = $1"), no)?;
        match seal {
            None => return Ok(Some(Break::HeadLost { no })),
            Some(seal) if seal.digest != digest => return Ok(Some(Break::HeadDiffers { no })),
            Some(_) => {}
        }
    }
    let Some(last) = last else { return Ok(None) };
    if last.signature.is_some() {
        return Ok((!is_signed(tx.keys().seals(), last)).then_some(Break::Signature { no: last.no }));
    }
    let signed =
        fetch_one!(tx, Number, "select count(*) as value from audit_seal where signature is not null")?.value > 0;
    Ok((signed || known.last().is_some_and(|head| head.signed)).then_some(Break::Unsigned { no: last.no }))
}

/// The current end of the chain, which an officer accepts after a restored backup. `None` = nothing is sealed.
pub async fn restart(tx: &mut Tx) -> Result<Option<(i64, [u8; 32])>> {
    let last = last(tx).await?;
    last.map(|seal| {
        let digest = <[u8; 32]>::try_from(seal.digest).map_err(|_| Error::Unreadable("audit_seal.digest"))?;
        Ok((seal.no, digest))
    })
    .transpose()
}
