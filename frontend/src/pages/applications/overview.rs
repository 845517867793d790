//! `/applications/:id`: what to do now, the sections, what is missing, the deadline, who confirms.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::{Application, StepState, StepView};
use qabul_contract::campaigns::Tone;
use wasm_bindgen::JsCast;

use super::desk;
use super::parts::{crumbs, deadline, over, sums, waits};
use crate::format;
use crate::i18n::{Text, keys, t_count, t_with, text_of};
use crate::procedures;
use crate::ui::el::Live;
use crate::ui::icon::sign;
use crate::ui::{
    Banner, El, Icon, Kind, LinkButton, PageHead, Star, TaskList, TaskRow, effect, el, live, parts, tone_class,
};
use crate::wizard::{
    Case, Finding, advice, finding_list, in_hand, is_open, remaining, sends, step_address, target, top_up_address,
    waits_for, with_case,
};

/// The page. An application that no longer waits for the person is shown on the status page.
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
    let done = move || {
        case.now.with(|now| {
            let done = now.steps.iter().filter(|step| step.state == StepState::Complete).count();
            (done, now.steps.len())
        })
    };
    let counted = text_of(move || {
        let (done, of) = done();
        t_with(keys::application::DONE_OF, &[("done", &done.to_string()), ("of", &of.to_string())])
    });
    let share = Text::derive(move || {
        let (done, of) = done();
        (done * 100 / of.max(1)).to_string()
    });
    let head = el("div")
        .class("spread")
        .add(el("h2").add(keys::application::SECTIONS))
        .add(el("span").class("small muted").add(counted));
    let sections = el("section")
        .add(head)
        .add(el("div").class("meter").set("aria-hidden", "true").add(bar(share)))
        .add(view! { <TaskList rows=steps/> }.into_any())
        .add(saved(case));
    let advised = live(move || {
        let list = case.now.with(|now| advice(&now.advice));
        list.map(|list| el("section").class("section").add(el("h2").add(keys::application::ADVICE)).add(list))
    });
    case.follow();
    let main = el("div").class("case-main").add(desk::returned(case)).add(sections).add(advised).add(desk::route(case));
    let aside = el("aside").class("stack").add(status(case)).add(deadline(case));
    let body = el("div")
        .class("split case overview")
        .add(el("div").class("case-now").add(what_now(case)))
        .add(main)
        .add(aside);
    parts((crumbs(case), (view! { <PageHead title=title over=over(case)/> }.into_any(), (waits(), body))))
}

/// The filled part of the meter. The width is set through the element's style object, because the content policy allows
/// no inline styles in markup.
fn bar(share: Text) -> El {
    let bar = el("i");
    let node = bar.node();
    effect(move |_| {
        if let Some(bar) = node.dyn_ref::<web_sys::HtmlElement>() {
            let _ = bar.style().set_property("width", &[share.get().as_str(), "%"].concat());
        }
    });
    bar
}

fn what_now(case: Case) -> AnyView {
    let text = case.text(|application| &application.what_now.text);
    let button = move || {
        live(move || {
            case.now.with(target).map(|(href, label)| {
                view! { <LinkButton label=label href=Signal::stored(href) after=Icon::Arrow/> }.into_any()
            })
        })
        .into_any()
    };
    view! {
        <Banner tone=Tone::Progress strong=keys::application::WHAT_NOW text=text>
            {button()}
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
    let (name, locked, open) = if sends(application) {
        (keys::application::SEND_TASK, keys::application::SEND_TASK_LOCKED, keys::application::SEND_TASK_OPEN)
    } else {
        (keys::application::CHECK_TASK, keys::application::CHECK_TASK_LOCKED, keys::application::CHECK_TASK_OPEN)
    };
    let mut rows: Vec<TaskRow> = application.steps.iter().map(|step| row(application, step)).collect();
    // Nothing is offered that is not possible yet.
    let waits = waits_for(application).map(|finding| finding.text.clone());
    let opens = ready && is_open(application) && waits.is_none();
    let locked = waits.filter(|_| ready).map_or_else(|| Text::from(locked), Text::from);
    rows.push(TaskRow {
        star: if opens { Star::Now } else { Star::Later },
        name: name.into(),
        summary: if opens { open.into() } else { locked },
        tone: if opens { Tone::Progress } else { Tone::Neutral },
        state: if opens { keys::application::OPEN_NOW.into() } else { keys::state::LOCKED.into() },
        href: opens.then(|| step_address(application.id, "check")),
    });
    rows
}

fn saved(case: Case) -> Live {
    live(move || {
        case.now.with(|application| application.saved_at).map(|at| {
            let at = at.into();
            let words = text_of(move || t_with(keys::application::DRAFT_SAVED, &[("time", &format::date_hour(at))]));
            el("p").class("after muted small").add(sign(Icon::Check)).add(el("span").add(words))
        })
    })
}

fn left(application: &Application) -> Option<(El, El)> {
    let left = remaining(application, "");
    if left.is_empty() || !is_open(application) {
        return None;
    }
    let count = i64::try_from(left.len()).unwrap_or_default();
    let findings = left.into_iter().map(|one| match one.finding {
        Some(finding) => Finding { href: one.href, ..Finding::from(&finding) },
        None => Finding {
            text: t_with(keys::application::ADD_MONEY, &[("sum", &application.money.missing_text)]),
            clause: None,
            href: one.href,
        },
    });
    let forms = if sends(application) {
        use keys::application::remain_send::{FEW, MANY, ONE};
        [ONE, FEW, MANY]
    } else {
        use keys::application::remain::{FEW, MANY, ONE};
        [ONE, FEW, MANY]
    };
    let count = el("p").class("strong").add(t_count(forms, count).as_str());
    Some((count, finding_list(findings.collect())))
}

fn status(case: Case) -> El {
    let list = live(move || case.now.with(left).map(|left| (left, el("hr"))));
    let top_up = live(move || {
        let missing = case.now.with(|now| now.money.missing.0 > 0 && is_open(now));
        missing.then(|| {
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
            .into_any()
        })
    });
    let head = el("div")
        .class("card-head")
        .add(el("p").class("small").set("id", "status-title").add(keys::application::STATUS))
        .add(el("p").class("state").add(case.text(|now| &now.state_text)));
    el("section")
        .live("class", move || Some(case.now.with(|now| ["card status-box ", tone_class(now.tone)].concat())))
        .set("aria-labelledby", "status-title")
        .add(head)
        .add(el("div").class("card-pad stack").add(list).add(sums(case)).add(top_up))
}
