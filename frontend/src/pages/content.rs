//! `/help/…`: pages of text. The texts are in `frontend/content`, one file per page and language, fetched only by their
//! page. This module renders headings, paragraphs, lists and links.

use leptos::prelude::*;
use qabul_contract::commissions::{CommissionList, CommissionView};
use qabul_contract::paths;
use qabul_domain::decision::clause_path;
use serde_json::Value;

use super::help::hotline;
use super::places::place;
use crate::api::{self, Failure, wire};
use crate::dom;
use crate::frame::{VERIFY, linked};
use crate::i18n::{self, Key, Text, keys, t_with, text_of};
use crate::ui::icon::sign;
use crate::ui::load::nameless;
use crate::ui::{El, Icon, Loaded, PageHead, el, live, parts};

/// A page of words.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Topic {
    /// From registration to the print.
    Guide,
    /// Where the document commissions are.
    Commissions,
    /// Where to write with a question or a complaint.
    Appeal,
    /// Which data is stored about a person.
    Privacy,
    /// Accessibility of the portal for people with disabilities.
    Accessibility,
}

impl Topic {
    /// All topics, in the order of display.
    pub const ALL: [Topic; 5] = [Topic::Guide, Topic::Commissions, Topic::Appeal, Topic::Privacy, Topic::Accessibility];

    /// The word used in its address and file name.
    pub fn word(self) -> &'static str {
        match self {
            Topic::Guide => "guide",
            Topic::Commissions => "commissions",
            Topic::Appeal => "appeal",
            Topic::Privacy => "privacy",
            Topic::Accessibility => "accessibility",
        }
    }

    /// The topic with this word in its address.
    pub fn of(word: &str) -> Option<Topic> {
        Topic::ALL.into_iter().find(|topic| topic.word() == word)
    }

    /// Its address.
    pub fn address(self) -> String {
        ["/help/", self.word()].concat()
    }

    /// Its name in lists.
    pub fn name(self) -> Key {
        match self {
            Topic::Guide => keys::help::GUIDE,
            Topic::Commissions => keys::help::COMMISSIONS,
            Topic::Appeal => keys::help::APPEAL,
            Topic::Privacy => keys::help::PRIVACY,
            Topic::Accessibility => keys::help::ACCESSIBILITY,
        }
    }
}

/// The page.
pub fn view(topic: Topic) -> AnyView {
    let loaded = Loaded::new(move || fetch(topic));
    let waiting = live(move || {
        let failed = loaded.failure.with(Option::is_some);
        loaded.value.with(Option::is_none).then(|| nameless(topic.name(), failed))
    });
    let words = loaded.show_once(move |page| {
        let text = move |name: &'static str| -> Text { text_of(move || page.with(|page| word(page, name).to_owned())) };
        let head = view! {
            <PageHead title=text("title") lead=text("lead") back=Signal::stored("/help".to_owned()) back_label=keys::help::TITLE/>
        };
        let blocks = live(move || {
            page.with(|page| page["blocks"].as_array().into_iter().flatten().map(block).collect::<Vec<_>>())
        });
        let main = el("div").class("prose measure").add(blocks);
        parts((head.into_any(), el("div").class("split").add(main).add(aside(topic))))
    });
    parts((waiting, words))
}

async fn fetch(topic: Topic) -> Result<Value, Failure> {
    let file = ["content.", topic.word(), ".", i18n::lang_now().tag(), ".json"].concat();
    let body = wire::text(&dom::beside_program(&file)).await.map_err(|_| Failure::Offline)?;
    serde_json::from_str(&body).map_err(|_| Failure::Offline)
}

fn aside(topic: Topic) -> El {
    let others = Topic::ALL.into_iter().map(|other| {
        let link = el("a").set("href", &other.address()).add(other.name());
        el("li").add(link.set_some("aria-current", (other == topic).then_some("page")))
    });
    let list = el("ul").class("links").add(others.collect::<Vec<_>>());
    let nav = el("nav").class("card card-pad stack").says("aria-label", keys::help::TOPICS);
    el("aside").class("stack").add(nav.add(el("h2").add(keys::help::TOPICS)).add(list)).add(hotline())
}

fn word<'a>(value: &'a Value, name: &str) -> &'a str {
    value[name].as_str().unwrap_or_default()
}

fn block(block: &Value) -> El {
    if let Some(heading) = block["h2"].as_str() {
        return el("h2").set("id", word(block, "id")).set("tabindex", "-1").add(heading);
    }
    if block["live"] == "commissions" {
        return commissions();
    }
    for tag in ["ol", "ul"] {
        if let Some(items) = block[tag].as_array() {
            return el(tag).add(items.iter().map(|item| line(el("li"), item)).collect::<Vec<_>>());
        }
    }
    line(el("p"), &block["p"])
}

/// Text and links.
fn line(into: El, parts: &Value) -> El {
    parts.as_array().into_iter().flatten().fold(into, |into, part| match part.as_str() {
        Some(words) => into.add(words),
        None => {
            let to = word(part, "to");
            let clause = to.strip_prefix("clause:").map(|number| clause_path(number, i18n::lang_now()));
            // Pages of another program or rendered by the server.
            let outside = to.starts_with("tel:") || clause.is_some();
            let href = clause.as_deref().unwrap_or(to);
            into.add(
                linked(href).set_some("rel", (outside || href == VERIFY).then_some("external")).add(word(part, "a")),
            )
        }
    })
}

/// The current places named by the campaigns.
fn commissions() -> El {
    let loaded = Loaded::new(|| api::get_public::<CommissionList>(paths::COMMISSIONS));
    let list = loaded.show(|list| {
        if list.items.is_empty() {
            return el("p").add(keys::help::NO_PLACES).into_any();
        }
        parts(list.items.iter().map(commission).collect::<Vec<_>>())
    });
    el("div").class("stack").add(list)
}

fn commission(commission: &CommissionView) -> El {
    let until = commission.until_text.clone();
    let until = text_of(move || t_with(keys::desk::UNTIL, &[("deadline", &until)]));
    el("section")
        .class("stack-s")
        .add(el("h3").add(commission.campaign.as_str()))
        .add(el("p").class("row desk-until").add(sign(Icon::Clock)).add(el("strong").add(until)))
        .add(el("ul").class("rows").add(commission.places.iter().map(place).collect::<Vec<_>>()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use qabul_domain::language::Lang;

    use super::*;
    use crate::lazy::{Page, page_of};

    #[test]
    fn every_topic_has_its_words_and_every_file_its_topic() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        let mut files: Vec<String> =
            fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        files.sort();
        let mut wanted: Vec<String> = Topic::ALL
            .into_iter()
            .flat_map(|topic| ["az", "en", "ru"].map(|lang| format!("{}.{lang}.md", topic.word())))
            .collect();
        wanted.sort();
        assert_eq!(files, wanted);
    }

    #[test]
    fn every_clause_in_the_words_stands_in_the_act() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            for number in text.split("](clause:").skip(1).map(|rest| rest.split_once(')').unwrap().0) {
                assert!(qabul_domain::rules::book::act::text_of(number, Lang::Az).is_some(), "{number}");
            }
        }
    }

    #[test]
    fn every_link_in_the_words_leads_to_a_page() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
        for file in fs::read_dir(folder).unwrap() {
            let text = fs::read_to_string(file.unwrap().path()).unwrap();
            for to in text.split("](/").skip(1).map(|rest| format!("/{}", rest.split_once(')').unwrap().0)) {
                assert!(to == VERIFY || page_of(to.split('#').next().unwrap()).0 != Page::NotFound, "{to}");
            }
        }
    }
}
