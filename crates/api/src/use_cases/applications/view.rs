//! An application as shown to its person.

use chrono::{DateTime, Utc};
use qabul_contract::applications::{
    AnswerRow, Application as Shown, ApplicationLine, CorrectionView, Draft, EducationView, FindingView, MoneyView,
    OfferView, PersonalView, StepState, StepView, WhatNow,
};
use qabul_contract::page::Page;
use qabul_domain::calendar::{Micros, deadline_text};
use qabul_domain::facts::Fact;
use qabul_domain::language::Lang;
use qabul_store::Cursor;
use qabul_store::applications;
use qabul_store::documents::{Document, DocumentState};
use qabul_store::drafts::{self, SavedStep};
use uuid::Uuid;

use super::confirmation::{confirmation, correction, due, due_and_route};
use super::load::{Loaded, around, owned};
use super::snapshot;
use crate::context::Context;
use crate::extract::Applicant;
use crate::problem::{ApiError, Code, Line, in_lang};
use crate::procedures::{Stored, View};
use crate::texts;
use crate::use_cases::campaigns::campaign_view;

/// The signed-in person's applications, newest first.
///
/// # Errors
/// When the store fails.
pub async fn list(
    context: &Context,
    who: Applicant,
    after: Option<Cursor>,
    limit: u32,
    lang: Lang,
) -> Result<Page<ApplicationLine>, ApiError> {
    let now = context.clock.now();
    context
        .db
        .read(async move |tx| {
            let page = applications::list_for_account(tx, who.account_id, after, limit).await?;
            let mut items = Vec::with_capacity(page.items.len());
            for row in page.items {
                let campaign = qabul_store::campaigns::find(tx, row.campaign_id).await?.ok_or(Code::NotFound)?;
                let kind = crate::procedures::procedure(&row.kind)?;
                let state = kind.shown(&row.state);
                let (due, _) = due_and_route(tx, row.clone(), now, lang).await?;
                items.push(ApplicationLine {
                    id: row.id,
                    campaign: campaign_view(&campaign, now, lang),
                    work_number: row.work_number,
                    state: state.to_owned(),
                    state_text: state_text(&row.kind, state, lang),
                    tone: kind.tone(&row.state),
                    updated_at: row.updated_at.into(),
                    due,
                });
            }
            Ok(Page { items, next: page.next.map(|cursor| cursor.encode()) })
        })
        .await
}

/// One application, complete.
///
/// # Errors
/// When it belongs to another account.
pub async fn show(context: &Context, who: Applicant, id: Uuid, lang: Lang) -> Result<Shown, ApiError> {
    let now = context.clock.now();
    context
        .db
        .read(async move |tx| {
            let row = owned(tx, id, who.account_id).await?;
            let mut loaded = around(tx, row).await?;
            seal(tx, &mut loaded).await?;
            let saved = drafts::steps(tx, id).await?;
            let documents = qabul_store::documents::of_application(tx, id).await?;
            let valid = |document: &Document| document.state == DocumentState::Valid;
            let mut kinds: Vec<String> = documents.into_iter().filter(valid).map(|document| document.kind).collect();
            kinds.dedup();
            let receipt = qabul_store::ledger::charge_of(tx, id).await?.map(|(booking, _)| booking);
            let beside = Beside { documents: kinds, correction: correction(tx, &loaded).await?, receipt };
            shown(&loaded, &saved, beside, now, lang)
        })
        .await
}

/// Data from other tables.
struct Beside {
    documents: Vec<String>,
    correction: Option<CorrectionView>,
    receipt: Option<Uuid>,
}

/// After confirming or sending, answers and facts are the sealed ones, whatever the registers say today. Only the
/// balance is current.
async fn seal(tx: &mut qabul_store::Tx, loaded: &mut Loaded) -> Result<(), ApiError> {
    if loaded.procedure.editable(&loaded.row.state) {
        return Ok(());
    }
    let Some(sealed) = snapshot::newest(tx, loaded.row.id).await? else { return Ok(()) };
    let balance = loaded.facts.balance;
    loaded.draft = sealed.draft.get().as_bytes().to_vec().into();
    loaded.row.draft_version = i64::from(sealed.draft_version);
    loaded.facts = sealed.facts;
    if let Some(contact) = sealed.contact {
        loaded.contact = contact;
    }
    loaded.facts.balance = balance;
    Ok(())
}

pub(super) fn state_text(kind: &str, state: &str, lang: Lang) -> String {
    texts::text(lang, &format!("{kind}.states.{state}"))
}

fn finding(line: &Line, lang: Lang) -> FindingView {
    FindingView {
        step: line.step.map(str::to_owned),
        pointer: line.pointer.clone(),
        clause: line.clause.map(str::to_owned),
        code: line.code.clone(),
        text: in_lang(&line.says, lang),
    }
}

/// The steps with missing or wrong answers in each.
pub(super) fn step_views(
    loaded: &Loaded,
    saved: &[SavedStep],
    now: Micros,
    lang: Lang,
) -> Result<Vec<StepView>, ApiError> {
    let view = loaded.procedure.view(loaded.stored(), &loaded.facts, now)?;
    steps(loaded, &view, saved, now, lang)
}

fn steps(
    loaded: &Loaded,
    view: &View,
    saved: &[SavedStep],
    now: Micros,
    lang: Lang,
) -> Result<Vec<StepView>, ApiError> {
    let answers = loaded.procedure.answers(loaded.stored(), &loaded.facts, now, lang)?;
    let kind = &loaded.row.kind;
    Ok(view
        .steps
        .iter()
        .map(|(id, missing)| {
            let saved = saved.iter().find(|step| step.step == *id);
            let broken = view.broken.iter().filter(|line| missing.is_empty() && line.step == Some(*id));
            let gaps: Vec<FindingView> = missing.iter().chain(broken).map(|line| finding(line, lang)).collect();
            let mut rows: Vec<AnswerRow> = answers
                .iter()
                .filter(|answer| answer.step == *id)
                .map(|answer| AnswerRow {
                    code: answer.label.to_owned(),
                    label: texts::text(lang, &format!("{kind}.labels.{}", answer.label)),
                    value: answer.value.clone(),
                    source: answer.source.map(|source| source.label(lang).to_owned()),
                })
                .collect();
            // The first step of every kind contains the personal data.
            if view.steps.first().is_some_and(|(first, _)| first == id) {
                // The FIN comes from the register of the person's name; the rest is typed in the account.
                let register = rows.first().and_then(|row| row.source.clone());
                let account = texts::text(lang, "contact.source");
                let own: Vec<AnswerRow> = loaded
                    .contact
                    .rows(true, lang)
                    .into_iter()
                    .map(|(code, label, value)| AnswerRow {
                        source: register.clone().filter(|_| code == "fin").or_else(|| Some(account.clone())),
                        code: code.to_owned(),
                        label,
                        value,
                    })
                    .collect();
                // Answers typed in the step itself remain at its end.
                let at = rows.iter().position(|row| row.source.is_none()).unwrap_or(rows.len());
                rows.splice(at..at, own);
            }
            StepView {
                id: (*id).to_owned(),
                state: match (saved, gaps.is_empty()) {
                    (_, true) => StepState::Complete,
                    (None, false) => StepState::NotStarted,
                    (Some(_), false) => StepState::Incomplete,
                },
                revision: saved.map_or(0, |step| step.revision),
                saved_at: saved.map(|step| step.saved_at.into()),
                gaps,
                summary: summary(&rows),
                rows,
            }
        })
        .collect())
}

/// The first two given answers.
fn summary(rows: &[AnswerRow]) -> String {
    rows.iter().map(|row| row.value.as_str()).filter(|value| !value.is_empty()).take(2).collect::<Vec<_>>().join(" · ")
}

fn shown(loaded: &Loaded, saved: &[SavedStep], paid: Beside, now: Micros, lang: Lang) -> Result<Shown, ApiError> {
    let Stored { state, .. } = loaded.stored();
    let view = loaded.procedure.view(loaded.stored(), &loaded.facts, now)?;
    let steps = steps(loaded, &view, saved, now, lang)?;
    let draft = serde_json::json!({ "kind": loaded.row.kind, "answers": loaded.procedure.draft(loaded.stored())? });
    let draft: Draft = serde_json::from_value(draft).map_err(ApiError::internal)?;
    let money = money(loaded, &view, lang);
    Ok(Shown {
        id: loaded.row.id,
        campaign: campaign_view(&loaded.campaign, now, lang),
        work_number: loaded.row.work_number.clone(),
        state: view.shown.to_owned(),
        state_text: state_text(&loaded.row.kind, view.shown, lang),
        tone: loaded.procedure.tone(state),
        what_now: what_now(loaded, &view, &steps, &money, now, lang),
        etag: loaded.row.etag(),
        draft,
        offers: view
            .offers
            .iter()
            .map(|offer| OfferView {
                event: offer.event.to_owned(),
                clause: offer.clause.to_owned(),
                blocked: offer.blocked.as_ref().map(|error| blocks(error, lang)).unwrap_or_default(),
                // Missing money is not a decision yet: the message says how much to add.
                complaint: offer
                    .blocked
                    .as_ref()
                    .filter(|error| error.code != Code::InsufficientFunds)
                    .and_then(|error| error.complaint(lang))
                    .map(str::to_owned),
            })
            .collect(),
        personal: personal(loaded, lang),
        education: education(loaded),
        confirmation: confirmation(loaded, &view, lang)?,
        advice: view.advice.iter().map(|line| finding(line, lang)).collect(),
        money,
        saved_at: saved.iter().map(|step| step.saved_at).max().map(DateTime::<Utc>::from),
        submitted_at: loaded.row.submitted_at.map(DateTime::<Utc>::from),
        documents: paid.documents,
        due: due(&view, now, lang),
        correction: paid.correction,
        receipt: paid.receipt,
        steps,
    })
}

fn blocks(error: &ApiError, lang: Lang) -> Vec<FindingView> {
    if error.errors.is_empty() {
        let problem = error.problem(lang, "");
        return vec![FindingView { step: None, pointer: None, clause: None, code: problem.code, text: problem.title }];
    }
    error.errors.iter().map(|line| finding(line, lang)).collect()
}

fn money(loaded: &Loaded, view: &View, lang: Lang) -> MoneyView {
    let (fee, balance) = (view.fee, loaded.facts.balance);
    let missing = balance.missing_to(fee);
    MoneyView {
        fee,
        fee_text: fee.display(lang),
        balance,
        balance_text: balance.display(lang),
        missing,
        missing_text: missing.display(lang),
        remaining_text: balance.minus(fee).unwrap_or_default().display(lang),
    }
}

fn personal(loaded: &Loaded, lang: Lang) -> PersonalView {
    let facts = &loaded.facts.person.known().unwrap_or(&loaded.person.facts).clone();
    PersonalView {
        full_name: facts.full_name(),
        masked_fin: loaded.contact.masked_fin(),
        birth_date: qabul_domain::calendar::date_text(facts.birth_date, lang),
        document: facts.document.clone(),
        citizenship: facts.citizenship.label(lang).to_owned(),
        paid_seats_only: qabul_domain::rules::choice::paid_seats_only(facts.citizenship),
        russian_refused: loaded.facts.campaign.refuse_russian_in_russian_section,
        registered_place: facts.registered_place.clone(),
        actual_place: facts.actual_place.clone(),
        phone: loaded.contact.phone_text(),
        email: loaded.contact.email_text(),
    }
}

fn education(loaded: &Loaded) -> EducationView {
    let (status, asked_at, degrees) = match &loaded.facts.education {
        Fact::Known { value, at, .. } => ("known", Some((*at).into()), value.clone()),
        Fact::NotFound => ("notFound", None, Vec::new()),
        Fact::Unavailable => ("unavailable", None, Vec::new()),
        Fact::NotAsked => ("notAsked", None, Vec::new()),
    };
    EducationView { status: status.to_owned(), asked_at, degrees }
}

/// The panel "İndi nə etməli" ("What to do now"): one sentence and the target of its button.
fn what_now(loaded: &Loaded, view: &View, steps: &[StepView], money: &MoneyView, now: Micros, lang: Lang) -> WhatNow {
    let say = |text: String, target: Option<&str>| WhatNow { text, target: target.map(str::to_owned) };
    let kind = &loaded.row.kind;
    if !view.editable {
        let target = (view.shown == "confirmed").then_some("print");
        return say(texts::text(lang, &format!("whatNow.{kind}.{}", view.shown)), target);
    }
    let closes = view.due.unwrap_or(loaded.facts.campaign.closes);
    if now >= closes {
        let deadline = deadline_text(closes, lang);
        return say(texts::fill(lang, "whatNow.closed", &[("deadline", &deadline)]), None);
    }
    let unfinished = steps.iter().find_map(|step| step.gaps.first().map(|gap| (step, gap)));
    if let Some((step, gap)) = unfinished {
        let name = step.id.split('.').next_back().unwrap_or_default();
        let title = texts::text(lang, &format!("{kind}.steps.{name}"));
        return say(texts::fill(lang, "whatNow.gap", &[("step", &title), ("text", &gap.text)]), Some(&step.id));
    }
    // The first offer that is not blocked; otherwise the one blocked only by the balance, because an offer blocked for
    // another reason belongs to the route that the person cannot use.
    let short = |error: &ApiError| error.code == Code::InsufficientFunds;
    let best = view
        .offers
        .iter()
        .find(|offer| offer.blocked.is_none())
        .or(view.offers.iter().find(|offer| offer.blocked.as_ref().is_some_and(short)))
        .or(view.offers.first());
    match best {
        Some(offer) => match &offer.blocked {
            None if offer.event == "send" => say(texts::text(lang, "whatNow.send"), Some("check")),
            None => say(texts::text(lang, "whatNow.check"), Some("check")),
            Some(error) if error.code == Code::InsufficientFunds => {
                let key = if offer.event == "send" { "whatNow.topUpSend" } else { "whatNow.topUp" };
                say(texts::fill(lang, key, &[("missing", &money.missing_text)]), Some("topUp"))
            }
            Some(error) if error.code == Code::RegisterSilent => say(texts::text(lang, "whatNow.silent"), None),
            Some(error) => {
                let text = blocks(error, lang).first().map(|block| block.text.clone()).unwrap_or_default();
                say(text, None)
            }
        },
        None => say(state_text(kind, view.shown, lang), None),
    }
}
