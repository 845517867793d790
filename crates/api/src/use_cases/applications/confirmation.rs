//! Who confirms an application and by which clause, and which documents the commission requires, where and until when.

use chrono::{DateTime, Utc};
use qabul_contract::applications::{ConfirmationView, CorrectionView, Due, PaperView};
use qabul_domain::calendar::{Micros, deadline_text};
use qabul_domain::decision::citation;
use qabul_domain::facts::ConfirmationPolicy;
use qabul_domain::language::Lang;
use qabul_store::Tx;
use qabul_store::applications::Application;

use super::load::{Loaded, around};
use crate::problem::{ApiError, in_lang};
use crate::procedures::View;
use crate::texts;
use crate::use_cases::campaigns::settings;

/// The word used in the interface for an applicant who confirms.
const OWN: &str = "self";

/// The declaration that a person makes by confirming or sending; shown on the page before and on the print after.
pub(super) fn declaration(lang: Lang) -> String {
    texts::text(lang, "documents.declaration")
}

/// The route as the pages show it.
pub(super) fn confirmation(loaded: &Loaded, view: &View, lang: Lang) -> Result<ConfirmationView, ApiError> {
    let campaign = &loaded.facts.campaign;
    let policy = texts::text(lang, &format!("confirmation.policy.{}", policy_word(campaign.confirmation)));
    let Some((by, line)) = &view.confirmer else {
        return Ok(ConfirmationView {
            route: None,
            text: texts::text(lang, "confirmation.undecided"),
            clause: "2.1".to_owned(),
            policy,
            declaration: declaration(lang),
            papers: Vec::new(),
            places: Vec::new(),
            until: None,
            until_text: None,
        });
    };
    let desk = (*by != "applicant").then_some(campaign.desk_closes());
    let places = match desk {
        Some(_) => settings(&loaded.campaign)?.commissions,
        None => Vec::new(),
    };
    Ok(ConfirmationView {
        route: Some(route_word(by).to_owned()),
        text: in_lang(&line.says, lang),
        clause: line.clause.unwrap_or_default().to_owned(),
        policy,
        declaration: declaration(lang),
        papers: view
            .papers
            .iter()
            .map(|paper| PaperView {
                code: paper.kind.word().to_owned(),
                clause: paper.kind.clause().0.to_owned(),
                text: paper.text(lang).to_owned(),
            })
            .collect(),
        places: places.iter().map(|place| place.view(lang)).collect(),
        until: desk.map(DateTime::<Utc>::from),
        until_text: desk.map(|at| deadline_text(at, lang)),
    })
}

fn policy_word(policy: ConfirmationPolicy) -> &'static str {
    match policy {
        ConfirmationPolicy::Rules2017 => "rules2017",
        ConfirmationPolicy::Practice2025 => "practice2025",
        ConfirmationPolicy::Practice2026 => "practice2026",
    }
}

/// The check list and the places as lines of an e-mail.
///
/// # Errors
/// A draft of a newer release, unreadable settings.
pub(super) fn bring(loaded: &Loaded, now: Micros, lang: Lang) -> Result<String, ApiError> {
    let view = loaded.procedure.view(loaded.stored(), &loaded.facts, now)?;
    let shown = confirmation(loaded, &view, lang)?;
    let papers = shown.papers.iter().map(|paper| format!("• {} ({})", paper.text, citation(&paper.clause, lang)));
    let places = shown.places.iter().map(|place| format!("• {}: {}. {}", place.name, place.address, place.hours));
    let where_to = texts::text(lang, "confirmation.where");
    let mut lines: Vec<String> = papers.collect();
    if !shown.places.is_empty() {
        lines.push(where_to);
        lines.extend(places);
    }
    Ok(lines.join("\n"))
}

/// The deadline that applies to an application in its current state.
pub(super) fn due(view: &View, now: Micros, lang: Lang) -> Option<Due> {
    view.due.map(|at| Due { at: at.into(), text: deadline_text(at, lang), open: now < at })
}

/// Deadline and confirming actor of a stored application, for lists.
///
/// # Errors
/// When the store fails, or the draft was written by a newer release.
pub(crate) async fn due_and_route(
    tx: &mut Tx,
    row: Application,
    now: Micros,
    lang: Lang,
) -> Result<(Option<Due>, Option<String>), ApiError> {
    let loaded = around(tx, row).await?;
    let view = loaded.procedure.view(loaded.stored(), &loaded.facts, now)?;
    let route = view.confirmer.as_ref().map(|(by, _)| route_word(by).to_owned());
    Ok((due(&view, now, lang), route))
}

fn route_word(by: &str) -> &str {
    if by == "applicant" { OWN } else { by }
}

/// What was marked for correction, if the application waits for it.
///
/// # Errors
/// When the store fails.
pub(super) async fn correction(tx: &mut Tx, loaded: &Loaded) -> Result<Option<CorrectionView>, ApiError> {
    if !marks_count(loaded.procedure, &loaded.row.state) {
        return Ok(None);
    }
    let found = qabul_store::corrections::latest(tx, loaded.row.id).await?;
    Ok(found.map(|found| CorrectionView { reason: found.reason.into_inner(), steps: found.steps, at: found.at.into() }))
}

/// Whether the newest correction limits what may be changed: in an editable state other than the first one.
pub(super) fn marks_count(procedure: &dyn crate::procedures::AnyProcedure, state: &str) -> bool {
    procedure.editable(state) && state != procedure.start()
}
