//! A stored decision as text: every clause, its finding, and the data it rests on with source and time. No name, number
//! or address of the person.

use qabul_domain::calendar::{Micros, date_time_text};
use qabul_domain::decision::Clause;
use qabul_domain::facts::{Degree, Fact};
use qabul_domain::language::Lang;
use qabul_domain::rules::book::rule_set;
use qabul_domain::rules::edition::Edition;
use qabul_store::audit::{self, Event};
use qabul_store::snapshots::{self, Judged};
use qabul_store::{Ids, Tx};
use uuid::Uuid;

use super::Record;
use crate::context::Context;
use crate::problem::{ApiError, Code};
use crate::procedures::{Stored, procedure};
use crate::texts;

/// Answers that do not identify the person.
const SHOWN: [&str; 8] = [
    "citizenship",
    "level",
    "finishYear",
    "funding",
    "priorMaster",
    "section",
    "foreignLanguage",
    "specializationLanguage",
];

/// Which decision to explain.
pub struct Asked {
    /// Application number, or the application's id.
    pub application: String,
    /// Code of the campaign, if the number alone is ambiguous.
    pub campaign: Option<String>,
    /// Officer who reads it, for the audit.
    pub officer: String,
    /// In which language.
    pub lang: Lang,
}

/// Every stored decision of an application, oldest first. Reading it is audited.
///
/// # Errors
/// No such application, several with this number, nothing decided yet; the store's.
pub async fn explain(context: &Context, asked: Asked) -> Result<String, ApiError> {
    if asked.officer.trim().is_empty() {
        return Err(ApiError::field("/officer", "fieldRequired"));
    }
    let stamp = context.stamp()?;
    context
        .db
        .transact(async move |tx| {
            let mut ids = Ids::new(&stamp);
            let judged = found(tx, &asked).await?;
            let subject = judged.first().map(|one| format!("application:{}", one.application_id)).unwrap_or_default();
            let event = Event {
                id: ids.id(),
                subject: &subject,
                actor: &format!("officer:{}", asked.officer.trim()),
                action: "application.explain",
                at: stamp.now,
                detail: "{}",
            };
            audit::append(tx, &event).await?;
            let told: Vec<String> =
                judged.iter().map(|one| words(one, &Record::read(one)?, asked.lang)).collect::<Result<_, _>>()?;
            Ok::<_, ApiError>(told.join("\n"))
        })
        .await
}

async fn found(tx: &mut Tx, asked: &Asked) -> Result<Vec<Judged>, ApiError> {
    let number = asked.application.replace([' ', '\u{a0}'], "");
    let id = Uuid::parse_str(&number).ok();
    let judged = snapshots::judged_of(tx, asked.campaign.as_deref(), &number, id).await?;
    let first = judged.first().ok_or(ApiError::new(Code::NotFound))?;
    if judged.iter().any(|other| other.application_id != first.application_id) {
        return Err(ApiError::field("/campaign", "fieldRequired"));
    }
    Ok(judged)
}

fn words(judged: &Judged, record: &Record, lang: Lang) -> Result<String, ApiError> {
    let say = |key: &str| texts::text(lang, &format!("explain.{key}"));
    let fill = |key: &str, values: &[(&str, &str)]| texts::fill(lang, &format!("explain.{key}"), values);
    let state = |word: &str| texts::text(lang, &format!("{}.states.{word}", judged.kind));
    let made = record.made(judged);
    let set = rule_set(&record.rule_set);
    let version = judged.snapshot.version.to_string();
    let mut lines = vec![
        fill("title", &[("number", &judged.work_number), ("campaign", &judged.campaign), ("version", &version)]),
        fill("ruleSet", &[("act", set.map(|set| lang.pick(set.act)).unwrap_or_default()), ("id", &record.rule_set)]),
        fill(
            "decided",
            &[
                ("event", &texts::text(lang, &format!("timeline.{}.{}", judged.kind, made.event))),
                ("from", &state(&made.from)),
                ("to", &state(&made.to)),
                ("clause", &made.clause),
                ("by", &made.by),
            ],
        ),
        fill("received", &[("at", &date_time_text(record.received_at, lang))]),
    ];
    if !made.documents.is_empty() {
        let papers: Vec<String> = made.documents.iter().map(|word| say(&format!("papers.{word}"))).collect();
        lines.push(fill("seen", &[("papers", &papers.join(", "))]));
    }
    if made.event == "return" {
        let step = |id: &String| {
            let name = id.split('.').next_back().unwrap_or_default();
            texts::text(lang, &format!("{}.steps.{name}", judged.kind))
        };
        let steps: Vec<String> = made.steps.iter().map(step).collect();
        let steps = if steps.is_empty() { say("everyStep") } else { steps.join(", ") };
        lines.push(fill("givenBack", &[("steps", &steps)]));
    }
    lines.extend([String::new(), format!("{}:", say("inputs"))]);
    lines.extend(inputs(judged, record, lang)?.into_iter().map(|line| format!("  {line}")));
    if record.findings.is_empty() {
        return Ok(format!("{}\n", lines.join("\n")));
    }
    lines.extend([String::new(), format!("{}:", say("findings"))]);
    for kept in &record.findings {
        let found = say(&format!("outcome.{}", kept.finding));
        let code = kept.code.as_deref().map(|code| format!(" ({code})")).unwrap_or_default();
        lines.push(format!("  {}: {found}{code}", kept.clause));
        let clause = Edition::of(&record.rule_set).unwrap_or_default().read(&kept.clause);
        if let Some(row) = set.and_then(|set| set.row(clause)) {
            lines.push(format!("      {} – {}", row.text(lang), Clause::cite(row.clause, lang)));
        }
    }
    Ok(format!("{}\n", lines.join("\n")))
}

/// The data it rests on: the campaign's terms, answers of registers with their times, answers of the person.
fn inputs(judged: &Judged, record: &Record, lang: Lang) -> Result<Vec<String>, ApiError> {
    let fill = |key: &str, values: &[(&str, &str)]| texts::fill(lang, &format!("explain.{key}"), values);
    let asked = |source: &str, at: Micros| fill("asked", &[("source", source), ("at", &date_time_text(at, lang))]);
    let campaign = &record.facts.campaign;
    let policy = serde_json::to_value(campaign.confirmation).map_err(ApiError::internal)?;
    let mut lines = vec![texts::text(lang, &format!("confirmation.policy.{}", policy.as_str().unwrap_or_default()))];
    let person = match &record.facts.person {
        Fact::Known { source, at, .. } => Some(asked(source.label(lang), *at)),
        Fact::NotFound | Fact::Unavailable | Fact::NotAsked => None,
    };
    match &record.facts.education {
        Fact::Known { value, at, .. } => {
            lines.extend(
                value
                    .iter()
                    .map(|degree| format!("{}; {}", studies(degree, lang), asked(degree.source.label(lang), *at))),
            );
        }
        Fact::NotFound | Fact::Unavailable | Fact::NotAsked => lines.push(texts::text(lang, "explain.noRecord")),
    }
    let stored = Stored {
        state: &judged.snapshot.state,
        draft_version: record.draft_version,
        draft: record.draft.get().as_bytes(),
    };
    let answers = procedure(&judged.kind)?.answers(stored, &record.facts, record.received_at, lang)?;
    for answer in answers.iter().filter(|answer| SHOWN.contains(&answer.label)) {
        let label = texts::text(lang, &format!("{}.labels.{}", judged.kind, answer.label));
        let source = match (answer.label, &person, answer.source) {
            ("citizenship", Some(person), _) => person.clone(),
            (_, _, Some(source)) => source.label(lang).to_owned(),
            (_, _, None) => texts::text(lang, "explain.answered"),
        };
        lines.push(format!("{label}: {}; {source}", answer.value));
    }
    Ok(lines)
}

fn studies(degree: &Degree, lang: Lang) -> String {
    let place = match (degree.in_azerbaijan, degree.recognised) {
        (true, _) => "here",
        (false, Some(true)) => "recognised",
        (false, _) => "notRecognised",
    };
    let values = [("level", degree.level.label(lang)), ("status", degree.status.label(lang))];
    let mut words = vec![texts::fill(lang, "explain.record", &values), texts::text(lang, &format!("explain.{place}"))];
    words.extend(degree.finish_year.map(|year| year.to_string()));
    words.extend(degree.funding.map(|funding| funding.label(lang).to_owned()));
    words.join(", ")
}
