//! Badge, banner, stepper, crumbs, empty state (guide §4.13–4.26).

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;

use super::icon::{Icon, Star, icon, star};
use crate::api::Failure;
use crate::i18n::{Text, keys, t_with, tr};

/// Class of a colour role.
pub fn tone_class(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "tone-good",
        Tone::Waiting => "tone-waiting",
        Tone::Progress => "tone-progress",
        Tone::Bad => "tone-bad",
        Tone::Neutral => "tone-neutral",
    }
}

fn tone_icon(tone: Tone) -> Icon {
    match tone {
        Tone::Good => Icon::Check,
        Tone::Waiting | Tone::Bad => Icon::Alert,
        Tone::Progress | Tone::Neutral => Icon::Info,
    }
}

/// A state in one word. Not to be pressed.
#[component]
pub fn Badge(
    /// Colour role.
    tone: Tone,
    /// The word.
    #[prop(into)]
    label: Text,
    /// With the role's icon.
    #[prop(optional)]
    with_icon: bool,
) -> impl IntoView {
    view! {
        <span class=["badge ", tone_class(tone)].concat()>
            {with_icon.then(|| icon(tone_icon(tone)))} {label}
        </span>
    }
    .into_any()
}

/// A message across the page: a bold first sentence, one action.
#[component]
pub fn Banner(
    /// Colour role.
    tone: Tone,
    /// Bold first sentence.
    #[prop(optional, into)]
    strong: Option<Text>,
    /// The rest.
    #[prop(optional, into)]
    text: Option<Text>,
    /// Icon, where the role's own does not fit.
    #[prop(optional)]
    sign: Option<Icon>,
    /// It appears after the page did: `status`, or `alert` where work is in danger.
    #[prop(optional)]
    role: Option<&'static str>,
    /// The one action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class=["banner ", tone_class(tone)].concat() role=role>
            {icon(sign.unwrap_or_else(|| tone_icon(tone)))}
            <p class="banner-body">
                {strong.map(|strong| view! { <strong>{strong}</strong> " " })}
                {text}
            </p>
            {children.map(|children| children())}
        </div>
    }
    .into_any()
}

/// A failed call in words: what is safe, what to do, and the trace id under "Texniki məlumat".
#[component]
pub fn FailureBanner(
    /// What failed.
    failure: Failure,
) -> impl IntoView {
    let tone = if failure.passing() { Tone::Waiting } else { Tone::Bad };
    let trace = failure.trace().map(str::to_owned);
    let texts: Vec<String> = failure.errors().iter().map(|error| error.text.clone()).collect();
    let strong = Signal::derive(move || failure.text());
    view! {
        <div class=["banner ", tone_class(tone)].concat() role="alert">
            {icon(Icon::Alert)}
            <div class="banner-body stack">
                <p>
                    <strong>{strong}</strong>
                </p>
                {(!texts.is_empty())
                    .then(|| {
                        view! { <ul>{texts.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul> }
                    })}
                {trace
                    .map(|trace| {
                        view! {
                            <details class="small">
                                <summary>{tr(keys::common::TECHNICAL)}</summary>
                                <p class="mono">{move || t_with(keys::common::TRACE, &[("id", &trace)])}</p>
                            </details>
                        }
                    })}
            </div>
        </div>
    }
    .into_any()
}

/// "Addım 3 / 6: Mobil nömrə" with its segment bar.
#[component]
pub fn Stepper(
    /// Name of the whole: "Kabinetin yaradılması".
    #[prop(into)]
    over: Text,
    /// Number of the present step, from 1.
    step: usize,
    /// How many there are.
    of: usize,
    /// Name of the step.
    #[prop(into)]
    name: Text,
) -> impl IntoView {
    let words = move || {
        t_with(keys::state::STEP_OF, &[("step", &step.to_string()), ("of", &of.to_string()), ("name", &name.get())])
    };
    let segments = (1..=of)
        .map(|at| {
            let class = match at.cmp(&step) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            };
            view! { <i class=class></i> }
        })
        .collect_view();
    view! {
        <div class="page-head">
            <p class="muted">{over}</p>
            <p class="strong">{words}</p>
            <div class="steps" aria-hidden="true">
                {segments}
            </div>
        </div>
    }
    .into_any()
}

/// The way from the services to here.
#[component]
pub fn Crumbs(
    /// Pages above: name and address.
    above: Vec<(Text, String)>,
    /// This page.
    #[prop(into)]
    here: Text,
) -> impl IntoView {
    let links = above
        .into_iter()
        .map(|(name, href)| view! { <li class="row"><a href=href>{name}</a> {icon(Icon::Forward)}</li> })
        .collect_view();
    view! {
        <nav aria-label=tr(keys::common::BREADCRUMB)>
            <ol class="crumbs">{links} <li aria-current="page">{here}</li></ol>
        </nav>
    }
    .into_any()
}

/// What would be here, why it is not, one action.
#[component]
pub fn EmptyState(
    /// What would be here and why it is not.
    #[prop(into)]
    text: Text,
    /// The one action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            {star(Star::Later)} <p>{text}</p> {children.map(|children| children())}
        </div>
    }
    .into_any()
}
