//! `/applications/:id`: what to do now, the sections, what remains, until when, who confirms.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::{Application, StepState, StepView};
use qabul_contract::campaigns::Tone;

use super::parts::{crumbs, deadline, over, sums};
use crate::format;
use crate::i18n::{Key, Text, keys, t_count, t_with, tr};
use crate::procedures;
use crate::ui::{Banner, Icon, Kind, LinkButton, PageHead, Star, TaskList, TaskRow, icon, tone_class};
use crate::wizard::{
    Case, Finding, advice, clause_link, finding_list, in_hand, is_open, remaining, step_address, target,
    top_up_address, with_case,
};

/// The page. What no longer waits for the person is shown on the status page.
#[component]
pub fn Overview() -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |to: String| {
        navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    with_case(move |case| {
        if !case.now.with_untracked(in_hand) {
            go.run(step_address(case.id, "status"));
            return ().into_any();
        }
        page(case)
    })
}

fn page(case: Case) -> AnyView {
    let title = case.text(|application| &application.campaign.title);
    let steps = Signal::derive(move || case.now.with(rows));
    let done = Memo::new(move |_| {
        case.now
            .with(|now| (now.steps.iter().filter(|step| step.state == StepState::Complete).count(), now.steps.len()))
    });
    let counted = move || {
        let (done, of) = done.get();
        t_with(keys::application::DONE_OF, &[("done", &done.to_string()), ("of", &of.to_string())])
    };
    let width = move || {
        let (done, of) = done.get();
        [(done * 100 / of.max(1)).to_string().as_str(), "%"].concat()
    };
    view! {
        {crumbs(case)}
        <PageHead title=title over=over(case)/>
        <div class="split case overview">
            <div class="case-now">{what_now(case)}</div>
            <div class="case-main">
                <section>
                    <div class="spread">
                        <h2>{tr(keys::application::SECTIONS)}</h2>
                        <span class="small muted">{counted}</span>
                    </div>
                    <div class="meter" aria-hidden="true">
                        <i style:width=width></i>
                    </div>
                    <TaskList rows=steps/>
                    {saved(case)}
                </section>
                {move || {
                    case.now
                        .with(|now| advice(&now.advice))
                        .map(|list| {
                            view! {
                                <section class="section">
                                    <h2>{tr(keys::application::ADVICE)}</h2>
                                    {list}
                                </section>
                            }
                        })
                }}
                {who(case)}
            </div>
            <aside class="stack">{status(case)} {deadline(case)}</aside>
        </div>
    }
    .into_any()
}

fn what_now(case: Case) -> AnyView {
    let strong = tr(keys::application::WHAT_NOW);
    let text = case.text(|application| &application.what_now.text);
    let button = move || {
        case.now.with(target).map(|(href, label)| {
            view! { <LinkButton label=label href=Signal::stored(href) after=Icon::Arrow/> }
        })
    };
    view! {
        <Banner tone=Tone::Progress strong=strong text=text>
            {button}
        </Banner>
    }
    .into_any()
}

fn row(application: &Application, step: &StepView) -> TaskRow {
    let (star, tone, state) = match step.state {
        StepState::Complete => (Star::Done, Tone::Good, keys::state::COMPLETE),
        StepState::Incomplete => (Star::Problem, Tone::Bad, keys::state::INCOMPLETE),
        StepState::NotStarted => (Star::Later, Tone::Neutral, keys::state::NOT_STARTED),
    };
    let summary: Text = match (step.state, step.gaps.first()) {
        (StepState::Incomplete, Some(gap)) if step.summary.is_empty() => gap.text.clone().into(),
        (StepState::NotStarted, _) if step.summary.is_empty() => keys::application::STEP_EMPTY.into(),
        _ => step.summary.clone().into(),
    };
    TaskRow {
        star,
        name: procedures::step_name(&application.draft, &step.id).into(),
        summary,
        tone,
        state: state.into(),
        href: Some(step_address(application.id, &step.id)),
    }
}

fn rows(application: &Application) -> Vec<TaskRow> {
    let ready = application.steps.iter().all(|step| step.state == StepState::Complete);
    let sends = application.confirmation.route.as_deref() == Some("commission");
    let (name, locked, open) = if sends {
        (keys::application::SEND_TASK, keys::application::SEND_TASK_LOCKED, keys::application::SEND_TASK_OPEN)
    } else {
        (keys::application::CHECK_TASK, keys::application::CHECK_TASK_LOCKED, keys::application::CHECK_TASK_OPEN)
    };
    let mut rows: Vec<TaskRow> = application.steps.iter().map(|step| row(application, step)).collect();
    let opens = ready && is_open(application);
    rows.push(TaskRow {
        star: if opens { Star::Now } else { Star::Later },
        name: name.into(),
        summary: if opens { open.into() } else { locked.into() },
        tone: if opens { Tone::Progress } else { Tone::Neutral },
        state: if opens { keys::application::OPEN_NOW.into() } else { keys::state::LOCKED.into() },
        href: opens.then(|| step_address(application.id, "check")),
    });
    rows
}

fn saved(case: Case) -> AnyView {
    (move || {
        case.now.with(|application| application.saved_at).map(|at| {
            let at = at.into();
            let words = move || t_with(keys::application::DRAFT_SAVED, &[("time", &format::date_hour(at))]);
            view! { <p class="after muted small">{icon(Icon::Check)} <span>{words}</span></p> }
        })
    })
    .into_any()
}

fn status(case: Case) -> AnyView {
    let class = move || case.now.with(|now| ["card status-box ", tone_class(now.tone)].concat());
    let list = move || {
        let application = case.now.get();
        let left = remaining(&application, "");
        if left.is_empty() || !is_open(&application) {
            return None;
        }
        let count = i64::try_from(left.len()).unwrap_or_default();
        let missing = application.money.missing_text.clone();
        let findings = left.into_iter().map(|one| match one.finding {
            Some(finding) => Finding { href: one.href, ..Finding::from(&finding) },
            None => Finding {
                text: t_with(keys::application::ADD_MONEY, &[("sum", &missing)]),
                clause: None,
                href: one.href,
            },
        });
        let forms = [keys::application::remain::ONE, keys::application::remain::FEW, keys::application::remain::MANY];
        Some(view! {
            <p class="strong">{t_count(forms, count)}</p>
            {finding_list(findings.collect())}
            <hr/>
        })
    };
    let missing = Memo::new(move |_| case.now.with(|now| now.money.missing.0 > 0 && is_open(now)));
    let top_up = move || {
        missing.get().then(|| {
            let href = Signal::derive(move || case.now.with(|now| top_up_address(now, "")));
            view! {
                <LinkButton
                    kind=Kind::Secondary
                    class="btn-wide"
                    label=keys::header::TOP_UP
                    href=href
                    before=Icon::Plus
                />
            }
        })
    };
    view! {
        <section class=class aria-labelledby="status-title">
            <div class="card-head">
                <p class="small" id="status-title">
                    {tr(keys::application::STATUS)}
                </p>
                <p class="state">{case.text(|now| &now.state_text)}</p>
            </div>
            <div class="card-pad stack">{list} {sums(case)} {top_up}</div>
        </section>
    }
    .into_any()
}

fn who(case: Case) -> AnyView {
    let clause = move || case.now.with(|now| clause_link(&now.confirmation.clause));
    section(
        keys::application::WHO,
        view! { <p class="measure">{case.text(|now| &now.confirmation.text)} " " {clause}</p> }.into_any(),
    )
}

fn section(title: Key, body: AnyView) -> AnyView {
    view! {
        <section class="section">
            <h2>{tr(title)}</h2>
            {body}
        </section>
    }
    .into_any()
}
