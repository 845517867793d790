//! `/services`: what awaits the person, what is open, what comes.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::{OpenApplication, Opened};
use qabul_contract::campaigns::{CampaignList, CampaignPhase, Service, ServiceAction, ServiceList, Tone};
use qabul_contract::paths;

use crate::api::{self, Failure};
use crate::i18n::{Key, keys, t, t_count, t_with, tr};
use crate::ui::{
    Badge, Banner, Button, Countdown, EmptyState, FailureBanner, Form, Icon, Kind, LinkButton, Loaded, PageHead,
};
use crate::{format, session};

/// The page. Signed out, it shows the public list.
#[component]
pub fn Services() -> impl IntoView {
    let services = Loaded::new(load);
    let form = Form::new();
    let busy = RwSignal::new(None);
    let navigate = use_navigate();
    let start = Callback::new(move |campaign_id: uuid::Uuid| {
        busy.set(Some(campaign_id));
        form.send(
            async move { api::post::<_, Opened>(paths::APPLICATIONS, &OpenApplication { campaign_id }).await },
            move |opened| navigate(&["/applications/", &opened.id.to_string()].concat(), NavigateOptions::default()),
        );
    });
    // Somebody who signs in meanwhile sees their own list.
    let signed_in = Memo::new(|_| session::me().is_some());
    Effect::new(move |first: Option<()>| {
        signed_in.track();
        if first.is_some() {
            services.reload();
        }
    });
    let waiting = Memo::new(move |_| {
        services.value.with(|list| list.as_ref().map_or(0, |list| list.items.iter().filter(|row| awaits(row)).count()))
    });
    let greeting = move || {
        session::me().map(|me| {
            let name = t_with(keys::services::HELLO, &[("name", &me.given_name)]);
            let forms = [keys::services::waits::ONE, keys::services::waits::FEW, keys::services::waits::MANY];
            let waits = match waiting.get() {
                0 => String::new(),
                count => [" ", &t_count(forms, i64::try_from(count).unwrap_or_default())].concat(),
            };
            view! { <p class="lead greeting">{name} {waits}</p> }
        })
    };
    let failed = move || form.trouble.get().map(|failure| view! { <FailureBanner failure/> });
    let list = services.show(move |list| groups(&list, Start { press: start, form, busy }));
    view! {
        <PageHead title=keys::header::SERVICES/>
        {greeting}
        {failed}
        {list}
    }
    .into_any()
}

async fn load() -> Result<ServiceList, Failure> {
    session::settled().await;
    if session::state().is_some_and(|state| state.me.with_untracked(Option::is_some)) {
        return api::get::<ServiceList>(paths::SERVICES).await;
    }
    let public = api::get_public::<CampaignList>(paths::CAMPAIGNS).await?;
    let items = public.items.into_iter().map(|campaign| {
        let open = campaign.phase == CampaignPhase::Open;
        let action = if open { ServiceAction::Start } else { ServiceAction::Wait };
        Service { campaign, application: None, action }
    });
    Ok(ServiceList { items: items.collect() })
}

/// Starting an application: one at a time.
#[derive(Clone, Copy)]
struct Start {
    press: Callback<uuid::Uuid>,
    form: Form,
    busy: RwSignal<Option<uuid::Uuid>>,
}

/// Whether the row is loud: begun, not confirmed, still possible.
fn awaits(row: &Service) -> bool {
    row.action == ServiceAction::Continue && row.application.as_ref().is_some_and(|own| own.tone == Tone::Waiting)
}

fn groups(list: &ServiceList, start: Start) -> AnyView {
    if list.items.is_empty() {
        return view! { <EmptyState text=keys::start::NONE/> }.into_any();
    }
    let group = |title: Key, fits: fn(&Service) -> bool| {
        let rows: Vec<_> = list.items.iter().filter(|row| fits(row)).map(|row| line(row, start)).collect();
        (!rows.is_empty()).then(|| {
            view! {
                <section class="section-s">
                    <h2 class="head">{tr(title)}</h2>
                    <ul class="rows">{rows}</ul>
                </section>
            }
        })
    };
    view! {
        {list.items.iter().find(|row| awaits(row)).map(loud)}
        {group(keys::services::USED, |row| row.application.is_some())}
        {group(keys::services::OPEN, |row| row.application.is_none() && row.campaign.phase == CampaignPhase::Open)}
        {group(
            keys::services::SOON,
            |row| row.application.is_none() && row.campaign.phase == CampaignPhase::Announced,
        )}
        {group(
            keys::services::ENDED,
            |row| row.application.is_none() && row.campaign.phase == CampaignPhase::Closed,
        )}
    }
    .into_any()
}

/// The loudest sentence of the portal: filled in is not confirmed.
fn loud(row: &Service) -> AnyView {
    let deadline = row.campaign.deadline.clone();
    let text = crate::i18n::text_of(move || t_with(keys::services::AWAITS_TEXT, &[("date", &deadline)]));
    let href = row.application.as_ref().map(|own| ["/applications/", &own.id.to_string()].concat());
    view! {
        <Banner tone=Tone::Waiting strong=keys::services::AWAITS text=text>
            <LinkButton
                label=keys::services::GO
                href=Signal::stored(href.unwrap_or_default())
                after=Icon::Arrow
            />
        </Banner>
    }
    .into_any()
}

fn badge(row: &Service) -> AnyView {
    if let Some(own) = &row.application {
        return view! { <Badge tone=own.tone label=own.state_text.clone() with_icon=true/> }.into_any();
    }
    let (tone, label) = match row.campaign.phase {
        CampaignPhase::Open => (Tone::Progress, keys::start::BADGE_OPEN),
        CampaignPhase::Announced => (Tone::Neutral, keys::state::LOCKED),
        CampaignPhase::Closed => (Tone::Neutral, keys::start::BADGE_OVER),
    };
    view! { <Badge tone label/> }.into_any()
}

fn line(row: &Service, start: Start) -> AnyView {
    let campaign = &row.campaign;
    let (phase, opens) = (campaign.phase, campaign.opens_at.into());
    let number = row.application.as_ref().map(|own| format::work_number(&own.work_number));
    let year = campaign.academic_year.clone();
    let meta = move || {
        let more = match (&number, phase) {
            (Some(number), _) => t_with(keys::services::NUMBER, &[("number", number)]),
            (None, CampaignPhase::Announced) => t_with(keys::start::OPENS_ON, &[("date", &format::date_hour(opens))]),
            (None, CampaignPhase::Closed) => t(keys::services::OVER),
            (None, CampaignPhase::Open) => String::new(),
        };
        if more.is_empty() { year.clone() } else { [year.as_str(), " · ", &more].concat() }
    };
    let href = row.application.as_ref().map(|own| {
        let page = if row.action == ServiceAction::View { "/status" } else { "" };
        ["/applications/", &own.id.to_string(), page].concat()
    });
    let title = match &href {
        Some(href) => view! { <a href=href.clone()>{campaign.title.clone()}</a> }.into_any(),
        None => view! { <span>{campaign.title.clone()}</span> }.into_any(),
    };
    let left = (phase == CampaignPhase::Open && row.action != ServiceAction::View).then(|| {
        view! { <Countdown until=campaign.closes_at.into()/> }
    });
    let over = (phase == CampaignPhase::Closed).then(|| view! { <span class="muted">{tr(keys::time::OVER)}</span> });
    view! {
        <li class="service" class:loud=awaits(row)>
            <div class="service-name">
                {badge(row)} <p class="name">{title}</p> <p class="small muted">{meta}</p>
            </div>
            <div>
                <p class="small muted">{tr(keys::start::DEADLINE)}</p>
                <p class="strong-ish">{campaign.deadline.clone()}</p>
                <p class="small strong-ish">{left} {over}</p>
            </div>
            <div>
                <p class="small muted">{tr(keys::start::FEE)}</p>
                <p class="strong-ish nowrap">{campaign.fee_text.clone()}</p>
            </div>
            <div class="service-act">{button(row, href, start)}</div>
        </li>
    }
    .into_any()
}

fn button(row: &Service, href: Option<String>, start: Start) -> AnyView {
    let id = row.campaign.id;
    let signed_in = session::state().is_some_and(|state| state.me.with_untracked(Option::is_some));
    match (row.action, href) {
        (ServiceAction::Continue, Some(href)) => {
            view! { <LinkButton class="btn-wide" label=keys::common::CONTINUE href=Signal::stored(href)/> }.into_any()
        }
        (ServiceAction::View, Some(href)) => view! {
            <LinkButton class="btn-wide" kind=Kind::Secondary label=keys::services::VIEW href=Signal::stored(href)/>
        }
        .into_any(),
        (ServiceAction::Start, _) if signed_in => {
            let busy = Signal::derive(move || start.form.busy.get() && start.busy.get() == Some(id));
            view! {
                <Button
                    class="btn-wide"
                    kind=Kind::Secondary
                    label=keys::common::START
                    busy=busy
                    busy_label=keys::services::STARTING
                    on_press=Callback::new(move |()| start.press.run(id))
                />
            }
            .into_any()
        }
        (ServiceAction::Start, _) => view! {
            <LinkButton
                class="btn-wide"
                kind=Kind::Secondary
                label=keys::common::START
                href=Signal::stored("/login?to=%2Fservices".to_owned())
            />
        }
        .into_any(),
        _ => ().into_any(),
    }
}
