//! `/applications/:id/status`: what to do now, what happened, what is expected, what can be printed.

use leptos::prelude::*;
use qabul_contract::applications::{Timeline as Told, TimelineLine};
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;

use super::parts::{download, short_over};
use crate::i18n::{Text, keys, tr};
use crate::ui::{Badge, Banner, EventPhase, Icon, Kind, Lattice, LinkButton, Loaded, PageHead, Timeline, TimelineRow};
use crate::wizard::{Case, Finding, advice, finding_list, in_hand, remaining, target, with_case};
use crate::{api, format};

/// The page.
#[component]
pub fn Status() -> impl IntoView {
    with_case(page)
}

fn page(case: Case) -> AnyView {
    let state = move || {
        let (tone, text) = case.now.with(|now| (now.tone, now.state_text.clone()));
        view! { <Badge tone label=text with_icon=true/> }
    };
    let timeline =
        Loaded::new(move || async move { api::get::<Told>(&paths::of_application(case.id, "timeline")).await });
    // What is done on the page may be told by the timeline.
    Effect::new(move |first: Option<()>| {
        case.now.track();
        if first.is_some() {
            timeline.reload();
        }
    });
    let told = timeline.show(|told| {
        let rows: Vec<TimelineRow> = told.items.iter().map(row).collect();
        view! { <Timeline rows/> }.into_any()
    });
    view! {
        <PageHead
            title=case.text(|now| &now.campaign.title)
            back=Signal::stored("/applications".to_owned())
            back_label=Text::from(keys::header::APPLICATIONS)
            over=short_over(case)
        />
        <p class="status-badge">{state}</p>
        <div class="split case">
            <div>
                {what_now(case)} {loud(case)}
                <section class="section-s">
                    <h2 class="head">{tr(keys::application::COURSE)}</h2>
                    {told}
                </section>
            </div>
            <aside class="stack">{documents(case)} {summary(case)}</aside>
        </div>
    }
    .into_any()
}

/// "Not confirmed is loud": what stands between the person and confirmation, also here.
fn loud(case: Case) -> AnyView {
    (move || {
        let application = case.now.get();
        let findings: Vec<Finding> = remaining(&application, "")
            .into_iter()
            .filter_map(|one| one.finding.map(|finding| Finding { href: one.href, ..Finding::from(&finding) }))
            .collect();
        (in_hand(&application) && !findings.is_empty()).then(|| {
            view! {
                <section class="section-s stack">
                    <Banner tone=Tone::Waiting strong=keys::services::AWAITS/>
                    {finding_list(findings)}
                </section>
            }
        })
    })
    .into_any()
}

fn what_now(case: Case) -> AnyView {
    let print = Memo::new(move |_| case.now.with(|now| now.documents.iter().any(|kind| kind == "application")));
    let button = move || {
        let leads = case.now.with(|now| target(now).filter(|_| now.what_now.target.as_deref() != Some("print")));
        match leads {
            Some((href, label)) => Some(
                view! { <LinkButton class="btn-wide" label=label href=Signal::stored(href) after=Icon::Arrow/> }
                    .into_any(),
            ),
            None if print.get() => {
                Some(download(case, Kind::Primary, keys::application::PRINT, Icon::Print, "btn-wide"))
            }
            None => None,
        }
    };
    view! {
        <section class="now-card on-band">
            <Lattice/>
            <p class="muted">{tr(keys::application::WHAT_NOW_TITLE)}</p>
            <h2>{case.text(|now| &now.what_now.text)}</h2>
            <div class="now-act">{button}</div>
        </section>
    }
    .into_any()
}

fn row(line: &TimelineLine) -> TimelineRow {
    let phase = match line.phase.as_str() {
        "done" => EventPhase::Done,
        "now" => EventPhase::Now,
        _ => EventPhase::Later,
    };
    let at = line.at.map(qabul_domain::calendar::Micros::from);
    let (actor, detail) = (line.actor.clone(), line.detail.clone());
    let details = (at.is_some() || actor.is_some() || detail.is_some()).then(|| {
        Text::derive(move || {
            // What is expected says so itself, with its date.
            let at = at.filter(|_| phase != EventPhase::Later || detail.is_none());
            let parts = [at.map(format::date_hour), actor.clone(), detail.clone()];
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        })
    });
    TimelineRow { phase, event: line.text.clone().into(), details: details.into_iter().collect() }
}

fn documents(case: Case) -> AnyView {
    // Where printing is what to do now, its button stands in the card above.
    let has = Memo::new(move |_| {
        case.now.with(|now| {
            let told = now.what_now.target.as_deref() == Some("print");
            !told && now.documents.iter().any(|kind| kind == "application")
        })
    });
    (move || {
        has.get().then(|| {
            view! {
                <section class="card card-pad stack">
                    <h2>{tr(keys::application::DOCUMENTS)}</h2>
                    {download(case, Kind::Secondary, keys::application::DOWNLOAD, Icon::Download, "btn-wide")}
                </section>
            }
        })
    })
    .into_any()
}

/// The answers as they count, section by section.
fn summary(case: Case) -> AnyView {
    let advised = move || case.now.with(|now| if in_hand(now) { advice(&now.advice) } else { None });
    let sections = move || {
        let application = case.now.get();
        let draft = application.draft;
        application
            .steps
            .into_iter()
            .filter(|step| !step.rows.is_empty())
            .map(|step| {
                let name = crate::procedures::step_name(&draft, &step.id);
                let rows = step.rows.into_iter().map(|row| {
                    view! {
                        <div>
                            <dt class="muted">{row.label}</dt>
                            <dd>{row.value}</dd>
                        </div>
                    }
                });
                view! {
                    <details>
                        <summary>{tr(name)}</summary>
                        <dl class="pairs small">{rows.collect_view()}</dl>
                    </details>
                }
            })
            .collect_view()
    };
    view! {
        <section class="card card-pad">
            <h2>{tr(keys::application::ANSWERS)}</h2>
            {sections} {advised}
        </section>
    }
    .into_any()
}
