//! `/applications`: every application of the person, newest first.

use leptos::prelude::*;
use qabul_contract::applications::ApplicationLine;
use qabul_contract::campaigns::{CampaignPhase, Tone};
use qabul_contract::page::Page;
use qabul_contract::paths;

use crate::i18n::{Key, keys, t_with, text_of};
use crate::ui::blocks::badge;
use crate::ui::icon::sign;
use crate::ui::{Button, El, EmptyState, Icon, Kind, LinkButton, Loaded, PageHead, el, parts};
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
        let newer = cursor.with_untracked(Option::is_some);
        let back = newer.then(|| button(keys::application::NEWEST, Callback::new(move |()| turn(None))));
        let on = page
            .next
            .clone()
            .map(|next| button(keys::common::FOLLOWING, Callback::new(move |()| turn(Some(next.clone())))));
        let pages = el("nav")
            .class("pages")
            .says("aria-label", keys::common::PAGE_OF)
            .add(el("span").add(back))
            .add(el("span").add(on));
        let rows = el("ul").class("rows").add(page.items.iter().map(line).collect::<Vec<_>>());
        parts((rows, pages))
    });
    parts((view! { <PageHead title=keys::header::APPLICATIONS/> }.into_any(), shown))
}

fn button(label: Key, press: Callback<()>) -> AnyView {
    view! { <Button kind=Kind::Secondary label on_press=press/> }.into_any()
}

fn line(line: &ApplicationLine) -> El {
    let waits = line.tone == Tone::Waiting && line.campaign.phase == CampaignPhase::Open;
    let page = if line.tone == Tone::Waiting { "" } else { "/status" };
    let href = ["/applications/", &line.id.to_string(), page].concat();
    let (number, year) = (format::work_number(&line.work_number), line.campaign.academic_year.clone());
    let meta =
        text_of(move || [year.as_str(), " · ", &t_with(keys::application::NUMBER, &[("number", &number)])].concat());
    // The application's own deadline: the commission's is before the campaign's.
    let until = line.due.as_ref().filter(|_| waits).map(|due| {
        let deadline = due.text.clone();
        let words = text_of(move || t_with(keys::time::UNTIL, &[("date", &deadline)]));
        el("p").class("small").add(words)
    });
    let words = el("div")
        .add(el("a").class("cover").set("href", &href).add(line.campaign.title.as_str()))
        .add(el("p").class("small muted").add(meta))
        .add(until);
    el("li")
        .class(if waits { "service-line loud" } else { "service-line" })
        .add(words)
        .add(badge(line.tone, line.state_text.clone(), true))
        .add(sign(Icon::Forward))
}
