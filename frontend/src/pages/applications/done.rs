//! `/applications/:id/done`: it is confirmed. Safe to reload, and reached too when the answer was lost.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::Timeline as Told;
use qabul_contract::campaigns::Tone;
use qabul_contract::paths;
use qabul_domain::calendar::Micros;

use super::parts::{download, work_number};
use crate::i18n::{Key, Text, keys, t, t_with, tr};
use crate::ui::head::heading;
use crate::ui::{EventPhase, Icon, Kind, Lattice, LinkButton, Loaded, Timeline, TimelineRow};
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
        // Only what is confirmed is congratulated on.
        if case.now.with_untracked(|now| now.tone != Tone::Good || now.submitted_at.is_none()) {
            go.run(step_address(case.id, "status"));
            return ().into_any();
        }
        page(case)
    })
}

fn fact(name: Key, value: Text) -> AnyView {
    view! {
        <div>
            <dt class="muted">{tr(name)}</dt>
            <dd class="strong">{value}</dd>
        </div>
    }
    .into_any()
}

fn page(case: Case) -> AnyView {
    Effect::new(|_| {
        dom::set_title(&[t(keys::application::DONE_TITLE).as_str(), " – ", &t(keys::common::BRAND)].concat());
    });

    let at = Text::derive(move || {
        case.now.with(|now| now.submitted_at).map(|at| format::date_hour(at.into())).unwrap_or_default()
    });
    let email = Text::derive(move || {
        let email = case.now.with(|now| now.personal.email.clone());
        t_with(keys::application::DONE_EMAIL, &[("email", &email)])
    });
    let next = Loaded::new(move || async move { api::get::<Told>(&paths::of_application(case.id, "timeline")).await });
    let expected = next.show(|told| {
        let later = told.items.iter().filter(|line| line.phase == "later");
        let rows: Vec<TimelineRow> = later
            .map(|line| {
                let at = line.at.map(Micros::from);
                let detail = line.detail.clone();
                let words =
                    Text::derive(move || detail.clone().or_else(|| at.map(format::date_hour)).unwrap_or_default());
                TimelineRow { phase: EventPhase::Later, event: line.text.clone().into(), details: vec![words] }
            })
            .collect();
        view! { <Timeline rows/> }.into_any()
    });
    view! {
        <section class="done-band on-band">
            <Lattice panes=&[(3, 0, "pane-saffron")]/>
            {heading(tr(keys::application::DONE_TITLE))}
            <p class="muted">{case.text(|now| &now.campaign.title)}</p>
            <p class="muted small">{tr(keys::application::WORK_NUMBER)}</p>
            <p class="figure">{work_number(case)}</p>
        </section>
        <div class="split case section-s">
            <div>
                <dl class="done-facts">
                    {fact(keys::application::DONE_AT, at)}
                    {fact(keys::application::DONE_TAKEN, case.text(|now| &now.money.fee_text))}
                    {fact(keys::application::BALANCE, case.text(|now| &now.money.balance_text))}
                </dl>
                <p class="after">{email}</p>
                <section class="section">
                    <h2>{tr(keys::application::NEXT)}</h2>
                    <p class="measure head">{case.text(|now| &now.what_now.text)}</p>
                    {expected}
                </section>
            </div>
            <aside class="stack">
                {download(case, Kind::Primary, keys::application::PRINT, Icon::Print, "btn-wide")}
                <LinkButton
                    kind=Kind::Secondary
                    class="btn-wide"
                    label=keys::application::TO_STATUS
                    href=Signal::stored(step_address(case.id, "status"))
                />
                <LinkButton
                    kind=Kind::Quiet
                    class="btn-wide"
                    label=keys::error::TO_SERVICES
                    href=Signal::stored("/services".to_owned())
                />
            </aside>
        </div>
    }
    .into_any()
}
