//! `/applications/:id/check`: the answers once more, the declaration, and the act that ends the filling in.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::{AnswerRow, Application, StepState};
use qabul_contract::campaigns::Tone;

use super::consent::{self, Consent};
use super::parts::{deadline, short_over, sums};
use super::submit;
use crate::api::Failure;
use crate::i18n::{keys, t, t_with, text_of, tr};
use crate::ui::{Answer, Answers, Badge, Banner, Button, FailureBanner, Form, Kind, PageHead};
use crate::wizard::{
    Case, Finding, advice, clause_link, finding_list, in_hand, is_open, remaining, step_address, with_case,
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
        // Confirmed already, perhaps by the try whose answer was lost.
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
    let sections = move || case.now.with(|now| now.steps.iter().map(|step| section(now, &step.id)).collect_view());
    let badge = move || {
        let (tone, text) = case.now.with(|now| (now.tone, now.state_text.clone()));
        view! { <Badge tone label=text with_icon=true/> }
    };
    let advised = move || case.now.with(|now| advice(&now.advice));
    view! {
        <PageHead
            title=keys::application::CHECK_TITLE
            lead=keys::application::CHECK_LEAD
            back=Signal::stored(back)
            over=short_over(case)
        />
        <p class="status-badge">{badge}</p>
        <div class="split case">
            <div>{sections} {advised} {declaration(case)} {act(case, go)}</div>
            <aside class="stack">
                <section class="card card-pad">{sums(case)}</section>
                {deadline(case)}
            </aside>
        </div>
    }
    .into_any()
}

fn answer(row: &AnswerRow, change: &str) -> Answer {
    let answer = Answer::new(row.label.clone(), row.value.clone());
    match row.source.clone() {
        Some(source) => answer.note(text_of(move || t_with(keys::common::SOURCE, &[("name", &source)]))),
        None => answer.change(change),
    }
}

fn section(application: &Application, id: &str) -> AnyView {
    let Some(step) = application.steps.iter().find(|step| step.id == id) else { return ().into_any() };
    let name = procedures::step_name(&application.draft, id);
    let change = [step_address(application.id, id).as_str(), "?from=check"].concat();
    let rows: Vec<Answer> = step.rows.iter().map(|row| answer(row, &change)).collect();
    let gaps: Vec<Finding> =
        step.gaps.iter().map(|gap| Finding { href: Some(change.clone()), ..Finding::from(gap) }).collect();
    let empty = rows.is_empty();
    view! {
        <section class="section-s check-section">
            <div class="spread">
                <h2>{tr(name)}</h2>
                <a href=change>
                    {tr(keys::common::CHANGE)} <span class="vh">" – " {tr(name)}</span>
                </a>
            </div>
            {(!empty).then(|| view! { <Answers rows/> })}
            {(step.state != StepState::Complete).then(|| finding_list(gaps))}
        </section>
    }
    .into_any()
}

fn declaration(case: Case) -> AnyView {
    let clause = move || case.now.with(|now| clause_link(&now.confirmation.clause));
    view! {
        <section class="section">
            <h2>{tr(keys::application::DECLARATION_TITLE)}</h2>
            <p class="measure">{tr(keys::application::DECLARATION)}</p>
            <p class="measure after-text">{case.text(|now| &now.confirmation.text)} " " {clause}</p>
        </section>
    }
    .into_any()
}

/// What blocks everything but money: it is mended in the steps. Missing money is said in the dialog.
fn blocking(application: &Application) -> Vec<Finding> {
    remaining(application, "check")
        .into_iter()
        .filter_map(|one| one.finding.map(|finding| Finding { href: one.href, ..Finding::from(&finding) }))
        .collect()
}

const BLOCKED: &str = "blocked";

fn act(case: Case, go: Callback<(String, bool)>) -> AnyView {
    let consent = Consent::new();
    let sending = Form::new();
    let refused = RwSignal::new(false);
    let sends = Memo::new(move |_| case.now.with(|now| now.confirmation.route.as_deref() == Some("commission")));
    let agree = Callback::new(move |()| {
        let (id, etag, fee) = case.now.with_untracked(|now| (now.id, now.etag.clone(), now.money.fee));
        let form = consent.form;
        form.send(async move { keep_stale(case, consent, submit::confirm(id, etag, fee).await) }, move |confirmed| {
            consent.open.set(false);
            session::set_balance(confirmed.balance, confirmed.balance_text);
            go.run((step_address(id, "done"), true));
        });
    });
    let press = Callback::new(move |()| {
        let stuck = case.now.with_untracked(|now| !is_open(now) || !blocking(now).is_empty());
        refused.set(stuck);
        if stuck {
            dom::focus_soon(BLOCKED);
        } else if sends.get_untracked() {
            let (id, etag) = case.now.with_untracked(|now| (now.id, now.etag.clone()));
            sending.send(async move { submit::send(id, etag).await }, move |_| {
                go.run((step_address(id, "status"), true));
            });
        } else {
            consent.ask();
        }
    });
    let label = text_of(move || {
        let (fee, free) = case.now.with(|now| (now.money.fee_text.clone(), now.money.fee.0 == 0));
        match (sends.get(), free) {
            (true, _) => t(keys::application::SEND),
            (false, true) => t(keys::application::CONFIRM),
            (false, false) => t_with(keys::application::CONFIRM_PAY, &[("fee", &fee)]),
        }
    });
    view! {
        {blocked(case, refused)} {trouble(case, consent.form, consent.open)}
        {trouble(case, sending, RwSignal::new(false))}
        <div class="actions">
            <Button
                class="btn-big"
                label=label
                busy=sending.busy
                busy_label=keys::common::SENDING
                on_press=press
            />
        </div>
        <p class="small muted after">
            {move || t(if sends.get() { keys::application::SEND_NOTE } else { keys::application::CONFIRM_NOTE })}
        </p>
        {consent::dialog(case, consent, agree)}
    }
    .into_any()
}

/// A refusal that says the page is outdated brings the page up to date; the sentence stays.
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

fn blocked(case: Case, refused: RwSignal<bool>) -> AnyView {
    let list = move || {
        let findings = case.now.with(blocking);
        let shown = refused.get() && case.now.with(is_open) && !findings.is_empty();
        shown.then(|| {
            view! {
                <div class="summary-errors" role="alert">
                    <h2>{tr(keys::application::BLOCKED)}</h2>
                    {finding_list(findings)}
                </div>
            }
        })
    };
    let closed = move || {
        (refused.get() && !case.now.with(is_open)).then(|| {
            view! {
                <Banner
                    tone=Tone::Bad
                    role="alert"
                    strong=keys::application::CLOSED
                    text=case.text(|now| &now.what_now.text)
                />
            }
        })
    };
    view! {
        <div id=BLOCKED tabindex="-1" class="section-s">
            {list}
            {closed}
        </div>
    }
    .into_any()
}

/// The failure under the answers. A lost answer says that repeating is safe.
fn trouble(case: Case, form: Form, open: RwSignal<bool>) -> AnyView {
    (move || {
        let failure = form.trouble.get().filter(|_| !open.get())?;
        let (stale, lost) = (failure.status() == 412, failure.passing());
        let reload = Callback::new(move |()| {
            form.trouble.set(None);
            case.reload();
        });
        Some(view! {
            <div class="stack" id="trouble" tabindex="-1">
                {lost.then(|| view! { <Banner tone=Tone::Waiting role="alert" strong=keys::application::LOST/> })}
                <FailureBanner failure/>
                {stale
                    .then(|| {
                        view! { <Button kind=Kind::Secondary label=keys::common::RELOAD on_press=reload/> }
                    })}
            </div>
        })
    })
    .into_any()
}
