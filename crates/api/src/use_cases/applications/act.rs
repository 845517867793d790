//! Deciding an event and executing what it causes, in one unit of work.

use qabul_contract::applications::{Confirm, Confirmed};
use qabul_domain::calendar::Micros;
use qabul_domain::language::Lang;
use qabul_domain::money::Qepik;
use qabul_domain::procedure::{Act, By, Role};
use qabul_store::applications::{self, Application, Moved};
use qabul_store::audit::{self, Event};
use qabul_store::facets::Facet;
use qabul_store::timeline::{self, Audience, Entry};
use qabul_store::{Ids, Tx};
use uuid::Uuid;

use super::effects::{self, Executed};
use super::load::{Loaded, around};
use crate::context::Context;
use crate::extract::{Applicant, IdempotencyKey};
use crate::problem::{ApiError, Code, Told};
use crate::tags::Tags;
use crate::use_cases::idempotent::{Answered, Once, once, outcome};

/// Who raises an event, with the data recorded in the audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The actor as in the table of moves.
    pub by: By,
    /// `account:<id>`, `officer:<name>` or `system`.
    pub audit: String,
}

impl Actor {
    fn applicant(who: Applicant) -> Actor {
        Actor { by: By::Applicant, audit: format!("account:{}", who.account_id) }
    }
}

/// Result of a move.
struct Done {
    row: Application,
    executed: Executed,
}

/// The part of every event inside the unit; the row is already held.
async fn act(
    tx: &mut Tx,
    ids: &mut Ids,
    loaded: &Loaded,
    actor: &Actor,
    event: &[u8],
    consented: Option<Qepik>,
) -> Result<Done, ApiError> {
    let now = ids.now();
    let decision = loaded.procedure.decide(loaded.stored(), event, actor.by, &loaded.facts, now)?;
    if let Some(consented) = consented {
        let fee = decision.acts.iter().find_map(|act| if let Act::Charge(fee) = act { Some(*fee) } else { None });
        if fee.is_some_and(|fee| fee != consented) {
            let now_fee = fee.unwrap_or_default();
            return Err(ApiError::new(Code::FeeChanged).value("fee", Told::Money(now_fee)));
        }
    }
    let executed = effects::execute(tx, ids, loaded, &decision, actor).await?;
    let row = &loaded.row;
    let sent = matches!(actor.by, By::Applicant).then_some(now);
    let moved = Moved {
        state: decision.to.to_owned(),
        submitted_at: sent,
        confirmed_version: confirmed_version(tx, loaded, actor, &executed).await?,
        ..Moved::default()
    };
    if !applications::finish_move(tx, row.id, row.version, &moved).await? {
        return Err(Code::Stale.into());
    }
    let facets = loaded.procedure.facets(loaded.stored(), &loaded.facts, now)?;
    let facets: Vec<Facet> = facets.iter().map(|(name, text)| Facet::text(name, text)).collect();
    qabul_store::facets::replace(tx, row.id, &facets).await?;
    let word = event_word(event)?;
    let detail = match executed.charged {
        Some(charged) => serde_json::json!({ "charged": charged.0 }),
        None => serde_json::json!({}),
    };
    let entry = Entry {
        id: ids.id(),
        at: now,
        name: format!("{}.{word}", row.kind),
        actor: actor.by.word().to_owned(),
        audience: Audience::Both,
        detail: detail.to_string(),
    };
    timeline::add(tx, row.id, &entry).await?;
    let audited = serde_json::json!({
        "from": row.state, "to": decision.to, "clause": decision.clause, "version": row.version,
        "charged": executed.charged.map(|sum| sum.0), "receivedAt": now.0,
        "documents": decision.said.documents, "steps": decision.said.steps,
        "snapshot": executed.digest.map(|digest| digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>()),
    });
    let event = Event {
        id: ids.id(),
        subject: &format!("application:{}", row.id),
        actor: &actor.audit,
        action: &format!("application.{word}"),
        at: now,
        detail: &audited.to_string(),
    };
    audit::append(tx, &event).await?;
    let mut row = row.clone();
    row.state = decision.to.to_owned();
    Ok(Done { row, executed })
}

/// The version whose snapshot is binding from now on. Sending to a commission seals the answers but is not binding yet:
/// in a kind that charges, only the move that takes the fee confirms.
async fn confirmed_version(
    tx: &mut Tx,
    loaded: &Loaded,
    actor: &Actor,
    executed: &Executed,
) -> Result<Option<i64>, ApiError> {
    let binds = executed.charged.is_some() || (executed.snapshot && !loaded.procedure.charges());
    let own = executed.snapshot && actor.by == By::Applicant;
    if !binds || own {
        return Ok(binds.then_some(loaded.row.version));
    }
    // An officer confirms what the applicant sent; the snapshot of the officer's move contains the decision about it.
    let sent = qabul_store::snapshots::latest_as(tx, loaded.row.id, &loaded.row.state).await?;
    Ok(sent.map(|sent| sent.version))
}

fn event_word(event: &[u8]) -> Result<String, ApiError> {
    #[derive(serde::Deserialize)]
    struct Tag {
        event: String,
    }
    Ok(crate::procedures::read_json::<Tag>(event)?.event)
}

/// Holds the row if it is still in the version that the person saw (`version.answersRevision`).
async fn held(tx: &mut Tx, id: Uuid, account_id: Uuid, seen: &Tags, now: Micros) -> Result<Application, ApiError> {
    let (version, answers_rev) = match seen.only().map(revisions) {
        Some(named) => named.ok_or(Code::Stale)?,
        // Several tags or `*`: the row itself shows which one matches.
        None => {
            let row = super::load::owned(tx, id, account_id).await?;
            revisions(&row.etag()).filter(|_| seen.allow(&row.etag())).ok_or(Code::Stale)?
        }
    };
    let locked = applications::lock(tx, id, version, Some(answers_rev), now).await?;
    match locked.filter(|row| row.account_id == Some(account_id)) {
        Some(row) => Ok(row),
        None => {
            super::load::owned(tx, id, account_id).await?;
            Err(Code::Stale.into())
        }
    }
}

fn revisions(tag: &str) -> Option<(i64, i64)> {
    let (version, answers) = tag.split_once('.')?;
    Some((version.parse().ok()?, answers.parse().ok()?))
}

/// Confirms: judges, takes the fee and seals the judged data in **one** unit, together with ledger, audit, outbox and
/// the result of the key. The instant of receipt decides about the deadline, however long registers or the queue take.
///
/// # Errors
/// Consent missing, a fee other than the one consented to, stale ETag, the procedure's refusal. Nothing is charged
/// then.
pub async fn confirm(
    context: &Context,
    who: Applicant,
    id: Uuid,
    key: IdempotencyKey,
    seen: Tags,
    body: Confirm,
    lang: Lang,
) -> Result<Answered, ApiError> {
    if !body.consent {
        return Err(
            ApiError::new(Code::ConsentRequired).with(crate::problem::Line::field("/consent", "consentRequired"))
        );
    }
    let stamp = context.stamp()?;
    super::ask_registers(context, who.account_id, id, false).await?;
    let bytes = serde_json::to_vec(&body).map_err(ApiError::internal)?;
    let request = Once::new(who.account_id, format!("application.confirm:{id}"), &key, &bytes);
    let answered = once(context, request, stamp, async move |tx, ids| {
        let row = held(tx, id, who.account_id, &seen, stamp.now).await?;
        let loaded = around(tx, row).await?;
        let actor = Actor::applicant(who);
        let done = act(tx, ids, &loaded, &actor, br#"{"event":"confirm"}"#, Some(body.consented_fee)).await?;
        let charged = done.executed.charged.unwrap_or_default();
        let balance = done.executed.balance.unwrap_or(loaded.facts.balance);
        let answer = Confirmed {
            id,
            work_number: done.row.work_number.clone(),
            state: loaded.procedure.shown(&done.row.state).to_owned(),
            received_at: stamp.now.into(),
            charged,
            charged_text: charged.display(lang),
            balance,
            balance_text: balance.display(lang),
        };
        let mut answer = outcome(200, &answer)?;
        answer.etag = Some(done.row.etag());
        Ok(answer)
    })
    .await?;
    context.outbox_bell.notify_one();
    Ok(answered)
}

/// Raises an event that only some kinds have, such as `send`.
///
/// # Errors
/// Stale ETag, the procedure's refusal.
pub async fn raise_applicant_event(
    context: &Context,
    who: Applicant,
    id: Uuid,
    key: IdempotencyKey,
    seen: Tags,
    event: Vec<u8>,
) -> Result<Answered, ApiError> {
    if event_word(&event)? == "confirm" {
        // Confirming needs the consent to the fee, which only its own route accepts.
        return Err(Code::NotOffered.into());
    }
    let stamp = context.stamp()?;
    super::ask_registers(context, who.account_id, id, false).await?;
    let request = Once::new(who.account_id, format!("application.event:{id}"), &key, &event);
    let answered = once(context, request, stamp, async move |tx, ids| {
        let row = held(tx, id, who.account_id, &seen, stamp.now).await?;
        let loaded = around(tx, row).await?;
        let done = act(tx, ids, &loaded, &Actor::applicant(who), &event, None).await?;
        let answer = qabul_contract::applications::Opened { id, work_number: done.row.work_number.clone() };
        let mut answer = outcome(200, &answer)?;
        answer.etag = Some(done.row.etag());
        Ok(answer)
    })
    .await?;
    context.outbox_bell.notify_one();
    Ok(answered)
}

/// Raises an event of the system; an application to which it no longer applies is not changed. Returns whether it
/// moved.
///
/// # Errors
/// When the store fails.
pub async fn raise_system_event(context: &Context, id: Uuid, event: &str) -> Result<bool, ApiError> {
    let actor = Actor { by: By::System, audit: "system".to_owned() };
    let event = serde_json::json!({ "event": event }).to_string().into_bytes();
    match raise(context, id, actor, event).await {
        Ok(()) => Ok(true),
        Err(error)
            if matches!(error.code, Code::NotOffered | Code::WindowClosed | Code::Stale | Code::AlreadyApplied) =>
        {
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

/// Raises an event of an officer. The caller has checked that the officer's scope contains the application.
///
/// # Errors
/// No such application, the procedure's refusal.
pub async fn raise_officer_event(
    context: &Context,
    id: Uuid,
    role: Role,
    officer: &str,
    event: Vec<u8>,
) -> Result<(), ApiError> {
    let actor = Actor { by: By::Officer(role), audit: format!("officer:{officer}") };
    raise(context, id, actor, event).await
}

async fn raise(context: &Context, id: Uuid, actor: Actor, event: Vec<u8>) -> Result<(), ApiError> {
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let seen = applications::find(tx, id).await?.ok_or(Code::NotFound)?;
            let row = applications::lock(tx, id, seen.version, None, stamp.now).await?.ok_or(Code::Stale)?;
            let loaded = around(tx, row).await?;
            act(tx, &mut ids, &loaded, &actor, &event, None).await?;
            Ok::<_, ApiError>(())
        })
        .await?;
    context.outbox_bell.notify_one();
    Ok(())
}
