//! `/applications`: every application of the person, newest first.

use leptos::prelude::*;
use qabul_contract::applications::ApplicationLine;
use qabul_contract::campaigns::{CampaignPhase, Tone};
use qabul_contract::page::Page;
use qabul_contract::paths;

use crate::i18n::{keys, t_with, tr};
use crate::ui::{Badge, EmptyState, Icon, LinkButton, Loaded, PageHead, icon};
use crate::{api, format};

/// The page.
#[component]
pub fn Applications() -> impl IntoView {
    let cursor = RwSignal::new(None::<String>);
    let list = Loaded::new(move || async move {
        let path = match cursor.get_untracked() {
            Some(cursor) => [paths::APPLICATIONS, "?cursor=", &cursor].concat(),
            None => paths::APPLICATIONS.to_owned(),
        };
        api::get::<Page<ApplicationLine>>(&path).await
    });
    let turn = move |to: Option<String>| {
        cursor.set(to);
        list.reload();
    };
    let shown = list.show(move |page| {
        if page.items.is_empty() {
            return view! {
                <EmptyState text=keys::application::NONE>
                    <LinkButton label=keys::error::TO_SERVICES href="/services"/>
                </EmptyState>
            }
            .into_any();
        }
        let next = page.next.clone();
        let newer = cursor.with_untracked(Option::is_some);
        view! {
            <ul class="rows">{page.items.iter().map(line).collect_view()}</ul>
            <nav class="pages" aria-label=tr(keys::common::PAGE_OF)>
                <span>{newer.then(|| button(keys::application::NEWEST, Callback::new(move |()| turn(None))))}</span>
                <span>
                    {next.map(|next| button(keys::common::FOLLOWING, Callback::new(move |()| turn(Some(next.clone())))))}
                </span>
            </nav>
        }
        .into_any()
    });
    view! {
        <PageHead title=keys::header::APPLICATIONS/>
        {shown}
    }
    .into_any()
}

fn button(label: crate::i18n::Key, press: Callback<()>) -> AnyView {
    view! { <crate::ui::Button kind=crate::ui::Kind::Secondary label on_press=press/> }.into_any()
}

fn line(line: &ApplicationLine) -> AnyView {
    let waits = line.tone == Tone::Waiting && line.campaign.phase == CampaignPhase::Open;
    let page = if line.tone == Tone::Waiting { "" } else { "/status" };
    let href = ["/applications/", &line.id.to_string(), page].concat();
    let (number, year) = (format::work_number(&line.work_number), line.campaign.academic_year.clone());
    let meta = move || [year.as_str(), " · ", &t_with(keys::application::NUMBER, &[("number", &number)])].concat();
    let deadline = line.campaign.deadline.clone();
    view! {
        <li class="service-line" class:loud=waits>
            <div>
                <a class="cover" href=href>
                    {line.campaign.title.clone()}
                </a>
                <p class="small muted">{meta}</p>
                {waits
                    .then(|| {
                        view! {
                            <p class="small">{move || t_with(keys::time::UNTIL, &[("date", &deadline)])}</p>
                        }
                    })}
            </div>
            <Badge tone=line.tone label=line.state_text.clone() with_icon=true/>
            {icon(Icon::Forward)}
        </li>
    }
    .into_any()
}
