//! `/services`: applications that wait for the person, open services, announced services.

use crate::router::NavigateOptions;
use crate::router::use_navigate;
use leptos::prelude::*;
use qabul_contract::applications::{OpenApplication, Opened};
use qabul_contract::campaigns::{CampaignList, CampaignPhase, Service, ServiceAction, ServiceList, Tone};
use qabul_contract::paths;
use qabul_domain::calendar::Micros;

use crate::api::{self, Failure};
use crate::i18n::{Key, keys, t, t_count, t_with, text_of};
use crate::ui::blocks::{badge as word, failure_banner};
use crate::ui::{
    Banner, Button, Countdown, El, EmptyState, Form, Icon, Kind, LinkButton, Loaded, PageHead, effect, el, live, memo,
    parts,
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
    // A person who signs in meanwhile gets their own list.
    let signed_in = memo(|| session::me().is_some());
    effect(move |first| {
        signed_in.track();
        if !first {
            services.reload();
        }
    });
    let waiting = memo(move || {
        services.value.with(|list| list.as_ref().map_or(0, |list| list.items.iter().filter(|row| awaits(row)).count()))
    });
    let greeting = live(move || {
        session::me().map(|me| {
            let name = t_with(keys::services::HELLO, &[("name", &me.given_name)]);
            let forms = [keys::services::waits::ONE, keys::services::waits::FEW, keys::services::waits::MANY];
            let waits = match waiting.get() {
                0 => String::new(),
                count => [" ", &t_count(forms, i64::try_from(count).unwrap_or_default())].concat(),
            };
            el("p").class("lead greeting").add(name.as_str()).add(waits.as_str())
        })
    });
    let failed = live(move || form.trouble.get().map(failure_banner));
    let list = services.show(move |list| groups(&list, Start { press: start, form, busy }));
    let ask = el("p").class("section-s").add(el("a").set("href", "/eligibility").add(keys::eligibility::LINK));
    parts((view! { <PageHead title=keys::header::SERVICES/> }.into_any(), (greeting, (failed, (list, ask)))))
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

/// Starting an application; one request at a time.
#[derive(Clone, Copy)]
struct Start {
    press: Callback<uuid::Uuid>,
    form: Form,
    busy: RwSignal<Option<uuid::Uuid>>,
}

/// Whether the row is emphasised: begun, not confirmed, still possible.
fn awaits(row: &Service) -> bool {
    row.action == ServiceAction::Continue && row.application.as_ref().is_some_and(|own| own.tone == Tone::Waiting)
}

fn groups(list: &ServiceList, start: Start) -> AnyView {
    if list.items.is_empty() {
        return view! { <EmptyState text=keys::start::NONE/> }.into_any();
    }
    let group = |title: Key, fits: fn(&Service) -> bool| {
        let rows: Vec<El> = list.items.iter().filter(|row| fits(row)).map(|row| line(row, start)).collect();
        (!rows.is_empty()).then(|| {
            let title = el("h2").class("head").add(title);
            el("section").class("section-s").add(title).add(el("ul").class("rows").add(rows))
        })
    };
    let loud = list.items.iter().find(|row| awaits(row)).map(loud);
    let groups = vec![
        group(keys::services::USED, |row| row.application.is_some()),
        group(keys::services::OPEN, |row| row.application.is_none() && row.campaign.phase == CampaignPhase::Open),
        group(keys::services::SOON, |row| row.application.is_none() && row.campaign.phase == CampaignPhase::Announced),
        group(keys::services::ENDED, |row| row.application.is_none() && row.campaign.phase == CampaignPhase::Closed),
    ];
    parts((loud, groups))
}

/// The deadline as text and as an instant: that of the application, which for the commission's applicants is before the
/// campaign's.
fn due(row: &Service) -> (String, Micros) {
    match row.application.as_ref().and_then(|own| own.due.as_ref()) {
        Some(due) => (due.text.clone(), due.at.into()),
        None => (row.campaign.deadline.clone(), row.campaign.closes_at.into()),
    }
}

/// The most prominent message of the portal: a filled-in application is not confirmed yet.
fn loud(row: &Service) -> AnyView {
    let deadline = due(row).0;
    let sends = row.application.as_ref().is_some_and(|own| own.route.as_deref() == Some("commission"));
    let text = if sends { keys::services::AWAITS_SEND } else { keys::services::AWAITS_TEXT };
    let text = text_of(move || t_with(text, &[("date", &deadline)]));
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

fn badge(row: &Service) -> El {
    if let Some(own) = &row.application {
        return word(own.tone, own.state_text.clone(), true);
    }
    match row.campaign.phase {
        CampaignPhase::Open => word(Tone::Progress, keys::start::BADGE_OPEN, false),
        CampaignPhase::Announced => word(Tone::Neutral, keys::state::LOCKED, false),
        CampaignPhase::Closed => word(Tone::Neutral, keys::start::BADGE_OVER, false),
    }
}

fn line(row: &Service, start: Start) -> El {
    let campaign = &row.campaign;
    let (phase, opens) = (campaign.phase, campaign.opens_at.into());
    let (deadline, at) = due(row);
    let number = row.application.as_ref().map(|own| format::work_number(&own.work_number));
    let year = campaign.academic_year.clone();
    let meta = text_of(move || {
        let own = number.as_deref().map(|number| t_with(keys::services::NUMBER, &[("number", number)]));
        let when = match phase {
            CampaignPhase::Announced => Some(t_with(keys::start::OPENS_ON, &[("date", &format::date_hour(opens))])),
            CampaignPhase::Closed => Some(t(keys::services::OVER)),
            CampaignPhase::Open => None,
        };
        [Some(year.clone()), own, when].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let href = row.application.as_ref().map(|own| {
        let page = if row.action == ServiceAction::View { "/status" } else { "" };
        ["/applications/", &own.id.to_string(), page].concat()
    });
    let title = el(if href.is_some() { "a" } else { "span" }).set_some("href", href.as_deref());
    let left = (phase == CampaignPhase::Open && row.action != ServiceAction::View)
        .then(|| view! { <Countdown until=at/> }.into_any());
    // A person who has not begun may need the commission, which closes earlier.
    let desk = campaign.desk_deadline.clone().filter(|_| row.application.is_none()).map(|desk| {
        let words = text_of(move || t_with(keys::services::DESK_DEADLINE, &[("date", &desk)]));
        el("p").class("small muted").add(words)
    });
    let over = (phase == CampaignPhase::Closed).then(|| el("span").class("muted").add(keys::time::OVER));
    let name = el("div")
        .class("service-name")
        .add(badge(row))
        .add(el("p").class("name").add(title.add(campaign.title.as_str())))
        .add(el("p").class("small muted").add(meta));
    let until = el("div")
        .add(el("p").class("small muted").add(keys::start::DEADLINE))
        .add(el("p").class("strong-ish").add(deadline.as_str()))
        .add(el("p").class("small strong-ish").add(left).add(over))
        .add(desk);
    let fee = el("div")
        .add(el("p").class("small muted").add(keys::start::FEE))
        .add(el("p").class("strong-ish nowrap").add(campaign.fee_text.as_str()));
    el("li")
        .class(if awaits(row) { "service loud" } else { "service" })
        .add(name)
        .add(until)
        .add(fee)
        .add(el("div").class("service-act").add(button(row, href, start)))
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
