//! `/`: what it is, what is open, the four steps, what one needs.

use leptos::prelude::*;
use qabul_contract::campaigns::{Campaign, CampaignList, CampaignPhase, Tone};
use qabul_contract::paths;

use crate::i18n::{Key, keys, t, t_with, tr};
use crate::ui::head::focused_heading;
use crate::ui::{
    Badge, Countdown, DeadlineText, EmptyState, Icon, Kind, Lattice, LinkButton, Loaded, Star, icon, star,
};
use crate::{api, dom, format, session};

const WIDE: &[(u16, u16, &str)] = &[(4, 0, "pane-sea"), (3, 1, "pane-saffron"), (2, 2, "pane-sea"), (4, 2, "pane-pom")];
const NARROW: &[(u16, u16, &str)] = &[(1, 0, "pane-sea"), (4, 0, "pane-saffron"), (6, 0, "pane-pom")];

/// The page.
#[component]
pub fn Start() -> impl IntoView {
    Effect::new(|_| dom::set_title(&[t(keys::common::BRAND).as_str(), " – ", &t(keys::common::TAGLINE)].concat()));
    let campaigns = Loaded::new(|| api::get_public::<CampaignList>(paths::CAMPAIGNS));
    let offer = move || {
        campaigns.value.with(|list| match list {
            Some(list) => list.items.iter().find(|one| one.phase == CampaignPhase::Open).map(offer),
            None if campaigns.failure.with(Option::is_some) => None,
            None => Some(waiting()),
        })
    };
    let services = campaigns.show(|list| {
        if list.items.is_empty() {
            return view! { <EmptyState text=keys::start::NONE/> }.into_any();
        }
        let count = list.items.len().to_string();
        let rows = list.items.iter().take(4).map(line).collect_view();
        view! {
            <ul class="rows">{rows}</ul>
            <p class="after">
                <a href="/services">{tr(keys::start::ALL_SERVICES)} " (" {count} ")"</a>
            </p>
        }
        .into_any()
    });
    view! {
        {hero()}
        <div class="wrap">{offer}</div>
        <div class="wrap page">
            {four_steps()}
            <div class="two section">
                <section>
                    <h2 class="head">{tr(keys::start::SERVICES)}</h2>
                    {services}
                </section>
                <section class="stack-l">
                    <h2 class="head">{tr(keys::start::NEED)}</h2>
                    {needed()}
                    <div class="card card-pad stack-s">
                        <h3>{tr(keys::start::VERIFY)}</h3>
                        <p class="muted small">{tr(keys::start::VERIFY_TEXT)}</p>
                        <p>
                            <a class="strong" href=crate::frame::VERIFY rel="external">
                                {tr(keys::start::VERIFY_LINK)}
                            </a>
                        </p>
                    </div>
                </section>
            </div>
        </div>
    }
    .into_any()
}

fn hero() -> AnyView {
    let heading = focused_heading();
    let signed_in = Memo::new(|_| session::me().is_some());
    let ways = move || {
        if signed_in.get() {
            view! { <LinkButton class="btn-big" label=keys::start::ALL_SERVICES href="/services" after=Icon::Arrow/> }
                .into_any()
        } else {
            view! {
                <LinkButton class="btn-big" label=keys::start::REGISTER href="/register" after=Icon::Arrow/>
                <LinkButton class="btn-big" kind=Kind::Secondary label=keys::header::SIGN_IN href="/login"/>
            }
            .into_any()
        }
    };
    view! {
        <div class="hero on-band">
            <Lattice class="hero-wide" panes=WIDE/>
            <div class="wrap">
                <h1 node_ref=heading tabindex="-1">
                    {tr(keys::start::TITLE)}
                </h1>
                <p>{tr(keys::start::LEAD)}</p>
                <div class="actions">{ways}</div>
            </div>
            <Lattice class="hero-narrow" panes=NARROW small=true/>
        </div>
    }
    .into_any()
}

/// The place of the offer while it comes, so that nothing jumps.
fn waiting() -> AnyView {
    view! {
        <div class="card card-pad offer offer-wait" aria-busy="true">
            <div class="skeleton" aria-hidden="true">
                <i class="s"></i>
                <i class="h"></i>
                <i></i>
            </div>
        </div>
    }
    .into_any()
}

fn fact(name: Key, value: AnyView) -> AnyView {
    view! {
        <div>
            <dt>{tr(name)}</dt>
            <dd>{value}</dd>
        </div>
    }
    .into_any()
}

fn offer(campaign: &Campaign) -> AnyView {
    let target = Signal::derive(|| {
        if session::me().is_some() { "/services".to_owned() } else { "/login?to=%2Fservices".to_owned() }
    });
    let fee = campaign.fee_text.clone();
    view! {
        <section class="card offer">
            <div class="offer-main">
                <Badge tone=Tone::Good label=keys::start::OPEN_NOW with_icon=true/>
                <h2>{campaign.title.clone()}</h2>
                <dl class="facts">
                    {fact(keys::start::DEADLINE, view! { <DeadlineText until=campaign.closes_at.into()/> }.into_any())}
                    {fact(keys::start::FEE, fee.into_any())}
                    {fact(keys::start::TAKES, (|| t(keys::start::TAKES_VALUE)).into_any())}
                </dl>
            </div>
            <div class="offer-side">
                <p class="small muted">{tr(keys::start::LEFT)}</p>
                <p class="figure">
                    <Countdown until=campaign.closes_at.into() bare=true/>
                </p>
                <LinkButton class="btn-wide" label=keys::start::APPLY href=target after=Icon::Arrow/>
            </div>
        </section>
    }
    .into_any()
}

fn line(campaign: &Campaign) -> AnyView {
    let (tone, state) = match campaign.phase {
        CampaignPhase::Open => (Tone::Good, keys::start::BADGE_OPEN),
        CampaignPhase::Announced => (Tone::Neutral, keys::start::BADGE_SOON),
        CampaignPhase::Closed => (Tone::Neutral, keys::start::BADGE_OVER),
    };
    let (phase, opens, deadline) = (campaign.phase, campaign.opens_at.into(), campaign.deadline.clone());
    let when = move || match phase {
        CampaignPhase::Open => t_with(keys::time::UNTIL, &[("date", &deadline)]),
        CampaignPhase::Announced => t_with(keys::start::OPENS_ON, &[("date", &format::date(opens))]),
        CampaignPhase::Closed => deadline.clone(),
    };
    view! {
        <li class="service-line">
            <div>
                <a class="cover" href="/services">
                    {campaign.title.clone()}
                </a>
                <p class="small muted">{when}</p>
            </div>
            <Badge tone label=state/>
            {icon(Icon::Forward)}
        </li>
    }
    .into_any()
}

fn four_steps() -> AnyView {
    let step = |number, title: Key, text: Key| {
        view! {
            <li>
                {star(Star::Number(number))}
                <h3>{tr(title)}</h3>
                <p>{tr(text)}</p>
            </li>
        }
        .into_any()
    };
    view! {
        <section class="section-first">
            <h2 class="head">{tr(keys::start::STEPS)}</h2>
            <ol class="four">
                {step(1, keys::start::STEP1, keys::start::STEP1_TEXT)}
                {step(2, keys::start::STEP2, keys::start::STEP2_TEXT)}
                {step(3, keys::start::STEP3, keys::start::STEP3_TEXT)}
                {step(4, keys::start::STEP4, keys::start::STEP4_TEXT)}
            </ol>
        </section>
    }
    .into_any()
}

fn needed() -> AnyView {
    let row = |what: Key, more: Option<Key>| {
        view! {
            <li>
                {icon(Icon::Check)}
                <span>
                    <b>{tr(what)}</b>
                    {more.map(|more| view! { " " {tr(more)} })}
                </span>
            </li>
        }
        .into_any()
    };
    view! {
        <ul class="card card-pad ticks">
            {row(keys::start::NEED_ID, Some(keys::start::NEED_ID_TEXT))}
            {row(keys::start::NEED_PHONE, Some(keys::start::NEED_PHONE_TEXT))}
            {row(keys::start::NEED_EMAIL, None)}
            {row(keys::start::NEED_CARD, Some(keys::start::NEED_CARD_TEXT))}
        </ul>
    }
    .into_any()
}
