//! Executes decided acts in their order: the three that may refuse come first.

use qabul_domain::calendar::Micros;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::{Act, By};
use qabul_store::applications::opening_claim;
use qabul_store::claims::{self, Taken};
use qabul_store::corrections::{self, Correction};
use qabul_store::documents::{self, NewDocument};
use qabul_store::pools;
use qabul_store::snapshots::{self, NewSnapshot};
use qabul_store::wallets::{self, Charge, Charged};
use qabul_store::{Ids, Private, Tx};

use super::act::Actor;
use super::confirmation;
use super::load::Loaded;
use super::snapshot::{Made, Written, document_code};
use crate::jobs::messages::{self, Notify};
use crate::problem::{ApiError, Code, Line, Told};
use crate::procedures::{Decision, Stored};

/// What was done.
#[derive(Default)]
pub struct Executed {
    /// Taken from the wallet.
    pub charged: Option<Qepik>,
    /// Balance afterwards.
    pub balance: Option<Qepik>,
    /// Whether a snapshot was sealed.
    pub snapshot: bool,
    /// Its SHA-256.
    pub digest: Option<[u8; 32]>,
}

/// Executes the acts of a decision on a held row.
pub async fn execute(
    tx: &mut Tx,
    ids: &mut Ids,
    loaded: &Loaded,
    decision: &Decision,
    actor: &Actor,
) -> Result<Executed, ApiError> {
    let mut executed = Executed::default();
    let row = &loaded.row;
    let now = ids.now();
    for act in &decision.acts {
        match act {
            Act::Claim(key) => {
                let key = format!("{key}/{}", row.person_id);
                if !matches!(claims::take(tx, &key, row.id, now).await?, Taken::Done) {
                    return Err(Code::AlreadyApplied.into());
                }
            }
            Act::Reopen => {
                let key = opening_claim(&row.kind, row.campaign_id, row.person_id);
                if !matches!(claims::take(tx, &key, row.id, now).await?, Taken::Done) {
                    return Err(Code::AlreadyApplied.into());
                }
            }
            Act::Release => {
                claims::release(tx, row.id).await?;
            }
            Act::Take(pool) => {
                if !pools::take(tx, pool).await? {
                    return Err(Code::NoPlaceLeft.into());
                }
            }
            Act::GiveBack(pool) => {
                pools::give_back(tx, pool).await?;
            }
            Act::Charge(fee) => charge(tx, ids, loaded, *fee, &mut executed).await?,
            Act::Snapshot => snapshot(tx, loaded, decision, actor, now, &mut executed).await?,
            Act::Mark => mark(tx, loaded, decision, now).await?,
            Act::Revoke(kind) => {
                if let Some(valid) = documents::find_valid(tx, row.id, kind).await? {
                    documents::revoke(tx, valid.id).await?;
                }
            }
            Act::Notice(name) => notice(tx, ids, loaded, name, decision, &executed).await?,
            Act::Document(kind) => document(tx, ids, loaded, kind, actor, &executed).await?,
            Act::Timer(name) => {
                let at = row.due_at.unwrap_or(loaded.facts.campaign.closes);
                qabul_store::timers::set(tx, row.id, name, at).await?;
            }
            Act::Cancel(name) => {
                qabul_store::timers::cancel(tx, row.id, name).await?;
            }
            Act::Later(job) => {
                let payload = serde_json::json!({ "application": row.id, "cause": actor.audit });
                messages::queue_job(tx, ids, &format!("application:{}", row.id), job, &payload).await?;
            }
        }
    }
    Ok(executed)
}

async fn charge(
    tx: &mut Tx,
    ids: &mut Ids,
    loaded: &Loaded,
    fee: Qepik,
    executed: &mut Executed,
) -> Result<(), ApiError> {
    let charge = Charge {
        id: ids.id(),
        account_id: loaded.account.id,
        application_id: loaded.row.id,
        amount: fee,
        income: "exam",
        memo: "wallet.charge",
        now: ids.now(),
    };
    match wallets::charge(tx, &charge).await? {
        Charged::Done { balance } => {
            executed.charged = Some(fee);
            executed.balance = Some(balance);
            Ok(())
        }
        // The judgement has already refused this case with its clause; here another unit spent the money meanwhile.
        Charged::Short { .. } | Charged::Owes { .. } => Err(ApiError::new(Code::InsufficientFunds)
            .value("fee", Told::Money(fee))
            .with(Line { clause: Some("1.7"), pointer: None, ..Line::field("", "insufficientFunds") })
            .decision()),
        Charged::Already => Err(Code::Stale.into()),
    }
}

async fn snapshot(
    tx: &mut Tx,
    loaded: &Loaded,
    decision: &Decision,
    actor: &Actor,
    now: qabul_domain::calendar::Micros,
    executed: &mut Executed,
) -> Result<(), ApiError> {
    let stored = loaded.stored();
    let draft = serde_json::to_string(&loaded.procedure.draft(stored)?).map_err(ApiError::internal)?;
    let draft = serde_json::value::RawValue::from_string(draft).map_err(ApiError::internal)?;
    let written = Written {
        draft_version: loaded.procedure.draft_version(),
        draft: &draft,
        facts: &loaded.facts,
        contact: &loaded.contact,
        findings: &decision.findings,
        rule_set: decision.rule_set,
        received_at: now,
        decision: Made {
            event: decision.event.to_owned(),
            from: loaded.row.state.clone(),
            to: decision.to.to_owned(),
            clause: decision.clause.to_owned(),
            by: actor.by.word().to_owned(),
            confirmer: decision.confirmer.map(str::to_owned),
            documents: decision.said.documents.clone(),
            steps: decision.said.steps.clone(),
        },
    };
    let bytes = serde_json::to_vec(&written).map_err(ApiError::internal)?;
    let digest = snapshots::put(
        tx,
        &NewSnapshot {
            application_id: loaded.row.id,
            version: loaded.row.version,
            state: decision.to,
            snapshot: &bytes,
            rule_set: decision.rule_set,
            now,
        },
    )
    .await?;
    executed.snapshot = true;
    executed.digest = Some(digest);
    Ok(())
}

async fn mark(
    tx: &mut Tx,
    loaded: &Loaded,
    decision: &Decision,
    now: qabul_domain::calendar::Micros,
) -> Result<(), ApiError> {
    let correction = Correction {
        version: loaded.row.version,
        reason: Private(decision.said.reason.clone()),
        steps: decision.said.steps.clone(),
        at: now,
    };
    corrections::put(tx, loaded.row.id, &correction).await?;
    Ok(())
}

async fn notice(
    tx: &mut Tx,
    ids: &mut Ids,
    loaded: &Loaded,
    name: &str,
    decision: &Decision,
    executed: &Executed,
) -> Result<(), ApiError> {
    let row = &loaded.row;
    let lang = messages::lang_of(&loaded.account);
    let service = crate::use_cases::campaigns::title(&loaded.campaign, lang);
    let campaign = &loaded.facts.campaign;
    let closes = deadline(loaded, decision, ids.now())?;
    let papers = if name == "bringDocuments" { confirmation::bring(loaded, ids.now(), lang)? } else { String::new() };
    let values = [
        ("reason", decision.said.reason.clone()),
        ("desk", qabul_domain::calendar::deadline_text(campaign.desk_closes(), lang)),
        ("papers", papers),
        ("service", service),
        ("number", row.work_number.clone()),
        ("at", qabul_domain::calendar::date_time_text(ids.now(), lang)),
        ("sum", executed.charged.unwrap_or_default().display(lang)),
        ("deadline", qabul_domain::calendar::deadline_text(closes, lang)),
    ];
    let notify = Notify {
        account: &loaded.account,
        given_name: &loaded.person.facts.name,
        lane: format!("application:{}", row.id),
        name: format!("{}.{name}", row.kind),
        values: &values,
        application_id: Some(row.id),
    };
    messages::notify(tx, ids, notify).await
}

/// The deadline named in a notice: the one that applied before the move, or applies after it.
fn deadline(loaded: &Loaded, decision: &Decision, now: Micros) -> Result<Micros, ApiError> {
    let due = |state| loaded.procedure.due(Stored { state, ..loaded.stored() }, &loaded.facts, now);
    let counted = match due(&loaded.row.state)? {
        Some(at) => Some(at),
        None => due(decision.to)?,
    };
    Ok(counted.unwrap_or(loaded.facts.campaign.closes))
}

/// The data that the public check shows of a document: only kind, number and initials.
async fn document(
    tx: &mut Tx,
    ids: &mut Ids,
    loaded: &Loaded,
    kind: &str,
    actor: &Actor,
    executed: &Executed,
) -> Result<(), ApiError> {
    let initial = |name: &str| name.chars().next().map(|letter| format!("{letter}.")).unwrap_or_default();
    let facts = &loaded.person.facts;
    let data = serde_json::json!({
        "initials": format!("{} {}", initial(&facts.surname), initial(&facts.name)).trim(),
        "campaign": loaded.campaign.code,
        "academicYear": loaded.campaign.academic_year,
        "attempt": loaded.campaign.attempt,
        "kind": loaded.row.kind,
    });
    // The print shows what the applicant sent: an officer's move prints the snapshot of the sending.
    let (version, digest) = match executed.digest.filter(|_| actor.by == By::Applicant) {
        Some(digest) => (Some(loaded.row.version), digest),
        None => match snapshots::latest_as(tx, loaded.row.id, &loaded.row.state).await? {
            Some(latest) => (Some(latest.version), <[u8; 32]>::try_from(latest.digest).unwrap_or_default()),
            None => (None, [0; 32]),
        },
    };
    let code = document_code(&ids.secret32(&format!("document.{kind}")));
    let new = NewDocument {
        id: ids.id(),
        kind: kind.to_owned(),
        code: code.into_inner(),
        number: loaded.row.work_number.clone(),
        application_id: Some(loaded.row.id),
        application_version: version,
        digest,
        data: Some(Private(serde_json::to_vec(&data).map_err(ApiError::internal)?)),
        expires_at: None,
        now: ids.now(),
    };
    documents::issue(tx, &new).await?;
    Ok(())
}
