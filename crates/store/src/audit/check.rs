//! The check of the audit: recomputes every digest, chain, root and signature, and compares them with the heads stored
//! outside the database and with the tables that the rows describe.

use std::collections::HashMap;

use qabul_domain::calendar::Micros;
use uuid::Uuid;

use super::evidence::{Evidence, Missing};
use super::heads::{Expected, Heads};
use super::seals::{self, Seal};
use super::{Event, Row, digest_of, mac_of};
use crate::{Result, Tx, merkle};

/// A place where the audit is not as it was written.
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
    /// An unsealed row was not written by the portal.
    Forged {
        /// Subject.
        subject: String,
        /// Row.
        seq: i64,
    },
    /// The rows under a seal are not the rows that were sealed.
    Root {
        /// Seal.
        no: i64,
    },
    /// A seal does not match its digest, or does not continue the previous seal.
    SealChain {
        /// Seal.
        no: i64,
    },
    /// A seal's signature is not that of a known key.
    Signature {
        /// Seal.
        no: i64,
    },
    /// A seal without a signature where there must be one.
    Unsigned {
        /// Seal.
        no: i64,
    },
    /// The total of a seal does not equal the number of rows under it and all seals before it.
    Total {
        /// Seal.
        no: i64,
    },
    /// Rows name a seal that does not exist.
    LostSeals {
        /// How many rows.
        rows: i64,
    },
    /// A head stored outside the database is no longer in the database: the end of the chain, or all of it, was
    /// removed.
    HeadLost {
        /// Seal.
        no: i64,
    },
    /// A seal differs from the seal with the same number among the heads stored outside the database.
    HeadDiffers {
        /// Seal.
        no: i64,
    },
    /// A line in the file of heads is not signed by a known key.
    HeadLine {
        /// Line, from 1.
        line: u64,
    },
    /// There are seals, but no file of heads to compare them with.
    NoHeads,
}

/// What [`verify`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Rows looked at.
    pub rows: u64,
    /// Seals looked at.
    pub seals: u64,
    /// How many of them were written by a release before the signatures; the first signed seal covers them.
    pub before_signatures: u64,
    /// Rows that no seal covers yet.
    pub unsealed: u64,
    /// Heads outside the database that were compared.
    pub heads: u64,
    /// Errors in rows and seals; empty = none.
    pub breaks: Vec<Break>,
    /// Differences between the tables and the audit; empty = none.
    pub missing: Vec<Missing>,
}

impl Report {
    /// Whether nothing was found.
    pub fn is_clean(&self) -> bool {
        self.breaks.is_empty() && self.missing.is_empty()
    }
}

/// Digests of the rows under one seal, with the values that order them.
type Leaves = Vec<(Micros, Uuid, Vec<u8>)>;

/// Recomputes every digest, chain, root and signature; requires an audit row for every booking, move and act of an
/// officer; compares the chain with the heads stored outside the database, if there are any. Call it inside
/// [`crate::Db::read`].
pub async fn verify(tx: &mut Tx, heads: Option<&Heads>) -> Result<Report> {
    let mut report = Report::default();
    let mut evidence = Evidence::default();
    let mut under: HashMap<i64, Leaves> = HashMap::new();
    let mut before: Option<Row> = None;
    // Rows of an earlier release have no keyed digest until the first signed seal covers them.
    let mut without_mac: Vec<Break> = Vec::new();
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
            evidence.take(&row);
            match row.seal {
                Some(no) => under.entry(no).or_default().push((row.at, row.id, row.digest.clone())),
                None => {
                    report.unsealed += 1;
                    let forged = || Break::Forged { subject: row.subject.clone(), seq: row.seq };
                    match &row.mac {
                        Some(mac) if *mac == mac_of(tx.keys(), &row.digest) => {}
                        Some(_) => report.breaks.push(forged()),
                        None => without_mac.push(forged()),
                    }
                }
            }
            before = Some(row);
        }
    }
    let ended = check_seals(tx, under, heads, &mut report).await?;
    if ended == Ended::Signed {
        report.breaks.append(&mut without_mac);
    }
    if let Some(heads) = heads {
        report.breaks.extend(heads.foreign.iter().map(|line| Break::HeadLine { line: *line }));
    }
    report.missing = evidence.compare(tx).await?;
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

/// How the chain ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ended {
    /// There are no seals.
    Nowhere,
    /// With a seal of a release before the signatures.
    Unsigned,
    /// With a signed seal.
    Signed,
}

async fn check_seals(
    tx: &mut Tx,
    mut under: HashMap<i64, Leaves>,
    heads: Option<&Heads>,
    report: &mut Report,
) -> Result<Ended> {
    let mut expected: HashMap<i64, Expected> =
        heads.into_iter().flat_map(Heads::expected).map(|head| (head.no, head)).collect();
    let (mut no, mut prev, mut total, mut ended) = (0, vec![0; 32], 0, Ended::Nowhere);
    loop {
        let found = seals::after(tx, no).await?;
        if found.is_empty() {
            break;
        }
        for seal in found {
            report.seals += 1;
            if seal.no != no + 1 || seal.prev != prev || seals::seal_digest(&seal)[..] != seal.digest[..] {
                report.breaks.push(Break::SealChain { no: seal.no });
            }
            check_leaves(&seal, under.remove(&seal.no).unwrap_or_default(), report);
            total += seal.count;
            ended = check_signature(tx, &seal, total, ended, report);
            if let Some(head) = expected.remove(&seal.no) {
                report.heads += 1;
                if head.digest[..] != seal.digest[..] {
                    report.breaks.push(Break::HeadDiffers { no: seal.no });
                } else if head.signed && seal.signature.is_none() {
                    report.breaks.push(Break::Unsigned { no: seal.no });
                }
            }
            (no, prev) = (seal.no, seal.digest);
        }
    }
    if ended == Ended::Unsigned {
        report.breaks.push(Break::Unsigned { no });
    }
    // One finding is enough: a missing newest head means that the earlier ones are missing too.
    report.breaks.extend(expected.keys().max().map(|no| Break::HeadLost { no: *no }));
    let lost: usize = under.values().map(Vec::len).sum();
    if lost > 0 {
        report.breaks.push(Break::LostSeals { rows: lost as i64 });
    }
    Ok(ended)
}

fn check_leaves(seal: &Seal, mut leaves: Leaves, report: &mut Report) {
    leaves.sort_by_key(|(at, id, _)| (*at, *id));
    let root = merkle::root(leaves.iter().map(|(_, _, digest)| digest.as_slice()));
    if leaves.len() as i64 != seal.count || root[..] != seal.root[..] {
        report.breaks.push(Break::Root { no: seal.no });
    }
}

fn check_signature(tx: &Tx, seal: &Seal, total: i64, before: Ended, report: &mut Report) -> Ended {
    if seal.signature.is_none() {
        if before == Ended::Signed {
            report.breaks.push(Break::Unsigned { no: seal.no });
            return before;
        }
        report.before_signatures += 1;
        return Ended::Unsigned;
    }
    if !seals::is_signed(tx.keys().seals(), seal) {
        report.breaks.push(Break::Signature { no: seal.no });
    }
    if seal.total != Some(total) {
        report.breaks.push(Break::Total { no: seal.no });
    }
    Ended::Signed
}
