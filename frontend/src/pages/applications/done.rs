//! `/applications/:id/done`: the application is confirmed. Reloading is safe; it is also reached if the answer was
//! lost.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::{Timeline as Told, TimelineLine};
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;
use qabul_domain::calendar::Micros;

use super::parts::{download, section, work_number};
use crate::i18n::{Key, Text, keys, t, t_with, text_of};
use crate::ui::head::heading;
use crate::ui::icon::lattice;
use crate::ui::{El, EventPhase, Icon, Kind, LinkButton, Loaded, Timeline, TimelineRow, effect, el, parts};
use crate::wizard::{Case, step_address, with_case};
use crate::{api, dom, format};

/// The page.
#[component]
pub fn Done() -> impl IntoView {
    let navigate = use_navigate();
    let go = Callback::new(move |to: String| {
        navigate(&to, NavigateOptions { replace: true, ..NavigateOptions::default() });
    });
    with_case(move |case| {
        // Shown only for a confirmed application.
        if case.now.with_untracked(|now| now.tone != Tone::Good || now.submitted_at.is_none()) {
            go.run(step_address(case.id, "status"));
            return ().into_any();
        }
        page(case)
    })
}

fn fact(name: Key, value: Text) -> El {
    el("div").add(el("dt").class("muted").add(name)).add(el("dd").class("strong").add(value))
}

fn later(line: &TimelineLine) -> TimelineRow {
    let at = line.at.map(Micros::from);
    let detail = line.detail.clone();
    let words = text_of(move || detail.clone().or_else(|| at.map(format::date_hour)).unwrap_or_default());
    TimelineRow { phase: EventPhase::Later, event: line.text.clone().into(), details: vec![words] }
}

fn page(case: Case) -> AnyView {
    effect(|_| {
        dom::set_title(&[t(keys::application::DONE_TITLE).as_str(), " – ", &t(keys::common::BRAND)].concat());
    });
    let at = text_of(move || {
        case.now.with(|now| now.submitted_at).map(|at| format::date_hour(at.into())).unwrap_or_default()
    });
    let email = text_of(move || {
        let email = case.now.with(|now| now.personal.email.clone());
        t_with(keys::application::DONE_EMAIL, &[("email", &email)])
    });
    let next = Loaded::new(move || async move { api::get::<Told>(&paths::of_application(case.id, "timeline")).await });
    let expected = next.show(|told| {
        let rows: Vec<TimelineRow> = told.items.iter().filter(|line| line.phase == "later").map(later).collect();
        view! { <Timeline rows/> }.into_any()
    });
    let band = el("section")
        .class("done-band on-band")
        .add(lattice("", &[(3, 0, "pane-saffron")], false))
        .add(heading(keys::application::DONE_TITLE.into()))
        .add(el("p").class("muted").add(case.text(|now| &now.campaign.title)))
        .add(el("p").class("muted small").add(keys::application::WORK_NUMBER))
        .add(el("p").class("figure").add(work_number(case)));
    let facts = el("dl")
        .class("done-facts")
        .add(fact(keys::application::DONE_AT, at))
        .add(fact(keys::application::DONE_TAKEN, case.text(|now| &now.money.fee_text)))
        .add(fact(keys::application::BALANCE, case.text(|now| &now.money.balance_text)));
    let next = section("section", keys::application::NEXT)
        .add(el("p").class("measure head").add(case.text(|now| &now.what_now.text)))
        .add(expected);
    let link = |kind: Kind, label: Key, href: String| {
        view! { <LinkButton kind class="btn-wide" label href=Signal::stored(href)/> }.into_any()
    };
    let aside = el("aside")
        .class("stack aside-first")
        .add(download(case, Kind::Primary, keys::application::PRINT, Icon::Print))
        .add(link(Kind::Secondary, keys::application::TO_STATUS, step_address(case.id, "status")))
        .add(link(Kind::Quiet, keys::error::TO_SERVICES, "/services".to_owned()));
    let main = el("div").add(facts).add(el("p").class("after").add(email)).add(next);
    parts((band, el("div").class("split case section-s").add(main).add(aside)))
}
