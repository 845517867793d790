//! `/applications/:id/check`: all answers, the declaration, and the button that submits the application.

use crate::router::NavigateOptions;
use crate::router::{use_navigate, use_query_map};
use leptos::prelude::*;
use qabul_contract::applications::{AnswerRow, Application, StepState, StepView};
use qabul_contract::campaigns::Tone;
use qabul_domain::az;
use qabul_domain::language::Lang;

use super::changes::{self, CHANGED, changes, seen};
use super::consent::{self, Consent};
use super::desk;
use super::parts::{deadline, section as part, short_over, state, sums, waits};
use super::submit;
use crate::api::Failure;
use crate::format;
use crate::i18n::{self, Text, keys, t, t_with, text_of};
use crate::ui::blocks::failure_banner;
use crate::ui::el::Live;
use crate::ui::{Answer, Answers, Banner, Button, El, Form, PageHead, effect, el, live, memo, parts};
use crate::wizard::{
    Case, Finding, advice, finding_list, in_hand, is_marked, is_open, remaining, sends, step_address, submission,
    top_up_address, waits_for, with_case,
};
use crate::{dom, procedures, session};

/// The page.
#[component]
pub fn Check() -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |(to, replace): (String, bool)| {
        navigate(&to, NavigateOptions { replace, ..NavigateOptions::default() });
    });
    with_case(move |case| {
        // Already confirmed, perhaps by an attempt whose answer was lost.
        if !case.now.with_untracked(in_hand) {
            let sent = case.now.with_untracked(|now| now.submitted_at.is_some() && now.tone == Tone::Good);
            go.run((step_address(case.id, if sent { "done" } else { "status" }), true));
            return ().into_any();
        }
        page(case, go)
    })
}

fn page(case: Case, go: Callback<(String, bool)>) -> AnyView {
    let back = step_address(case.id, "").trim_end_matches('/').to_owned();
    let sections =
        live(move || case.now.with(|now| now.steps.iter().map(|step| section(now, step)).collect::<Vec<_>>()));
    let head = view! {
        <PageHead
            title=keys::application::CHECK_TITLE
            lead=lead(case)
            back=Signal::stored(back)
            over=short_over(case)
        />
    };
    let main = el("div")
        .add(which(case))
        .add(sections)
        .add(live(move || case.now.with(|now| advice(&now.advice))))
        .add(declaration(case))
        .add(desk::route(case))
        .add(act(case, go));
    case.follow();
    let aside =
        el("aside").class("stack").add(el("section").class("card card-pad").add(sums(case))).add(deadline(case));
    parts((head.into_any(), ((waits(), state(case)), el("div").class("split case").add(main).add(aside))))
}

/// The warning that the act cannot be undone, with the name of the act that this person performs.
fn lead(case: Case) -> Text {
    text_of(move || {
        t(if case.now.with(sends) { keys::application::CHECK_LEAD_SEND } else { keys::application::CHECK_LEAD })
    })
}

/// The exam: service, academic year, attempt, application number.
fn which(case: Case) -> El {
    let attempt = text_of(move || {
        let attempt = case.now.with(|now| u64::from(now.campaign.attempt));
        if i18n::lang() == Lang::Az { az::ordinal(attempt) } else { attempt.to_string() }
    });
    let number = text_of(move || case.now.with(|now| format::work_number(&now.work_number)));
    let has_attempts = case.now.with_untracked(|now| now.campaign.attempt > 0);
    let rows = [
        Some(Answer::new(keys::application::WHICH_SERVICE, case.text(|now| &now.campaign.title))),
        Some(Answer::new(keys::application::WHICH_YEAR, case.text(|now| &now.campaign.academic_year))),
        has_attempts.then(|| Answer::new(keys::application::WHICH_ATTEMPT, attempt)),
        Some(Answer::new(keys::application::WORK_NUMBER_SHORT, number)),
    ];
    let rows: Vec<Answer> = rows.into_iter().flatten().collect();
    el("section")
        .class("section-s check-section")
        .add(el("h2").add(keys::application::WHICH))
        .add(view! { <Answers rows/> }.into_any())
}

fn answer(row: &AnswerRow, change: Option<&str>) -> Answer {
    let answer = Answer::new(row.label.clone(), row.value.clone());
    match row.source.clone() {
        Some(source) => answer.note(text_of(move || t_with(keys::common::SOURCE, &[("name", &source)]))),
        None => match change {
            Some(change) => answer.change(change),
            None => answer,
        },
    }
}

fn section(application: &Application, step: &StepView) -> El {
    let name = procedures::step_name(&application.draft, &step.id);
    let change = [step_address(application.id, &step.id).as_str(), "?from=check"].concat();
    let open = is_marked(application, &step.id);
    let rows: Vec<Answer> = step.rows.iter().map(|row| answer(row, open.then_some(&*change))).collect();
    let answers = (!rows.is_empty()).then(|| view! { <Answers rows/> }.into_any());
    let gaps = (step.state != StepState::Complete).then(|| {
        let mend = |gap| Finding { href: Some(change.clone()), ..Finding::from(gap) };
        finding_list(step.gaps.iter().map(mend).collect())
    });
    let link = open.then(|| {
        let hidden = el("span").class("vh").add(" – ").add(name);
        el("a").set("href", &change).add(keys::common::CHANGE).add(" ").add(hidden)
    });
    let head = el("div").class("spread").add(el("h2").add(name)).add(link);
    el("section").class("section-s check-section").add(head).add(answers).add(gaps)
}

fn declaration(case: Case) -> El {
    part("section", keys::application::DECLARATION_TITLE)
        .add(desk::returned(case))
        .add(el("p").class("measure").add(case.text(|application| &application.confirmation.declaration)))
}

/// Findings that block the act; they are corrected in the steps or by a top-up. An applicant who confirms learns of
/// missing money in the dialog; one who sends to the commission, here.
fn blocking(application: &Application) -> Vec<Finding> {
    remaining(application, "check")
        .into_iter()
        .filter_map(|one| match one.finding {
            Some(finding) => Some(Finding { href: one.href, ..Finding::from(&finding) }),
            None => sends(application).then(|| Finding {
                text: t_with(keys::application::ADD_MONEY, &[("sum", &application.money.missing_text)]),
                clause: Some("1.7".to_owned()),
                href: Some(top_up_address(application, "check")),
            }),
        })
        .collect()
}

/// Whether the person returns from a top-up that the consent dialog led to.
fn from_top_up() -> bool {
    use_query_map().with_untracked(|query| query.get("consent")).is_some()
}

const BLOCKED: &str = "blocked";

fn act(case: Case, go: Callback<(String, bool)>) -> El {
    let consent = Consent::new();
    let sending = Form::new();
    let refused = RwSignal::new(false);
    let sends = move || case.now.with(sends);
    let changed = follow_changes(case, consent);
    let agree = Callback::new(move |()| {
        let (id, etag, fee) = case.now.with_untracked(|now| (now.id, now.etag.clone(), now.money.fee));
        let form = consent.form;
        form.send(async move { keep_stale(case, consent, submit::confirm(id, etag, fee).await) }, move |confirmed| {
            consent.open.set(false);
            session::set_balance(confirmed.balance);
            go.run((step_address(id, "done"), true));
        });
    });
    let press = Callback::new(move |()| {
        let stuck = case.now.with_untracked(|now| !is_open(now) || !blocking(now).is_empty());
        refused.set(stuck);
        if stuck {
            dom::focus_soon(BLOCKED);
        } else if untrack(sends) {
            let (id, etag) = case.now.with_untracked(|now| (now.id, now.etag.clone()));
            sending.send(async move { keep_stale(case, consent, submit::send(id, etag).await) }, move |_| {
                go.run((step_address(id, "status"), true));
            });
        } else {
            consent.ask();
        }
    });
    // After a top-up the consent is requested again at once.
    let paid = |now: &Application| is_open(now) && now.money.missing.0 <= 0 && blocking(now).is_empty();
    if from_top_up() && case.now.with_untracked(paid) && !untrack(sends) {
        consent.ask();
    }
    let label = text_of(move || {
        let (fee, free) = case.now.with(|now| (now.money.fee_text.clone(), now.money.fee.0 == 0));
        match (sends(), free) {
            (true, _) => t(keys::application::SEND),
            (false, true) => t(keys::application::CONFIRM),
            (false, false) => t_with(keys::application::CONFIRM_PAY, &[("fee", &fee)]),
        }
    });
    let button = view! {
        <Button class="btn-big" label=label busy=sending.busy busy_label=keys::common::SENDING on_press=press/>
    };
    let note = text_of(move || t(if sends() { keys::application::SEND_NOTE } else { keys::application::CONFIRM_NOTE }));
    let waits = memo(move || case.now.with(|now| waits_for(now).map(Finding::from)));
    let act = el("div")
        .live("hidden", move || waits.with(|waits| waits.as_ref().map(|_| String::new())))
        .add(el("div").class("actions").add(button.into_any()))
        .add(el("p").class("small muted after").add(note));
    el("div")
        // If an officer must act first, this is shown instead of a button without effect.
        .add(live(move || waits.get().map(|finding| finding_list(vec![finding]).class("findings section-s"))))
        .add(el("div").set("id", BLOCKED).set("tabindex", "-1").class("section-s").add(blocked(case, refused)))
        .add(live(move || changed.get().map(changes::list)))
        .add(trouble(consent.form, consent.open, changed))
        .add(trouble(sending, RwSignal::new(false), changed))
        .add(act)
        .add(consent::dialog(case, consent, agree))
}

/// Changes since the page was opened or last refreshed. If there are any, the consent is requested again.
fn follow_changes(case: Case, consent: Consent) -> RwSignal<Option<Vec<changes::Change>>> {
    let changed = RwSignal::new(None);
    let before = StoredValue::new(case.now.with_untracked(seen));
    effect(move |first| {
        let now = case.now.with(seen);
        let found = before.with_value(|before| changes(before, &now));
        before.set_value(now);
        if !first && !found.is_empty() {
            consent.open.set(false);
            changed.set(Some(found));
            dom::focus_soon(CHANGED);
        }
    });
    changed
}

/// If a refusal says that the page is outdated, the page is refreshed; the message stays.
fn keep_stale<T>(case: Case, consent: Consent, answer: Result<T, Failure>) -> Result<T, Failure> {
    if let Err(failure) = &answer
        && !failure.passing()
        && failure.status() != 401
    {
        consent.open.try_set(false);
        case.reload();
    }
    answer
}

fn blocked(case: Case, refused: RwSignal<bool>) -> Live {
    live(move || {
        if !refused.get() {
            return None;
        }
        if !case.now.with(is_open) {
            let text = case.text(|now| &now.what_now.text);
            let banner = view! { <Banner tone=Tone::Bad role="alert" strong=keys::application::CLOSED text=text/> };
            return Some(el("div").add(banner.into_any()));
        }
        let findings = case.now.with(blocking);
        let complaint = case.now.with(|now| submission(now).and_then(|offer| offer.complaint.clone()));
        (!findings.is_empty()).then(|| {
            el("div")
                .class("summary-errors")
                .set("role", "alert")
                .add(el("h2").add(if case.now.with(sends) {
                    keys::application::BLOCKED_SEND
                } else {
                    keys::application::BLOCKED
                }))
                .add(finding_list(findings))
                .add(complaint.map(|complaint| el("p").class("small").add(complaint.as_str())))
        })
    })
}

/// The failure below the answers. For a lost answer it says that repeating is safe; for an outdated page it lists what
/// changed.
fn trouble(form: Form, open: RwSignal<bool>, changed: RwSignal<Option<Vec<changes::Change>>>) -> Live {
    live(move || {
        let failure = form.trouble.get().filter(|_| !open.get())?;
        let (stale, lost) = (failure.status() == 412, failure.passing());
        if stale {
            return changed.with(Option::is_none).then(|| changes::list(Vec::new()));
        }
        let lost =
            lost.then(|| view! { <Banner tone=Tone::Waiting role="alert" strong=keys::application::LOST/> }.into_any());
        let shown = el("div").class("stack").set("id", "trouble").set("tabindex", "-1");
        Some(shown.add(lost).add(failure_banner(failure)))
    })
}
