//! `/applications/:id/status`: what to do now, what happened, what is expected, what can be printed.

use leptos::prelude::*;
use qabul_contract::applications::{Application, StepView, Timeline as Told, TimelineLine};
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;

use super::desk;
use super::parts::{deadline, download, save, section, short_over, state};
use crate::i18n::{Text, keys, text_of};
use crate::ui::icon::lattice;
use crate::ui::{
    Banner, El, EventPhase, Icon, Kind, LinkButton, Loaded, PageHead, Timeline, TimelineRow, effect, el, live, parts,
};
use crate::wizard::{Case, Finding, advice, finding_list, in_hand, remaining, target, with_case};
use crate::{api, format};

/// The page.
#[component]
pub fn Status() -> impl IntoView {
    with_case(page)
}

fn page(case: Case) -> AnyView {
    let timeline =
        Loaded::new(move || async move { api::get::<Told>(&paths::of_application(case.id, "timeline")).await });
    // An act on the page may add an event to the timeline.
    effect(move |first| {
        case.now.track();
        if !first {
            timeline.reload();
        }
    });
    let told = timeline.show(|told| {
        let rows: Vec<TimelineRow> = told.items.iter().map(row).collect();
        view! { <Timeline rows/> }.into_any()
    });
    let head = view! {
        <PageHead
            title=case.text(|now| &now.campaign.title)
            back=Signal::stored("/applications".to_owned())
            back_label=Text::from(keys::header::APPLICATIONS)
            over=short_over(case)
        />
    };
    let main = el("div")
        .add(what_now(case))
        .add(desk::returned(case))
        .add(live(move || loud(case)))
        .add(live(move || case.now.with(|now| awaits(now).then(|| desk::bring(now)))))
        .add(section("section-s", keys::application::COURSE).add(told));
    case.follow();
    let aside = el("aside")
        .class("stack")
        .add(deadline(case))
        .add(live(move || documents(case)))
        .add(summary(case))
        .add(desk::withdrawal(case));
    parts((head.into_any(), (state(case), el("div").class("split case").add(main).add(aside))))
}

/// A prominent warning that the application is not confirmed, and what is missing.
fn loud(case: Case) -> Option<El> {
    let (waits, left) = case.now.with(|now| (in_hand(now), remaining(now, "")));
    let findings: Vec<Finding> = left
        .into_iter()
        .filter_map(|one| one.finding.map(|finding| Finding { href: one.href, ..Finding::from(&finding) }))
        .collect();
    (waits && !findings.is_empty()).then(|| {
        let banner = view! { <Banner tone=Tone::Waiting strong=keys::services::AWAITS/> };
        el("section").class("section-s stack").add(banner.into_any()).add(finding_list(findings))
    })
}

fn prints(case: Case) -> bool {
    case.now.with(|now| now.documents.iter().any(|kind| kind == "application"))
}

fn told_to_print(case: Case) -> bool {
    case.now.with(|now| now.what_now.target.as_deref() == Some("print"))
}

fn what_now(case: Case) -> El {
    let button = live(move || match case.now.with(target).filter(|_| !told_to_print(case)) {
        Some((href, label)) => Some(
            view! { <LinkButton class="btn-wide" label=label href=Signal::stored(href) after=Icon::Arrow/> }.into_any(),
        ),
        None if prints(case) => Some(download(case, Kind::Primary, keys::application::PRINT, Icon::Print)),
        None => None,
    });
    el("section")
        .class("now-card on-band")
        .add(lattice("", &[], false))
        .add(el("p").class("muted").add(keys::application::WHAT_NOW_TITLE))
        .add(el("h2").add(case.text(|now| &now.what_now.text)))
        .add(el("div").class("now-act").add(button))
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
        text_of(move || {
            // An expected event is described with its date already.
            let at = at.filter(|_| phase != EventPhase::Later || detail.is_none());
            let parts = [at.map(format::date_hour), actor.clone(), detail.clone()];
            parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
        })
    });
    TimelineRow { phase, event: line.text.clone().into(), details: details.into_iter().collect() }
}

/// Whether it is at the commission and the person must go there.
fn awaits(now: &Application) -> bool {
    !in_hand(now) && now.due.is_some()
}

/// The documents. If printing is the next thing to do, its button is in the card above.
fn documents(case: Case) -> Option<El> {
    let print = (prints(case) && !told_to_print(case))
        .then(|| download(case, Kind::Secondary, keys::application::DOWNLOAD, Icon::Download));
    let receipt = case.now.with(|now| now.receipt).map(|id| {
        let file = move || (paths::receipt(id), "qebul-qebz.pdf".to_owned());
        save(Kind::Secondary, "btn-wide", keys::application::RECEIPT, Icon::Download, file)
    });
    let any = print.is_some() || receipt.is_some();
    any.then(|| section("card card-pad stack", keys::application::DOCUMENTS).add(print).add(receipt))
}

/// The valid answers, section by section.
fn summary(case: Case) -> El {
    let sections = live(move || {
        case.now.with(|application| {
            let steps = application.steps.iter().filter(|step| !step.rows.is_empty());
            let section = |step: &StepView| {
                let pairs: Vec<El> = step
                    .rows
                    .iter()
                    .map(|row| {
                        let name = el("dt").class("muted").add(row.label.as_str());
                        let value = el("dd");
                        let value = if row.value.is_empty() {
                            value.add(keys::common::NOT_GIVEN)
                        } else {
                            value.add(row.value.as_str())
                        };
                        el("div").add(name).add(value)
                    })
                    .collect();
                let name = crate::procedures::step_name(&application.draft, &step.id);
                el("details").add(el("summary").add(name)).add(el("dl").class("pairs small").add(pairs))
            };
            steps.map(section).collect::<Vec<_>>()
        })
    });
    let advised = live(move || case.now.with(|now| if in_hand(now) { advice(&now.advice) } else { None }));
    section("card card-pad", keys::application::ANSWERS).add(sections).add(advised)
}
