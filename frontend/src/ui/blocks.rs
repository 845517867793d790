//! Badge, banner, stepper, breadcrumbs, empty state (guide §4.13–4.26).

use leptos::prelude::*;
use qabul_contract::campaigns::Tone;

use super::el::{El, el};
use super::icon::{Icon, Star, sign, star_sign};
use crate::api::Failure;
use crate::i18n::{Text, keys, t_with, text_of};

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

/// A state as one word, not clickable; `with_icon` adds the role's icon.
pub fn badge(tone: Tone, label: impl Into<Text>, with_icon: bool) -> El {
    el("span")
        .class(&["badge ", tone_class(tone)].concat())
        .add(with_icon.then(|| sign(tone_icon(tone))))
        .add(label.into())
}

/// A message across the page: a bold first sentence and one action.
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
    /// Set if it appears after the page: `status`, or `alert` if typed work may be lost.
    #[prop(optional)]
    role: Option<&'static str>,
    /// The one action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let body = el("p").class("banner-body").add(strong.map(|strong| (el("strong").add(strong), " "))).add(text);
    frame(tone, sign(tone_icon(tone)), body).set_some("role", role).add(children.map(|children| children())).into_any()
}

/// A failed call as text: what is safe, what to do, and the trace id under "Texniki məlumat" ("Technical information").
pub fn failure_banner(failure: Failure) -> El {
    let tone = if failure.passing() { Tone::Waiting } else { Tone::Bad };
    let trace = failure.trace().map(str::to_owned).map(|trace| {
        let words = text_of(move || t_with(keys::common::TRACE, &[("id", &trace)]));
        el("details")
            .class("small")
            .add(el("summary").add(keys::common::TECHNICAL))
            .add(el("p").class("mono").add(words))
    });
    let texts: Vec<El> = failure
        .errors()
        .iter()
        .map(|error| {
            el("li").add(error.text.as_str()).add(" ").add(error.clause.as_deref().and_then(super::clause_link))
        })
        .collect();
    let strong = text_of(move || failure.text());
    let body = el("div")
        .class("banner-body stack")
        .add(el("p").add(el("strong").add(strong)))
        .add((!texts.is_empty()).then(|| el("ul").add(texts)))
        .add(trace);
    frame(tone, sign(Icon::Alert), body).set("role", "alert")
}

fn frame(tone: Tone, sign: El, body: El) -> El {
    el("div").class(&["banner ", tone_class(tone)].concat()).add(sign).add(body)
}

/// "Addım 3 / 6: Mobil nömrə" ("Step 3 / 6: Mobile number") with its segment bar.
#[component]
pub fn Stepper(
    /// Name of the whole process: "Kabinetin yaradılması" ("Creating an account").
    #[prop(into)]
    over: Text,
    /// Number of the current step, from 1.
    step: usize,
    /// How many there are.
    of: usize,
    /// Name of the step.
    #[prop(into)]
    name: Text,
    /// Whether the last step is done too.
    #[prop(optional)]
    done: bool,
) -> impl IntoView {
    let words = text_of(move || {
        t_with(keys::state::STEP_OF, &[("step", &step.to_string()), ("of", &of.to_string()), ("name", &name.get())])
    });
    let segments: Vec<El> = (1..=of)
        .map(|at| {
            el("i").class(match at.cmp(&step) {
                std::cmp::Ordering::Less => "done",
                std::cmp::Ordering::Equal if done => "done",
                std::cmp::Ordering::Equal => "now",
                std::cmp::Ordering::Greater => "",
            })
        })
        .collect();
    el("div")
        .class("page-head")
        .add(el("p").class("muted").add(over))
        .add(el("p").class("strong").add(words))
        .add(el("div").class("steps").set("aria-hidden", "true").add(segments))
        .into_any()
}

/// Breadcrumbs from the services to this page.
#[component]
pub fn Crumbs(
    /// Pages above this one: name and address.
    above: Vec<(Text, String)>,
    /// This page.
    #[prop(into)]
    here: Text,
) -> impl IntoView {
    let links: Vec<El> = above
        .into_iter()
        .map(|(name, href)| el("li").class("row").add(el("a").set("href", &href).add(name)).add(sign(Icon::Forward)))
        .collect();
    let here = el("li").set("aria-current", "page").add(here);
    el("nav").says("aria-label", keys::common::BREADCRUMB).add(el("ol").class("crumbs").add(links).add(here)).into_any()
}

/// What would be here, why it is not, and one action.
#[component]
pub fn EmptyState(
    /// What would be here and why it is not.
    #[prop(into)]
    text: Text,
    /// The one action.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    el("div")
        .class("empty")
        .add(star_sign(Star::Later))
        .add(el("p").add(text))
        .add(children.map(|children| children()))
        .into_any()
}
