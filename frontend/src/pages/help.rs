//! `/help`: questions and answers, commissions, privacy, accessibility, state of the system.

use leptos::prelude::*;

use crate::i18n::{Key, Text, keys, t_with, text_of, tr};
use crate::ui::icon::sign;
use crate::ui::{El, Icon, PageHead, el, parts};
use crate::{clock, format};

const QUESTIONS: [(Key, Key); 6] = [
    (keys::help::CABINET_Q, keys::help::CABINET_A),
    (keys::help::CODE_Q, keys::help::CODE_A),
    (keys::help::MONEY_Q, keys::help::MONEY_A),
    (keys::help::TMMS_Q, keys::help::TMMS_A),
    (keys::help::CONFIRM_Q, keys::help::CONFIRM_A),
    (keys::help::CHANGE_Q, keys::help::CHANGE_A),
];

fn part(id: &str, title: Key, text: Text) -> El {
    el("section")
        .class("section measure")
        .set("id", id)
        .set("tabindex", "-1")
        .add(el("h2").add(title))
        .add(el("p").add(text))
}

/// The page.
#[component]
pub fn Help() -> impl IntoView {
    let questions: Vec<El> = QUESTIONS
        .into_iter()
        .map(|(question, answer)| {
            let words = el("details").class("card-pad").add(el("summary").add(question)).add(el("p").add(answer));
            el("li").add(words)
        })
        .collect();
    let now = clock::ticking(30);
    let state = text_of(move || t_with(keys::help::STATUS_OK, &[("now", &format::date_hour(now.get()))]));
    let main = el("div")
        .add(el("ul").class("rows").add(questions))
        .add(part("rules", keys::help::RULES, tr(keys::help::RULES_TEXT)))
        .add(part("commissions", keys::help::COMMISSIONS, tr(keys::help::COMMISSIONS_TEXT)))
        .add(part("appeal", keys::help::APPEAL, tr(keys::help::APPEAL_TEXT)))
        .add(part("privacy", keys::help::PRIVACY, tr(keys::help::PRIVACY_TEXT)))
        .add(part("accessibility", keys::help::ACCESSIBILITY, tr(keys::help::ACCESSIBILITY_TEXT)))
        .add(part("status", keys::help::STATUS, state));
    let call = el("a")
        .class("btn btn-secondary btn-wide")
        .set("href", "tel:146")
        .set("rel", "external")
        .add(sign(Icon::Phone))
        .add(el("span").add(keys::help::CALL));
    let aside = el("aside")
        .class("card card-pad stack aside-first")
        .add(el("h2").add(keys::footer::HOTLINE))
        .add(el("p").class("figure").add("146"))
        .add(call);
    parts((
        view! { <PageHead title=keys::help::TITLE lead=keys::help::LEAD/> }.into_any(),
        el("div").class("split").add(main).add(aside),
    ))
}
