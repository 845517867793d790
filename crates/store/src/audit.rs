//! Tables `audit` and `audit_seal`: who did what, so that nobody can change it unseen.
//!
//! Each row carries the digest of the previous row of the same subject, so subjects do not wait for each other as one chain
//! over everything would make them. Once a second one sealer collects all rows not yet sealed under a Merkle root and chains
//! the roots; from then on a row at the end of a subject cannot vanish unseen either. Rows are found by "not sealed", never
//! by "after the last", because ids become visible out of order.

use std::collections::HashMap;

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use crate::macros::Number;
use crate::{Result, Tx, merkle};

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event<'a> {
    /// Id.
    pub id: Uuid,
    /// `application:<id>`, `account:<id>`, `campaign:<id>` …
    pub subject: &'a str,
    /// `account:<id>` or `system`.
    pub actor: &'a str,
    /// What was done, `application.confirm`.
    pub action: &'a str,
    /// When.
    pub at: Micros,
    /// JSON without personal data: digests, words, ids.
    pub detail: &'a str,
}

row! {
    /// A stored row.
    #[derive(Debug, Clone, PartialEq, Eq)]
    pub struct Row {
        /// Id.
        pub id: Uuid,
        /// Subject.
        pub subject: String,
        /// 1, 2, 3 … in the subject.
        pub seq: i64,
        /// Actor.
        pub actor: String,
        /// Action.
        pub action: String,
        /// When.
        pub at: Micros,
        /// Detail.
        pub detail: String,
        /// Digest of the row before; 32 zero bytes in the first.
        pub prev: Vec<u8>,
        /// Digest over all of the above.
        pub digest: Vec<u8>,
        /// Seal that covers it.
        pub seal: Option<i64>,
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!("select id, subject, seq, actor, action, at, detail, prev, digest, seal from audit ", $rest)
    };
}

fn digest_of(event: &Event<'_>, seq: i64, prev: &[u8]) -> [u8; 32] {
    merkle::digest(&[
        b"qabul/audit/v1",
        event.id.as_bytes(),
        event.subject.as_bytes(),
        &seq.to_be_bytes(),
        event.actor.as_bytes(),
        event.action.as_bytes(),
        &event.at.0.to_be_bytes(),
        event.detail.as_bytes(),
        prev,
    ])
}

/// Adds a row to the chain of its subject; its digest.
pub async fn append(tx: &mut Tx, event: &Event<'_>) -> Result<[u8; 32]> {
    row! { struct Last { seq: i64, digest: Vec<u8> } }
    tx.serialize_on(event.subject).await?;
    let last = fetch_optional!(
        tx,
        Last,
        "select seq, digest from audit where subject = $1 order by seq desc limit 1",
        event.subject
    )?;
    let (seq, prev) = last.map_or((1, vec![0; 32]), |last| (last.seq + 1, last.digest));
    let digest = digest_of(event, seq, &prev);
    exec!(
        tx,
        "insert into audit (id, subject, seq, actor, action, at, detail, prev, digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        event.id,
        event.subject,
        seq,
        event.actor,
        event.action,
        event.at.0,
        event.detail,
        &prev,
        &digest[..]
    )?;
    Ok(digest)
}

/// The rows of a subject, oldest first.
pub async fn of_subject(tx: &mut Tx, subject: &str) -> Result<Vec<Row>> {
    fetch_all!(tx, Row, select!("where subject = $1 order by seq"), subject)
}

/// A seal that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its number.
    pub no: i64,
    /// Rows under it.
    pub count: i64,
    /// Its digest: printed elsewhere, it holds everything up to now.
    pub digest: [u8; 32],
}

row! { struct Seal { no: i64, at: Micros, count: i64, root: Vec<u8>, prev: Vec<u8>, digest: Vec<u8> } }
row! { struct Leaf { id: Uuid, at: Micros, digest: Vec<u8> } }

/// Seals up to `limit` rows; `None` = there was nothing to seal. The caller holds the sealer's lease; should two run all the
/// same, the second waits.
pub async fn seal_batch(tx: &mut Tx, now: Micros, limit: u32) -> Result<Option<Sealed>> {
    tx.serialize_on("audit_seal").await?;
    let last =
        fetch_optional!(tx, Seal, "select no, at, count, root, prev, digest from audit_seal order by no desc limit 1")?;
    let (no, prev) = last.map_or((1, vec![0; 32]), |last| (last.no + 1, last.digest));
    let mut leaves = fetch_all!(
        tx,
        Leaf,
        "with picked as materialized (select id from audit where seal is null order by at, id limit $2)
         update audit set seal = $1 where seal is null and id in (select id from picked) returning id, at, digest",
        no,
        i64::from(limit)
    )?;
    if leaves.is_empty() {
        return Ok(None);
    }
    leaves.sort_by_key(|leaf| (leaf.at, leaf.id));
    let count = leaves.len() as i64;
    let root = merkle::root(leaves.iter().map(|leaf| leaf.digest.as_slice()));
    let digest = seal_digest(no, now, count, &root, &prev);
    exec!(
        tx,
        "insert into audit_seal (no, at, count, root, prev, digest) values ($1, $2, $3, $4, $5, $6)",
        no,
        now.0,
        count,
        &root[..],
        &prev,
        &digest[..]
    )?;
    Ok(Some(Sealed { no, count, digest }))
}

fn seal_digest(no: i64, at: Micros, count: i64, root: &[u8], prev: &[u8]) -> [u8; 32] {
    merkle::digest(&[b"qabul/seal/v1", &no.to_be_bytes(), &at.0.to_be_bytes(), &count.to_be_bytes(), root, prev])
}

/// Something in the audit that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Break {
    /// A row does not match its digest.
    Changed {
        /// Subject.
        subject: String,
        /// Row.
        seq: i64,
    },
    /// A row is missing before this one, or this one does not continue it.
    Gap {
        /// Subject.
        subject: String,
        /// Row.
        seq: i64,
    },
    /// The rows under a seal are not those that were sealed.
    Root {
        /// Seal.
        no: i64,
    },
    /// A seal does not match its digest, or does not continue the one before.
    SealChain {
        /// Seal.
        no: i64,
    },
    /// Rows name a seal that does not exist.
    LostSeals {
        /// How many rows.
        rows: i64,
    },
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows looked at.
    pub rows: u64,
    /// Seals looked at.
    pub seals: u64,
    /// Rows no seal covers yet.
    pub unsealed: u64,
    /// What is wrong; empty = nothing.
    pub breaks: Vec<Break>,
}

/// Recomputes every digest, chain and root.
pub async fn verify(tx: &mut Tx) -> Result<Report> {
    let mut report = Report::default();
    let mut seals: HashMap<i64, Vec<(Micros, Uuid, Vec<u8>)>> = HashMap::new();
    let mut before: Option<Row> = None;
    loop {
        let (subject, seq) = before.as_ref().map_or(("", 0), |row| (row.subject.as_str(), row.seq));
        let rows = fetch_all!(
            tx,
            Row,
            select!("where subject > $1 or (subject = $1 and seq > $2) order by subject, seq limit 1000"),
            subject,
            seq
        )?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            check_row(&row, before.as_ref(), &mut report);
            match row.seal {
                Some(no) => seals.entry(no).or_default().push((row.at, row.id, row.digest.clone())),
                None => report.unsealed += 1,
            }
            before = Some(row);
        }
    }
    check_seals(tx, seals, &mut report).await?;
    Ok(report)
}

fn check_row(row: &Row, before: Option<&Row>, report: &mut Report) {
    report.rows += 1;
    let event = Event {
        id: row.id,
        subject: &row.subject,
        actor: &row.actor,
        action: &row.action,
        at: row.at,
        detail: &row.detail,
    };
    if digest_of(&event, row.seq, &row.prev)[..] != row.digest[..] {
        report.breaks.push(Break::Changed { subject: row.subject.clone(), seq: row.seq });
    }
    let (seq, prev) = match before {
        Some(before) if before.subject == row.subject => (before.seq + 1, before.digest.clone()),
        _ => (1, vec![0; 32]),
    };
    if row.seq != seq || row.prev != prev {
        report.breaks.push(Break::Gap { subject: row.subject.clone(), seq: row.seq });
    }
}

async fn check_seals(
    tx: &mut Tx,
    mut rows: HashMap<i64, Vec<(Micros, Uuid, Vec<u8>)>>,
    report: &mut Report,
) -> Result<()> {
    let (mut no, mut prev) = (0, vec![0; 32]);
    loop {
        let seals = fetch_all!(
            tx,
            Seal,
            "select no, at, count, root, prev, digest from audit_seal where no > $1 order by no limit 1000",
            no
        )?;
        if seals.is_empty() {
            break;
        }
        for seal in seals {
            report.seals += 1;
            let expected = seal_digest(seal.no, seal.at, seal.count, &seal.root, &seal.prev);
            if seal.no != no + 1 || seal.prev != prev || expected[..] != seal.digest[..] {
                report.breaks.push(Break::SealChain { no: seal.no });
            }
            let mut leaves = rows.remove(&seal.no).unwrap_or_default();
            leaves.sort_by_key(|(at, id, _)| (*at, *id));
            let root = merkle::root(leaves.iter().map(|(_, _, digest)| digest.as_slice()));
            if leaves.len() as i64 != seal.count || root[..] != seal.root[..] {
                report.breaks.push(Break::Root { no: seal.no });
            }
            (no, prev) = (seal.no, seal.digest);
        }
    }
    let lost: usize = rows.values().map(Vec::len).sum();
    if lost > 0 {
        report.breaks.push(Break::LostSeals { rows: lost as i64 });
    }
    Ok(())
}

/// Rows no seal covers yet, for metrics.
pub async fn unsealed_count(tx: &mut Tx) -> Result<i64> {
    Ok(fetch_one!(tx, Number, "select count(*) as value from audit where seal is null")?.value)
}
