//! The check of ledger, audit and tables against each other, and how the audit continues after a backup was restored.

use qabul_store::audit::{self, Break, Event, Restart};
use qabul_store::{Db, Ids, verify};
use serde_json::json;

use crate::config::Config;
use crate::context::Context;
use crate::heads::HeadsFile;
use crate::problem::ApiError;
use crate::procedures::PROCEDURES;
use crate::use_cases::applications::told as reason_told;

/// Findings, and restarts that officers accepted before.
pub struct Checked {
    /// The check of the store.
    pub report: verify::Report,
    /// Restarts recorded among the heads.
    pub restarts: Vec<Restart>,
}

/// Runs all checks against the file of heads. The file is read first: its lines are written after their seals, so every
/// seal in it must be in the database.
///
/// # Errors
/// When the file or the database cannot be read.
pub async fn check(config: &Config, db: &Db) -> anyhow::Result<Checked> {
    let path = config.heads_file();
    let heads = path.as_deref().map(|path| HeadsFile::read(path, db.keys())).transpose()?.flatten();
    let kinds: Vec<&str> = PROCEDURES.iter().map(|kind| kind.kind()).collect();
    let mut report = db.read(async |tx| verify::run(tx, &kinds, heads.as_ref()).await).await?;
    // Seals of an earlier release have no heads.
    if heads.is_none() && report.audit.seals > report.audit.before_signatures {
        report.audit.breaks.push(Break::NoHeads);
    }
    Ok(Checked { report, restarts: heads.map(|heads| heads.restarts).unwrap_or_default() })
}

/// Accepts the present end of the chain of seals: after a backup was restored, the heads outside the database name
/// seals that are lost. Recorded among the heads, with officer and reason, and audited. Returns the number of the last
/// seal.
///
/// # Errors
/// An invalid reason, an installation without a file of heads, a file that cannot be written.
pub async fn restart(context: &Context, officer: &str, reason: &str) -> anyhow::Result<i64> {
    let reason = reason_told(reason)?;
    if context.heads.path().is_none() {
        anyhow::bail!("no file of heads is set: --audit-heads FILE");
    }
    let stamp = context.stamp()?;
    let (by, why) = (officer.to_owned(), reason.clone());
    let ended = context
        .db
        .transact(async move |tx| {
            let ended = audit::restart(tx).await?;
            let event = Event {
                id: Ids::new(&stamp).id(),
                subject: "audit",
                actor: &format!("officer:{by}"),
                action: "audit.restart",
                at: stamp.now,
                detail: &json!({ "seal": ended.map(|(no, _)| no), "reason": why }).to_string(),
            };
            audit::append(tx, &event).await?;
            Ok::<_, ApiError>(ended)
        })
        .await?;
    let (no, digest) = ended.unwrap_or((0, [0; 32]));
    let restart = Restart { no, digest, by: officer.to_owned(), reason, at: stamp.now };
    context.heads.restart(&restart, context.db.keys()).await?;
    Ok(no)
}
