//! `/`: what the portal is, what is open, the four steps, what is needed.

use leptos::prelude::*;
use qabul_contract::campaigns::{Campaign, CampaignList, CampaignPhase, Tone};
use qabul_contract::paths;

use crate::i18n::{Key, keys, t, t_with, text_of, tr};
use crate::ui::blocks::badge;
use crate::ui::head::heading;
use crate::ui::icon::{lattice, sign, star_sign};
use crate::ui::{
    Countdown, DeadlineText, El, EmptyState, Icon, Kind, LinkButton, Loaded, Star, effect, el, live, memo, parts,
};
use crate::{api, dom, format, session};

const WIDE: &[(u16, u16, &str)] = &[(4, 0, "pane-sea"), (3, 1, "pane-saffron"), (2, 2, "pane-sea"), (4, 2, "pane-pom")];
const NARROW: &[(u16, u16, &str)] = &[(1, 0, "pane-sea"), (4, 0, "pane-saffron"), (6, 0, "pane-pom")];

/// The page.
pub fn view() -> AnyView {
    effect(|_| dom::set_title(&[t(keys::common::BRAND).as_str(), " – ", &t(keys::common::TAGLINE)].concat()));
    let campaigns = Loaded::new(|| api::get_public::<CampaignList>(paths::CAMPAIGNS));
    let offer = live(move || {
        campaigns.value.with(|list| match list {
            Some(list) => list.items.iter().find(|one| one.phase == CampaignPhase::Open).map(offer),
            None if campaigns.failure.with(Option::is_some) => None,
            None => Some(waiting()),
        })
    });
    let title = |key: Key| el("h2").class("head").add(key);
    let services = el("section").add(title(keys::start::SERVICES)).add(campaigns.show(services));
    let need = el("section").class("stack-l").add(title(keys::start::NEED)).add(needed()).add(check());
    let steps = el("section").class("section-first").add(title(keys::start::STEPS)).add(four_steps());
    let page = el("div").class("wrap page").add(steps).add(el("div").class("two section").add(services).add(need));
    parts((hero(), (el("div").class("wrap").add(offer), page)))
}

fn hero() -> El {
    let signed_in = memo(|| session::me().is_some());
    let ways = live(move || {
        let way = |label: Key, href: &'static str, kind: Kind, after: Option<Icon>| {
            let class = if kind == Kind::Primary { "btn btn-primary btn-big" } else { "btn btn-secondary btn-big" };
            el("a").class(class).set("href", href).add(el("span").add(label)).add(after.map(sign))
        };
        if signed_in.get() {
            vec![way(keys::start::ALL_SERVICES, "/services", Kind::Primary, Some(Icon::Arrow))]
        } else {
            vec![
                way(keys::start::REGISTER, "/register", Kind::Primary, Some(Icon::Arrow)),
                way(keys::header::SIGN_IN, "/login", Kind::Secondary, None),
            ]
        }
    });
    let words = el("div")
        .class("wrap")
        .add(heading(tr(keys::start::TITLE)))
        .add(el("p").add(keys::start::LEAD))
        .add(el("div").class("actions").add(ways));
    el("div").class("hero on-band").add(lattice("hero-wide", WIDE, false)).add(words).add(lattice(
        "hero-narrow",
        NARROW,
        true,
    ))
}

/// Placeholder for the open service while it loads, so that the layout does not shift.
fn waiting() -> El {
    let lines: Vec<El> = ["s", "h", ""].into_iter().map(|class| el("i").class(class)).collect();
    let shapes = el("div").class("skeleton").set("aria-hidden", "true").add(lines);
    el("div").class("card card-pad offer offer-wait").set("aria-busy", "true").add(shapes)
}

fn fact(name: Key, value: El) -> El {
    el("div").add(el("dt").add(name)).add(value)
}

fn offer(campaign: &Campaign) -> El {
    let target =
        text_of(|| if session::me().is_some() { "/services".to_owned() } else { "/login?to=%2Fservices".to_owned() });
    let until = campaign.closes_at.into();
    let facts = el("dl")
        .class("facts")
        .add(fact(keys::start::DEADLINE, el("dd").add(view! { <DeadlineText until/> }.into_any())))
        .add(fact(keys::start::FEE, el("dd").add(campaign.fee_text.as_str())))
        .add(fact(keys::start::TAKES, el("dd").add(keys::start::TAKES_VALUE)));
    let main = el("div")
        .class("offer-main")
        .add(badge(Tone::Good, keys::start::OPEN_NOW, true))
        .add(el("h2").add(campaign.title.as_str()))
        .add(facts);
    let apply = view! { <LinkButton class="btn-wide" label=keys::start::APPLY href=target after=Icon::Arrow/> };
    let side = el("div")
        .class("offer-side")
        .add(el("p").class("small muted").add(keys::start::LEFT))
        .add(el("p").class("figure").add(view! { <Countdown until bare=true/> }.into_any()))
        .add(apply.into_any());
    el("section").class("card offer").add(main).add(side)
}

fn services(list: CampaignList) -> AnyView {
    if list.items.is_empty() {
        return view! { <EmptyState text=keys::start::NONE/> }.into_any();
    }
    let rows: Vec<El> = list.items.iter().take(4).map(line).collect();
    let count = [" (", &list.items.len().to_string(), ")"].concat();
    let all = el("a").set("href", "/services").add(keys::start::ALL_SERVICES).add(count.as_str());
    parts((el("ul").class("rows").add(rows), el("p").class("after").add(all)))
}

fn line(campaign: &Campaign) -> El {
    let (tone, state) = match campaign.phase {
        CampaignPhase::Open => (Tone::Good, keys::start::BADGE_OPEN),
        CampaignPhase::Announced => (Tone::Neutral, keys::start::BADGE_SOON),
        CampaignPhase::Closed => (Tone::Neutral, keys::start::BADGE_OVER),
    };
    let (phase, opens, deadline) = (campaign.phase, campaign.opens_at.into(), campaign.deadline.clone());
    let when = text_of(move || match phase {
        CampaignPhase::Open => t_with(keys::time::UNTIL, &[("date", &deadline)]),
        CampaignPhase::Announced => t_with(keys::start::OPENS_ON, &[("date", &format::date(opens))]),
        CampaignPhase::Closed => deadline.clone(),
    });
    let words = el("div")
        .add(el("a").class("cover").set("href", "/services").add(campaign.title.as_str()))
        .add(el("p").class("small muted").add(when));
    el("li").class("service-line").add(words).add(badge(tone, state, false)).add(sign(Icon::Forward))
}

fn four_steps() -> El {
    let steps = [
        (keys::start::STEP1, keys::start::STEP1_TEXT),
        (keys::start::STEP2, keys::start::STEP2_TEXT),
        (keys::start::STEP3, keys::start::STEP3_TEXT),
        (keys::start::STEP4, keys::start::STEP4_TEXT),
    ];
    let steps: Vec<El> = (1..)
        .zip(steps)
        .map(|(number, (title, text))| {
            el("li").add(star_sign(Star::Number(number))).add(el("h3").add(title)).add(el("p").add(text))
        })
        .collect();
    el("ol").class("four").add(steps)
}

fn needed() -> El {
    let row = |what: Key, more: Option<Key>| {
        let words = el("span").add(el("b").add(what)).add(more.map(|more| (" ", more)));
        el("li").add(sign(Icon::Check)).add(words)
    };
    el("ul")
        .class("card card-pad ticks")
        .add(row(keys::start::NEED_ID, Some(keys::start::NEED_ID_TEXT)))
        .add(row(keys::start::NEED_PHONE, Some(keys::start::NEED_PHONE_TEXT)))
        .add(row(keys::start::NEED_EMAIL, None))
        .add(row(keys::start::NEED_CARD, Some(keys::start::NEED_CARD_TEXT)))
}

fn check() -> El {
    let link =
        el("a").class("strong").set("href", crate::frame::VERIFY).set("rel", "external").add(keys::start::VERIFY_LINK);
    el("div")
        .class("card card-pad stack-s")
        .add(el("h3").add(keys::start::VERIFY))
        .add(el("p").class("muted small").add(keys::start::VERIFY_TEXT))
        .add(el("p").add(link))
        .add(el("p").add(el("a").class("strong").set("href", "/eligibility").add(keys::eligibility::LINK)))
}
