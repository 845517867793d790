//! `/help`: questions and answers, the pages of text, the rules, the state of the system.

use leptos::prelude::*;
use qabul_domain::decision::RULES_PATH;

use super::content::Topic;
use crate::i18n::{self, Key, Text, keys, t_with, text_of, tr};
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
    let rules = el("a")
        .set("rel", "external")
        .live("href", || Some([RULES_PATH, "?lang=", i18n::lang().tag()].concat()))
        .add(keys::help::RULES_LINK);
    let main = el("div")
        .add(el("ul").class("rows").add(questions))
        .add(topics())
        .add(part("rules", keys::help::RULES, tr(keys::help::RULES_TEXT)).add(el("p").add(rules)))
        .add(part("status", keys::help::STATUS, state));
    parts((
        view! { <PageHead title=keys::help::TITLE lead=keys::help::LEAD/> }.into_any(),
        el("div").class("split").add(main).add(el("aside").class("aside-first").add(hotline())),
    ))
}

/// The other pages of help, one per row.
fn topics() -> El {
    let rows = Topic::ALL.into_iter().map(|topic| {
        let name = el("p").class("name").add(el("a").set("href", &topic.address()).add(topic.name()));
        el("li").class("task topic").add(name).add(sign(Icon::Forward))
    });
    let heading = el("h2").set("id", "topics").add(keys::help::TOPICS);
    el("section").class("section").add(heading).add(el("ul").class("rows").add(rows.collect::<Vec<_>>()))
}

/// The hotline, on every page of help.
pub fn hotline() -> El {
    let call = el("a")
        .class("btn btn-secondary btn-wide")
        .set("href", "tel:146")
        .set("rel", "external")
        .add(sign(Icon::Phone))
        .add(el("span").add(keys::help::CALL));
    el("section")
        .class("card card-pad stack")
        .add(el("h2").add(keys::footer::HOTLINE))
        .add(el("p").class("figure").add("146"))
        .add(call)
}
