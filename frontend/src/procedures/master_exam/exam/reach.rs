//! What the answers leave open in the catalogue and which clause closes the rest: told before anything is paid. The rule is
//! the domain's own; here it is only asked, once for each row and answer.

use leptos::prelude::*;
use qabul_contract::applications::Draft;
use qabul_contract::paths;
use qabul_contract::reference::{Catalogue, CatalogueRow};
use qabul_domain::decision::{Clause, Explain};
use qabul_domain::exam::ExamLanguage;
use qabul_domain::rules::exam::Reason as Warning;
use qabul_domain::rules::reach::{Answered, Reason, closed};
use wasm_bindgen::JsValue;

use super::Fields;
use crate::api;
use crate::i18n::{self, Text, keys, t_with, text_of};
use crate::ui::combo::fold;
use crate::ui::fields::value_of;
use crate::ui::icon::sign;
use crate::ui::{El, Icon, Loaded, el, live, memo};
use crate::wizard::{Case, clause_link};

/// At most this many specializations of a group are listed; searching narrows them.
const SHOWN: usize = 60;

/// Every ground there is, in the order shown. Each has its place on the page whether or not it closes something now, so
/// that a group a person has opened stays open when an answer changes.
const GROUNDS: [Reason; 9] = [
    Reason::LanguageNotAllowed { clause: Clause("3.2.1") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.2") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.3") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.5") },
    Reason::LanguageNotAllowed { clause: Clause("3.2.6") },
    Reason::OtherSpecializationLanguage,
    Reason::StateFundedUsed,
    Reason::PaidSeatsOnly,
    Reason::OtherSection,
];

/// Rows of one specialization under one verdict: it may be open as fee-paying and closed on state order.
#[derive(Clone, PartialEq)]
struct Entry {
    row: CatalogueRow,
    verdict: Option<Reason>,
    funding: Vec<&'static str>,
    found: bool,
}

fn entries(catalogue: &Catalogue, answered: &Answered, wanted: &str) -> Vec<Entry> {
    let lang = i18n::lang();
    let mut entries: Vec<Entry> = Vec::new();
    for row in &catalogue.items {
        let verdict = closed(answered, &row.conditions);
        let funding = row.conditions.funding.label(lang);
        let same = |entry: &&mut Entry| entry.row.code == row.code && entry.verdict == verdict;
        match entries.iter_mut().rev().take(8).find(same) {
            Some(entry) if entry.funding.contains(&funding) => {}
            Some(entry) => entry.funding.push(funding),
            None => {
                let text = fold(&[&row.title, " ", &row.code, " ", &row.specialty, " ", &row.institution].concat());
                let found = wanted.split_whitespace().all(|word| text.contains(word));
                entries.push(Entry { row: row.clone(), verdict, funding: vec![funding], found });
            }
        }
    }
    entries
}

fn answers(case: Case, fields: Fields) -> Answered {
    let answers = fields.read();
    Answered {
        section: answers.section,
        foreign_language: answers.foreign_language,
        specialization_language: answers.specialization_language,
        prior_master: case.now.with(|application| match &application.draft {
            Draft::MasterExam(draft) => draft.education.prior_master,
        }),
        paid_seats_only: case.now.with(|application| application.personal.paid_seats_only),
    }
}

pub(super) fn view(case: Case, fields: Fields) -> El {
    let loaded = Loaded::new(|| async { api::get_public::<Catalogue>(paths::CATALOGUE).await });
    let answered = memo(move || answers(case, fields));
    let body = loaded.show_once(move |catalogue| groups(catalogue, answered).into_any());
    let few = live(move || {
        let language = answered.get().foreign_language;
        matches!(language, Some(ExamLanguage::Ar | ExamLanguage::Fa)).then(|| {
            let words = text_of(|| Warning::ArabicPersianLimit.text(i18n::lang()));
            el("p").class("after warn").add(sign(Icon::Alert)).add(el("span").add(words))
        })
    });
    el("section")
        .class("section reach")
        .set("aria-labelledby", "reach")
        .add(el("h2").class("h3").set("id", "reach").add(keys::masterExam::REACH_TITLE))
        .add(el("p").class("hint").add(keys::masterExam::REACH_HINT))
        .add(el("div").set("role", "status").add(few))
        .add(body)
        .add(el("p").class("small muted").add(keys::masterExam::REACH_ATTEMPTS))
}

fn groups(catalogue: Signal<Catalogue>, answered: Memo<Answered>) -> El {
    let search = RwSignal::new(String::new());
    let wanted = memo(move || fold(search.read().trim()));
    let judged =
        memo(move || catalogue.with(|catalogue| wanted.with(|wanted| entries(catalogue, &answered.get(), wanted))));
    let counts = text_of(move || {
        let (mut open, mut shut) = (0_usize, 0_usize);
        judged.with(|entries| {
            for entry in entries {
                *(if entry.verdict.is_none() { &mut open } else { &mut shut }) += 1;
            }
        });
        let values = [("open", open.to_string()), ("closed", shut.to_string())];
        t_with(keys::masterExam::REACH_COUNTS, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
    });
    let control = el("input")
        .set("id", "reach-search")
        .class("input")
        .set("type", "search")
        .set("autocomplete", "off")
        .set("aria-describedby", "reach-search-hint")
        .live_prop("value", move || JsValue::from_str(&search.read()))
        .on("input", move |event| search.set(value_of(&event)))
        // Searching is no answer: it must neither save the section nor send it.
        .on("change", |event| event.stop_propagation())
        .on("keydown", |event| {
            let key = js_sys::Reflect::get(&event, &JsValue::from_str("key")).ok().and_then(|key| key.as_string());
            if key.as_deref() == Some("Enter") {
                event.prevent_default();
            }
        });
    let field = el("div")
        .class("field")
        .add(el("label").class("label").set("for", "reach-search").add(keys::masterExam::REACH_SEARCH))
        .add(el("p").class("hint").set("id", "reach-search-hint").add(keys::masterExam::REACH_SEARCH_HINT))
        .add(control);
    let invented = live(move || {
        let official = catalogue.with(|catalogue| catalogue.official);
        (!official).then(|| el("p").class("small muted").add(keys::masterExam::REACH_INVENTED))
    });
    let closed: Vec<El> = GROUNDS.into_iter().map(|ground| group(judged, wanted, Some(ground))).collect();
    el("div")
        .add(el("p").class("strong").set("role", "status").add(counts))
        .add(field)
        .add(group(judged, wanted, None))
        .add(closed)
        .add(invented)
}

fn group(judged: Memo<Vec<Entry>>, wanted: Memo<String>, verdict: Option<Reason>) -> El {
    let own = memo(move || {
        let of = |entry: &&Entry| entry.verdict == verdict && entry.found;
        judged.with(|entries| entries.iter().filter(of).cloned().collect::<Vec<_>>())
    });
    let name: Text = match verdict {
        None => keys::masterExam::REACH_OPEN.into(),
        Some(reason) => text_of(move || reason.text(i18n::lang())),
    };
    let head = text_of(move || [name.get().as_str(), " (", &own.with(Vec::len).to_string(), ")"].concat());
    let opened = RwSignal::new(false);
    let searching = memo(move || !wanted.read().is_empty());
    let list = live(move || {
        opened.get().then(|| {
            own.with(|entries| {
                let more = entries.len().saturating_sub(SHOWN);
                let rest = (more > 0).then(|| {
                    let words = text_of(move || t_with(keys::masterExam::REACH_MORE, &[("count", &more.to_string())]));
                    el("p").class("small muted").add(words)
                });
                let rows: Vec<El> = entries.iter().take(SHOWN).map(line).collect();
                el("div").add(el("ul").class("plain").add(rows)).add(rest)
            })
        })
    });
    let clause = verdict.and_then(|reason| clause_link(reason.clause().0)).map(|link| el("p").class("small").add(link));
    el("details")
        .class(if verdict.is_none() { "open" } else { "" })
        .live("hidden", move || own.with(Vec::is_empty).then(String::new))
        .live("open", move || searching.get().then(String::new))
        .on("toggle", move |event| {
            let target = event.target();
            let is_open = target.and_then(|it| js_sys::Reflect::get(&it, &JsValue::from_str("open")).ok());
            opened.set(is_open.is_some_and(|open| open.is_truthy()));
        })
        .add(
            el("summary")
                .add(sign(if verdict.is_none() { Icon::Check } else { Icon::Alert }))
                .add(el("span").add(head)),
        )
        .add(clause)
        .add(list)
}

fn line(entry: &Entry) -> El {
    let row = &entry.row;
    let lang = i18n::lang();
    let taught = t_with(keys::masterExam::REACH_TAUGHT, &[("language", row.conditions.teaching_language.label(lang))]);
    let more = [&row.code, " · ", &taught, " · ", &entry.funding.join(", "), " · ", &row.institution].concat();
    el("li").add(el("b").add(row.title.as_str())).add(el("small").class("muted").add(more.as_str()))
}
